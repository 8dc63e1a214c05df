"""Faults on purpose: each does what it says, is switched by method, form and address, and ends with `reset`."""

import json
import time

import jwt
import pytest
import requests

from jotlens.sandbox.faults import UnknownFaultError
from jotlens.sandbox.running import Sandbox
from tests.support.visitor import FakeClock, Page, Visitor, claims_of, part_of

HEALTH = "https://example.com/health-api"
PROGRAM = {"X-Sandbox-Control": "1"}


def health_token(visitor: Visitor) -> str:
    return str(visitor.code_flow(scope="openid read:patients", audience=HEALTH)["access_token"])


def keys(visitor: Visitor) -> list[dict[str, str]]:
    found: list[dict[str, str]] = visitor.call("/.well-known/jwks.json").json()["keys"]
    return found


def failed_step(visitor: Visitor, token: str) -> str | None:
    return visitor.call("/health-api/patients", token).headers.get("X-Sandbox-Failed-Step")


@pytest.mark.parametrize(("offset", "step"), [(-86_400, "2"), (600, "2"), (30, None), (0, None)])
def test_the_clock_is_wrong(
    visitor: Visitor, tenant: Sandbox, clock: FakeClock, offset: int, step: str | None
) -> None:
    tenant.set_faults(clock_offset_s=offset)
    token = health_token(visitor)
    assert claims_of(token)["iat"] == int(clock.now.timestamp()) + offset
    assert failed_step(visitor, token) == step


@pytest.mark.parametrize(
    ("fault", "step"),
    [
        ("wrong_audience", "1"),
        ("wrong_issuer", "3"),
        ("alg_none", "3"),
        ("hs_rs_confusion", "3"),
        ("duplicate_claims", "3"),
    ],
)
def test_a_wrong_token_is_refused(visitor: Visitor, tenant: Sandbox, fault: str, step: str) -> None:
    tenant.set_faults(**{fault: True})
    assert failed_step(visitor, health_token(visitor)) == step
    tenant.clear_faults()
    assert failed_step(visitor, health_token(visitor)) is None


def test_how_the_wrong_tokens_look(visitor: Visitor, tenant: Sandbox) -> None:
    tenant.set_faults(alg_none=True)
    assert part_of(health_token(visitor), 0)["alg"] == "none"
    assert health_token(visitor).endswith(".")
    tenant.set_faults(alg_none=False, duplicate_claims=True)
    text = health_token(visitor).split(".")[1]
    assert jwt.utils.base64url_decode(text).count(b'"sub":') == 2


def test_keys_rotate_and_are_revoked(visitor: Visitor, tenant: Sandbox) -> None:
    old = health_token(visitor)
    current, following = keys(visitor)
    assert part_of(old, 0)["kid"] == current["kid"]
    tenant.rotate_keys()
    assert [key["kid"] for key in keys(visitor)[::2]] == [following["kid"], current["kid"]]
    assert part_of(health_token(visitor), 0)["kid"] == following["kid"]
    assert failed_step(visitor, old) is None
    assert visitor.call("/userinfo", old).status_code == 200
    assert tenant.revoke_previous_key()
    assert not tenant.revoke_previous_key()
    assert failed_step(visitor, old) == "3"
    assert visitor.call("/userinfo", old).status_code == 401


def test_the_key_set_is_wrong(visitor: Visitor, tenant: Sandbox) -> None:
    honest = keys(visitor)
    assert all(set(key) == {"kty", "use", "alg", "kid", "n", "e"} for key in honest)
    tenant.set_faults(duplicate_kid=True, omit_alg=True)
    wrong = keys(visitor)
    assert len({key["kid"] for key in wrong}) == 1
    assert len({key["n"] for key in wrong}) == len(wrong)
    assert not any("alg" in key for key in wrong)


def test_refused_with_429(visitor: Visitor, tenant: Sandbox, clock: FakeClock) -> None:
    tenant.set_faults(status=429, at=["userinfo"])
    answer = visitor.call("/userinfo")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"
    assert int(answer.headers["x-ratelimit-reset"]) == int(clock.now.timestamp()) + 60
    assert visitor.call("/.well-known/jwks.json").status_code == 200


def test_refused_with_500(visitor: Visitor, tenant: Sandbox) -> None:
    tenant.set_faults(status=500)
    assert visitor.call("/.well-known/openid-configuration").json()["error"] == "server_error"
    assert visitor.machine("x").status_code == 500
    assert visitor.call("/sandbox/").status_code == 200


def test_html_for_json(visitor: Visitor, tenant: Sandbox) -> None:
    tenant.set_faults(html_for_json=True, at=["jwks"])
    answer = visitor.call("/.well-known/jwks.json")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "not for production" in answer.text


def test_a_slow_answer_comes_and_does_not_hold_others(visitor: Visitor, tenant: Sandbox) -> None:
    tenant.set_faults(slow_s=600, at=["jwks"])
    with requests.Session() as impatient:
        impatient.trust_env = False
        with pytest.raises(requests.Timeout):
            impatient.get(visitor.url("/.well-known/jwks.json"), timeout=0.2)
    assert visitor.call("/.well-known/openid-configuration").status_code == 200
    tenant.set_faults(slow_s=0.01)
    assert visitor.call("/.well-known/jwks.json").status_code == 200


def test_an_endless_body_ends_with_its_reader_or_its_fault(visitor: Visitor, tenant: Sandbox) -> None:
    tenant.set_faults(endless_body=True, at=["discovery"])
    with visitor.session.get(
        visitor.url("/.well-known/openid-configuration"), stream=True, timeout=5
    ) as answer:
        read = 0
        for chunk in answer.iter_content(65_536):
            read += len(chunk)
            if read > 4_000_000:
                break
    assert read > 4_000_000
    assert visitor.call("/.well-known/jwks.json").status_code == 200


def test_stopping_ends_what_is_slow_and_what_is_endless() -> None:
    running = Sandbox.start(clock=FakeClock())
    running.set_faults(endless_body=True, slow_s=600, at=["jwks"])
    with requests.Session() as session:
        session.trust_env = False
        with pytest.raises(requests.Timeout):
            session.get(f"{running.address}.well-known/jwks.json", timeout=0.2)
        before = time.monotonic()
        running.stop()
        assert time.monotonic() - before < 60  # it did not wait for the ten minutes
        running.stop()
        with pytest.raises(requests.ConnectionError):
            session.get(running.address, timeout=5)


def test_a_program_switches_faults_by_address(visitor: Visitor, tenant: Sandbox) -> None:
    answer = visitor.call("/sandbox/faults", method="POST", json={"alg_none": True}, headers=PROGRAM)
    assert answer.json()["alg_none"] is True
    assert tenant.faults.alg_none
    assert visitor.call("/sandbox/faults").json()["alg_none"] is True
    before = keys(visitor)[0]["kid"]
    assert visitor.call("/sandbox/keys/rotate", method="POST", headers=PROGRAM).status_code == 200
    assert visitor.call("/sandbox/keys/revoke-previous", method="POST", headers=PROGRAM).status_code == 200
    assert before not in {key["kid"] for key in keys(visitor)}
    assert visitor.call("/sandbox/keys/lose", method="POST", headers=PROGRAM).status_code == 404
    assert visitor.call("/sandbox/reset", method="POST", headers=PROGRAM).status_code == 200
    assert not tenant.faults.alg_none


@pytest.mark.parametrize(
    "changes",
    [
        {"no_such": True},
        {"alg_none": "yes"},
        {"alg_none": 1},
        {"clock_offset_s": 86_401},
        {"clock_offset_s": 1.5},
        {"clock_offset_s": True},
        {"slow_s": -1},
        {"slow_s": 1e9},
        {"status": 404},
        {"status": True},
        {"at": "token"},
        {"at": ["nowhere"]},
        {"at": [["token"]]},
    ],
)
def test_a_fault_that_there_is_not(visitor: Visitor, tenant: Sandbox, changes: dict[str, object]) -> None:
    before = tenant.faults
    answer = visitor.call("/sandbox/faults", method="POST", data=json.dumps(changes), headers=PROGRAM)
    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_request"
    with pytest.raises(UnknownFaultError):
        tenant.set_faults(**changes)
    assert tenant.faults == before


def test_a_person_switches_faults_by_form(visitor: Visitor, tenant: Sandbox) -> None:
    page = visitor.open("/sandbox/")
    assert isinstance(page, Page)
    shown = visitor.send(page, wrong_issuer="on", clock_offset_s="-60", status="500", slow_s="0.5")
    assert isinstance(shown, Page)
    assert tenant.faults.wrong_issuer
    assert (tenant.faults.clock_offset_s, tenant.faults.status, tenant.faults.slow_s) == (-60, 500, 0.5)
    for wrong in ({"clock_offset_s": "x"}, {"slow_s": "1e9"}, {"slow_s": "nan"}, {"status": "404"}):
        refused = visitor.send(page, **wrong)
        assert isinstance(refused, Page)
        assert refused.status == 400
    assert 'name="wrong_issuer" checked' in shown.html
    visitor.send(page)
    assert not tenant.faults.wrong_issuer


def test_the_era_is_switched_by_form_and_address(visitor: Visitor, tenant: Sandbox) -> None:
    page = visitor.open("/sandbox/")
    assert isinstance(page, Page)
    page.action = "/sandbox/era"
    shown = visitor.send(page, era="seed-003")
    assert isinstance(shown, Page)
    assert tenant.settings.era.value == "seed-003"
    assert visitor.call("/sandbox/era?era=today", method="POST", headers=PROGRAM).status_code == 200
    assert tenant.settings.era.value == "today"
    assert visitor.call("/sandbox/era?era=1999", method="POST", headers=PROGRAM).status_code == 400
