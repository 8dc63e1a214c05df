"""Waits for a call that may never come back, such as one that asks for a password, but only so long."""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from jotlens.oauth.cancellation import Cancellation

_T = TypeVar("_T")
_LOOK_S = 0.05


class GivenUp(StrEnum):
    """Why nobody waits any longer."""

    TIMED_OUT = "timed-out"
    CANCELLED = "cancelled"
    STILL_WAITING = "still-waiting"  # an earlier call has been given up, and has not come back yet


class Patience:
    """Runs one call at a time in a daemon thread. A call that was given up may end whenever it likes, or never.

    It is handed a function that says whether it was given up: then nobody wants its result, and it must change
    nothing more.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._given_up: threading.Thread | None = None

    def run(
        self,
        task: Callable[[Callable[[], bool]], _T],
        limit_s: float,
        cancellation: Cancellation | None = None,
    ) -> _T | GivenUp:
        """Return what `task` returns, or why it was given up. The task must not raise."""
        cancellation = cancellation or Cancellation()
        waited_s = 0.0
        while not self._turn.acquire(timeout=_LOOK_S):
            waited_s += _LOOK_S
            if cancellation.is_cancelled:
                return GivenUp.CANCELLED
            if waited_s >= limit_s:
                return GivenUp.TIMED_OUT
        try:
            return self._run(task, limit_s, cancellation)
        finally:
            self._turn.release()

    def _run(
        self, task: Callable[[Callable[[], bool]], _T], limit_s: float, cancellation: Cancellation
    ) -> _T | GivenUp:
        if self._given_up is not None and self._given_up.is_alive():
            return GivenUp.STILL_WAITING
        given_up, ended = threading.Event(), threading.Event()
        results: list[_T] = []

        def work() -> None:
            try:
                results.append(task(given_up.is_set))
            finally:
                ended.set()

        thread = threading.Thread(target=work, name="keyring", daemon=True)
        thread.start()
        forget = cancellation.on_cancel(ended.set)
        ended.wait(limit_s)
        forget()
        if results:
            return results[0]
        given_up.set()
        self._given_up = thread
        return GivenUp.CANCELLED if cancellation.is_cancelled else GivenUp.TIMED_OUT
