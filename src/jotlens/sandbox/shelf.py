"""A place for what the tenant remembers for a while: each thing has an end, and the oldest make room."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Shelf(Generic[Value]):
    """Values by key. At most `capacity` are kept; what is over is gone as if it had never been there."""

    def __init__(self, capacity: int = 20_000) -> None:
        self._capacity = capacity
        self._values: dict[str, tuple[datetime | None, Value]] = {}
        self._lock = threading.Lock()

    def put(self, key: str, value: Value, until: datetime | None = None) -> None:
        """Keep a value, for ever or until an instant; one under the same key is replaced."""
        with self._lock:
            self._values[key] = (until, value)
            if len(self._values) > self._capacity:
                del self._values[next(iter(self._values))]

    def get(self, key: str, at: datetime) -> Value | None:
        """Return the value, or None when there is none or its time is over."""
        with self._lock:
            return self._living(key, at)

    def take(self, key: str, at: datetime) -> Value | None:
        """Return the value as `get` does, and forget it: of several threads, one gets it."""
        with self._lock:
            value = self._living(key, at)
            self._values.pop(key, None)
            return value

    def drop(self, unwanted: Callable[[Value], bool]) -> int:
        """Forget every value that is unwanted; return how many."""
        with self._lock:
            keys = [key for key, (_, value) in self._values.items() if unwanted(value)]
            for key in keys:
                del self._values[key]
            return len(keys)

    def values(self) -> tuple[Value, ...]:
        """Return all values, also those whose time is over."""
        with self._lock:
            return tuple(value for _, value in self._values.values())

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values.clear()

    def _living(self, key: str, at: datetime) -> Value | None:
        until, value = self._values.get(key, (None, None))
        return None if until is not None and at >= until else value
