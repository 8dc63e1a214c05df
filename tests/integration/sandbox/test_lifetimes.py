"""How long tokens live (S57 to S66), and what becomes of them (S65)."""

import dataclasses

import pytest

from tests.support.visitor import FakeClock, Visitor, claims_of

HEALTH = "https://example.com/health-api"
BANK = "https://bank.example.com/"
TO_DO = "https://todo.example.com/"


@pytest.mark.parametrize(
    ("response_type", "expires_in"),
    [
        ("token", 7_200),
        ("id_token token", 7_200),
        ("token id_token", 7_200),
        ("code token", 86_400),
        ("code id_token token", 86_400),
    ],
)
def test_userinfo_only_from_the_front_channel(visitor: Visitor, response_type: str, expires_in: int) -> None:
    """Statements S60, S61 and S62: implicit is short, hybrid is long, and no setting changes it."""
    asked = {"response_type": response_type, "scope": "openid", "nonce": "n"}
    assert visitor.authorize(client_id="spa-demo", **asked)["expires_in"] == str(expires_in)


def test_userinfo_only_from_a_code(visitor: Visitor) -> None:
    assert visitor.code_flow(scope="openid")["expires_in"] == 86_400


def test_an_api_has_its_own_lifetime(visitor: Visitor) -> None:
    """Statements S57 and S58: 86400 by default, and what the API's setting says."""
    tokens = visitor.code_flow(scope="read:patients", audience=HEALTH)
    claims = claims_of(tokens["access_token"])
    assert tokens["expires_in"] == claims["exp"] - claims["iat"] == 86_400
    settings = {api.identifier: api.token_lifetime for api in visitor.sandbox.apis}
    assert settings[HEALTH] == settings[TO_DO] == 86_400


def test_a_bank_is_shorter_than_a_list_of_things_to_do(visitor: Visitor) -> None:
    """Statement S59."""
    bank = visitor.code_flow(scope="read:accounts", audience=BANK)["expires_in"]
    todo = visitor.code_flow(scope="read:todo", audience=TO_DO)["expires_in"]
    assert (bank, todo) == (900, 86_400)


@pytest.mark.parametrize(("audience", "web"), [(BANK, 300), (TO_DO, 7_200), (HEALTH, 7_200)])
@pytest.mark.parametrize("response_type", ["token", "code token"])
def test_the_front_channel_has_a_value_of_its_own(
    visitor: Visitor, audience: str, web: int, response_type: str
) -> None:
    asked = {"response_type": response_type, "audience": audience, "scope": "read:accounts"}
    answer = visitor.authorize(client_id="spa-demo", **asked)
    claims = claims_of(answer["access_token"])
    assert int(answer["expires_in"]) == claims["exp"] - claims["iat"] == web


def test_an_expired_token_cannot_be_used_and_the_flow_gives_another(
    visitor: Visitor, clock: FakeClock
) -> None:
    """Statement S65."""
    token = visitor.code_flow(scope="read:accounts", audience=BANK)["access_token"]
    clock.forward(899)
    assert visitor.call("/bank/accounts", token).status_code == 200
    clock.forward(1)
    refused = visitor.call("/bank/accounts", token)
    assert refused.status_code == 401
    assert refused.headers["X-Sandbox-Failed-Step"] == "2"
    again = visitor.code_flow(scope="read:accounts", audience=BANK)["access_token"]
    assert visitor.call("/bank/accounts", again).status_code == 200


def test_an_opaque_token_ends_too(visitor: Visitor, clock: FakeClock) -> None:
    answer = visitor.authorize(client_id="spa-demo", response_type="token", scope="openid")
    clock.forward(7_199)
    assert visitor.call("/userinfo", answer["access_token"]).status_code == 200
    clock.forward(1)
    assert visitor.call("/userinfo", answer["access_token"]).status_code == 401


def test_a_code_lives_a_minute(visitor: Visitor, clock: FakeClock) -> None:
    answer = visitor.authorize(client_id="code-only", response_type="code", scope="openid")
    clock.forward(60)
    refused = visitor.exchange(answer["code"], "code-only", code_verifier="")
    assert refused.json() == {"error": "invalid_grant", "error_description": "Invalid authorization code"}


def test_a_tenant_can_shorten_what_every_api_gives(visitor: Visitor) -> None:
    running = visitor.sandbox
    running.settings = dataclasses.replace(running.settings, token_lifetime_s=2)
    tokens = visitor.code_flow(scope="read:todo", audience=TO_DO)
    claims = claims_of(tokens["access_token"])
    assert tokens["expires_in"] == claims["exp"] - claims["iat"] == 2
    assert visitor.code_flow(scope="openid")["expires_in"] == 86_400
