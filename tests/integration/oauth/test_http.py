"""The door to the network against a server that misbehaves: a sentence for everything, within its bounds."""

import logging
import socket
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest

from jotlens.oauth.failures import (
    NetworkError,
    RefusedAddressError,
)
from jotlens.oauth.http import Door, Way
from jotlens.oauth.trace import Exchange, Step, Trace
from tests.support.around import around, failure, only_exchange
from tests.support.bad_server import WAYS
from tests.support.http_server import HttpServer, fixed

SHORT: Final = Way(deadline_s=0.4)
LONG: Final = Way(deadline_s=60.0)

FAILING: Final = {
    "drip": "timeout",
    "silence": "timeout",
    "endless": "too-large",
    "endless-header": "not-http",
    "huge": "too-large",
    "gzip-bomb": "too-large",
    "truncated": "truncated",
    "closed": "closed",
    "garbage": "not-http",
    "redirect-elsewhere": "redirect",
    "redirect-307": "redirect",
    "redirect-file": "redirect",
    "redirect-itself": "redirect",
}
NO_OBJECT: Final = {
    "html": "html",
    "empty": "not-json",
    "not-json": "not-json",
    "array": "not-json",
    "deep": "not-json",
    "401": "not-json",
    "429-reset": "too-many",
    "500": "server-error",
    "502": "server-error",
    "503": "server-error",
}


def test_every_way_of_the_server_is_expected_here() -> None:
    answering = {"not-utf-8", "wrong-types", "nothing-in-it", "400", "403", "429"}
    assert FAILING.keys() | NO_OBJECT.keys() | answering == WAYS.keys()


@pytest.mark.parametrize(("way", "code"), FAILING.items())
def test_each_failure_ends_in_a_sentence_and_on_record(bad_server: HttpServer, way: str, code: str) -> None:
    trace = Trace()
    patient = Way(deadline_s=0.4 if code == "timeout" else 60.0, most_bytes=300_000)
    error = failure(Door(patient, around(trace=trace)), bad_server.url(way))
    assert (type(error), error.code, error.host) == (NetworkError, code, "127.0.0.1")
    assert error.sentence.endswith(".")
    assert "{" not in error.sentence
    assert only_exchange(trace).failure == code
    assert [request.path for request in bad_server.requests] == [f"/{way}"]


@pytest.mark.parametrize("way", ["drip", "endless"])
def test_the_deadline_holds_also_while_bytes_come(bad_server: HttpServer, way: str) -> None:
    error = failure(Door(Way(deadline_s=0.3, most_bytes=1 << 50), around()), bad_server.url(way))
    assert error.code == "timeout"


@pytest.mark.parametrize(("way", "code"), NO_OBJECT.items())
def test_an_answer_without_an_object_is_an_answer_until_one_is_wanted(
    bad_server: HttpServer, way: str, code: str
) -> None:
    answer = Door(LONG, around()).send("discovery", "GET", bad_server.url(way))
    with pytest.raises(NetworkError) as caught:
        answer.json_object()
    assert (caught.value.code, caught.value.status) == (code, answer.status)
    assert answer.json_or_none() is None


def test_a_refusal_is_an_answer(bad_server: HttpServer) -> None:
    trace = Trace()
    answer = Door(LONG, around(trace=trace)).send(
        "token request", "POST", bad_server.url("400"), body="code=1"
    )
    assert answer.json_object()["error"] == "invalid_grant"
    assert (answer.ok, answer.trouble) == (False, None)
    step = only_exchange(trace)
    assert (step.status, step.body, step.failure) == (400, "code=1", None)
    assert "used up" in step.answer_body


@pytest.mark.parametrize(
    ("way", "target"),
    [
        ("redirect-elsewhere", "localhost"),
        ("redirect-307", "localhost"),
        ("redirect-file", "file:"),
        ("redirect-itself", "127.0.0.1"),
    ],
)
def test_a_redirect_names_where_it_leads(bad_server: HttpServer, way: str, target: str) -> None:
    door = Door(LONG, around())
    assert f"on to {target}" in failure(door, bad_server.url(way)).sentence.replace("http://", "")
    assert door.last is None


def test_what_cannot_be_unpacked(bad_server: HttpServer) -> None:
    address = bad_server.answer("packed", fixed(200, b"not packed at all", Content_Encoding="gzip"))
    assert failure(Door(LONG, around()), address).code == "undecodable"


@pytest.mark.parametrize(("way", "seconds"), [("429", 30.0), ("429-reset", 30.0)])
def test_too_many_requests_say_how_long_to_wait(bad_server: HttpServer, way: str, seconds: float) -> None:
    answer = Door(LONG, around()).send("token request", "POST", bad_server.url(way))
    assert answer.trouble is not None
    assert answer.trouble.retry_after_s == seconds
    assert answer.trouble.sentence.endswith("Try again in 30 seconds.")


# --- nobody there -------------------------------------------------------------------------


def test_nobody_is_there(nowhere: str) -> None:
    error = failure(Door(LONG, around()), nowhere)
    assert error.code == "refused"
    assert str(urlsplit(nowhere).port) in error.sentence


def test_the_next_address_is_tried(bad_server: HttpServer) -> None:
    port = urlsplit(bad_server.origin).port
    door = Door(LONG, around(), resolve=lambda *_: ("127.0.0.2", "127.0.0.1"))
    answer = door.send("x", "GET", f"http://localhost:{port}/nothing-in-it")
    assert answer.json_object() == {}


def test_a_name_that_is_not_known() -> None:
    def unknown(_host: str, _port: int) -> tuple[str, ...]:
        raise socket.gaierror

    assert failure(Door(LONG, around(), resolve=unknown), "https://no.example/").code == "dns"


# --- where it must not go -----------------------------------------------------------------------------------


def test_a_host_inside_the_network_is_not_called_for_a_token(bad_server: HttpServer) -> None:
    port = urlsplit(bad_server.origin).port
    door = Door(LONG, around(), resolve=lambda *_: ("127.0.0.1",), forbids_inside=True)
    error = failure(door, f"https://issuer.example:{port}/")
    assert isinstance(error, RefusedAddressError)
    assert (error.code, error.may_confirm) == ("inside-network", True)
    assert bad_server.requests == ()


def test_a_proxy_is_not_asked_to_call_inside_either(
    refusing_proxy: HttpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", refusing_proxy.origin)
    known = Door(LONG, around(), resolve=lambda *_: ("10.0.0.1",), forbids_inside=True)
    assert failure(known, "https://issuer.example/").code == "inside-network"
    assert refusing_proxy.requests == ()

    def only_the_proxy(host: str, _port: int) -> tuple[str, ...]:
        if host != "127.0.0.1":
            raise socket.gaierror
        return (host,)

    door = Door(LONG, around(), resolve=only_the_proxy, forbids_inside=True)
    assert failure(door, "https://issuer.example/").code == "proxy-auth"


def test_without_tls_only_this_computer_is_called() -> None:
    trace = Trace()
    error = failure(Door(LONG, around(trace=trace)), "http://issuer.example/token")
    assert isinstance(error, RefusedAddressError)
    assert error.code == "not-https"
    assert trace.steps == ()


def test_localhost_that_is_elsewhere_is_not_called_without_tls() -> None:
    door = Door(LONG, around(), resolve=lambda *_: ("192.0.2.1",))
    assert failure(door, "http://localhost/token").code == "not-loopback"


@pytest.mark.parametrize("address", ["", "token", "ftp://issuer.example/", "https:///token", "https://a b/"])
def test_what_is_no_address(address: str) -> None:
    assert failure(Door(LONG, around()), address).code == "address"


# --- nothing is said elsewhere ------------------------------------------------------------------------------


def test_nothing_secret_is_logged(bad_server: HttpServer, capfd: pytest.CaptureFixture[str]) -> None:
    records: list[logging.LogRecord] = []
    handler = logging.Handler(0)
    handler.emit = records.append  # type: ignore[method-assign, assignment]
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(1)
    try:
        door = Door(LONG, around())
        headers = (("Authorization", "Bearer hidden"),)
        door.send("x", "POST", bad_server.url("400?secret=hidden"), headers, "password=hidden")
        failure(door, bad_server.url("garbage?secret=hidden"))
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    assert [
        record for record in records if "hidden" in record.getMessage() or record.name.startswith("urllib3")
    ] == []
    assert capfd.readouterr() == ("", "")


def test_no_netrc_and_no_cookie_is_sent(
    bad_server: HttpServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ~/.netrc silently replaces a Bearer header in requests, unless it is told not to look."""
    import requests

    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password other\n")
    (tmp_path / "netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    cookie = bad_server.answer("cookie", fixed(200, "{}", Set_Cookie="a=b; Path=/"))
    door = Door(LONG, around())
    with requests.Session() as session:
        door.prepare(session)
        session.get(cookie, headers={"Authorization": "Bearer mine"})
        session.get(cookie, headers={"Authorization": "Bearer mine"})
    sent = [
        (request.headers["authorization"], request.headers.get("cookie")) for request in bad_server.requests
    ]
    assert sent == [("Bearer mine", None)] * 2


def test_no_failure_keeps_a_library_s_exception(bad_server: HttpServer) -> None:
    """Their texts, and the requests they hold, carry secrets into a traceback."""
    error = failure(Door(LONG, around()), bad_server.url("closed?secret=hidden"))
    assert error.__cause__ is None
    assert error.__suppress_context__


# --- behind Authlib's session -------------------------------------------------------------------------------


def test_authlib_goes_through_the_door(bad_server: HttpServer) -> None:
    from authlib.integrations.requests_client import OAuth2Session

    address = bad_server.answer("token", fixed(200, '{"access_token": "x", "token_type": "Bearer"}'))
    steps: list[Step] = []
    door = Door(LONG, around(trace=Trace(lambda _, step: steps.append(step))))
    with OAuth2Session("client", "secret", token_endpoint_auth_method="client_secret_post") as session:
        door.prepare(session)
        with door.labelled("token request"):
            assert session.fetch_token(address, grant_type="client_credentials")["access_token"] == "x"
    assert door.last is not None
    assert door.last.status == 200
    assert isinstance(steps[0], Exchange)
    assert (steps[0].label, steps[0].status) == ("token request", None)
    assert "client_secret=secret" in steps[0].body
    assert isinstance(steps[-1], Exchange)
    assert steps[-1].status == 200


def test_a_failure_passes_through_authlib(bad_server: HttpServer) -> None:
    from authlib.integrations.requests_client import OAuth2Session

    door = Door(SHORT, around())
    with OAuth2Session("client") as session, door.labelled("token request"):
        door.prepare(session)
        with pytest.raises(NetworkError) as caught:
            session.fetch_token(bad_server.url("silence"), grant_type="client_credentials")
    assert caught.value.code == "timeout"
    assert door.last is None
