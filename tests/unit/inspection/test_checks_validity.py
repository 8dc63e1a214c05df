"""The checks on time: every outcome, the edges to the second, and dates of every odd kind."""

import pytest

from jotlens.inspection.checks.case import Case
from jotlens.inspection.model import Policy, Status
from jotlens.tokens.model import Kind, Token
from tests.support.claim_cases import (
    ACCESS,
    AT,
    ID,
    LOGOUT,
    NOW,
    PROOF,
    PROOF_HEADER,
    assert_reached,
    case,
    case_of,
    checks_of,
    encrypted,
    opaque,
    said,
    seconds,
    without,
)

FAMILY = "validity"
USERINFO = "https://acme.eu.auth0.com/userinfo"


def dated(**dates: object) -> Case:
    return case({**ACCESS, **dates})


def living(life_s: int, **claims: object) -> Case:
    return case({**ACCESS, "exp": ACCESS["iat"] + life_s, **claims})  # type: ignore[operator]  # a number


CASES: tuple[tuple[str, str, Case], ...] = (
    ("exp-present", "pass", case(ACCESS)),
    ("exp-present", "warn", case(without(ACCESS, "exp"))),
    ("exp-present", "fail", case(without(ID, "exp"))),
    ("exp-passed", "pass", case(ACCESS)),
    ("exp-passed", "pass.answer", case_of(opaque(), Policy(expires_in_s=3600, received_at=NOW))),
    ("exp-passed", "warn.soon", dated(exp=AT + 299, iat=AT - 3600)),
    ("exp-passed", "warn.leeway", case({**ACCESS, "exp": AT - 30}, leeway_s=60)),
    ("exp-passed", "fail", dated(exp=AT)),
    ("exp-passed", "fail.answer", case_of(opaque(), Policy(expires_in_s=3600, received_at=seconds(-3600)))),
    ("exp-passed", "unknown", case_of(opaque())),
    ("exp-passed", "unknown.encrypted", case_of(encrypted())),
    ("exp-passed", "unknown.answer", case_of(opaque(), Policy(expires_in_s=3600))),
    ("nbf-reached", "pass", dated(nbf=AT)),
    ("nbf-reached", "fail", dated(nbf=AT + 1)),
    ("iat-present", "pass", case(ACCESS)),
    ("iat-present", "warn", case(without(ACCESS, "iat"))),
    ("iat-present", "fail", case(without(ID, "iat"))),
    ("iat-future", "pass", dated(iat=AT)),
    ("iat-future", "warn", dated(iat=AT + 7)),
    ("iat-future", "fail", dated(iat=AT + 600)),
    ("exp-after-iat", "pass", case(ACCESS)),
    ("exp-after-iat", "fail", dated(exp=AT - 60)),
    ("exp-after-iat", "fail.start", dated(nbf=AT + 4000)),
    ("time-units", "pass", case(ACCESS)),
    ("time-units", "fail", dated(exp=(AT + 3600) * 1000)),
    ("time-units", "fail.huge", dated(exp=10**18)),
    ("time-type", "pass", case(ACCESS)),
    ("time-type", "warn", dated(exp=AT + 100.5)),
    ("time-type", "fail", dated(exp=str(AT + 3600))),
    ("time-type", "fail.number", case('{"exp":NaN}')),
    ("clock-local", "pass", case(ACCESS, clock_skew_s=-30)),
    ("clock-local", "warn", case(ACCESS, clock_skew_s=-31)),
    ("clock-local", "fail", case(ACCESS, clock_skew_s=301)),
    ("auth-time-max-age", "pass", case({**ID, "auth_time": AT - 120}, max_age_s=120)),
    ("auth-time-max-age", "unknown", case_of(encrypted(), Policy(max_age_s=1))),
    ("auth-time-max-age", "fail", case({**ID, "auth_time": AT - 121}, max_age_s=120)),
    ("auth-time-max-age", "fail.missing", case(ID, max_age_s=120)),
    ("auth-time-max-age", "fail.type", case({**ID, "auth_time": True}, max_age_s=120)),
    ("lifetime-policy", "pass", living(86_400)),
    ("lifetime-policy", "warn", living(86_401)),
    ("lifetime-policy", "fail", living(2_592_001)),
    ("lifetime-known", "pass.86400", living(86_400)),
    ("lifetime-known", "pass.7200", living(7_200)),
    ("lifetime-known", "pass.86400-userinfo", living(86_400, aud=USERINFO)),
    ("lifetime-known", "pass.7200-userinfo", living(7_200, aud=[USERINFO])),
    ("lifetime-known", "pass.id-token", case(ID)),
    ("lifetime-known", "pass.mfa", living(600, aud="https://acme.eu.auth0.com/mfa/")),
    ("lifetime-known", "pass.third-party", living(3_600, azp="tpc_1")),
    ("lifetime-no-revocation", "pass", living(86_400)),
    ("lifetime-no-revocation", "pass.endless", case(without(ACCESS, "exp"))),
    ("expires-in-match", "pass", case(ACCESS, expires_in_s=3_605)),
    ("expires-in-match", "warn", case(ACCESS, expires_in_s=7_200)),
)


def test_every_outcome_is_reached() -> None:
    assert_reached(FAMILY, CASES)


@pytest.mark.parametrize(
    ("exp", "leeway_s", "status"),
    [
        (AT + 1, 0, Status.WARN),
        (AT, 0, Status.FAIL),
        (AT - 1, 0, Status.FAIL),
        (AT - 59, 60, Status.WARN),
        (AT - 60, 60, Status.FAIL),
        (AT - 61, 60, Status.FAIL),
        (AT + 0.5, 0, Status.WARN),
        (AT - 0.5, 0, Status.FAIL),
    ],
)
def test_the_end_is_exact_to_the_second(exp: float, leeway_s: int, status: Status) -> None:
    of = case({**ACCESS, "exp": exp, "iat": AT - 3600}, leeway_s=leeway_s)
    assert checks_of(FAMILY)["exp-passed"](of).status is status


@pytest.mark.parametrize(
    ("nbf", "leeway_s", "status"),
    [
        (AT - 1, 0, Status.PASS),
        (AT, 0, Status.PASS),
        (AT + 1, 0, Status.FAIL),
        (AT + 60, 60, Status.PASS),
        (AT + 61, 60, Status.FAIL),
        (AT + 0.5, 0, Status.FAIL),
    ],
)
def test_the_start_is_exact_to_the_second(nbf: float, leeway_s: int, status: Status) -> None:
    of = case({**ACCESS, "nbf": nbf}, leeway_s=leeway_s)
    assert checks_of(FAMILY)["nbf-reached"](of).status is status


@pytest.mark.parametrize(("iat", "leeway_s", "status"), [(AT + 1, 1, Status.PASS), (AT + 2, 1, Status.WARN)])
def test_the_future_begins_after_the_tolerance(iat: int, leeway_s: int, status: Status) -> None:
    assert checks_of(FAMILY)["iat-future"](case({**ACCESS, "iat": iat}, leeway_s=leeway_s)).status is status


@pytest.mark.parametrize(
    ("login", "status"),
    [(AT - 69, Status.PASS), (AT - 70, Status.PASS), (AT - 71, Status.FAIL)],
)
def test_the_age_of_a_login_counts_the_tolerance(login: int, status: Status) -> None:
    of = case({**ID, "auth_time": login}, max_age_s=60, leeway_s=10)
    assert checks_of(FAMILY)["auth-time-max-age"](of).status is status


@pytest.mark.parametrize("value", ["1750003600", True, None, [AT], {"at": AT}])
def test_an_end_that_is_no_number_is_one_problem(value: object) -> None:
    of = dated(exp=value)
    failing = [check_id for check_id, check in checks_of(FAMILY).items() if check(of).status is Status.FAIL]
    assert failing == ["time-type"]


def test_a_number_of_five_thousand_digits_is_no_date() -> None:
    of = case('{"exp":' + "9" * 5_000 + "}")
    finding = said(FAMILY, "time-type", of)
    assert finding.status is Status.FAIL
    assert len(finding.message) < 400
    assert checks_of(FAMILY)["exp-passed"](of).status is Status.NOT_APPLICABLE


def test_milliseconds_are_told_and_not_converted() -> None:
    of = dated(exp=(AT + 3_600) * 1_000)
    assert checks_of(FAMILY)["exp-passed"](of).status is Status.PASS
    assert "15 Jun 2025, 16:06:40 UTC" in said(FAMILY, "time-units", of).message


@pytest.mark.parametrize("exp", [10**30, 10**300, 1e300, 9_999_999_999, 253_402_300_800])
def test_an_end_beyond_the_calendar_has_not_passed(exp: float) -> None:
    assert checks_of(FAMILY)["exp-passed"](dated(exp=exp)).status is Status.PASS
    assert checks_of(FAMILY)["exp-passed"](dated(exp=-exp)).status is Status.FAIL
    assert checks_of(FAMILY)["nbf-reached"](dated(nbf=exp)).status is Status.FAIL
    assert checks_of(FAMILY)["iat-future"](dated(iat=exp)).status is Status.FAIL


def test_short_lived_tokens_are_not_said_to_end_soon() -> None:
    of = case({**ACCESS, "iat": AT - 200, "exp": AT + 100})
    assert checks_of(FAMILY)["exp-passed"](of).status is Status.PASS


def test_the_dates_of_paseto_are_texts() -> None:
    read = case({"exp": "2039-01-01T00:00:00+00:00", "iat": "2025-06-15T15:00:00Z"})
    of = case_of(Token("v4.public.x", Kind.PASETO, claims=read.token.claims))
    outcomes = {check_id: check(of).status for check_id, check in checks_of(FAMILY).items()}
    assert outcomes["exp-passed"] is outcomes["time-type"] is outcomes["exp-after-iat"] is Status.PASS
    vague = case_of(Token("v4.public.x", Kind.PASETO, claims=case({"exp": "tomorrow"}).token.claims))
    assert checks_of(FAMILY)["time-type"](vague).status is Status.FAIL


@pytest.mark.parametrize(
    ("claims", "header"),
    [(PROOF, PROOF_HEADER), ({"iss": "a", "events": {"urn:x": {}}}, {"typ": "secevent+jwt"})],
)
def test_proofs_and_events_need_no_end(claims: dict[str, object], header: dict[str, object]) -> None:
    of = case(claims, header)
    assert checks_of(FAMILY)["exp-present"](of).status is Status.NOT_APPLICABLE
    assert checks_of(FAMILY)["iat-future"](case({**claims, "iat": AT + 999}, PROOF_HEADER)).status is (
        Status.NOT_APPLICABLE
    )


def test_a_logout_token_has_to_end() -> None:
    assert checks_of(FAMILY)["exp-present"](case(without(LOGOUT, "exp"))).status is Status.FAIL


def test_a_broken_token_is_mended_before_its_dates_are_judged() -> None:
    broken = Token("x", Kind.MALFORMED, claims=case(ACCESS).token.claims)
    assert {check(case_of(broken)).status for check in checks_of(FAMILY).values()} == {Status.NOT_APPLICABLE}


def test_a_long_life_elsewhere_is_only_a_warning() -> None:
    of = living(31_536_000, iss="https://login.example/")
    assert checks_of(FAMILY)["lifetime-policy"](of).status is Status.WARN


def test_the_lifetime_of_an_opaque_token_tells_its_flow() -> None:
    for life_s, flow in ((7_200, "implicit"), (86_400, "authorization code")):
        policy = Policy(expires_in_s=life_s, received_at=NOW)
        of = case_of(opaque(format_id="auth0-encrypted"), policy)
        assert flow in said(FAMILY, "lifetime-known", of).message
