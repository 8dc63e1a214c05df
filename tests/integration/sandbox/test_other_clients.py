"""Flows by a client that nobody here wrote: Authlib's (S28), against the sandbox's metadata."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.jwk import KeySet

from jotlens.sandbox.running import Sandbox
from tests.support.visitor import CALLBACK, VERIFIER, Page, Visitor

TO_DO = "https://todo.example.com/"


@pytest.fixture
def metadata(visitor: Visitor) -> dict[str, Any]:
    found: dict[str, Any] = visitor.call("/.well-known/openid-configuration").json()
    return found


@pytest.fixture
def native() -> Iterator[OAuth2Session]:
    with client("native-demo", code_challenge_method="S256") as session:
        yield session


def client(client_id: str, **more: object) -> OAuth2Session:
    session = OAuth2Session(client_id, redirect_uri=CALLBACK, **more)
    session.trust_env = False
    return session


def arrive(visitor: Visitor, address: str) -> str:
    reached = visitor.open(address)
    while isinstance(reached, Page):
        is_login = reached.action == "/u/login"
        reached = visitor.log_in(reached) if is_login else visitor.send(reached, decision="accept")
    return reached


def test_the_metadata_is_that_of_this_issuer(metadata: dict[str, Any], tenant: Sandbox) -> None:
    assert metadata["issuer"] == tenant.address
    endpoints = [value for name, value in metadata.items() if name.endswith(("_endpoint", "_uri"))]
    assert len(endpoints) >= 7
    assert all(address.startswith(tenant.address) for address in endpoints)
    assert metadata["code_challenge_methods_supported"] == ["S256"]
    assert "introspection_endpoint" not in metadata


def test_code_with_pkce_refresh_and_revocation(
    native: OAuth2Session, visitor: Visitor, metadata: dict[str, Any], tenant: Sandbox
) -> None:
    native.scope = "openid profile read:todo offline_access"
    address, state = native.create_authorization_url(
        metadata["authorization_endpoint"], code_verifier=VERIFIER, audience=TO_DO, nonce="n-1"
    )
    tokens = native.fetch_token(
        metadata["token_endpoint"],
        authorization_response=arrive(visitor, address),
        state=state,
        code_verifier=VERIFIER,
    )
    keys = KeySet.import_key_set(visitor.call(metadata["jwks_uri"]).json())
    identity = jwt.decode(tokens["id_token"], keys)
    assert (identity.claims["nonce"], identity.claims["iss"]) == ("n-1", tenant.address)
    assert native.get(metadata["userinfo_endpoint"]).json()["name"] == "Ursula Sample"
    assert native.get(visitor.url("/todo/items")).status_code == 200
    fresh = native.refresh_token(metadata["token_endpoint"], tokens["refresh_token"])
    assert fresh["access_token"] != tokens["access_token"]
    revoked = native.revoke_token(
        metadata["revocation_endpoint"], fresh["refresh_token"], token_type_hint="refresh_token"
    )
    assert revoked.status_code == 200


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_client_credentials(metadata: dict[str, Any], tenant: Sandbox, method: str) -> None:
    secret = tenant.client("geo-backend").secret
    with client("geo-backend", client_secret=secret, token_endpoint_auth_method=method) as session:
        tokens = session.fetch_token(
            metadata["token_endpoint"],
            grant_type="client_credentials",
            audience="https://api.example.com/geocoding/v1/",
        )
    assert tokens["expires_in"] == 86_400


def test_implicit(visitor: Visitor, metadata: dict[str, Any]) -> None:
    with client("spa-demo", scope="openid") as session:
        address, state = session.create_authorization_url(
            metadata["authorization_endpoint"], response_type="token"
        )
        tokens = session.fetch_token(authorization_response=arrive(visitor, address), state=state)
        assert tokens["expires_in"] == "7200"
        assert session.get(metadata["userinfo_endpoint"]).json() == {"sub": "usr_123"}


def test_an_error_is_an_error_to_it(metadata: dict[str, Any], tenant: Sandbox) -> None:
    from authlib.integrations.base_client.errors import OAuthError

    secret = tenant.client("no-grant-backend").secret
    with client("no-grant-backend", client_secret=secret) as session:
        with pytest.raises(OAuthError) as refused:
            session.fetch_token(
                metadata["token_endpoint"], grant_type="client_credentials", audience="api.calendar"
            )
        assert refused.value.error == "access_denied"
        assert isinstance(session, requests.Session)
