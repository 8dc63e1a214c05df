"""Refresh tokens and revocation (S67 to S73): when one comes, its rotation, and what revoking ends."""

import dataclasses
from typing import Any

import pytest

from jotlens.sandbox.model import Era
from jotlens.sandbox.running import Sandbox
from tests.support.visitor import CHALLENGE, FakeClock, Visitor, claims_of

TO_DO = {"audience": "https://todo.example.com/", "scope": "openid read:todo write:todo offline_access"}


def refresh(visitor: Visitor, token: str, client_id: str = "native-demo", **more: str) -> dict[str, Any]:
    secret = visitor.sandbox.client(client_id).secret
    known = {"client_id": client_id} | ({"client_secret": secret} if secret else {})
    answer = visitor.token(grant_type="refresh_token", refresh_token=token, **known, **more)
    return {**answer.json(), "status": answer.status_code}


def revoke(visitor: Visitor, token: str, client_id: str = "native-demo") -> int:
    form = {"client_id": client_id, "token": token}
    return visitor.call("/oauth/revoke", method="POST", data=form).status_code


def test_a_refresh_token_comes_with_the_access_token(visitor: Visitor) -> None:
    """Statements S68 and S69."""
    tokens = visitor.code_flow(**TO_DO)
    assert tokens["refresh_token"].startswith("v1.")
    assert {"access_token", "id_token", "expires_in", "token_type"} <= set(tokens)


def test_it_gets_a_fresh_token_with_the_same_permissions_without_the_user(
    visitor: Visitor, clock: FakeClock
) -> None:
    """Statement S70."""
    tokens = visitor.code_flow(**TO_DO)
    clock.forward(86_400)
    assert visitor.call("/todo/items", tokens["access_token"]).status_code == 401
    shown = len(visitor.pages)
    fresh = refresh(visitor, tokens["refresh_token"])
    assert len(visitor.pages) == shown
    assert visitor.call("/todo/items", fresh["access_token"]).status_code == 200
    before, after = claims_of(tokens["access_token"]), claims_of(fresh["access_token"])
    assert before["scope"] == after["scope"]
    assert after["gty"] == "refresh_token"
    assert after["iat"] - before["iat"] == 86_400


@pytest.mark.parametrize(
    ("scope", "audience", "client_id"),
    [
        ("read:accounts offline_access", "https://bank.example.com/", "native-demo"),  # the API's policy
        ("read:todo", "https://todo.example.com/", "native-demo"),  # not asked for
        ("read:todo offline_access", "https://todo.example.com/", "code-only"),  # not the client's grant
    ],
)
def test_none_comes_where_it_is_not_allowed(
    visitor: Visitor, scope: str, audience: str, client_id: str
) -> None:
    """Statement S71; what was dropped is told by the scope in the answer."""
    tokens = visitor.code_flow(client_id, scope=scope, audience=audience)
    assert "refresh_token" not in tokens
    assert tokens.get("scope") == (scope.partition(" ")[0] if "offline" in scope else None)


def test_none_comes_from_the_front_channel_or_to_a_machine(visitor: Visitor) -> None:
    answer = visitor.authorize(client_id="spa-demo", response_type="token", **TO_DO)
    assert "refresh_token" not in answer
    assert "offline_access" not in answer["scope"]
    machine = visitor.machine("https://api.example.com/geocoding/v1/", scope="offline_access").json()
    assert "refresh_token" not in machine


def test_in_2017_the_api_alone_decides(visitor: Visitor, tenant: Sandbox) -> None:
    tenant.settings = dataclasses.replace(tenant.settings, era=Era.SEED_003)
    todo, bank = "https://todo.example.com/", "https://bank.example.com/"
    assert "refresh_token" in visitor.code_flow(scope="read:todo", audience=todo)
    assert "refresh_token" not in visitor.code_flow(scope="read:accounts", audience=bank)


def test_rotation_and_reuse(visitor: Visitor, tenant: Sandbox) -> None:
    """Each use by a public client gives a new one; an old one that comes back ends the family."""
    first = visitor.code_flow(**TO_DO)["refresh_token"]
    second = refresh(visitor, first)["refresh_token"]
    assert second != first
    reused = refresh(visitor, first)
    assert (reused["status"], reused["error"]) == (403, "invalid_grant")
    assert reused["error_description"] == "Unknown or invalid refresh token."
    assert tenant.log.entries()[-1].code == "ferrt"
    assert refresh(visitor, second)["error"] == "invalid_grant"


def test_a_confidential_client_keeps_its_refresh_token(visitor: Visitor) -> None:
    first = visitor.code_flow("web-demo", **TO_DO)["refresh_token"]
    fresh = refresh(visitor, first, "web-demo")
    assert "refresh_token" not in fresh
    assert "access_token" in refresh(visitor, first, "web-demo")


def test_fewer_scopes_may_be_asked_for_and_not_more(visitor: Visitor) -> None:
    token = visitor.code_flow("web-demo", **TO_DO)["refresh_token"]
    fewer = refresh(visitor, token, "web-demo", scope="read:todo")
    assert claims_of(fewer["access_token"])["scope"] == "read:todo"
    assert "id_token" not in fewer
    assert refresh(visitor, token, "web-demo", scope="read:todo admin")["error"] == "invalid_scope"
    again = refresh(visitor, token, "web-demo")
    assert claims_of(again["access_token"])["scope"] == TO_DO["scope"]


def test_a_refresh_token_belongs_to_its_client(visitor: Visitor) -> None:
    token = visitor.code_flow(**TO_DO)["refresh_token"]
    assert refresh(visitor, token, "spa-demo")["error"] == "invalid_grant"
    assert refresh(visitor, token)["status"] == 200


def test_revoking_ends_refreshing_and_no_access_token(visitor: Visitor) -> None:
    """Statement S73: the access token is good until it expires."""
    tokens = visitor.code_flow(**TO_DO)
    assert revoke(visitor, tokens["refresh_token"]) == 200
    assert refresh(visitor, tokens["refresh_token"])["error"] == "invalid_grant"
    assert visitor.call("/todo/items", tokens["access_token"]).status_code == 200


def test_an_access_token_cannot_be_revoked(visitor: Visitor, tenant: Sandbox) -> None:
    """Statement S73 once more: the answer is 200, and nothing happens; the log says why."""
    tokens = visitor.code_flow(**TO_DO)
    assert revoke(visitor, tokens["access_token"]) == 200
    assert "cannot be revoked" in tenant.log.entries()[-1].said
    assert visitor.call("/todo/items", tokens["access_token"]).status_code == 200
    assert refresh(visitor, tokens["refresh_token"])["status"] == 200


def test_nobody_revokes_what_belongs_to_another(visitor: Visitor) -> None:
    token = visitor.code_flow(**TO_DO)["refresh_token"]
    assert revoke(visitor, token, "spa-demo") == 200
    assert refresh(visitor, token)["status"] == 200


def test_a_code_that_comes_twice_takes_back_what_was_given(visitor: Visitor) -> None:
    answer = visitor.authorize(client_id="spa-demo", response_type="code", scope="openid offline_access")
    tokens = visitor.exchange(answer["code"], "spa-demo", code_verifier="").json()
    again = visitor.exchange(answer["code"], "spa-demo", code_verifier="")
    assert again.status_code == 403
    assert again.json() == {"error": "invalid_grant", "error_description": "Invalid authorization code"}
    assert refresh(visitor, tokens["refresh_token"], "spa-demo")["error"] == "invalid_grant"
    assert visitor.call("/userinfo", tokens["access_token"]).status_code == 401


@pytest.mark.parametrize(
    ("changes", "description"),
    [
        (
            {"code_verifier": "another-verifier-of-at-least-43-characters-1234"},
            "Failed to verify code verifier",
        ),
        ({"code_verifier": ""}, "Failed to verify code verifier"),
        (
            {"redirect_uri": "http://127.0.0.1:1/other"},
            "The redirect_uri is not the one of the authorization request",
        ),
        ({"client_id": "spa-demo"}, "Invalid authorization code"),
        ({"code": "wrong"}, "Invalid authorization code"),
    ],
)
def test_a_code_is_bound(visitor: Visitor, changes: dict[str, str], description: str) -> None:
    proof = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    answer = visitor.authorize(client_id="native-demo", response_type="code", scope="openid", **proof)
    refused = visitor.exchange(**{"code": answer["code"], **changes})
    assert refused.status_code == 403
    assert refused.json() == {"error": "invalid_grant", "error_description": description}
