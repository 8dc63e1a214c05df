"""The checks on the parties: every outcome, which application is meant, and what claims must not hold."""

import pytest

from jotlens.inspection.checks.case import Case
from jotlens.inspection.fetched import Fetched
from jotlens.inspection.model import Policy, Status
from tests.support.claim_cases import (
    ACCESS,
    AT,
    ID,
    LOGOUT,
    NOW,
    assert_reached,
    case,
    case_of,
    checks_of,
    encrypted,
    said,
    without,
)

FAMILY = "parties"
AT_JWT = {"typ": "at+jwt"}
COMPLETE = {**ACCESS, "client_id": "my_client_id", "jti": "j-1"}


def with_claims(**claims: object) -> Case:
    return case({**ACCESS, **claims})


def with_claim(name: str, value: object) -> Case:
    return case({**ACCESS, name: value})


CASES: tuple[tuple[str, str, Case], ...] = (
    ("sub-present", "pass", case(ACCESS)),
    ("sub-present", "warn", case(without(ACCESS, "sub"))),
    ("sub-present", "warn.long", with_claims(sub="x" * 256)),
    ("sub-present", "fail", case(without(ID, "sub"))),
    ("sub-present", "fail.long", case({**ID, "sub": "x" * 256})),
    ("sub-present", "fail.type", with_claims(sub=123_456)),
    ("sub-format", "pass", case(ID)),
    ("sub-format", "pass.profile", with_claims(sub="samlp|acme|ada")),
    ("sub-machine", "pass", with_claims(sub="my_client_id@clients")),
    ("sub-machine", "warn", case({**ACCESS, "sub": "app", "azp": "app"}, nonce="n")),
    ("client-match", "pass", case({**ACCESS, "azp": "app"}, client_id="app")),
    ("client-match", "unknown", case(ACCESS, client_id="app")),
    ("client-match", "unknown.unreadable", case_of(encrypted(), Policy(client_id="app"))),
    ("client-match", "fail", case({**ACCESS, "client_id": "other"}, client_id="app")),
    ("client-match", "fail.type", case({**ACCESS, "azp": ["app"]}, client_id="app")),
    ("azp-needed", "pass", case({**ID, "aud": ["app", "b"], "azp": "app"})),
    ("azp-needed", "fail", case({**ID, "aud": ["app", "b"]})),
    ("gty-info", "pass", with_claims(gty="client-credentials")),
    ("gty-info", "pass.other", with_claims(gty="telepathy")),
    ("gty-info", "warn", with_claims(gty=["password"])),
    ("act-chain", "pass", with_claims(act={"sub": "support", "act": {"client_id": "desk"}})),
    ("act-chain", "pass.may", with_claims(may_act={"sub": "support"})),
    ("act-chain", "warn", with_claims(act="support")),
    ("jti-present", "pass", with_claims(jti="j-1")),
    ("jti-present", "pass.none", case(ACCESS)),
    ("jti-present", "warn", with_claims(jti=7)),
    ("jti-seen", "pass", case(ACCESS, fetched=Fetched(seen_before_at=NOW))),
    ("profile-complete", "pass", case(COMPLETE, AT_JWT)),
    ("profile-complete", "fail", case(ACCESS, AT_JWT)),
    ("claim-types", "pass", with_claims(email_verified=True, amr=["pwd"], groups=["a"])),
    ("claim-types", "warn", with_claims(email_verified="true", name=["Ada"])),
    ("claim-namespace", "pass", with_claim("https://example.com/roles", ["admin"])),
    ("claim-namespace", "warn", with_claim("https://acme.auth0.com/roles", ["admin"])),
    ("claim-namespace", "warn.reserved", with_claims(roles=["admin"])),
    ("claim-sensitive", "pass", case(ACCESS)),
    ("claim-sensitive", "warn", with_claims(email="ada@example.com")),
    ("claim-sensitive", "warn.secret", with_claims(app_metadata={"api_key": "k"})),
    ("claim-sensitive", "warn.number", with_claims(note="4111 1111 1111 1111")),
)


def test_every_outcome_is_reached() -> None:
    assert_reached(FAMILY, CASES)


def test_an_audience_of_an_id_token_may_be_the_application() -> None:
    claims = {**ID, "aud": ["app", "other"], "azp": "other"}
    assert checks_of(FAMILY)["client-match"](case(claims, audience="app")).status is Status.FAIL
    assert checks_of(FAMILY)["client-match"](case(claims, audience="other")).status is Status.PASS
    assert (
        checks_of(FAMILY)["client-match"](case(claims, audience="https://api")).status
        is Status.NOT_APPLICABLE
    )


def test_an_id_token_that_is_for_the_application_need_not_name_it_again() -> None:
    assert (
        checks_of(FAMILY)["client-match"](case(ID, client_id="my_client_id")).status is Status.NOT_APPLICABLE
    )


@pytest.mark.parametrize("typ", ["at+jwt", "application/at+jwt", "AT+JWT"])
def test_what_is_missing_in_an_access_token_of_the_standard_is_named(typ: str) -> None:
    finding = said(FAMILY, "profile-complete", case({"iss": "https://a.example"}, {"typ": typ}))
    assert "exp, aud, sub, client_id, iat and jti" in finding.message


def test_the_standard_may_also_be_asked_for() -> None:
    assert checks_of(FAMILY)["profile-complete"](case(ACCESS, typ="at+jwt")).status is Status.FAIL
    assert checks_of(FAMILY)["profile-complete"](case(ACCESS)).status is Status.NOT_APPLICABLE


def test_a_serial_number_is_missed_once() -> None:
    assert checks_of(FAMILY)["jti-present"](case(ACCESS, AT_JWT)).status is Status.NOT_APPLICABLE
    assert checks_of(FAMILY)["jti-present"](case(without(LOGOUT, "jti"))).status is Status.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("auth0|123456", "the tenant's own database"),
        ("google-oauth2|1", "logs in with Google"),
        ("samlp|acme|1", "company directory (SAML)"),
        ("acme-custom|1", "the connection “acme-custom”"),
    ],
)
def test_the_user_id_tells_the_connection(subject: str, words: str) -> None:
    message = said(FAMILY, "sub-format", with_claims(sub=subject)).message
    assert words in message
    assert "all that an access token has to say about the user" in message


@pytest.mark.parametrize("subject", ["248289761001", "usr_123", "a|", "|b", "x" * 300 + "|1"])
def test_other_user_ids_tell_nothing(subject: str) -> None:
    assert checks_of(FAMILY)["sub-format"](with_claims(sub=subject)).status is Status.NOT_APPLICABLE


def test_a_chain_of_actors_ends_somewhere() -> None:
    actor: dict[str, object] = {"sub": "last"}
    for number in range(20):
        actor = {"sub": f"actor{number}", "act": actor}
    message = said(FAMILY, "act-chain", with_claims(act=actor)).message
    assert "actor19, before that actor18" in message
    assert "last" not in message


@pytest.mark.parametrize(
    "claims",
    [
        {"note": "4111 1111 1111 1112"},
        {"note": "0000-0000-0000-0000"},
        {"order": "4111111111111111"},
        {"last_password_reset": "2025-01-01T00:00:00Z"},
        {"sub": "1234 5678 9012 3456"},
    ],
)
def test_ordinary_values_are_no_secrets(claims: dict[str, object]) -> None:
    assert checks_of(FAMILY)["claim-sensitive"](case({**ACCESS, **claims})).status is Status.PASS


def test_a_private_key_is_found_deep_inside() -> None:
    claims = {**ID, "x": [{"y": ["-----BEGIN RSA PRIVATE KEY-----\nMII"]}]}
    assert checks_of(FAMILY)["claim-sensitive"](case(claims)).variant == "secret"


def test_the_profile_of_an_id_token_is_no_secret() -> None:
    assert checks_of(FAMILY)["claim-sensitive"](case({**ID, "email": "a@example.com"})).status is Status.PASS


def test_every_claim_of_the_wrong_type_is_named() -> None:
    of = with_claims(email_verified="true", name=["Ada"], realm_access="x", updated_at=AT)
    finding = said(FAMILY, "claim-types", of)
    assert "The claim email_verified is a text instead of true or false." in finding.message
    assert "The same is true of name and realm_access." in finding.message


def test_null_is_no_wrong_type() -> None:
    assert checks_of(FAMILY)["claim-types"](with_claims(middle_name=None)).status is Status.PASS


def test_plain_names_for_roles_are_only_odd_at_auth0() -> None:
    of = case({**ACCESS, "iss": "https://keycloak.example/realms/a", "groups": ["a"]})
    assert checks_of(FAMILY)["claim-namespace"](of).status is Status.NOT_APPLICABLE
