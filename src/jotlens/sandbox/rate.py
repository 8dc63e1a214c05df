"""The rate limit of `/userinfo`: ten at once, then five a minute for each user."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from datetime import datetime

BURST = 10
_PER_S = 5 / 60


@dataclass(frozen=True, slots=True)
class Allowance:
    """Whether a request is allowed, and the three figures of the `x-ratelimit` headers (reset: epoch seconds)."""

    allowed: bool
    limit: int
    remaining: int
    reset: int

    def headers(self) -> dict[str, str]:
        """Return the headers that tell it."""
        return {
            "x-ratelimit-limit": str(self.limit),
            "x-ratelimit-remaining": str(self.remaining),
            "x-ratelimit-reset": str(self.reset),
        }


class RateLimits:
    """A bucket a user, which fills again by time."""

    def __init__(self) -> None:
        self._buckets: dict[str, tuple[float, datetime]] = {}
        self._lock = threading.Lock()

    def use(self, user_id: str, at: datetime) -> Allowance:
        """Count one request of a user."""
        with self._lock:
            level, since = self._buckets.get(user_id, (float(BURST), at))
            level = min(float(BURST), level + max(0.0, (at - since).total_seconds()) * _PER_S)
            allowed = level >= 1
            level -= 1 if allowed else 0
            self._buckets[user_id] = (level, at)
        wait_s = max(0.0, 1 - level) / _PER_S
        return Allowance(allowed, BURST, math.floor(level), math.ceil(at.timestamp() + wait_s))

    def clear(self) -> None:
        """Fill all buckets."""
        with self._lock:
            self._buckets.clear()
