"""The one door to background work: a daemon thread a job, a newer job supersedes an older one of its lane."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

Result = TypeVar("Result")

_SWITCH_S = 0.0001


class Ticket:
    """What a running job knows of itself: whether anyone still waits for it, and a way to say how far it is."""

    __slots__ = ("_on_stop", "_percent", "_report", "_stop", "lane", "told")

    def __init__(
        self,
        lane: str,
        report: Callable[[Ticket, object], None],
        told: Callable[[object], None] | None = None,
        on_stop: Callable[[], None] | None = None,
    ) -> None:
        self.lane = lane
        self.told = told
        self._stop = threading.Event()
        self._report = report
        self._on_stop = on_stop
        self._percent = -1

    @property
    def stopped(self) -> bool:
        """Whether the result is no longer wanted: a long job asks now and then, and returns early."""
        return self._stop.is_set()

    def rest(self, seconds: float) -> None:
        """Leave the processor to others for a while; a stopped job rests no longer."""
        self._stop.wait(seconds)

    def stop(self) -> None:
        """Tell the job that nobody waits for it."""
        self._stop.set()

    def end(self) -> None:
        """End what the stopped job may wait for, such as an answer from the network."""
        if self._on_stop is not None:
            self._on_stop()

    def tell(self, news: object) -> None:
        """Hand news of the work to whoever started it, on the GUI thread and in order."""
        if not self.stopped:
            self._report(self, news)

    def progress(self, done: float) -> None:
        """Report how much is done, 0 to 1; each percent once, however often a job says so."""
        percent = int(done * 100)
        if percent != self._percent and not self.stopped:
            self._percent = percent
            self._report(self, done)


class Jobs(QObject):
    """Runs work off the GUI thread and brings the results back to it.

    Python's threads are used as daemons because Qt's pool holds the process at its end until the last job is done.

    Signals:
        busy_changed: (bool) whether any wanted job is running.
        progressed: (float) how far the job is that reported last, 0 to 1.
    """

    busy_changed = Signal(bool)
    progressed = Signal(float)
    # From the worker's thread to this object's: such a connection to a bound method is queued.
    _stepped = Signal(object, object)
    _done = Signal(object, object, object)
    _failed = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # The window asks for the interpreter hundreds of times in a paint, and a job must not keep it waiting 5 ms each.
        sys.setswitchinterval(_SWITCH_S)
        self._running: dict[str, Ticket] = {}
        self._quiet: set[Ticket] = set()
        self._sending = threading.Lock()
        self._stepped.connect(self._on_stepped)
        self._done.connect(self._on_done)
        self._failed.connect(self._on_failed)

    @property
    def busy(self) -> bool:
        """Whether a wanted job is running."""
        return bool(self._running)

    def run_quietly(
        self, lane: str, work: Callable[[Ticket], Result], then: Callable[[Result], None] | None = None
    ) -> None:
        """Run `work` in a thread that nobody waits for; it does not count as busy. `then` may take its result."""
        ticket = Ticket(lane, self._report)
        self._quiet.add(ticket)
        arguments = (ticket, work, then or _ignore)
        threading.Thread(target=self._work, args=arguments, name=f"jotlens-{lane}", daemon=True).start()

    def run(
        self,
        lane: str,
        work: Callable[[Ticket], Result],
        then: Callable[[Result], None],
        *,
        told: Callable[[object], None] | None = None,
        on_stop: Callable[[], None] | None = None,
    ) -> None:
        """Run `work` in a thread and hand its result to `then` on the GUI thread.

        What runs in the same lane is superseded: its result is dropped. `work` returns expected failures as values;
        an exception is a bug, and is raised again on the GUI thread. `told` gets what the work tells on its way, also
        on the GUI thread; `on_stop` ends what a stopped job waits for.
        """
        was_busy = self.busy
        if lane in self._running:
            superseded = self._running.pop(lane)
            superseded.stop()
            superseded.end()
        ticket = Ticket(lane, self._report, told, on_stop)
        self._running[lane] = ticket
        arguments = (ticket, work, then)
        threading.Thread(target=self._work, args=arguments, name=f"jotlens-{lane}", daemon=True).start()
        if not was_busy:
            self.busy_changed.emit(True)

    def stop(self, lane: str | None = None) -> None:
        """Stop wanting the job of a lane, or every job, the quiet ones too: from then on none sends anything.

        The lock holds that: this object may be taken apart next, and a signal of it must not be on its way then.
        """
        lanes = list(self._running) if lane is None else [lane]
        stopped = [self._running.pop(name) for name in lanes if name in self._running]
        with self._sending:
            for ticket in (*stopped, *(self._quiet if lane is None else ())):
                ticket.stop()
        for ticket in stopped:
            ticket.end()
        if stopped and not self.busy:
            self.busy_changed.emit(False)

    def _work(self, ticket: Ticket, work: Callable[[Ticket], Result], then: Callable[[Result], None]) -> None:
        try:
            result = work(ticket)
        except Exception as bug:  # noqa: BLE001 - carried to the GUI thread, where the one boundary is
            self._send(self._failed.emit, ticket, bug)
        else:
            self._send(self._done.emit, ticket, then, result)

    def _report(self, ticket: Ticket, news: object) -> None:
        self._send(self._stepped.emit, ticket, news)

    def _send(self, emit: Callable[..., object], ticket: Ticket, *message: object) -> None:
        with self._sending:
            if ticket.stopped:
                return
            try:
                emit(ticket, *message)
            except RuntimeError:  # the window is gone, and Qt's half of this object with it
                return

    def _on_stepped(self, ticket: Ticket, news: object) -> None:
        if self._running.get(ticket.lane) is not ticket:
            return
        if ticket.told is not None:
            ticket.told(news)
        elif isinstance(news, float):
            self.progressed.emit(news)

    def _on_done(self, ticket: Ticket, then: Callable[[Result], None], result: Result) -> None:
        if ticket in self._quiet:
            self._quiet.discard(ticket)
            then(result)
        elif self._finish(ticket):
            then(result)

    def _on_failed(self, ticket: Ticket, bug: Exception) -> None:
        if ticket in self._quiet:
            self._quiet.discard(ticket)
            raise bug
        if self._finish(ticket):
            ticket.end()
            raise bug

    def _finish(self, ticket: Ticket) -> bool:
        """Whether the result of a job is still wanted; then it is no longer running."""
        if self._running.get(ticket.lane) is not ticket:
            return False
        del self._running[ticket.lane]
        if not self.busy:
            self.busy_changed.emit(False)
        return True


def _ignore(_: object) -> None:
    """A result that nobody needs."""
