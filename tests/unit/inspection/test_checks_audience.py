"""The checks on the audience: every outcome, one problem at a time, and what the Management API is spared."""

import pytest

from jotlens.inspection.checks.case import Case
from jotlens.inspection.model import Policy, Status
from tests.support.claim_cases import (
    ACCESS,
    ID,
    LOGOUT,
    PROOF,
    PROOF_HEADER,
    assert_reached,
    case,
    case_of,
    checks_of,
    encrypted,
    opaque,
    said,
    without,
)

FAMILY = "audience"
API = "https://api.example.com/orders"
MANAGEMENT = "https://acme.eu.auth0.com/api/v2/"
USERINFO = "https://acme.eu.auth0.com/userinfo"


def audience(value: object, expected: str | None = None) -> Case:
    return case({**ACCESS, "aud": value}, audience=expected)


CASES: tuple[tuple[str, str, Case], ...] = (
    ("aud-present", "pass", audience([API, USERINFO])),
    ("aud-present", "warn", case(without(ACCESS, "aud"))),
    ("aud-present", "fail", case(without(ACCESS, "aud"), {"typ": "at+jwt"})),
    ("aud-present", "fail.expected", case(without(ACCESS, "aud"), audience=API)),
    ("aud-present", "fail.empty", audience([])),
    ("aud-present", "fail.type", audience([API, 7])),
    ("aud-match", "pass", audience(API, API)),
    ("aud-match", "pass.several", audience(["https://b.example", API], API)),
    ("aud-match", "unknown", audience(API)),
    ("aud-match", "unknown.application", case(ID)),
    ("aud-match", "unknown.unreadable", case_of(opaque(), Policy(audience=API))),
    ("aud-match", "fail", audience(API, "https://other.test/things")),
    ("aud-match", "fail.id-token", case(ID, audience=API)),
    ("aud-match", "fail.userinfo", audience(USERINFO, API)),
    ("aud-match", "fail.management", audience(MANAGEMENT, API)),
    (
        "aud-near-miss",
        "fail",
        audience("https://api.example.com/calandar/v1/", "https://api.example.com/calendar/v1/"),
    ),
    ("aud-userinfo-only", "pass.opaque", case_of(opaque(format_id="auth0-encrypted"))),
    ("aud-userinfo-only", "warn", audience([USERINFO])),
    ("aud-multiple", "pass", audience([API, USERINFO])),
    ("aud-multiple", "warn", audience([API, "https://b.example"])),
    ("aud-client-id", "pass", case(ID)),
    ("aud-client-id", "fail", case({"aud": "app", "sub": "u"}, client_id="app", scopes=("read:orders",))),
    ("aud-management", "pass", audience(MANAGEMENT)),
)


def test_every_outcome_is_reached() -> None:
    assert_reached(FAMILY, CASES)


@pytest.mark.parametrize(
    "value",
    [
        "https://other.test/things",
        ["x", "y"],
        "https://api.example.com/orders/",
        "https://api.example.com/order",
        "http://api.example.com/orders",
        "https://api.example.com/Orders",
        "https://api.example.com/orders\u00a0",
        ["https://b.example", "https://api.example.com/orders/"],
        USERINFO,
        MANAGEMENT,
        "",
        [],
        None,
        7,
        [API, 7],
        {"api": API},
    ],
)
def test_a_wrong_audience_is_one_problem(value: object) -> None:
    of = audience(value, API)
    failing = [check_id for check_id, check in checks_of(FAMILY).items() if check(of).status is Status.FAIL]
    assert len(failing) == 1
    assert failing[0] in {"aud-present", "aud-match", "aud-near-miss"}


def test_a_missing_audience_is_one_problem_too() -> None:
    of = case(without(ACCESS, "aud"), audience=API)
    failing = [check_id for check_id, check in checks_of(FAMILY).items() if check(of).status is Status.FAIL]
    assert failing == ["aud-present"]


def test_a_near_miss_shows_the_letter() -> None:
    of = audience("https://api.example.com/calandar/v1/", "https://api.example.com/calendar/v1/")
    finding = said(FAMILY, "aud-near-miss", of)
    assert "“a” where “e” is expected, at character 28" in finding.message
    assert finding.difference is not None
    assert finding.difference.said_span == (27, 28)


def test_the_nearest_of_several_audiences_is_shown() -> None:
    finding = said(FAMILY, "aud-near-miss", audience(["https://b.example", f"{API}/"], API))
    assert finding.difference is not None
    assert finding.difference.said == f"{API}/"
    assert "one slash too many at the end" in finding.message


def test_an_id_token_is_compared_with_the_application() -> None:
    aud_match = checks_of(FAMILY)["aud-match"]
    assert aud_match(case(ID, client_id="my_client_id")).status is Status.PASS
    assert aud_match(case(ID, client_id="another_client")).status is Status.NOT_APPLICABLE
    assert aud_match(case(LOGOUT, client_id="another_client")).status is Status.FAIL
    assert aud_match(case(ID, audience="my_client_id")).status is Status.PASS
    assert aud_match(case(LOGOUT, client_id="my_client_id")).status is Status.PASS
    assert aud_match(case(ACCESS, client_id="my_client_id")).status is Status.UNKNOWN


def test_an_audience_that_is_the_application_itself_gives_no_rights() -> None:
    aud_client_id = checks_of(FAMILY)["aud-client-id"]
    claims = {"iss": "https://a.example/", "aud": "app", "sub": "u"}
    assert aud_client_id(case(claims, typ="at+jwt", client_id="app")).status is Status.FAIL
    scoped = case({**claims, "scope": "read"}, typ="at+jwt", client_id="app")
    assert aud_client_id(scoped).status is Status.NOT_APPLICABLE


def test_of_an_id_token_in_the_wrong_place_another_check_speaks() -> None:
    claims = {"iss": "https://a.example/", "aud": "app", "azp": "app", "sub": "u"}
    assert checks_of(FAMILY)["aud-client-id"](case(claims, typ="at+jwt")).status is Status.PASS
    assert checks_of("usage")["id-token-as-access"](case(claims, typ="at+jwt")).status is Status.FAIL


def test_a_management_token_is_not_asked_for_an_expectation() -> None:
    of = audience(MANAGEMENT)
    outcomes = {check_id: check(of).status for check_id, check in checks_of(FAMILY).items()}
    assert outcomes["aud-match"] is Status.NOT_APPLICABLE
    assert outcomes["aud-management"] is Status.PASS
    assert checks_of("issuer")["iss-match"](of).status is Status.NOT_APPLICABLE
    assert checks_of("rights")["scope-required"](of).status is Status.NOT_APPLICABLE
    assert (
        checks_of(FAMILY)["aud-management"](audience("https://api.test/api/v2/")).status
        is Status.NOT_APPLICABLE
    )


@pytest.mark.parametrize("claims", [PROOF, {"iss": "https://a.example", "events": {"urn:x": {}}, "jti": "1"}])
def test_proofs_and_events_need_no_audience(claims: dict[str, object]) -> None:
    of = case(claims, PROOF_HEADER if "htm" in claims else {"typ": "secevent+jwt"})
    assert checks_of(FAMILY)["aud-present"](of).status is Status.NOT_APPLICABLE


def test_nothing_is_said_of_what_cannot_be_read_when_nothing_is_expected() -> None:
    for of in (case_of(opaque()), case_of(encrypted())):
        assert {check(of).status for check in checks_of(FAMILY).values()} == {Status.NOT_APPLICABLE}
