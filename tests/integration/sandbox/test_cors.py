"""Pages of an application may call the tenant from a browser, and no other pages (CORS)."""

import pytest

from jotlens.sandbox.running import Sandbox
from tests.support.visitor import CALLBACK, Visitor

APP = CALLBACK.removesuffix("/callback")
TO_DO = "https://todo.example.com/"
EVIL = "https://evil.example"


def _asks(visitor: Visitor, path: str, method: str, origin: str) -> dict[str, str]:
    """Ask as a browser does before a request; return the status and what is allowed."""
    asked = {"Origin": origin, "Access-Control-Request-Method": method}
    answer = visitor.call(path, method="OPTIONS", headers=asked)
    allowed = {name: value for name, value in answer.headers.items() if name.startswith("Access-Control-")}
    return {"status": str(answer.status_code), **allowed}


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/oauth/token", "POST"),
        ("/oauth/revoke", "POST"),
        ("/userinfo", "GET"),
        ("/todo/items", "GET"),
        ("/calendar/events", "POST"),
        ("/api/v2/users/usr_123", "GET"),
    ],
)
def test_a_page_of_an_application_may_ask(visitor: Visitor, path: str, method: str) -> None:
    said = _asks(visitor, path, method, APP)
    assert (said["status"], said["Access-Control-Allow-Origin"]) == ("204", APP)
    assert method in said["Access-Control-Allow-Methods"]
    assert "Authorization" in said["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in said
    assert _asks(visitor, path, method, EVIL) == {"status": "403"}
    assert _asks(visitor, path, method, "null") == {"status": "403"}


@pytest.mark.parametrize(
    "path",
    [
        "/authorize",
        "/u/login",
        "/u/consent",
        "/oauth/par",
        "/oauth/device/code",
        "/sandbox/faults",
        "/sandbox/reset",
    ],
)
def test_what_is_no_api_is_open_to_no_other_page(visitor: Visitor, path: str) -> None:
    assert _asks(visitor, path, "POST", APP) == {"status": "403"}
    answer = visitor.call(path, method="POST", headers={"Origin": APP, "X-Sandbox-Control": "1"})
    assert answer.text == f"Origin {APP} is not allowed."


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/.well-known/jwks.json"])
def test_what_everybody_may_read_every_page_may(visitor: Visitor, path: str) -> None:
    answer = visitor.call(path, headers={"Origin": EVIL})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert _asks(visitor, path, "GET", EVIL)["status"] == "204"


def test_a_page_reads_why_its_call_was_refused(visitor: Visitor) -> None:
    answer = visitor.call("/todo/items", "nonsense", headers={"Origin": APP})
    assert answer.status_code == 401
    assert answer.headers["Access-Control-Allow-Origin"] == APP
    assert "WWW-Authenticate" in answer.headers["Access-Control-Expose-Headers"]
    assert "Origin" in answer.headers["Vary"]
    other = visitor.call("/todo/items", "nonsense", headers={"Origin": EVIL})
    assert not [name for name in other.headers if name.startswith("Access-Control-")]


def test_the_token_endpoint_answers_a_page_of_an_application(visitor: Visitor) -> None:
    form = {
        "grant_type": "authorization_code",
        "client_id": "spa-demo",
        "code": "none",
        "redirect_uri": CALLBACK,
    }
    answer = visitor.call("/oauth/token", method="POST", data=form, headers={"Origin": APP})
    assert answer.json()["error"] == "invalid_grant"
    assert answer.headers["Access-Control-Allow-Origin"] == APP


def test_a_callback_brings_its_origin(visitor: Visitor, tenant: Sandbox) -> None:
    page = "https://app.example:8443"
    assert _asks(visitor, "/oauth/token", "POST", page) == {"status": "403"}
    tenant.allow_callbacks([f"{page}/back", "com.example.app:/back"])
    assert _asks(visitor, "/oauth/token", "POST", page)["Access-Control-Allow-Origin"] == page


def test_a_fault_is_readable_too(visitor: Visitor, tenant: Sandbox) -> None:
    tenant.set_faults(status=500, at=["api"])
    assert _asks(visitor, "/todo/items", "GET", APP)["status"] == "204"
    answer = visitor.call("/todo/items", "x", headers={"Origin": APP})
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (500, APP)
