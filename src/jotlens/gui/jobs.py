"""The one door to background work: a daemon thread a job, a newer job supersedes an older one of its lane."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

Result = TypeVar("Result")


class Ticket:
    """What a running job knows of itself: whether anyone still waits for it, and a way to say how far it is."""

    def __init__(self, lane: str, report: Callable[[Ticket, float], None]) -> None:
        self.lane = lane
        self._stop = threading.Event()
        self._report = report

    @property
    def stopped(self) -> bool:
        """Whether the result is no longer wanted: a long job asks now and then, and returns early."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Tell the job that nobody waits for it."""
        self._stop.set()

    def progress(self, done: float) -> None:
        """Report how much is done, 0 to 1."""
        if not self.stopped:
            self._report(self, done)


@dataclass(frozen=True, slots=True)
class _Arrival:
    """What comes back to the GUI thread: a result for `then`, or the bug that ended the job."""

    ticket: Ticket
    then: Callable[[Any], None]
    value: object = None
    bug: BaseException | None = None


@dataclass(frozen=True, slots=True)
class _Step:
    """How far a job is."""

    ticket: Ticket
    done: float


class Jobs(QObject):
    """Runs work off the GUI thread and brings the results back to it.

    Python's threads are used as daemons because Qt's pool holds the process at its end until the last job is done.

    Signals:
        busy_changed: (bool) whether any wanted job is running.
        progressed: (float) how far the job is that reported last, 0 to 1.
    """

    busy_changed = Signal(bool)
    progressed = Signal(float)
    _came_back = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: dict[str, Ticket] = {}
        # A bound method of this object, queued: it runs on the GUI thread, whichever thread emits.
        self._came_back.connect(self._on_came_back, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether a wanted job is running."""
        return bool(self._running)

    def run(self, lane: str, work: Callable[[Ticket], Result], then: Callable[[Result], None]) -> None:
        """Run `work` in a thread and hand its result to `then` on the GUI thread.

        What runs in the same lane is superseded: its result is dropped. `work` returns expected failures as values;
        an exception is a bug, and is raised again on the GUI thread.
        """
        if lane in self._running:
            self._running.pop(lane).stop()
        ticket = Ticket(lane, self._report)
        was_busy = self.busy
        self._running[lane] = ticket
        thread = threading.Thread(
            target=self._work, args=(ticket, work, then), name=f"jotlens-{lane}", daemon=True
        )
        thread.start()
        if not was_busy:
            self.busy_changed.emit(True)

    def stop(self, lane: str | None = None) -> None:
        """Stop wanting the job of a lane, or every job."""
        lanes = list(self._running) if lane is None else [lane]
        stopped = [self._running.pop(name) for name in lanes if name in self._running]
        for ticket in stopped:
            ticket.stop()
        if stopped and not self.busy:
            self.busy_changed.emit(False)

    def _work(self, ticket: Ticket, work: Callable[[Ticket], Result], then: Callable[[Result], None]) -> None:
        try:
            arrival = _Arrival(ticket, then, work(ticket))
        except Exception as bug:  # noqa: BLE001 - carried to the GUI thread, where the one boundary is
            arrival = _Arrival(ticket, then, bug=bug)
        self._send(arrival)

    def _report(self, ticket: Ticket, done: float) -> None:
        self._send(_Step(ticket, done))

    def _send(self, message: _Arrival | _Step) -> None:
        if message.ticket.stopped:
            return
        try:
            self._came_back.emit(message)
        except RuntimeError:  # the window is gone, and Qt's half of this object with it
            return

    def _on_came_back(self, message: object) -> None:
        if isinstance(message, _Step):
            if self._running.get(message.ticket.lane) is message.ticket:
                self.progressed.emit(message.done)
            return
        if not isinstance(message, _Arrival) or self._running.get(message.ticket.lane) is not message.ticket:
            return
        del self._running[message.ticket.lane]
        if not self.busy:
            self.busy_changed.emit(False)
        if message.bug is not None:
            raise message.bug
        message.then(message.value)
