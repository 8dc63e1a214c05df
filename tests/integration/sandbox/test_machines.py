"""Tokens for machines and for passwords (S35 to S38, S41, S64), with the errors as Auth0 words them."""

import dataclasses
from typing import Any

import pytest

from jotlens.sandbox.model import Era
from jotlens.sandbox.running import Sandbox
from tests.support.visitor import Visitor, claims_of

GEO = "https://api.example.com/geocoding/v1/"


def test_a_machine_gets_a_token_for_itself(visitor: Visitor) -> None:
    """Statements S35, S41 and S64: no user is asked, and the subject is the client."""
    answer = visitor.machine(GEO)
    assert answer.status_code == 200
    assert visitor.pages == []
    claims = claims_of(answer.json()["access_token"])
    assert claims["sub"] == "geo-backend@clients"
    assert claims["azp"] == "geo-backend"
    assert claims["gty"] == "client-credentials"
    assert claims["aud"] == GEO
    assert claims["exp"] - claims["iat"] == answer.json()["expires_in"] == 86_400


def test_the_answer_of_the_page(visitor: Visitor, tenant: Sandbox) -> None:
    """Statements S36 and S37: exactly these members in 2017; today the granted scope is told as well."""
    tenant.settings = dataclasses.replace(tenant.settings, era=Era.SEED_003)
    answer = visitor.machine(GEO)
    assert set(answer.json()) == {"access_token", "token_type", "expires_in"}
    assert answer.json()["token_type"] == "Bearer"
    assert answer.json()["expires_in"] == 86_400
    assert answer.headers["Content-Type"] == "application/json"
    tenant.settings = dataclasses.replace(tenant.settings, era=Era.TODAY)
    assert visitor.machine(GEO).json()["scope"] == "reverse:geocode"


def test_the_token_calls_the_api(visitor: Visitor) -> None:
    token = visitor.machine(GEO).json()["access_token"]
    assert visitor.call("/geocoding/v1/reverse?lat=0&lon=0", token).json() == {"place": "Null Island"}


def test_answers_are_not_to_be_kept(visitor: Visitor) -> None:
    for answer in (visitor.machine(GEO), visitor.machine("nowhere")):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Pragma"] == "no-cache"


def test_a_machine_without_a_client_grant_is_refused(visitor: Visitor, tenant: Sandbox) -> None:
    """Statement S38."""
    answer = visitor.machine(GEO, "no-grant-backend")
    assert answer.status_code == 403
    assert answer.json()["error"] == "access_denied"
    assert answer.json()["error_description"].startswith(
        f'Client is not authorized to access "{GEO}". You need to create a "client-grant" associated to this API.'
    )
    assert tenant.log.entries()[-1].code == "feccft"


def test_basic_authentication(visitor: Visitor, tenant: Sandbox) -> None:
    secret = tenant.client("geo-backend").secret or ""
    form = {"grant_type": "client_credentials", "audience": GEO}
    answer = visitor.call("/oauth/token", method="POST", data=form, auth=("geo-backend", secret))
    assert answer.status_code == 200
    both = visitor.call(
        "/oauth/token", method="POST", data={**form, "client_secret": secret}, auth=("geo-backend", secret)
    )
    assert (both.status_code, both.json()["error"]) == (400, "invalid_request")


def test_a_machine_may_ask_for_less(visitor: Visitor) -> None:
    audience = f"{visitor.sandbox.address}api/v2/"
    answer = visitor.machine(audience, "web-demo", scope="read:users delete:everything").json()
    assert answer["scope"] == "read:users"
    assert claims_of(answer["access_token"])["scope"] == "read:users"


@pytest.mark.parametrize(
    ("changes", "status", "error", "description"),
    [
        ({"grant_type": ""}, 400, "invalid_request", "Missing required parameter: grant_type"),
        ({"grant_type": "magic"}, 403, "unsupported_grant_type", "Unsupported grant type: magic"),
        ({"grant_type": "implicit"}, 403, "unsupported_grant_type", "Unsupported grant type: implicit"),
        (
            {"grant_type": "password"},
            403,
            "unauthorized_client",
            "Grant type 'password' not allowed for the client.",
        ),
        ({"client_id": ""}, 400, "invalid_request", "Missing required parameter: client_id"),
        ({"client_id": "nobody"}, 401, "access_denied", "Unauthorized"),
        ({"client_secret": "wrong"}, 401, "access_denied", "Unauthorized"),
        ({"client_secret": ""}, 401, "access_denied", "Unauthorized"),
        (
            {"audience": ""},
            403,
            "access_denied",
            "No audience parameter was provided, and no default audience has been configured",
        ),
        (
            {"audience": GEO.rstrip("/")},
            403,
            "access_denied",
            "Service not found: https://api.example.com/geocoding/v1",
        ),
    ],
)
def test_refusals(
    visitor: Visitor, changes: dict[str, str], status: int, error: str, description: str
) -> None:
    secret = visitor.sandbox.client("geo-backend").secret or ""
    form = {
        "grant_type": "client_credentials",
        "client_id": "geo-backend",
        "client_secret": secret,
        "audience": GEO,
    }
    answer = visitor.call("/oauth/token", method="POST", data={**form, **changes})
    assert answer.status_code == status
    members = answer.json()
    assert (members.pop("error"), members.pop("error_description")) == (error, description)
    assert set(members) <= {"error_uri"}
    assert ("error_uri" in members) == (error == "unauthorized_client")


@pytest.mark.parametrize("user", ["usr_123", "ursula@company.example"])
def test_a_password_gives_a_token(visitor: Visitor, user: str) -> None:
    answer = password(visitor, user, scope="openid read:todo", audience="https://todo.example.com/")
    claims = claims_of(answer["access_token"])
    assert claims["sub"] == "usr_123"
    assert claims["gty"] == "password"
    assert claims_of(answer["id_token"])["aud"] == "web-demo"


@pytest.mark.parametrize(
    ("user", "secret", "error", "description"),
    [
        ("usr_123", "wrong", "invalid_grant", "Wrong email or password."),
        ("nobody", "demo", "invalid_grant", "Wrong email or password."),
        ("auth0|blocked", "demo", "unauthorized", "user is blocked"),
        ("auth0|mfa", "demo", "mfa_required", "Multifactor authentication required"),
    ],
)
def test_a_password_is_refused(
    visitor: Visitor, user: str, secret: str, error: str, description: str
) -> None:
    answer = password(visitor, user, secret)
    assert answer["status"] == 403
    assert (answer["error"], answer["error_description"]) == (error, description)
    assert ("mfa_token" in answer) == (error == "mfa_required")
    assert answer.get("mfa_token", "Fe26.2*").startswith("Fe26.2*")


def test_the_password_grant_can_be_switched_off(visitor: Visitor, tenant: Sandbox) -> None:
    tenant.settings = dataclasses.replace(tenant.settings, password_grant=False)
    assert password(visitor, "usr_123")["error"] == "unauthorized_client"


def password(visitor: Visitor, user: str, secret: str = "demo", **more: str) -> dict[str, Any]:
    client_secret = visitor.sandbox.client("web-demo").secret or ""
    answer = visitor.token(
        grant_type="password",
        client_id="web-demo",
        client_secret=client_secret,
        username=user,
        password=secret,
        **more,
    )
    return {**answer.json(), "status": answer.status_code}
