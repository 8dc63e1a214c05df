"""Devices without a keyboard (RFC 8628), from the code to the tokens."""

from typing import Any

import pytest

from tests.support.visitor import FakeClock, Page, Visitor, claims_of

DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


def begin(visitor: Visitor, **more: str) -> dict[str, Any]:
    form = {"client_id": "native-demo", "scope": "openid offline_access", **more}
    answer = visitor.call("/oauth/device/code", method="POST", data=form)
    assert answer.status_code == 200
    members: dict[str, Any] = answer.json()
    return members


def poll(visitor: Visitor, code: str, client_id: str = "native-demo") -> tuple[int, dict[str, Any]]:
    answer = visitor.token(grant_type=DEVICE, client_id=client_id, device_code=code)
    return answer.status_code, answer.json()


def let_in(visitor: Visitor, user_code: str, decision: str = "accept") -> Page:
    """Type the code, log in, and decide."""
    page = visitor.open("/activate")
    assert isinstance(page, Page)
    reached = visitor.send(page, user_code=user_code)
    assert isinstance(reached, Page)
    if reached.action == "/u/login":
        reached = visitor.log_in(reached)
    assert isinstance(reached, Page)
    if reached.action == "/u/consent":
        reached = visitor.send(reached, decision=decision)
    assert isinstance(reached, Page)
    return reached


def test_the_whole_way(visitor: Visitor, clock: FakeClock) -> None:
    device = begin(visitor)
    assert (device["expires_in"], device["interval"]) == (900, 5)
    assert device["verification_uri"] == visitor.url("/activate")
    assert device["user_code"] in device["verification_uri_complete"]
    status, waiting = poll(visitor, device["device_code"])
    assert (status, waiting["error"]) == (403, "authorization_pending")
    assert "connected" in let_in(visitor, device["user_code"]).words
    clock.forward(5)
    status, tokens = poll(visitor, device["device_code"])
    assert status == 200
    assert claims_of(tokens["id_token"])["sub"] == "usr_123"
    assert tokens["refresh_token"]
    assert visitor.call("/userinfo", tokens["access_token"]).status_code == 200
    assert poll(visitor, device["device_code"])[1]["error"] == "invalid_grant"


def test_a_code_may_be_typed_carelessly(visitor: Visitor) -> None:
    device = begin(visitor)
    typed = device["user_code"].replace("-", " ").lower()
    assert "connected" in let_in(visitor, typed).words


def test_the_address_brings_the_code_along(visitor: Visitor) -> None:
    device = begin(visitor)
    page = visitor.open(device["verification_uri_complete"])
    assert isinstance(page, Page)
    assert page.fields["user_code"] == device["user_code"]


def test_asking_too_often_is_slowed_down(visitor: Visitor, clock: FakeClock) -> None:
    code = begin(visitor)["device_code"]
    assert poll(visitor, code)[1]["error"] == "authorization_pending"
    clock.forward(4)
    status, slower = poll(visitor, code)
    assert (status, slower["error"]) == (429, "slow_down")
    clock.forward(5)
    assert poll(visitor, code)[1]["error"] == "slow_down"  # the interval is ten seconds now
    clock.forward(15)
    assert poll(visitor, code)[1]["error"] == "authorization_pending"


def test_who_declines_is_told_to_the_device(visitor: Visitor) -> None:
    device = begin(visitor)
    assert "refused" in let_in(visitor, device["user_code"], "decline").words
    status, refused = poll(visitor, device["device_code"])
    assert (status, refused["error"]) == (403, "access_denied")


def test_a_code_that_is_over_says_so_once(visitor: Visitor, clock: FakeClock) -> None:
    device = begin(visitor)
    clock.forward(900)
    assert poll(visitor, device["device_code"])[1]["error"] == "expired_token"
    assert poll(visitor, device["device_code"])[1]["error"] == "invalid_grant"
    page = visitor.open("/activate")
    assert isinstance(page, Page)
    refused = visitor.send(page, user_code=device["user_code"])
    assert isinstance(refused, Page)
    assert refused.status == 400


def test_a_device_code_belongs_to_its_client(visitor: Visitor) -> None:
    device = begin(visitor)
    assert poll(visitor, device["device_code"], "spa-demo")[1]["error"] == "unauthorized_client"


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"client_id": ""}, 400, "invalid_request"),
        ({"client_id": "spa-demo"}, 403, "unauthorized_client"),
        ({"client_id": "nobody"}, 401, "access_denied"),
        ({"audience": "https://nowhere.example/"}, 403, "access_denied"),
    ],
)
def test_refusals(visitor: Visitor, form: dict[str, str], status: int, error: str) -> None:
    answer = visitor.call("/oauth/device/code", method="POST", data={"client_id": "native-demo", **form})
    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_without_a_code_the_device_hears_what_is_missing(visitor: Visitor) -> None:
    answer = visitor.token(grant_type=DEVICE, client_id="native-demo")
    assert answer.json()["error_description"] == "Missing required parameter: device_code"
