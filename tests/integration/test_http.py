"""The door to the network against a server that misbehaves: a sentence for everything, within its bounds."""

import logging
import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest

from jotlens.oauth.cancellation import Cancellation
from jotlens.oauth.failures import (
    CancelledError,
    ConnectionGapError,
    FetchError,
    NetworkError,
    RefusedAddressError,
)
from jotlens.oauth.http import Answer, Door, Way
from jotlens.oauth.trace import Exchange, Step, Trace
from tests.support.around import around
from tests.support.bad_server import WAYS
from tests.support.certificates import Authority
from tests.support.http_server import Exchange as ServerExchange
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
WAITING: Final = ("drip", "silence", "endless")


def fail(door: Door, address: str, method: str = "POST") -> FetchError:
    with pytest.raises(FetchError) as caught:
        door.send("token request", method, address, body="grant_type=x" if method == "POST" else None)
    return caught.value


def only_exchange(trace: Trace) -> Exchange:
    (step,) = trace.steps
    assert isinstance(step, Exchange)
    return step


def connected_ports() -> set[int]:
    """The ports of loopback that sockets of this process are connected to."""
    ports = set()
    for entry in Path("/proc/self/fd").iterdir():
        try:
            if str(entry.readlink()).startswith("socket:"):
                with socket.socket(fileno=os.dup(int(entry.name))) as sock:
                    ports.add(int(sock.getpeername()[1]))
        except OSError:
            continue  # it listens, or has just been closed
    return ports


def test_every_way_of_the_server_is_expected_here() -> None:
    answering = {"not-utf-8", "wrong-types", "nothing-in-it", "400", "403", "429"}
    assert FAILING.keys() | NO_OBJECT.keys() | answering == WAYS.keys()


@pytest.mark.parametrize(("way", "code"), FAILING.items())
def test_each_failure_ends_in_a_sentence_and_on_record(bad_server: HttpServer, way: str, code: str) -> None:
    trace = Trace()
    patient = Way(deadline_s=0.4 if code == "timeout" else 60.0, most_bytes=300_000)
    error = fail(Door(patient, around(trace=trace)), bad_server.url(way))
    assert (type(error), error.code, error.host) == (NetworkError, code, "127.0.0.1")
    assert error.sentence.endswith(".")
    assert "{" not in error.sentence
    assert only_exchange(trace).failure == code
    assert [request.path for request in bad_server.requests] == [f"/{way}"]


@pytest.mark.parametrize("way", ["drip", "endless"])
def test_the_deadline_holds_also_while_bytes_come(bad_server: HttpServer, way: str) -> None:
    error = fail(Door(Way(deadline_s=0.3, most_bytes=1 << 50), around()), bad_server.url(way))
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
    assert f"on to {target}" in fail(door, bad_server.url(way)).sentence.replace("http://", "")
    assert door.last is None


@pytest.mark.parametrize(("way", "seconds"), [("429", 30.0), ("429-reset", 30.0)])
def test_too_many_requests_say_how_long_to_wait(bad_server: HttpServer, way: str, seconds: float) -> None:
    answer = Door(LONG, around()).send("token request", "POST", bad_server.url(way))
    assert answer.trouble is not None
    assert answer.trouble.retry_after_s == seconds
    assert answer.trouble.sentence.endswith("Try again in 30 seconds.")


# --- cancelled at every moment ----------------------------------------------------------------------------


def cancelled_amid(
    door: Door, cancellation: Cancellation, address: str, is_amid: threading.Event
) -> FetchError:
    """Send in a thread, cancel when the moment has come, and return what the thread ended with."""
    ended: list[FetchError | Answer] = []

    def work() -> None:
        try:
            ended.append(door.send("token request", "POST", address, body="a=b"))
        except FetchError as error:
            ended.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    assert is_amid.wait(20)
    cancellation.cancel()
    thread.join(20)
    assert not thread.is_alive()
    (outcome,) = ended
    assert isinstance(outcome, FetchError)
    return outcome


@pytest.mark.parametrize("way", WAITING)
def test_a_cancel_ends_what_waits(bad_server: HttpServer, way: str) -> None:
    cancellation, amid = Cancellation(), threading.Event()

    def then_amid(to: ServerExchange) -> None:
        amid.set()
        WAYS[way](to)

    trace = Trace()
    door = Door(Way(deadline_s=600, most_bytes=1 << 50), around(cancellation=cancellation, trace=trace))
    error = cancelled_amid(door, cancellation, bad_server.answer("then", then_amid), amid)
    assert isinstance(error, CancelledError)
    assert only_exchange(trace).failure == "cancelled"
    assert urlsplit(bad_server.origin).port not in connected_ports()


def test_a_cancel_ends_a_handshake() -> None:
    """The server took the connection, and never greets."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        cancellation, amid = Cancellation(), threading.Event()
        taken: list[socket.socket] = []

        def take() -> None:
            taken.append(silent.accept()[0])
            taken[0].recv(1)  # the greeting of the client has begun
            amid.set()

        thread = threading.Thread(target=take)
        thread.start()
        door = Door(Way(deadline_s=600), around(cancellation=cancellation))
        address = f"https://127.0.0.1:{silent.getsockname()[1]}/"
        assert isinstance(cancelled_amid(door, cancellation, address, amid), CancelledError)
        thread.join()
        taken[0].close()


def test_a_cancel_ends_a_look_up() -> None:
    """The system's look-up goes on in its thread; nobody waits for it."""
    cancellation, amid, release = Cancellation(), threading.Event(), threading.Event()

    def slow(_host: str, _port: int) -> tuple[str, ...]:
        amid.set()
        release.wait()
        return ()

    door = Door(Way(deadline_s=600), around(cancellation=cancellation), resolve=slow)
    error = cancelled_amid(door, cancellation, "https://issuer.example/", amid)
    release.set()
    assert isinstance(error, CancelledError)


def test_a_slow_look_up_meets_the_deadline() -> None:
    release = threading.Event()

    def slow(_host: str, _port: int) -> tuple[str, ...]:
        release.wait()
        return ()

    error = fail(Door(SHORT, around(), resolve=slow), "https://issuer.example/")
    release.set()
    assert error.code == "timeout"
    assert "0.4 seconds" in error.sentence


def test_what_was_cancelled_before_sends_nothing(bad_server: HttpServer) -> None:
    cancellation = Cancellation()
    cancellation.cancel()
    error = fail(Door(LONG, around(cancellation=cancellation)), bad_server.url("400"))
    assert isinstance(error, CancelledError)
    assert bad_server.requests == ()


@pytest.mark.parametrize("way", ["drip", "huge", "truncated", "400"])
def test_no_socket_and_no_thread_is_left(bad_server: HttpServer, way: str) -> None:
    door = Door(Way(deadline_s=0.3, most_bytes=100_000), around())
    try:
        door.send("x", "POST", bad_server.url(way))
    except NetworkError:
        assert way != "400"
    assert "jotlens-deadline" not in {thread.name for thread in threading.enumerate()}
    assert urlsplit(bad_server.origin).port not in connected_ports()


# --- nobody there, and certificates -------------------------------------------------------------------------


def test_nobody_is_there(nowhere: str) -> None:
    error = fail(Door(LONG, around()), nowhere)
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

    assert fail(Door(LONG, around(), resolve=unknown), "https://no.example/").code == "dns"


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("good", "tls-untrusted"),
        ("self-signed", "tls-untrusted"),
        ("wrong-host", "tls-hostname"),
        ("expired", "tls-expired"),
    ],
)
def test_a_bad_certificate_gets_nothing(
    tls_server: Callable[[str], HttpServer],
    certificate_authority: Authority,
    tmp_path: Path,
    kind: str,
    code: str,
) -> None:
    ca = tmp_path / "ca.pem"
    ca.write_text(certificate_authority.certificate)
    way = Way() if kind == "good" else Way(ca_file=str(ca))
    server = tls_server(kind)
    error = fail(Door(way, around()), server.url("400"))
    assert error.code == code
    assert server.requests == ()


def test_no_switch_turns_verification_off(tls_server: Callable[[str], HttpServer]) -> None:
    import requests

    server = tls_server("self-signed")
    door = Door(LONG, around())
    with requests.Session() as session:
        session.verify = False
        door.prepare(session)
        with pytest.raises(NetworkError) as caught:
            session.get(server.url("400"), verify=False)
    assert caught.value.code == "tls-untrusted"
    assert server.requests == ()


def test_an_authority_of_its_own_is_trusted(
    tls_server: Callable[[str], HttpServer], certificate_authority: Authority, tmp_path: Path
) -> None:
    (tmp_path / "ca.pem").write_text(certificate_authority.certificate)
    door = Door(Way(ca_file=str(tmp_path / "ca.pem")), around())
    assert door.send("x", "GET", tls_server("good").url("401")).text == "Unauthorized"


def test_https_at_a_port_of_http(bad_server: HttpServer) -> None:
    error = fail(Door(LONG, around()), bad_server.url("400").replace("http:", "https:"))
    assert error.code in {"not-tls", "closed"}


# --- proxies ------------------------------------------------------------------------------------------------


def test_a_proxy_that_wants_a_password(refusing_proxy: HttpServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", refusing_proxy.origin.replace("://", "://me:hidden@"))
    error = fail(Door(LONG, around()), "https://issuer.example/token")
    assert error.code == "proxy-auth"
    assert "127.0.0.1" in error.sentence
    assert "hidden" not in error.sentence
    assert [request.method for request in refusing_proxy.requests] == ["CONNECT"]


def test_a_proxy_that_is_not_there(nowhere: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", nowhere)
    assert fail(Door(LONG, around()), "https://issuer.example/token").code == "proxy"


def test_a_proxy_of_another_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:1")
    assert fail(Door(LONG, around()), "https://issuer.example/token").code == "proxy-kind"


def test_loopback_is_never_proxied(
    bad_server: HttpServer, nowhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", nowhere)
    monkeypatch.setenv("all_proxy", nowhere)
    assert Door(LONG, around()).send("x", "GET", bad_server.url("nothing-in-it")).ok


# --- where it must not go -----------------------------------------------------------------------------------


def test_a_host_inside_the_network_is_not_called_for_a_token(bad_server: HttpServer) -> None:
    port = urlsplit(bad_server.origin).port
    door = Door(LONG, around(), resolve=lambda *_: ("127.0.0.1",), forbids_inside=True)
    error = fail(door, f"https://issuer.example:{port}/")
    assert isinstance(error, RefusedAddressError)
    assert (error.code, error.may_confirm) == ("inside-network", True)
    assert bad_server.requests == ()


def test_without_tls_only_this_computer_is_called() -> None:
    trace = Trace()
    error = fail(Door(LONG, around(trace=trace)), "http://issuer.example/token")
    assert isinstance(error, RefusedAddressError)
    assert error.code == "not-https"
    assert trace.steps == ()


def test_localhost_that_is_elsewhere_is_not_called_without_tls() -> None:
    door = Door(LONG, around(), resolve=lambda *_: ("192.0.2.1",))
    assert fail(door, "http://localhost/token").code == "not-loopback"


@pytest.mark.parametrize("address", ["", "token", "ftp://issuer.example/", "https:///token", "https://a b/"])
def test_what_is_no_address(address: str) -> None:
    assert fail(Door(LONG, around()), address).code == "address"


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
        fail(door, bad_server.url("garbage?secret=hidden"))
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
    error = fail(Door(LONG, around()), bad_server.url("closed?secret=hidden"))
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


# --- who the client is ----------------------------------------------------------------------------------------


def test_files_that_cannot_be_used_are_named(tmp_path: Path, certificate_authority: Authority) -> None:
    made = certificate_authority.issue("client", "client.example")
    other = certificate_authority.issue("other", "other.example")
    certificate, key = map(str, made.written_to(tmp_path, "client"))
    _, other_key = map(str, other.written_to(tmp_path, "other"))
    text = tmp_path / "text.pem"
    text.write_text("no certificate")
    missing = str(tmp_path / "missing.pem")
    expected = (
        (Way(ca_file=missing), "ca-file-missing", "ca_file"),
        (Way(ca_file=str(text)), "ca-file-unreadable", "ca_file"),
        (Way(certificate_file=missing), "certificate-missing", "certificate_file"),
        (Way(certificate_file=certificate, key_file=missing), "certificate-missing", "key_file"),
        (Way(certificate_file=certificate, key_file=other_key), "key-mismatch", "key_file"),
        (Way(certificate_file=str(text), key_file=key), "certificate-unreadable", "certificate_file"),
    )
    for way, code, field in expected:
        error = fail(Door(way, around()), "https://127.0.0.1:1/")
        assert isinstance(error, ConnectionGapError)
        assert (error.code, error.field) == (code, field)
