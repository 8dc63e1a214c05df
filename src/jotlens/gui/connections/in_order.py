"""Work that must not overtake itself, such as writing to one folder: a job at a time, in the order it was asked for."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from jotlens.gui.jobs import Jobs

Work = Callable[[], Any]
Then = Callable[[Any], object]


class InOrder(QObject):
    """A lane of Jobs in which nothing is superseded."""

    def __init__(self, jobs: Jobs, lane: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._lane = lane
        self._waiting: deque[tuple[Work, Then]] = deque()
        self._running: Then | None = None
        self._turn = threading.Lock()

    def add(self, work: Work, then: Then) -> None:
        """Do `work` in a thread when everything before it is done, and hand its result to `then` on this one.

        `work` returns expected failures as values; an exception is a bug, is raised here, and holds up nothing.
        """
        self._waiting.append((work, then))
        self._next()

    def finish_aside(self) -> None:
        """Let what was asked for be done in the same order, though nobody waits for it any more."""
        rest = tuple(work for work, _ in self._waiting)
        self._waiting.clear()
        self._running = None
        self._jobs.stop(self._lane)  # what runs goes on; its result is dropped
        if rest:
            turn = self._turn
            self._jobs.run_quietly(self._lane, lambda _: _do_all(rest, turn))

    def _next(self) -> None:
        if self._running is None and self._waiting:
            work, self._running = self._waiting.popleft()
            turn = self._turn
            self._jobs.run(self._lane, lambda _: _outcome(work, turn), self._on_done)

    def _on_done(self, outcome: tuple[Any, Exception | None]) -> None:
        result, bug = outcome
        then, self._running = self._running, None
        self._next()
        if bug is not None:
            raise bug
        if then is not None:
            then(result)


def _outcome(work: Work, turn: threading.Lock) -> tuple[Any, Exception | None]:
    with turn:
        try:
            return work(), None
        except Exception as bug:  # noqa: BLE001 - carried to the window's thread, where the one boundary is
            return None, bug


def _do_all(works: tuple[Work, ...], turn: threading.Lock) -> None:
    with turn:
        for work in works:
            work()
