"""The authorization server that other tests stand on does what a real one does."""

import base64
import hashlib
import secrets
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests

from tests.integration.asking import API, CALLBACK, claims_of, post
from tests.support.authorization_server.process import AuthorizationServer
from tests.support.person import Person

DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


def code_for(
    server: AuthorizationServer, person: Person, client: str, scope: str, **more: str
) -> tuple[str, str]:
    """Return an authorization code and its code_verifier."""
    verifier = secrets.token_urlsafe(32)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "client_id": server.clients[client].id,
        "response_type": "code",
        "redirect_uri": CALLBACK,
        "scope": scope,
        "state": "s-1",
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        **more,
    }
    callback = person.log_in(f"{server.issuer}/auth?{urlencode(query)}")
    assert callback.startswith(CALLBACK + "?")
    answered = parse_qs(urlsplit(callback).query)
    assert answered["state"] == ["s-1"]
    assert answered["iss"] == [server.issuer]
    return answered["code"][0], verifier


def logged_in(server: AuthorizationServer, person: Person, scope: str, **more: str) -> dict[str, Any]:
    code, verifier = code_for(server, person, "public", scope, **more)
    return post(
        f"{server.issuer}/token",
        grant_type="authorization_code",
        code=code,
        code_verifier=verifier,
        redirect_uri=CALLBACK,
        client_id=server.clients["public"].id,
    )


def test_client_credentials_give_an_opaque_token(authorization_server: AuthorizationServer) -> None:
    answer = post(
        f"{authorization_server.issuer}/token",
        authorization_server.client("machine"),
        grant_type="client_credentials",
    )
    assert answer["status"] == 200
    assert "." not in answer["access_token"]


def test_a_resource_gives_a_jwt(authorization_server: AuthorizationServer) -> None:
    answer = post(
        f"{authorization_server.issuer}/token",
        authorization_server.client("machine"),
        grant_type="client_credentials",
        resource=API,
        scope="read:orders",
    )
    claims = claims_of(answer["access_token"])
    assert (claims["aud"], claims["scope"], claims["iss"]) == (
        API,
        "read:orders",
        authorization_server.issuer,
    )


def test_a_wrong_secret_is_refused(authorization_server: AuthorizationServer) -> None:
    who = authorization_server.clients["machine"].id, "wrong"
    answer = post(f"{authorization_server.issuer}/token", who, grant_type="client_credentials")
    assert (answer["status"], answer["error"]) == (401, "invalid_client")


def test_a_person_logs_in_with_pkce(authorization_server: AuthorizationServer, person: Person) -> None:
    answer = logged_in(authorization_server, person, "openid email")
    assert claims_of(answer["id_token"])["sub"] == authorization_server.user
    with requests.Session() as session:
        session.trust_env = False
        session.headers["Authorization"] = f"Bearer {answer['access_token']}"
        user_info = session.get(f"{authorization_server.issuer}/me", timeout=10).json()
    assert user_info["email"] == "ada@example.com"


def test_a_wrong_verifier_is_refused(authorization_server: AuthorizationServer, person: Person) -> None:
    code, _ = code_for(authorization_server, person, "public", "openid")
    answer = post(
        f"{authorization_server.issuer}/token",
        grant_type="authorization_code",
        code=code,
        code_verifier=secrets.token_urlsafe(32),
        redirect_uri=CALLBACK,
        client_id=authorization_server.clients["public"].id,
    )
    assert (answer["status"], answer["error"]) == (400, "invalid_grant")


def test_a_refusal_comes_back_as_access_denied(authorization_server: AuthorizationServer) -> None:
    unwilling = Person(authorization_server.user, authorization_server.password, allows=False)
    query = {
        "client_id": authorization_server.clients["web"].id,
        "response_type": "code",
        "redirect_uri": CALLBACK,
        "scope": "openid",
    }
    callback = unwilling.log_in(f"{authorization_server.issuer}/auth?{urlencode(query)}")
    assert parse_qs(urlsplit(callback).query)["error"] == ["access_denied"]


def test_a_refresh_token_is_good_once(authorization_server: AuthorizationServer, person: Person) -> None:
    first = logged_in(authorization_server, person, "openid offline_access", prompt="consent")

    def refresh(token: str) -> dict[str, Any]:
        return post(
            f"{authorization_server.issuer}/token",
            grant_type="refresh_token",
            refresh_token=token,
            client_id=authorization_server.clients["public"].id,
        )

    second = refresh(first["refresh_token"])
    assert second["refresh_token"] != first["refresh_token"]
    assert refresh(first["refresh_token"])["error"] == "invalid_grant"
    assert refresh(second["refresh_token"])["error"] == "invalid_grant", "reuse ends the whole family"


def test_a_device_gets_its_token(authorization_server: AuthorizationServer, person: Person) -> None:
    who = authorization_server.clients["device"].id
    begun = post(f"{authorization_server.issuer}/device/auth", client_id=who, scope="openid")

    def poll() -> dict[str, Any]:
        return post(
            f"{authorization_server.issuer}/token",
            grant_type=DEVICE,
            device_code=begun["device_code"],
            client_id=who,
        )

    assert poll()["error"] == "authorization_pending"
    assert "signed in" in person.visit(begun["verification_uri_complete"]).html
    assert poll()["status"] == 200


def test_introspection_and_revocation(authorization_server: AuthorizationServer) -> None:
    issuer, machine = authorization_server.issuer, authorization_server.client("machine")
    token = post(f"{issuer}/token", machine, grant_type="client_credentials")["access_token"]
    resource_server = authorization_server.client("resource_server")
    active = post(f"{issuer}/token/introspection", resource_server, token=token)
    assert (active["active"], active["client_id"]) == (True, machine[0])
    assert post(f"{issuer}/token/revocation", machine, token=token)["status"] == 200
    assert post(f"{issuer}/token/introspection", machine, token=token)["active"] is False


def test_a_password_is_verified(authorization_server: AuthorizationServer) -> None:
    url, client = f"{authorization_server.issuer}/token", authorization_server.client("password")
    user, password = authorization_server.user, authorization_server.password
    right = post(url, client, grant_type="password", username=user, password=password, resource=API)
    assert claims_of(right["access_token"])["sub"] == user
    wrong = post(url, client, grant_type="password", username=user, password="wrong")
    assert (wrong["status"], wrong["error"]) == (400, "invalid_grant")


def test_a_token_is_exchanged(authorization_server: AuthorizationServer, person: Person) -> None:
    subject = logged_in(authorization_server, person, "openid")["access_token"]
    form = {
        "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
        "subject_token_type": "urn:ietf:params:oauth:token-type:access_token",
        "audience": API,
        "scope": "read:orders",
    }
    url, client = f"{authorization_server.issuer}/token", authorization_server.client("exchange")
    answer = post(url, client, subject_token=subject, **form)
    assert claims_of(answer["access_token"])["aud"] == API
    assert answer["issued_token_type"] == form["subject_token_type"]
    assert post(url, client, subject_token="unknown", **form)["error"] == "invalid_request"


def test_an_assertion_is_verified(authorization_server: AuthorizationServer) -> None:
    import jwt

    client = authorization_server.clients["assertion"]
    assert client.private_jwk is not None
    key = jwt.PyJWK(dict(client.private_jwk))
    claims = {
        "iss": client.id,
        "sub": authorization_server.user,
        "aud": authorization_server.issuer,
        "exp": 4_000_000_000,
    }
    assertion = jwt.encode(claims, key.key, "RS256", {"kid": key.key_id})

    def ask(text: str) -> dict[str, Any]:
        return post(
            f"{authorization_server.issuer}/token",
            grant_type="urn:ietf:params:oauth:grant-type:jwt-bearer",
            assertion=text,
            client_id=client.id,
        )

    assert ask(assertion)["status"] == 200
    head, body, _ = assertion.split(".")
    assert ask(f"{head}.{body}.{'A' * 342}")["error"] == "invalid_grant"


@pytest.mark.parametrize("name", ["machine_certificate", "machine_self_signed"])
def test_a_certificate_authenticates(authorization_server: AuthorizationServer, name: str) -> None:
    form = {
        "grant_type": "client_credentials",
        "client_id": authorization_server.clients[name].id,
        "resource": API,
    }
    url = f"{authorization_server.tls_address}/token"
    with requests.Session() as session:
        session.trust_env = False
        session.verify = str(authorization_server.authority)
        assert session.post(url, data=form, timeout=10).json()["error"] == "invalid_client"
        certificate, key = authorization_server.certificates[name]
        session.cert = str(certificate), str(key)
        answer = session.post(url, data=form, timeout=10).json()
    bound = "cnf" in claims_of(answer["access_token"])
    assert bound == (name == "machine_certificate")


def test_it_changes_its_behaviour_for_a_while(authorization_server: AuthorizationServer) -> None:
    url, machine = f"{authorization_server.issuer}/token", authorization_server.client("machine")
    with authorization_server.changed(lifetimes_s={"access_token": 7}):
        assert post(url, machine, grant_type="client_credentials")["expires_in"] == 7
    assert post(url, machine, grant_type="client_credentials")["expires_in"] == 3_600


def test_keys_are_rotated(authorization_server: AuthorizationServer) -> None:
    def kids() -> set[str]:
        with requests.Session() as session:
            session.trust_env = False
            keys = session.get(f"{authorization_server.issuer}/jwks", timeout=10).json()["keys"]
        return {key["kid"] for key in keys}

    before = kids()
    authorization_server.rotate_keys()
    assert len(before) == 2
    assert not before & kids()


def test_a_secret_with_odd_letters_must_be_form_encoded(authorization_server: AuthorizationServer) -> None:
    from urllib.parse import quote_plus

    name, secret = authorization_server.client("machine_odd_secret")
    url = f"{authorization_server.issuer}/token"
    encoded = post(url, (name, quote_plus(secret)), grant_type="client_credentials")
    assert encoded["status"] == 200
    assert post(url, (name, secret), grant_type="client_credentials")["error"] == "invalid_request"
