"""The bounds of one exchange: a deadline over all of it, and a person who may stop it at every moment.

A timeout of a socket counts one operation only, so a server that sends a byte a second keeps it alive for ever.
Here a timer shuts the sockets at the deadline, and the cancellation shuts them when a person says so.
"""

from __future__ import annotations

import errno
import selectors
import socket
import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Self

from jotlens.oauth.cancellation import Cancellation
from jotlens.oauth.failures import CancelledError

Resolve = Callable[[str, int], tuple[str, ...]]
"""From a name and a port to IP addresses as text; raises OSError (socket.gaierror) if there are none."""

_SLICE_S = 0.05  # how often a connection that is being made looks whether it is still wanted
_IN_PROGRESS = (0, errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", 0))


class ReachError(Exception):
    """The other side was not reached; `code` is one of resources/network-failures.json."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def system_addresses(host: str, port: int) -> tuple[str, ...]:
    """The addresses that the system knows for a name, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


class Bounds:
    """The deadline and the cancellation of one exchange; a context manager that leaves no socket and no thread."""

    def __init__(self, deadline_s: float, cancellation: Cancellation, resolve: Resolve) -> None:
        self._cancellation = cancellation
        self._resolve = resolve
        self._ends = time.monotonic() + deadline_s
        self._held: list[tuple[socket.socket, Callable[[], None]]] = []
        self._lock = threading.Lock()
        self._up = threading.Event()
        self._timer = threading.Timer(deadline_s, self._time_is_up)
        self._timer.name = "jotlens-deadline"
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        self._timer.join()
        with self._lock:
            held, self._held = self._held, []
        for sock, forget in held:
            forget()
            sock.close()

    @property
    def is_over(self) -> bool:
        """Whether the deadline has passed."""
        return self._up.is_set() or self.left_s <= 0

    @property
    def left_s(self) -> float:
        """What is left until the deadline, never below 0."""
        return max(0.0, self._ends - time.monotonic())

    def check(self) -> None:
        """Raise CancelledError, or ReachError `timeout`, if it is no longer wanted."""
        if self._cancellation.is_cancelled:
            raise CancelledError
        if self.is_over:
            raise ReachError("timeout")

    def addresses(self, host: str, port: int) -> tuple[str, ...]:
        """Look a name up. The system's look-up cannot be stopped: it is left behind in its thread, and forgotten.

        Raises ReachError `dns` or `timeout`, CancelledError.
        """
        results: SimpleQueue[tuple[str, ...] | None] = SimpleQueue()

        def look_up() -> None:
            try:
                results.put(self._resolve(host, port))
            except (OSError, UnicodeError):
                results.put(())

        forget = self._cancellation.on_cancel(lambda: results.put(None))
        try:
            threading.Thread(target=look_up, name="jotlens-lookup", daemon=True).start()
            found = results.get(timeout=self.left_s)
        except Empty:
            found = None
        finally:
            forget()
        if found is None:
            self.check()
            raise ReachError("timeout")
        if not found:
            raise ReachError("dns")
        return found

    def connect(self, addresses: tuple[str, ...], port: int) -> socket.socket:
        """Connect to the first address that answers; each gets its share of the time that is left.

        Raises ReachError `refused`, `unreachable` or `timeout`, CancelledError.
        """
        code = "unreachable"
        for place, address in enumerate(addresses):
            share = self.left_s / (len(addresses) - place)
            try:
                return self._connect(address, port, time.monotonic() + share)
            except ConnectionRefusedError:
                code = "refused"
            except TimeoutError:
                code = "timeout"
            except OSError:
                code = "unreachable"
            self.check()
        raise ReachError(code)

    def _connect(self, address: str, port: int, ends: float) -> socket.socket:
        family, kind, protocol, _, where = socket.getaddrinfo(
            address, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST
        )[0]
        sock = socket.socket(family, kind, protocol)
        try:
            self._reach(sock, where, ends)
            self._hold(sock)
        except BaseException:
            sock.close()
            raise
        return sock

    def _reach(self, sock: socket.socket, where: tuple[object, ...], ends: float) -> None:
        sock.setblocking(False)
        begun = sock.connect_ex(where)
        if begun not in _IN_PROGRESS:
            raise OSError(begun, "connect")
        self._await_writable(sock, ends)
        failed = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if failed:
            raise OSError(failed, "connect")
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.settimeout(max(self.left_s, 0.001))

    def _await_writable(self, sock: socket.socket, ends: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(sock, selectors.EVENT_WRITE)
            while not selector.select(min(_SLICE_S, max(0.0, ends - time.monotonic()))):
                self.check()
                if time.monotonic() >= ends:
                    raise TimeoutError

    def _hold(self, sock: socket.socket) -> None:
        """Shut this socket at the deadline, or on cancel.

        It is a duplicate that is shut: TLS takes the socket itself away from us, and hands its own out only after the
        handshake. Both stand for the same connection.
        """
        twin = sock.dup()
        with self._lock:
            self._held.append((twin, self._cancellation.watch(twin)))
        if self._up.is_set():
            self._time_is_up()

    def _time_is_up(self) -> None:
        self._up.set()
        with self._lock:
            held = tuple(self._held)
        for sock, _ in held:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # the other side was faster
