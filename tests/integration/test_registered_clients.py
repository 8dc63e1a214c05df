"""The authorization server holds its special clients to what they are registered for."""

import secrets
import time
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest

from tests.integration.asking import CALLBACK, claims_of, post, post_with
from tests.support.authorization_server.process import AuthorizationServer
from tests.support.person import Person

ASSERTED = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
CHALLENGE = "7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM"


def now() -> int:
    """The server's clock is the true one."""
    return int(time.time())  # noqa: TID251


def proof(key: jwt.PyJWK, url: str, nonce: str | None = None) -> dict[str, str]:
    """Return the header with a DPoP proof for a POST (RFC 9449, section 4.2)."""
    public = {name: key._jwk_data[name] for name in ("kty", "crv", "x", "y")}  # noqa: SLF001
    claims = {"jti": secrets.token_urlsafe(8), "htm": "POST", "htu": url, "iat": now()}
    claims |= {"nonce": nonce} if nonce else {}
    return {"DPoP": jwt.encode(claims, key.key, "ES256", {"typ": "dpop+jwt", "jwk": public})}


@pytest.fixture
def key(authorization_server: AuthorizationServer) -> jwt.PyJWK:
    private = authorization_server.clients["machine_key_jwt"].private_jwk
    assert private is not None
    return jwt.PyJWK(dict(private))


@pytest.mark.parametrize("name", ["machine_secret_jwt", "machine_key_jwt"])
def test_an_assertion_authenticates_once(
    authorization_server: AuthorizationServer, key: jwt.PyJWK, name: str
) -> None:
    client = authorization_server.clients[name]
    claims = {
        "iss": client.id,
        "sub": client.id,
        "aud": authorization_server.issuer,
        "exp": now() + 60,
        "jti": secrets.token_urlsafe(8),
    }
    signed = (
        jwt.encode(claims, client.secret, "HS256")
        if client.secret
        else jwt.encode(claims, key.key, "ES256", {"kid": key.key_id})
    )

    def ask() -> dict[str, Any]:
        return post(
            f"{authorization_server.issuer}/token",
            grant_type="client_credentials",
            client_assertion_type=ASSERTED,
            client_assertion=signed,
        )

    assert ask()["status"] == 200
    assert ask()["error"] == "invalid_client"


def test_dpop_is_asked_for_and_given(authorization_server: AuthorizationServer, key: jwt.PyJWK) -> None:
    url, client = f"{authorization_server.issuer}/token", authorization_server.client("machine_dpop")
    assert post(url, client, grant_type="client_credentials")["error"] == "invalid_grant"
    answer = post_with(proof(key, url), url, client, grant_type="client_credentials")
    assert answer["token_type"] == "DPoP"


def test_dpop_with_a_nonce(authorization_server: AuthorizationServer, key: jwt.PyJWK) -> None:
    url, client = f"{authorization_server.issuer}/token", authorization_server.client("machine_dpop")
    with authorization_server.changed(dpop_nonce=True):
        first = post_with(proof(key, url), url, client, grant_type="client_credentials")
        assert first["error"] == "use_dpop_nonce"
        second = post_with(proof(key, url, first["dpop_nonce"]), url, client, grant_type="client_credentials")
    assert second["token_type"] == "DPoP"


def test_a_request_must_be_pushed(authorization_server: AuthorizationServer, person: Person) -> None:
    client = authorization_server.clients["pushed"].id
    request = {
        "client_id": client,
        "response_type": "code",
        "redirect_uri": CALLBACK,
        "scope": "openid",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    unpushed = person.log_in(f"{authorization_server.issuer}/auth?{urlencode(request)}")
    assert parse_qs(urlsplit(unpushed).query)["error"] == ["invalid_request"]
    pushed = post(f"{authorization_server.issuer}/request", None, **request)
    assert pushed["status"] == 201
    short = urlencode({"client_id": client, "request_uri": pushed["request_uri"]})
    assert "code" in parse_qs(urlsplit(person.log_in(f"{authorization_server.issuer}/auth?{short}")).query)


def test_hybrid_and_implicit_answers_come_in_the_fragment(
    authorization_server: AuthorizationServer, person: Person
) -> None:
    for response_type in ("id_token token", "code id_token"):
        request = {
            "client_id": authorization_server.clients["legacy"].id,
            "response_type": response_type,
            "redirect_uri": CALLBACK,
            "scope": "openid",
            "nonce": "n-1",
        }
        callback = person.log_in(f"{authorization_server.issuer}/auth?{urlencode(request)}")
        fragment = parse_qs(urlsplit(callback).fragment)
        assert claims_of(fragment["id_token"][0])["nonce"] == "n-1"
        assert ("code" in fragment, "access_token" in fragment) == (
            "code" in response_type,
            " token" in response_type,
        )


def test_a_closed_account_can_refresh_no_more(
    authorization_server: AuthorizationServer, person: Person
) -> None:
    url, web = f"{authorization_server.issuer}/token", authorization_server.client("password")
    granted = post(
        url,
        web,
        grant_type="password",
        username=person.user,
        password=person.password,
        scope="offline_access",
    )
    with authorization_server.changed(closed=True):
        refused = post(url, web, grant_type="refresh_token", refresh_token=granted["refresh_token"])
    assert (refused["status"], refused["error"]) == (400, "invalid_grant")
