"""What a token is made for: types decide, servers' own marks come next, and a score of signs last."""

import json
from typing import Any

import pytest

from jotlens.inspection.model import Purpose
from jotlens.inspection.purpose import guess_purpose
from jotlens.tokens.json_text import JsonObject
from jotlens.tokens.model import Kind, Saml, Token
from jotlens.tokens.resources import resource
from tests.support.claim_cases import ACCESS, ID, LOGOUT, PROOF, encrypted, opaque, token


def purpose(claims: dict[str, Any] | str, **header: Any) -> Purpose:
    return guess_purpose(token(claims, **header)).purpose


@pytest.mark.parametrize(
    ("typ", "expected"),
    [
        ("at+jwt", Purpose.ACCESS_TOKEN),
        ("application/AT+JWT", Purpose.ACCESS_TOKEN),
        ("logout+jwt", Purpose.LOGOUT_TOKEN),
        ("dpop+jwt", Purpose.DPOP_PROOF),
        ("secevent+jwt", Purpose.SECURITY_EVENT),
        ("oauth-authz-req+jwt", Purpose.REQUEST_OBJECT),
        ("client-authentication+jwt", Purpose.CLIENT_ASSERTION),
        ("kb+jwt", Purpose.KEY_BINDING),
        ("dc+sd-jwt", Purpose.CREDENTIAL),
        ("vc+sd-jwt", Purpose.CREDENTIAL),
    ],
)
def test_an_effective_type_decides_at_once(typ: str, expected: Purpose) -> None:
    guess = guess_purpose(token(ID, typ=typ))
    assert guess.purpose is expected
    assert typ.lower().removeprefix("application/") in guess.reason


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({**ID, "token_use": "access"}, Purpose.ACCESS_TOKEN),
        ({**ACCESS, "token_use": "id"}, Purpose.ID_TOKEN),
        ({**ID, "typ": "Bearer"}, Purpose.ACCESS_TOKEN),
        ({**ACCESS, "typ": "ID"}, Purpose.ID_TOKEN),
        ({**ACCESS, "typ": "Refresh"}, Purpose.REFRESH_TOKEN),
        ({**ACCESS, "typ": "Offline"}, Purpose.REFRESH_TOKEN),
        ({**ACCESS, "typ": "JWT"}, Purpose.ACCESS_TOKEN),
        (LOGOUT, Purpose.LOGOUT_TOKEN),
        ({"iss": "a", "events": {"urn:x": {}}}, Purpose.SECURITY_EVENT),
        (PROOF, Purpose.DPOP_PROOF),
        ({"iat": 1, "aud": "a", "nonce": "n", "sd_hash": "h"}, Purpose.KEY_BINDING),
        ({"iss": "a", "vc": {}}, Purpose.CREDENTIAL),
        ({"client_id": "app", "response_type": "code", "redirect_uri": "x"}, Purpose.REQUEST_OBJECT),
        (
            {"iss": "app", "sub": "app", "aud": "https://a.example/token", "jti": "1", "exp": 1},
            Purpose.CLIENT_ASSERTION,
        ),
        (ACCESS, Purpose.ACCESS_TOKEN),
        (ID, Purpose.ID_TOKEN),
        ({"iss": "https://a/", "sub": "u", "aud": "https://api", "exp": 1}, Purpose.ACCESS_TOKEN),
        ({"iss": "https://a/", "sub": "u", "aud": "app", "azp": "app", "auth_time": 1}, Purpose.ID_TOKEN),
        ({**ACCESS, "email": "a@example.com"}, Purpose.ACCESS_TOKEN),
        ({**ID, "aud": ["app", "other"]}, Purpose.ID_TOKEN),
        ({"iss": "https://a/", "cid": "app", "scp": ["openid"], "aud": "api"}, Purpose.ACCESS_TOKEN),
    ],
)
def test_claims_tell_the_purpose(claims: dict[str, Any], expected: Purpose) -> None:
    assert purpose(claims) is expected


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"sub": "1234567890", "name": "John Doe", "iat": 1516239022},
        {"iss": "joe", "exp": 1300819380, "http://example.com/is_root": True},
        {"iss": "https://a/", "aud": "app", "sub": "u"},
        {"sub": "u", "nonce": "n", "scope": "read"},
    ],
)
def test_one_sign_alone_decides_nothing(claims: dict[str, Any]) -> None:
    guess = guess_purpose(token(claims))
    assert guess.purpose is Purpose.UNKNOWN
    assert guess.reason.endswith(".")


@pytest.mark.parametrize(
    ("format_id", "expected"),
    [
        ("auth0-encrypted", Purpose.ACCESS_TOKEN),
        ("sdk-session-cookie", Purpose.SESSION_COOKIE),
        ("flask-session", Purpose.SESSION_COOKIE),
        ("auth0-refresh", Purpose.REFRESH_TOKEN),
        ("google-refresh", Purpose.REFRESH_TOKEN),
        ("google-access", Purpose.ACCESS_TOKEN),
        ("facebook-access", Purpose.ACCESS_TOKEN),
        ("github-token", Purpose.ACCESS_TOKEN),
        ("stripe", Purpose.API_KEY),
        ("apple-refresh", Purpose.REFRESH_TOKEN),
        ("auth0-reference", Purpose.UNKNOWN),
        ("uuid", Purpose.UNKNOWN),
        ("opaque", Purpose.UNKNOWN),
    ],
)
def test_the_form_of_an_opaque_token_tells_its_purpose(format_id: str, expected: Purpose) -> None:
    assert guess_purpose(opaque(format_id=format_id)).purpose is expected


def test_every_purpose_in_the_table_is_known() -> None:
    table: dict[str, list[dict[str, Any]]] = json.loads(resource("token_formats.json").read_bytes())
    told = {entry["purpose"] for section in table.values() for entry in section if "purpose" in entry}
    assert told
    assert told <= set(Purpose)


def test_an_encrypted_token_does_not_say() -> None:
    guess = guess_purpose(encrypted())
    assert guess.purpose is Purpose.UNKNOWN
    assert "encrypted" in guess.reason
    assert guess_purpose(encrypted(typ="at+jwt")).purpose is Purpose.ACCESS_TOKEN


def test_other_kinds_tell_by_being_what_they_are() -> None:
    saml = Token("x", Kind.SAML, saml=Saml("Response", None, "base64", "<x>"))
    assert guess_purpose(saml).purpose is Purpose.SAML_MESSAGE
    assert guess_purpose(Token("x~", Kind.SD_JWT, claims=JsonObject(()))).purpose is Purpose.CREDENTIAL
    assert guess_purpose(Token("hello", Kind.NONE)).purpose is Purpose.UNKNOWN
    assert guess_purpose(Token("v4.local.x", Kind.PASETO)).purpose is Purpose.UNKNOWN


@pytest.mark.parametrize("odd", [1, None, True, ["x"], {"x": 1}])
def test_claims_of_odd_types_do_no_harm(odd: object) -> None:
    names = (
        "iss",
        "sub",
        "aud",
        "scope",
        "nonce",
        "events",
        "htm",
        "htu",
        "typ",
        "token_use",
        "azp",
        "cnf",
        "vc",
    )
    for name in names:
        assert guess_purpose(token({**ACCESS, name: odd}, typ=odd)).reason
