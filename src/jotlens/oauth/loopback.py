"""Listens on this computer for the browser that comes back from a login (RFC 8252 section 7.3).

One thread serves all connections without ever waiting on one: a client that sends nothing, or drips, keeps nobody
waiting. It is there before the browser opens and ends with the login.
"""

from __future__ import annotations

import errno
import selectors
import socket
import sys
import threading
import time
from dataclasses import dataclass, field

from jotlens.oauth.failures import LoginError
from jotlens.oauth.loopback_site import Site
from jotlens.oauth.loopback_wire import Incomplete, read_request, write_reply
from jotlens.oauth.redirect import Redirect

MOST_CONNECTIONS = 24
_REQUEST_WITHIN_S = 10.0
_GONE_WITHIN_S = 1.0
_LAST_PAGE_WITHIN_S = 0.5
_CHUNK = 64 * 1024


def bind(redirect: Redirect) -> tuple[Redirect, tuple[socket.socket, ...]]:
    """Take the redirect URI's port on every address it means; return the URI with the port, and the sockets.

    Raises LoginError where another program has the port: an answer might otherwise go to that program.
    """
    sockets: list[socket.socket] = []
    try:
        for address in redirect.addresses:
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            try:
                sock = _listening(family, address, redirect.port)
            except OSError as error:
                if sockets and error.errno != errno.EADDRINUSE:
                    continue  # a computer without IPv6 has no ::1, and no browser goes there
                raise
            sockets.append(sock)
            redirect = redirect.at(sock.getsockname()[1]) if redirect.port == 0 else redirect
    except OSError as error:
        for sock in sockets:
            sock.close()
        raise _bind_error(error, redirect) from None
    return redirect, tuple(sockets)


def _listening(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)  # nobody may listen beside us
        else:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that was just left is free
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        sock.bind((address, port))
        sock.listen(MOST_CONNECTIONS)
        sock.setblocking(False)
    except OSError:
        sock.close()
        raise
    return sock


def _bind_error(error: OSError, redirect: Redirect) -> LoginError:
    if error.errno == errno.EADDRINUSE:
        return LoginError(
            "port-taken",
            f"Port {redirect.port} of this computer is in use by another program, or by another login, so JotLens "
            "cannot wait there for the browser. End that one, or choose another port in the redirect URI and register the new "
            "address with the authorization server.",
        )
    if error.errno == errno.EACCES:
        return LoginError(
            "port-forbidden",
            f"This computer does not let JotLens wait at port {redirect.port}. Choose a port above 1023 in the "
            "redirect URI, and register the new address with the authorization server.",
        )
    return LoginError("port-unusable", f"JotLens cannot wait at {redirect.authority} of this computer.")


@dataclass(slots=True)
class _Connection:
    """A connection of a browser: what it sent, what is still to be sent to it, and when it must be gone."""

    sock: socket.socket
    until: float
    received: bytearray = field(default_factory=bytearray)
    to_send: bytes = b""
    is_answered: bool = False


class Listener:
    """Serves a Site until it is closed. Thread-safe: `close` may be called from anywhere, and again."""

    def __init__(self, sockets: tuple[socket.socket, ...], site: Site) -> None:
        self._sockets = sockets
        self._site = site
        self._selector = selectors.DefaultSelector()
        self._wake, self._woken = socket.socketpair()
        self._closing = threading.Event()
        self._last_page = False
        self._connections: dict[socket.socket, _Connection] = {}
        self._thread = threading.Thread(target=self._serve, name="jotlens-callback", daemon=True)

    def start(self) -> None:
        """Begin to serve; the port has been listening since `bind`."""
        for sock in self._sockets:
            self._selector.register(sock, selectors.EVENT_READ)
        self._selector.register(self._woken, selectors.EVENT_READ)
        self._thread.start()

    def close(self, *, after_last_page: bool = False) -> None:
        """End the thread and close everything; with `after_last_page` the browser may first fetch the page it was sent to.

        That is waited for half a second at most.
        """
        self._last_page = after_last_page
        self._closing.set()
        try:
            self._wake.send(b"x")
        except OSError:
            return  # it has ended already
        if self._thread.is_alive():
            self._thread.join()

    def _serve(self) -> None:
        end_at: float | None = None
        try:
            while True:
                if self._closing.is_set():
                    end_at = end_at or time.monotonic() + (_LAST_PAGE_WITHIN_S if self._last_page else 0.0)
                    is_over = time.monotonic() >= end_at or (
                        self._site.end_was_shown and not self._is_sending()
                    )
                    if not self._last_page or is_over:
                        return
                for key, mask in self._selector.select(self._patience(end_at)):
                    self._on_ready(key.fileobj, mask)
                self._drop_late()
        finally:
            self._close_all()

    def _is_sending(self) -> bool:
        """Whether somebody still waits for the rest of a page; browsers also keep connections that they never use."""
        return any(connection.to_send for connection in self._connections.values())

    def _patience(self, end_at: float | None) -> float | None:
        limits = [connection.until for connection in self._connections.values()]
        if end_at is not None:
            limits.append(end_at)
        return max(0.0, min(limits) - time.monotonic()) if limits else None

    def _on_ready(self, ready: object, mask: int) -> None:
        if ready is self._woken:
            self._woken.recv(16)
            self._selector.unregister(self._woken)
        elif isinstance(ready, socket.socket) and ready in self._sockets:
            self._accept(ready)
        elif isinstance(ready, socket.socket) and ready in self._connections:
            connection = self._connections[ready]
            try:
                if mask & selectors.EVENT_WRITE:
                    self._send(connection)
                else:
                    self._receive(connection)
            except BlockingIOError:
                return
            except OSError:
                self._drop(connection)

    def _accept(self, listening: socket.socket) -> None:
        try:
            sock, _ = listening.accept()
        except OSError:
            return  # it went away again
        sock.setblocking(False)
        if len(self._connections) >= MOST_CONNECTIONS:
            self._drop(
                next(iter(self._connections.values()))
            )  # the oldest: the true callback may be the newest
        self._connections[sock] = _Connection(sock, time.monotonic() + _REQUEST_WITHIN_S)
        self._selector.register(sock, selectors.EVENT_READ)

    def _receive(self, connection: _Connection) -> None:
        data = connection.sock.recv(_CHUNK)
        if not data:
            self._drop(connection)
            return
        if connection.is_answered:
            return  # what comes after the request is read and forgotten, so that the reply is not lost
        connection.received += data
        request = read_request(bytes(connection.received))
        if request is Incomplete.MORE:
            return
        connection.is_answered = True
        connection.received.clear()
        connection.to_send = write_reply(self._site.answer(request))
        self._selector.modify(connection.sock, selectors.EVENT_WRITE)

    def _send(self, connection: _Connection) -> None:
        sent = connection.sock.send(connection.to_send)
        connection.to_send = connection.to_send[sent:]
        if not connection.to_send:
            connection.sock.shutdown(socket.SHUT_WR)
            connection.until = time.monotonic() + _GONE_WITHIN_S
            self._selector.modify(connection.sock, selectors.EVENT_READ)

    def _drop_late(self) -> None:
        now = time.monotonic()
        for connection in [each for each in self._connections.values() if each.until <= now]:
            self._drop(connection)

    def _drop(self, connection: _Connection) -> None:
        self._connections.pop(connection.sock, None)
        self._selector.unregister(connection.sock)
        connection.sock.close()

    def _close_all(self) -> None:
        for connection in tuple(self._connections.values()):
            self._drop(connection)
        self._selector.close()
        for sock in (*self._sockets, self._wake, self._woken):
            sock.close()
