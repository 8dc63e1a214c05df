"""The checks on the issuer: every outcome, and that a person sees one problem and not three."""

from dataclasses import replace

import pytest

from jotlens.inspection.checks.case import Case
from jotlens.inspection.fetched import Fetched, FetchTrouble, KeySetFetch
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import Status
from jotlens.tokens.json_text import JsonObject
from jotlens.tokens.model import Kind, Saml, Token
from tests.support.claim_cases import (
    ACCESS,
    ID,
    PROOF,
    PROOF_HEADER,
    assert_reached,
    case,
    case_of,
    checks_of,
    document,
    encrypted,
    opaque,
    said,
    without,
)

FAMILY = "issuer"
ISSUER = "https://acme.eu.auth0.com/"
KEYS = "https://acme.eu.auth0.com/.well-known/jwks.json"
DESCRIBED = document(issuer=ISSUER, jwks_uri=KEYS)
ENTRA = "/8f3c1f0a-5b1e-4c3d-9a53-1d3c5a0f6b7e"


def issued_by(issuer: object, expected: str | None = None) -> Case:
    return case({**ACCESS, "iss": issuer}, issuer=expected)


def knowing(
    issuer_document: JsonObject | None = None, key_set: KeySetFetch | None = None, issuer: object = ISSUER
) -> Case:
    fetched = Fetched(issuer_document=issuer_document, key_set=key_set)
    return case({**ACCESS, "iss": issuer}, fetched=fetched)


CASES: tuple[tuple[str, str, Case], ...] = (
    ("iss-present", "pass", issued_by(ISSUER)),
    ("iss-present", "warn", case(without(ACCESS, "iss"))),
    ("iss-present", "fail", case(without(ID, "iss"))),
    ("iss-present", "fail.type", issued_by(["https://a.example"])),
    ("iss-match", "pass", issued_by(ISSUER, ISSUER)),
    ("iss-match", "unknown", issued_by(ISSUER)),
    ("iss-match", "unknown.unreadable", case_of(opaque(), case({}, issuer=ISSUER).policy)),
    ("iss-match", "fail", issued_by("https://evil.example/", ISSUER)),
    ("iss-match", "fail.near", issued_by("https://acne.eu.auth0.com/", ISSUER)),
    ("iss-match", "fail.missing", case(without(ACCESS, "iss"), issuer=ISSUER)),
    ("iss-match", "fail.type", issued_by(7, ISSUER)),
    ("iss-slash", "fail", issued_by("https://acme.eu.auth0.com", ISSUER)),
    ("iss-slash", "fail.extra", issued_by(ISSUER, "https://acme.eu.auth0.com")),
    ("iss-domain", "fail", issued_by("https://login.acme.com/", ISSUER)),
    ("iss-domain", "fail.region", issued_by("https://acme.us.auth0.com/", ISSUER)),
    (
        "iss-domain",
        "fail.version",
        issued_by(f"https://sts.windows.net{ENTRA}/", f"https://login.microsoftonline.com{ENTRA}/v2.0"),
    ),
    ("iss-https", "pass", issued_by(ISSUER)),
    ("iss-https", "pass.loopback", issued_by("http://127.0.0.1:3000/")),
    ("iss-https", "warn", issued_by("joe")),
    ("iss-https", "fail", issued_by("http://acme.example/")),
    ("iss-discovery", "pass", knowing(document(issuer=ISSUER))),
    ("iss-discovery", "fail", knowing(document(issuer="https://acme.eu.auth0.com"))),
    ("iss-discovery", "fail.missing", knowing(document(jwks_uri=KEYS))),
    ("jwks-reachable", "pass", knowing(key_set=KeySetFetch(KEYS))),
    *(
        ("jwks-reachable", f"unknown.{trouble}", knowing(key_set=KeySetFetch(KEYS, trouble)))
        for trouble in FetchTrouble
    ),
    ("jwks-issuer-link", "pass", knowing(DESCRIBED, KeySetFetch(KEYS))),
    ("jwks-issuer-link", "fail", knowing(DESCRIBED, KeySetFetch("https://evil.example/keys.json"))),
)


def test_every_outcome_is_reached() -> None:
    assert_reached(FAMILY, CASES)


@pytest.mark.parametrize(
    "issuer",
    [
        "https://evil.example/",
        "https://acme.eu.auth0.com",
        "https://acme.eu.auth0.com//",
        "https://login.acme.com/",
        "https://acme.us.auth0.com/",
        "https://ACME.eu.auth0.com/",
        "http://acme.eu.auth0.com/",
        " https://acme.eu.auth0.com/",
        "https://\u0430cme.eu.auth0.com/",
        "",
        7,
        None,
        ["https://acme.eu.auth0.com/"],
    ],
)
def test_a_wrong_issuer_is_one_problem(issuer: object) -> None:
    of = issued_by(issuer, ISSUER)
    failing = [check_id for check_id, check in checks_of(FAMILY).items() if check(of).status is Status.FAIL]
    assert [check_id for check_id in failing if check_id != "iss-https"] in (
        ["iss-match"],
        ["iss-slash"],
        ["iss-domain"],
    )


@pytest.mark.parametrize("issuer", [ISSUER, "joe", "http://localhost/"])
def test_the_expected_issuer_passes_letter_by_letter(issuer: str) -> None:
    of = issued_by(issuer, issuer)
    outcomes = {check_id: check(of).status for check_id, check in checks_of(FAMILY).items()}
    assert outcomes["iss-match"] is Status.PASS
    assert outcomes["iss-slash"] is outcomes["iss-domain"] is Status.NOT_APPLICABLE


def test_the_slash_is_marked_and_named() -> None:
    finding = said(FAMILY, "iss-slash", issued_by("https://acme.eu.auth0.com", ISSUER))
    assert finding.difference is not None
    assert finding.difference.expected_span == (25, 26)
    assert finding.difference.said_span == (25, 25)
    assert "slash" in finding.message


def test_an_encrypted_token_is_compared_by_the_issuer_in_its_header() -> None:
    of = case_of(encrypted(iss=ISSUER), case({}, issuer=ISSUER).policy)
    assert checks_of(FAMILY)["iss-match"](of).status is Status.PASS
    other = case_of(encrypted(iss="https://b.example/"), of.policy)
    assert checks_of(FAMILY)["iss-match"](other).status is Status.FAIL
    silent = case_of(encrypted(), of.policy)
    assert checks_of(FAMILY)["iss-match"](silent).status is Status.UNKNOWN


def test_a_saml_message_is_compared_by_its_issuer() -> None:
    message = Token("PHg+", Kind.SAML, saml=Saml("Response", "urn:acme", "base64", "<x>"))
    of = case_of(message, case({}, issuer="urn:acme").policy)
    assert checks_of(FAMILY)["iss-match"](of).status is Status.PASS
    assert checks_of(FAMILY)["iss-https"](of).status is Status.NOT_APPLICABLE


def test_a_proof_needs_no_issuer() -> None:
    of = case(PROOF, PROOF_HEADER, issuer=ISSUER)
    assert {check(of).status for check in checks_of(FAMILY).values()} == {Status.NOT_APPLICABLE}


def test_two_microsoft_directories_are_not_one() -> None:
    other = ENTRA.replace("8", "9")
    of = issued_by(f"https://sts.windows.net{ENTRA}/", f"https://login.microsoftonline.com{other}/v2.0")
    assert checks_of(FAMILY)["iss-domain"](of).status is Status.NOT_APPLICABLE
    assert checks_of(FAMILY)["iss-match"](of).status is Status.FAIL


def test_an_issuer_that_merely_holds_the_tenants_name_is_not_taken_for_it() -> None:
    of = issued_by("https://acmeevil.example/", ISSUER)
    assert checks_of(FAMILY)["iss-domain"](of).status is Status.NOT_APPLICABLE


def test_without_a_fetch_nothing_is_said_of_it() -> None:
    of = issued_by(ISSUER)
    for check_id in ("iss-discovery", "jwks-reachable", "jwks-issuer-link"):
        assert checks_of(FAMILY)[check_id](of).status is Status.NOT_APPLICABLE


def test_microsofts_common_description_leaves_the_tenant_open() -> None:
    check = checks_of(FAMILY)["iss-discovery"]
    common = document(issuer="https://login.microsoftonline.com/{tenantid}/v2.0")
    assert (
        check(knowing(common, issuer=f"https://login.microsoftonline.com{ENTRA}/v2.0")).status is Status.PASS
    )
    for issuer in (
        f"https://login.microsoftonline.com{ENTRA}/",
        "https://login.microsoftonline.com//v2.0",
        f"https://login.microsoftonline.com/evil{ENTRA}/v2.0",
        f"https://evil.example{ENTRA}/v2.0",
    ):
        assert check(knowing(common, issuer=issuer)).status is Status.FAIL


def test_of_a_foreign_description_only_one_check_speaks() -> None:
    of = knowing(
        document(issuer="https://other.example/", jwks_uri="https://other.example/keys"), KeySetFetch(KEYS)
    )
    assert checks_of(FAMILY)["iss-discovery"](of).status is Status.FAIL
    assert checks_of(FAMILY)["jwks-issuer-link"](of).status is Status.NOT_APPLICABLE


def test_keys_that_have_an_address_were_fetched_from_there() -> None:
    of = replace(
        knowing(DESCRIBED),
        keys=KeyRing(source=KEYS.upper().replace("/.WELL-KNOWN/JWKS.JSON", "/.well-known/jwks.json")),
    )
    assert checks_of(FAMILY)["jwks-reachable"](of).status is Status.PASS
    assert checks_of(FAMILY)["jwks-issuer-link"](of).status is Status.PASS
