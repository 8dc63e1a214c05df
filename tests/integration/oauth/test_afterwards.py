"""What is done with the tokens of an answer: UserInfo, introspection and revocation with the same client."""

import json
from typing import Any

import pytest

from jotlens.oauth.connection import Grant
from jotlens.oauth.dpop import prover
from jotlens.oauth.endpoint_answer import Kind
from jotlens.oauth.introspection import introspect
from jotlens.oauth.obtained import Given
from jotlens.oauth.reach import Reached, reach
from jotlens.oauth.revocation import revoke
from jotlens.oauth.userinfo import userinfo
from tests.integration.oauth.conftest import Desk

CODE = Grant.AUTHORIZATION_CODE
OFFLINE: dict[str, Any] = {"scopes": ("openid", "email", "offline_access"), "extra": (("prompt", "consent"),)}


def reached(desk: Desk, client: str, *needed: str) -> Reached:
    return reach(desk.connection(client, CODE), desk.given(client), desk.around, *needed)


def test_a_login_and_everything_after_it(desk: Desk) -> None:
    answer = json.loads(desk.obtained("web", CODE, **OFFLINE).text)
    server = reached(desk, "web", "introspection_endpoint", "revocation_endpoint", "userinfo_endpoint")
    who = userinfo(server.endpoints.userinfo_endpoint, answer["access_token"], server.door)
    assert (who.kind, (who.members or {})["email"]) == (Kind.CLAIMS, "ada@example.com")
    asked = introspect(server.endpoints.introspection_endpoint, answer["refresh_token"], server.client)
    assert asked.kind is Kind.ACTIVE
    gone = revoke(
        server.issuer, server.endpoints, answer["refresh_token"], server.client, hint="refresh_token"
    )
    assert gone.kind is Kind.REVOKED
    spent = desk.given("web", refresh_token=answer["refresh_token"])
    assert desk.refused("web", Grant.REFRESH_TOKEN, spent).error == "invalid_grant"


@pytest.mark.parametrize("client", ["dpop", "dpop_nonce"])
def test_a_bound_token_at_userinfo(desk: Desk, client: str) -> None:
    obtained = desk.obtained(client, CODE, uses_dpop=True, **OFFLINE)
    token = json.loads(obtained.text)["access_token"]
    server = reached(desk, client, "userinfo_endpoint")
    address = server.endpoints.userinfo_endpoint
    assert obtained.proof_key is not None
    proof = prover(obtained.proof_key, "GET", address, token, desk.around)
    assert userinfo(address, token, server.door, proof=proof).kind is Kind.CLAIMS
    assert userinfo(address, token, server.door).kind is Kind.REFUSED


def test_typed_endpoints_ask_nobody(desk: Desk) -> None:
    described = reached(desk, "web", "token_endpoint").endpoints
    before = len(desk.trace.steps)
    typed = desk.connection("web", CODE, issuer="", endpoints=described)
    assert reach(typed, Given(), desk.around, "token_endpoint").metadata is None
    assert len(desk.trace.steps) == before
