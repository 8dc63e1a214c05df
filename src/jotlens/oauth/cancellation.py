"""A way to end a fetch from outside, at every moment: open sockets are shut, and waiting ends."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable


class Cancellation:
    """Is handed to whatever may wait. Thread-safe; once cancelled, it stays so."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._endings: dict[int, Callable[[], None]] = {}
        self._next = 0

    @property
    def is_cancelled(self) -> bool:
        """Whether the result is no longer wanted."""
        return self._event.is_set()

    def cancel(self) -> None:
        """End everything that waits."""
        self._event.set()
        with self._lock:
            endings = tuple(self._endings.values())
        for ending in endings:
            ending()

    def wait(self, seconds: float) -> bool:
        """Wait so long, or until cancelled; return whether it was cancelled."""
        return self._event.wait(seconds)

    def on_cancel(self, ending: Callable[[], None]) -> Callable[[], None]:
        """Call `ending` when it is cancelled (at once, if it is already); return what takes that back."""
        with self._lock:
            number = self._next
            self._next += 1
            self._endings[number] = ending
        if self._event.is_set():
            ending()

        def forget() -> None:
            with self._lock:
                self._endings.pop(number, None)

        return forget

    def watch(self, sock: socket.socket) -> Callable[[], None]:
        """Shut a socket down when it is cancelled: a read or write that waits on it ends at once."""

        def shut() -> None:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it was never connected, or is closed already

        return self.on_cancel(shut)
