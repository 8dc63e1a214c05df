"""A fetch is stopped at every moment, by a person or by its deadline, and leaves no socket and no thread."""

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest

from jotlens.oauth.cancellation import Cancellation
from jotlens.oauth.failures import CancelledError, FetchError, NetworkError
from jotlens.oauth.http import Answer, Door, Way
from jotlens.oauth.trace import Trace
from tests.support.around import around, failure, only_exchange
from tests.support.bad_server import WAYS
from tests.support.http_server import Exchange as ServerExchange
from tests.support.http_server import HttpServer

WAITING: Final = ("drip", "silence", "endless")


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


@pytest.fixture
def full() -> Iterator[int]:
    """The port of a server whose queue is full: a connection to it is neither made nor refused."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        port = server.getsockname()[1]
        waiting = []
        for _ in range(8):
            client = socket.socket()
            client.setblocking(False)
            client.connect_ex(("127.0.0.1", port))
            waiting.append(client)
        yield port
        for client in waiting:
            client.close()


def test_a_cancel_ends_a_connection_that_is_not_made(full: int) -> None:
    cancellation, amid = Cancellation(), threading.Event()

    def looked_up(_host: str, _port: int) -> tuple[str, ...]:
        amid.set()
        return ("127.0.0.1",)

    door = Door(Way(deadline_s=600), around(cancellation=cancellation), resolve=looked_up)
    error = cancelled_amid(door, cancellation, f"https://127.0.0.1:{full}/", amid)
    assert isinstance(error, CancelledError)


def test_a_connection_that_is_not_made_meets_the_deadline(full: int) -> None:
    assert failure(Door(Way(deadline_s=0.3), around()), f"https://127.0.0.1:{full}/").code == "timeout"


def test_a_head_that_drips_meets_the_deadline(bad_server: HttpServer) -> None:
    """Each byte comes well within any timeout of a socket."""

    def drip(to: ServerExchange) -> None:
        to.close_connection = True
        to.wfile.write(b"HTTP/1.1 200 OK\r\nX-More: ")
        while not to.ending.wait(0.05):
            to.wfile.write(b"a")
            to.wfile.flush()

    door = Door(Way(deadline_s=0.5), around())
    assert failure(door, bad_server.answer("dripping-head", drip)).code == "timeout"


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

    error = failure(Door(Way(deadline_s=0.4), around(), resolve=slow), "https://issuer.example/")
    release.set()
    assert error.code == "timeout"
    assert "0.4 seconds" in error.sentence


def test_what_was_cancelled_before_sends_nothing(bad_server: HttpServer) -> None:
    cancellation = Cancellation()
    cancellation.cancel()
    error = failure(Door(Way(), around(cancellation=cancellation)), bad_server.url("400"))
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
