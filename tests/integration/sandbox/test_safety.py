"""What no request gets past: foreign names and origins, forged forms, huge and broken requests, and strange methods."""

import http.client
import json
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from jotlens.sandbox.running import Sandbox
from tests.support.visitor import CALLBACK, FakeClock, Page, Visitor

_POSTS = (
    "/oauth/token",
    "/oauth/revoke",
    "/oauth/device/code",
    "/oauth/par",
    "/userinfo",
    "/u/login",
    "/u/consent",
    "/activate",
    "/sandbox/faults",
    "/sandbox/era",
    "/sandbox/keys/rotate",
    "/sandbox/reset",
    "/sandbox/granted",
)
_FORMS = (
    "/u/login",
    "/u/consent",
    "/activate",
    "/sandbox/faults",
    "/sandbox/era",
    "/sandbox/keys/rotate",
    "/sandbox/reset",
    "/sandbox/granted",
)


def port_of(tenant: Sandbox) -> int:
    port = urlsplit(tenant.address).port
    assert port is not None
    return port


@pytest.fixture
def raw(tenant: Sandbox) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port_of(tenant)), timeout=10) as connection:
        yield connection


def answer_to(raw: socket.socket, text: str) -> http.client.HTTPResponse:
    raw.sendall(text.replace("\n", "\r\n").encode("latin-1"))
    answer = http.client.HTTPResponse(raw)
    answer.begin()
    return answer


# --- names and origins -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost", "", "[::1]:{port}"]
)
@pytest.mark.parametrize("path", ["/.well-known/jwks.json", "/sandbox/", "/authorize"])
def test_a_foreign_host_is_refused(visitor: Visitor, tenant: Sandbox, host: str, path: str) -> None:
    named = host.replace("{port}", str(port_of(tenant)))
    answer = visitor.call(path, headers={"Host": named})
    assert answer.status_code == 400
    assert "keys" not in answer.text


def test_localhost_is_the_same_place(visitor: Visitor, tenant: Sandbox) -> None:
    answer = visitor.call(
        "/.well-known/openid-configuration", headers={"Host": f"localhost:{port_of(tenant)}"}
    )
    assert answer.json()["issuer"] == tenant.address


@pytest.mark.parametrize("path", _POSTS)
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_a_foreign_origin_sends_nothing(visitor: Visitor, tenant: Sandbox, path: str, origin: str) -> None:
    answer = visitor.call(path, method="POST", headers={"Origin": origin, "X-Sandbox-Control": "1"})
    assert answer.status_code == 403
    assert answer.text == f"Origin {origin} is not allowed."
    assert tenant.log.entries()[-1].code == "fco"


def test_no_origin_is_ever_allowed(visitor: Visitor) -> None:
    answer = visitor.call("/userinfo", headers={"Origin": "https://evil.example"})
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_it_listens_on_loopback_alone(tenant: Sandbox) -> None:
    with socket.socket() as other:
        other.settimeout(5)
        assert other.connect_ex(("127.0.0.2", port_of(tenant))) != 0


def test_a_taken_port_is_told(tenant: Sandbox) -> None:
    with pytest.raises(OSError, match=r"in use|permitted|only one usage"):
        Sandbox.start(clock=FakeClock(), port=port_of(tenant))


# --- forms -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", _FORMS)
def test_a_forged_form_is_refused(visitor: Visitor, path: str) -> None:
    page = visitor.open("/sandbox/")
    assert isinstance(page, Page)
    for forged in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": "é"}):
        answer = visitor.call(path, method="POST", data=forged)
        assert answer.status_code == 403
        assert "not sent from a page of this sandbox" in answer.text


def test_the_token_of_another_browser_is_refused(visitor: Visitor, ada: Visitor) -> None:
    hers = ada.open("/sandbox/")
    mine = visitor.open("/sandbox/")
    assert isinstance(hers, Page)
    assert isinstance(mine, Page)
    refused = visitor.send(mine, csrf=hers.fields["csrf"])
    assert isinstance(refused, Page)
    assert refused.status == 403


def test_a_login_renames_the_browser(visitor: Visitor, tenant: Sandbox) -> None:
    """Who planted a cookie before the login knows nothing after it."""
    login = visitor.open(
        "/authorize", {"client_id": "spa-demo", "response_type": "token", "redirect_uri": CALLBACK}
    )
    before = visitor.session.cookies.get_dict()
    assert isinstance(login, Page)
    visitor.log_in(login)
    after = visitor.session.cookies.get_dict()
    assert before.keys() == after.keys() == {f"jotlens_sandbox_{port_of(tenant)}"}
    assert before != after


@pytest.mark.parametrize(
    "path", ["/sandbox/", "/activate", "/sandbox/granted", "/sandbox/callback", "/authorize"]
)
def test_every_page_is_guarded_and_marked(visitor: Visitor, path: str) -> None:
    answer = visitor.call(path, headers={"Accept": "text/html"})
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'; frame-ancestors 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "not for production" in answer.text
    assert " style=" not in answer.text
    assert "<script>" not in answer.text
    cookies = answer.headers.get("Set-Cookie", "")
    assert not cookies or ("HttpOnly" in cookies and "SameSite=Lax" in cookies)


def test_no_page_shows_a_secret(visitor: Visitor, tenant: Sandbox) -> None:
    page = visitor.call("/sandbox/").text
    secrets = [client.secret for client in tenant.clients if client.secret]
    assert secrets
    assert not [secret for secret in secrets if secret in page]


def test_the_log_shows_no_token_and_no_query(visitor: Visitor, tenant: Sandbox) -> None:
    tokens = visitor.code_flow(scope="openid offline_access")
    visitor.call("/userinfo", tokens["access_token"])
    visitor.token(grant_type="refresh_token", client_id="native-demo", refresh_token=tokens["refresh_token"])
    told = repr(tenant.log.entries())
    assert [entry.code for entry in tenant.log.entries() if entry.code] == ["s", "seacft", "sapi", "sertft"]
    for name in ("access_token", "refresh_token", "id_token"):
        assert tokens[name] not in told
    assert "?" not in told
    assert "demo-secret" not in told


def test_who_listens_hears_each_request(visitor: Visitor, tenant: Sandbox) -> None:
    heard = []
    unsubscribe = tenant.log.subscribe(lambda entry: heard.append((entry.method, entry.path, entry.status)))
    visitor.call("/.well-known/jwks.json")
    unsubscribe()
    unsubscribe()
    visitor.call("/userinfo")
    assert heard == [("GET", "/.well-known/jwks.json", 200)]


# --- broken requests -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        ("{", "application/json"),
        ("[]", "application/json"),
        ('"x"', "application/json"),
        ('{"grant_type":1}', "application/json"),
        ('{"grant_type":{"a":"b"}}', "application/json"),
        ('{"grant_type":"a","grant_type":"b"}', "application/json"),
        ("[" * 20_000, "application/json"),
        ("grant_type=a&grant_type=b", "application/x-www-form-urlencoded"),
        ("<x/>", "application/xml"),
        ("\xff\xfe", "application/json"),
        ("", "application/json"),
    ],
)
@pytest.mark.parametrize("path", ["/oauth/token", "/oauth/revoke", "/oauth/device/code", "/oauth/par"])
def test_a_broken_body_is_an_invalid_request(
    visitor: Visitor, path: str, data: str, content_type: str
) -> None:
    headers = {"Content-Type": content_type}
    answer = visitor.call(path, method="POST", data=data.encode("latin-1"), headers=headers)
    assert answer.status_code in {400, 415}
    assert answer.json()["error"] == "invalid_request"


@pytest.mark.parametrize("path", _POSTS)
def test_a_huge_body_is_refused(visitor: Visitor, path: str) -> None:
    form = {"x": "y" * 100_000}
    assert visitor.call(path, method="POST", data=form).status_code in {401, 403, 413}
    assert visitor.call(path, method="POST", json=form).status_code in {400, 401, 403, 413}


def test_a_body_beyond_every_bound_is_not_read(raw: socket.socket) -> None:
    answer = answer_to(raw, "POST /oauth/token HTTP/1.1\nHost: x\nContent-Length: 99999999999\n\n")
    assert answer.status == 413
    assert answer.headers["Connection"] == "close"


@pytest.mark.parametrize(
    ("request_text", "status"),
    [
        ("POST / HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n", 411),
        ("POST / HTTP/1.1\nHost: x\nContent-Length: one\n\n", 400),
        ("POST / HTTP/1.1\nHost: x\nContent-Length: -1\n\n", 400),
        ("POST / HTTP/1.1\nHost: x\nContent-Length: 1\nContent-Length: 2\n\n", 400),
        ("BREW / HTTP/1.1\nHost: x\n\n", 501),
        ("<script>\n\n", 400),
        (f"GET /{'a' * 70_000} HTTP/1.1\nHost: x\n\n", 414),
        ("GET / HTTP/1.1\n" + "X: y\n" * 200 + "\n", 431),
        ("GET http://evil.example/authorize HTTP/1.1\nHost: evil.example\n\n", 400),
        ("GET /%00%ff HTTP/1.1\nHost: x\n\n", 400),
    ],
)
def test_what_is_no_http_is_refused(raw: socket.socket, request_text: str, status: int) -> None:
    answer = answer_to(raw, request_text)
    assert answer.status == status
    said = answer.read()
    assert b"Traceback" not in said
    assert b"<script>" not in said


def test_a_connection_stays_open(raw: socket.socket, tenant: Sandbox) -> None:
    for _ in range(3):
        answer = answer_to(
            raw, f"GET /.well-known/openid-configuration HTTP/1.1\nHost: 127.0.0.1:{port_of(tenant)}\n\n"
        )
        assert json.loads(answer.read())["issuer"] == tenant.address


def test_an_old_client_gets_an_old_answer(raw: socket.socket, tenant: Sandbox) -> None:
    tenant.set_faults(endless_body=True, at=["jwks"])
    raw.sendall(f"GET /.well-known/jwks.json HTTP/1.0\r\nHost: 127.0.0.1:{port_of(tenant)}\r\n\r\n".encode())
    assert raw.recv(12) == b"HTTP/1.1 200"
    tenant.clear_faults()
    while raw.recv(65_536):
        pass  # it ends by closing


def test_a_head_has_no_body(raw: socket.socket, tenant: Sandbox) -> None:
    raw.sendall(
        f"HEAD /sandbox/ HTTP/1.1\r\nHost: 127.0.0.1:{port_of(tenant)}\r\nConnection: close\r\n\r\n".encode()
    )
    received = b""
    while part := raw.recv(65_536):
        received += part
    assert received.startswith(b"HTTP/1.1 200")
    assert received.endswith(b"\r\n\r\n")


@pytest.mark.parametrize("path", ["/oauth/token", "/oauth/revoke", "/oauth/par", "/v2/logout", "/authorize"])
def test_other_methods_are_refused(visitor: Visitor, path: str) -> None:
    answer = visitor.call(path, method="DELETE")
    assert answer.status_code == 405
    assert answer.headers["Allow"]


def test_nothing_is_there(visitor: Visitor) -> None:
    assert visitor.call("/nowhere").json()["error"] == "invalid_request"
    page = visitor.call("/nowhere", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert "not for production" in page.text
    assert visitor.call("/sandbox/static/../pages/home.html").status_code == 404
    assert visitor.call("/sandbox/static/%2e%2e/pages/home.html").status_code == 404
