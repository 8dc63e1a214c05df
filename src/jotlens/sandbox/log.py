"""The tenant's log: every request, with the codes of Auth0's tenant logs, and who wants to hear of them."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

CODES = {
    "s": "Login",
    "f": "Failed login",
    "fp": "Failed login: wrong password",
    "fu": "Failed login: unknown user",
    "fsa": "Failed silent login",
    "fco": "Origin is not allowed",
    "slo": "Logout",
    "seacft": "Exchanged a code for a token",
    "feacft": "Failed to exchange a code for a token",
    "seccft": "Exchanged client credentials for a token",
    "feccft": "Failed to exchange client credentials for a token",
    "sertft": "Exchanged a refresh token for a token",
    "fertft": "Failed to exchange a refresh token for a token",
    "ferrt": "A rotated refresh token was used again",
    "sepft": "Exchanged a password for a token",
    "fepft": "Failed to exchange a password for a token",
    "sede": "Exchanged a device code for a token",
    "fede": "Failed to exchange a device code for a token",
    "fpar": "Failed pushed authorization request",
    "api_limit": "Rate limit reached",
    "sapi": "Call of an API",
    "fapi": "Refused call of an API",
    "srrt": "Revoked a refresh token",
}
"""What each code means. A request that Auth0 would not log has none."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One request and what became of it. No token, code, secret or query is ever in it."""

    at: datetime
    method: str
    path: str
    status: int
    code: str
    said: str
    client_id: str | None = None
    user_id: str | None = None


Listener = Callable[[LogEntry], None]


class Log:
    """The last requests, oldest first."""

    def __init__(self, capacity: int = 500) -> None:
        self._entries: deque[LogEntry] = deque(maxlen=capacity)
        self._listeners: list[Listener] = []
        self._lock = threading.Lock()

    def add(self, entry: LogEntry) -> None:
        """Keep an entry and tell the listeners, in the thread that answers the request."""
        with self._lock:
            self._entries.append(entry)
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener(entry)

    def entries(self) -> tuple[LogEntry, ...]:
        """Return what is kept, oldest first."""
        with self._lock:
            return tuple(self._entries)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with every entry from now on, in a thread of the server; return what ends that."""
        with self._lock:
            self._listeners.append(listener)

        def unsubscribe() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return unsubscribe

    def clear(self) -> None:
        """Forget the entries; the listeners stay."""
        with self._lock:
            self._entries.clear()
