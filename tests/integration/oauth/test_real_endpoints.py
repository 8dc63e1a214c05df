"""Discovery, keys, UserInfo, introspection and revocation, against a certified authorization server."""

import base64
import hashlib
import json
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from jotlens.oauth.endpoint_answer import Form, Kind
from jotlens.oauth.failures import IssuerMismatchError
from jotlens.oauth.http import Answer, Door, Way
from jotlens.oauth.introspection import introspect
from jotlens.oauth.jwks import fetch_key_set
from jotlens.oauth.metadata import Metadata, discover
from jotlens.oauth.revocation import revoke
from jotlens.oauth.userinfo import userinfo
from tests.support.around import around
from tests.support.authorization_server.process import AuthorizationServer
from tests.support.person import Person

CALLBACK = "http://127.0.0.1:49152/callback"
FORM = ("Content-Type", "application/x-www-form-urlencoded")


@pytest.fixture
def door() -> Door:
    return Door(Way(deadline_s=30), around())


@pytest.fixture
def metadata(authorization_server: AuthorizationServer, door: Door) -> Metadata:
    return discover(authorization_server.issuer, door)


class Machine:
    """The registered client `machine`, which authenticates with HTTP Basic."""

    def __init__(self, server: AuthorizationServer, door: Door) -> None:
        pair = ":".join(server.client("machine")).encode()
        self._basic = ("Authorization", "Basic " + base64.b64encode(pair).decode())
        self._door = door

    def post(self, label: str, address: str, parameters: Form, /) -> Answer:
        return self._door.send(label, "POST", address, (FORM, self._basic), urlencode(parameters))


@pytest.fixture
def machine(authorization_server: AuthorizationServer, door: Door) -> Machine:
    return Machine(authorization_server, door)


def test_it_is_discovered_with_its_keys(metadata: Metadata, door: Door) -> None:
    assert metadata.endpoints.token_endpoint.startswith(metadata.issuer)
    assert "S256" in metadata.code_challenge_methods_supported
    assert metadata.authorization_response_iss
    assert json.loads(fetch_key_set(metadata.endpoints.jwks_uri, door).text)["keys"]


def test_a_slash_too_many_is_said(authorization_server: AuthorizationServer, door: Door) -> None:
    with pytest.raises(IssuerMismatchError) as caught:
        discover(f"{authorization_server.issuer}/", door)
    assert caught.value.said == authorization_server.issuer
    assert "a slash too many" in caught.value.sentence


def test_a_token_is_active_until_it_is_revoked(metadata: Metadata, machine: Machine) -> None:
    endpoints = metadata.endpoints
    answer = machine.post("token", endpoints.token_endpoint, (("grant_type", "client_credentials"),))
    token = str(answer.json_object()["access_token"])
    assert introspect(endpoints.introspection_endpoint, token, machine).kind is Kind.ACTIVE
    assert revoke(metadata.issuer, endpoints, token, machine, hint="access_token").kind is Kind.REVOKED
    assert introspect(endpoints.introspection_endpoint, token, machine).kind is Kind.INACTIVE


def test_a_jwt_is_not_revoked_whatever_the_server_says(metadata: Metadata, machine: Machine) -> None:
    """It answers 200 and forgets nothing, so the sentence promises nothing."""
    form = (("grant_type", "client_credentials"), ("resource", "https://api.example/"))
    answer = machine.post("token", metadata.endpoints.token_endpoint, form)
    token = str(answer.json_object()["access_token"])
    found = revoke(metadata.issuer, metadata.endpoints, token, machine, hint="access_token")
    assert (found.kind, found.status) == (Kind.REVOKED, 200)
    assert "until it expires" in found.sentence


def test_userinfo_of_a_person(
    authorization_server: AuthorizationServer, person: Person, metadata: Metadata, door: Door
) -> None:
    client = authorization_server.clients["public"].id
    verifier = "v" * 43
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "client_id": client,
        "response_type": "code",
        "redirect_uri": CALLBACK,
        "scope": "openid",
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    callback = person.log_in(f"{metadata.endpoints.authorization_endpoint}?{urlencode(asked)}")
    form = {
        "grant_type": "authorization_code",
        "code": parse_qs(urlsplit(callback).query)["code"][0],
        "code_verifier": verifier,
        "redirect_uri": CALLBACK,
        "client_id": client,
    }
    answer = door.send("token", "POST", metadata.endpoints.token_endpoint, (FORM,), urlencode(form))
    token = str(answer.json_object()["access_token"])
    found = userinfo(metadata.endpoints.userinfo_endpoint, token, door)
    assert found.kind is Kind.CLAIMS
    assert found.members is not None
    assert (
        userinfo(metadata.endpoints.userinfo_endpoint, token, door, expected_subject="x").kind
        is Kind.UNUSABLE
    )
    wrong = userinfo(metadata.endpoints.userinfo_endpoint, "no-token", door)
    assert wrong.kind is Kind.REFUSED
    assert wrong.refusal is not None
    assert wrong.refusal.error == "invalid_token"
