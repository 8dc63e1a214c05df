"""The HTTP server that misbehaves does misbehave, each way in its own, and ends with its test."""

import socket
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from tests.support.bad_server import WAYS
from tests.support.certificates import Authority
from tests.support.http_server import HttpServer, fixed

ENDLESS = {"drip", "silence", "endless", "endless-header", "huge", "gzip-bomb"}
BREAKING = {"truncated", "closed", "garbage"}


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        yield session


@pytest.mark.parametrize("way", sorted(WAYS.keys() - ENDLESS - BREAKING))
def test_it_answers_in_its_own_way(bad_server: HttpServer, session: requests.Session, way: str) -> None:
    answer = session.get(bad_server.url(way), timeout=10, allow_redirects=False)
    assert answer.status_code == int(way[:3]) if way[0].isdigit() else answer.status_code in {200, 302, 307}
    assert ("Location" in answer.headers) == way.startswith("redirect")
    assert [request.path for request in bad_server.requests] == [f"/{way}"]


@pytest.mark.parametrize("way", sorted(BREAKING))
def test_it_breaks_off(bad_server: HttpServer, session: requests.Session, way: str) -> None:
    with pytest.raises(requests.RequestException):
        session.get(bad_server.url(way), timeout=10)


@pytest.mark.parametrize("way", sorted(ENDLESS - {"endless-header"}))
def test_it_never_ends(bad_server: HttpServer, way: str) -> None:
    """Whoever reads a little and goes away leaves nothing behind; the guards watch for its threads."""
    with socket.create_connection(("127.0.0.1", urlsplit(bad_server.origin).port or 0)) as connection:
        connection.sendall(f"GET /{way} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        if way != "silence":
            assert connection.recv(12) == b"HTTP/1.1 200"


def test_a_compressed_answer_is_small_until_it_is_read(
    bad_server: HttpServer, session: requests.Session
) -> None:
    with session.get(bad_server.url("gzip-bomb"), timeout=10, stream=True) as answer:
        assert int(answer.headers["Content-Length"]) < 2_000_000
        blocks = answer.iter_content(1_000_000)
        assert sum(len(next(blocks)) for _ in range(5)) == 5_000_000


def test_what_was_asked_is_remembered(bad_server: HttpServer, session: requests.Session) -> None:
    url = bad_server.answer("token", fixed(200, '{"access_token": "x"}', Cache_Control="no-store"))
    answer = session.post(url + "?a=b", data={"grant_type": "none"}, timeout=10)
    assert (answer.json(), answer.headers["Cache-Control"]) == ({"access_token": "x"}, "no-store")
    (request,) = bad_server.requests
    assert (request.method, request.path, request.form) == ("POST", "/token?a=b", {"grant_type": "none"})
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("self-signed", "self-signed certificate"),
        ("wrong-host", "IP address mismatch"),
        ("expired", "certificate has expired"),
    ],
)
def test_a_bad_certificate_is_refused_for_its_reason(
    tls_server: Callable[[str], HttpServer], certificate_authority: Authority, kind: str, reason: str
) -> None:
    context = ssl.create_default_context(cadata=certificate_authority.certificate)
    port = urlsplit(tls_server(kind).origin).port or 0
    with (
        socket.create_connection(("127.0.0.1", port)) as connection,
        pytest.raises(ssl.SSLCertVerificationError, match=reason),
    ):
        context.wrap_socket(connection, server_hostname="127.0.0.1")


def test_a_good_certificate_is_taken(
    tls_server: Callable[[str], HttpServer],
    certificate_authority: Authority,
    tmp_path: Path,
    session: requests.Session,
) -> None:
    (tmp_path / "ca.pem").write_text(certificate_authority.certificate)
    session.verify = str(tmp_path / "ca.pem")
    assert session.get(tls_server("good").url("401"), timeout=10).text == "Unauthorized"


def test_a_proxy_refuses(refusing_proxy: HttpServer, session: requests.Session) -> None:
    session.proxies = {"https": refusing_proxy.origin}
    with pytest.raises(requests.exceptions.ProxyError, match="407"):
        session.get("https://127.0.0.1:1/", timeout=10)
    assert [request.method for request in refusing_proxy.requests] == ["CONNECT"]


def test_nobody_is_there(nowhere: str, session: requests.Session) -> None:
    with pytest.raises(requests.ConnectionError):
        session.get(nowhere, timeout=10)
