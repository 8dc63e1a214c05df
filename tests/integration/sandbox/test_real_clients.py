"""The sandbox with clients that nobody here wrote: npm openid-client, and a real Chromium."""

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import pytest

from jotlens.sandbox.model import Settings
from jotlens.sandbox.running import Sandbox
from tests.support.browser.process import Browser
from tests.support.visitor import CALLBACK, CHALLENGE, FakeClock, Page, Visitor

_SUPPORT: Final = Path(__file__).parents[2] / "support"
_TO_DO: Final = "https://todo.example.com/"


@pytest.fixture(scope="module")
def clock() -> FakeClock:
    """The true time, as it is now: these clients have no other."""
    standing = FakeClock()
    standing.now = datetime.now(UTC)  # noqa: TID251 - a real client reads the real clock
    return standing


# --- openid-client ---------------------------------------------------------------------------------


def follow(visitor: Visitor, address: str) -> str:
    """Let a person follow an address to the application, or to the page that says that a device is connected."""
    reached = visitor.open(address)
    while isinstance(reached, Page):
        match reached.action:
            case "/u/login":
                reached = visitor.log_in(reached)
            case "/u/consent":
                reached = visitor.send(reached, decision="accept")
            case "/activate":
                reached = visitor.send(reached)
            case _:
                return reached.address
    return reached


def test_openid_client(node: str, visitor: Visitor, tenant: Sandbox) -> None:
    given = {
        "issuer": tenant.address,
        "client": "web-demo",
        "secret": tenant.client("web-demo").secret,
        "callback": CALLBACK,
        "audience": _TO_DO,
    }
    command = [node, str(_SUPPORT / "openid_client" / "flows.mjs")]
    found: dict[str, Any] = {}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(json.dumps(given) + "\n")
        process.stdin.flush()
        for line in process.stdout:
            said = json.loads(line)
            if "visit" in said:
                process.stdin.write(json.dumps({"arrived": follow(visitor, said["visit"])}) + "\n")
                process.stdin.flush()
            else:
                found = said["done"]
        errors = process.stderr.read()
    assert process.returncode == 0, errors
    claims = found.pop("claims")
    assert (claims["sub"], claims["iss"], claims["name"]) == ("usr_123", tenant.address, "Ursula Sample")
    assert "auth_time" in claims
    assert found.pop("userinfo")["email"] == "ursula@company.example"
    assert found == {
        "issuer": tenant.address,
        "rotated": True,
        "after_revocation": "invalid_grant",
        "id_token token": "usr_123",
        "code id_token token": "usr_123",
        "machine": True,
        "pushed": 90,
        "device": "usr_123",
    }


# --- a browser -------------------------------------------------------------------------------------


def tour(
    browser: Browser, tmp_path: Path, *steps: dict[str, object], complaints: tuple[str, ...] = ()
) -> list[dict[str, Any]]:
    """Take the browser through the steps; return what was seen after each. It complains of nothing else."""
    command = [browser.node, str(_SUPPORT / "browser" / "tour.mjs"), browser.executable, str(tmp_path)]
    done = subprocess.run(
        command, input=json.dumps(steps), capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    seen: list[dict[str, Any]] = json.loads(done.stdout)
    errors = [error for page in seen for error in page["errors"]]
    assert len(errors) == len(complaints), errors  # so the pages keep to their own policy
    assert all(complaint in error for complaint, error in zip(complaints, errors, strict=True))
    return seen


_LOG_IN: Final[tuple[dict[str, object], ...]] = (
    {"select": ["#username", "usr_123"]},
    {"fill": ["#password", "demo"]},
    {"press": "#login"},
)
_ACCEPT: Final[dict[str, object]] = {"press": "#accept"}


def calendar(tenant: Sandbox, scope: str, **more: str) -> str:
    query = {
        "client_id": "spa-demo",
        "response_type": "token",
        "audience": "api.calendar",
        "redirect_uri": f"{tenant.address}sandbox/callback",
        "scope": scope,
        "state": "st",
        **more,
    }
    return f"{tenant.address}authorize?{urlencode(query)}"


def test_a_browser_from_login_to_logout(browser: Browser, tenant: Sandbox, tmp_path: Path) -> None:
    """Login, consent, the second time without a dialog, a wider access, and logout."""
    seen = tour(
        browser,
        tmp_path,
        {"open": calendar(tenant, "read")},
        *_LOG_IN,
        _ACCEPT,
        {"open": calendar(tenant, "read")},
        {"open": calendar(tenant, "read write")},
        _ACCEPT,
        {"open": f"{tenant.address}sandbox/granted"},
        {"open": f"{tenant.address}v2/logout?client_id=spa-demo"},
        {"open": calendar(tenant, "read")},
    )
    login, consent, first, second, wider, widened, granted, logout, again = seen[0], *seen[3:]
    assert login["title"] == "Log in"
    assert "not for production" in login["text"]
    assert "read" in consent["text"]
    for arrived in (first, second, widened):
        assert arrived["address"].startswith(f"{tenant.address}sandbox/callback#access_token=")
        assert arrived["title"] == "The answer has come"
    assert "You allowed before" in wider["text"]
    assert "Demo page in a browser" in granted["text"]
    assert logout["title"] == "You are logged out"
    assert again["title"] == "Log in"


def test_a_browser_posts_an_answer_by_itself(browser: Browser, tenant: Sandbox, tmp_path: Path) -> None:
    address = calendar(tenant, "openid", response_mode="form_post", audience="")
    arrived = tour(browser, tmp_path, {"open": address}, *_LOG_IN)[-1]
    assert arrived["address"] == f"{tenant.address}sandbox/callback"
    assert "access_token" in arrived["text"]


def test_a_browser_lets_a_device_in(
    browser: Browser, tenant: Sandbox, visitor: Visitor, tmp_path: Path
) -> None:
    form = {"client_id": "native-demo", "scope": "openid"}
    device = visitor.call("/oauth/device/code", method="POST", data=form).json()
    steps: tuple[dict[str, object], ...] = (
        {"open": f"{tenant.address}activate"},
        {"fill": ["#user_code", device["user_code"]]},
    )
    seen = tour(browser, tmp_path, *steps, {"press": "#connect"}, *_LOG_IN, _ACCEPT)
    assert seen[-1]["title"] == "Your device is connected"
    grant = "urn:ietf:params:oauth:grant-type:device_code"
    tokens = visitor.token(grant_type=grant, client_id="native-demo", device_code=device["device_code"])
    assert tokens.status_code == 200


def test_a_browser_rotates_the_keys(browser: Browser, tenant: Sandbox, tmp_path: Path) -> None:
    tenant.settings = Settings(rate_limits=False)
    home: dict[str, object] = {"open": f"{tenant.address}sandbox/"}
    tour(browser, tmp_path, home, {"press": "form[action='/sandbox/keys/rotate'] button"})
    assert len(tenant.log.entries()) >= 2
    assert [entry.status for entry in tenant.log.entries() if entry.method == "POST"] == [302]


def test_a_browser_shows_who_is_refused(browser: Browser, tenant: Sandbox, tmp_path: Path) -> None:
    proof = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    query = urlencode({"client_id": "native-demo", "redirect_uri": "https://evil.example/", **proof})
    refused: dict[str, object] = {"open": f"{tenant.address}authorize?{query}"}
    seen = tour(browser, tmp_path, refused, complaints=("403",))[0]
    assert seen["title"] == "Callback URL mismatch."
