"""The two older pages as eras (S10, S11, S24, S63, S67): what was so then, and is not mixed into today."""

import dataclasses

import pytest

from jotlens.sandbox.model import Era
from jotlens.sandbox.running import Sandbox
from tests.support.visitor import Visitor, claims_of, part_of

HEALTH = "https://example.com/health-api"


@pytest.fixture
def in_2015(tenant: Sandbox) -> None:
    tenant.settings = dataclasses.replace(tenant.settings, era=Era.SEED_004)


@pytest.fixture
def in_2017(tenant: Sandbox) -> None:
    tenant.settings = dataclasses.replace(tenant.settings, era=Era.SEED_003)


@pytest.mark.usefixtures("in_2015")
@pytest.mark.parametrize("audience", ["", HEALTH, "https://nowhere.example/"])
def test_in_2015_every_token_is_a_reference_of_a_day(visitor: Visitor, audience: str) -> None:
    """Statements S11, S24 and S63: whatever is asked for."""
    asked = {"client_id": "spa-demo", "response_type": "token", "scope": "openid profile"}
    answer = visitor.authorize(**asked, audience=audience)
    assert len(answer["access_token"]) == 32
    assert "." not in answer["access_token"]
    assert answer["expires_in"] == "86400"
    assert visitor.call("/userinfo", answer["access_token"]).json()["name"] == "Ursula Sample"
    assert visitor.call("/health-api/patients", answer["access_token"]).status_code == 401


@pytest.mark.usefixtures("in_2015")
def test_in_2015_nothing_can_be_renewed(visitor: Visitor) -> None:
    """Statement S67."""
    tokens = visitor.code_flow(scope="openid offline_access")
    assert "refresh_token" not in tokens
    assert len(tokens["access_token"]) == 32


@pytest.mark.usefixtures("in_2015")
def test_in_2015_machines_get_references_too(visitor: Visitor) -> None:
    answer = visitor.machine("https://api.example.com/geocoding/v1/").json()
    assert len(answer["access_token"]) == 32
    assert visitor.call("/userinfo", answer["access_token"]).status_code == 401


@pytest.mark.usefixtures("in_2017")
def test_in_2017_the_calendar_is_signed_with_a_secret(visitor: Visitor) -> None:
    """Statement S10, and the alg that the page's sample token really has."""
    asked = {"client_id": "spa-demo", "response_type": "token", "audience": "api.calendar"}
    answer = visitor.authorize(**asked, scope="read write")
    assert part_of(answer["access_token"], 0) == {"alg": "HS256", "typ": "JWT"}
    assert claims_of(answer["access_token"])["aud"] == "api.calendar"
    assert answer["expires_in"] == "86400"  # one lifetime for an API, whatever the flow
    assert visitor.call("/calendar/events", answer["access_token"]).status_code == 200


@pytest.mark.usefixtures("in_2017")
def test_in_2017_an_audience_is_one_text(visitor: Visitor) -> None:
    token = visitor.code_flow(scope="openid read:patients", audience=HEALTH)["access_token"]
    assert claims_of(token)["aud"] == HEALTH


def test_today_is_the_default_and_free_of_both(visitor: Visitor, tenant: Sandbox) -> None:
    assert tenant.settings.era is Era.TODAY
    asked = {"client_id": "spa-demo", "response_type": "token", "scope": "openid"}
    assert visitor.authorize(**asked)["access_token"].count(".") == 4
    assert part_of(visitor.authorize(**asked, audience="api.calendar")["access_token"], 0)["alg"] == "RS256"
