"""Starts the sandbox off the window's thread, and ends it: when it is asked to, and when the window goes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from jotlens.gui.jobs import Jobs, Ticket

if TYPE_CHECKING:
    from jotlens.sandbox.log import LogEntry
    from jotlens.sandbox.model import Era
    from jotlens.sandbox.running import Sandbox

_LANE = "sandbox"
_PATIENCE_S = 0.9
"""So long the window waits at its end for the sandbox to be gone; its threads end by themselves in any case."""


class HostState(StrEnum):
    """How far it is."""

    STOPPED = "stopped"
    STARTING = "starting"
    RUNNING = "running"
    STOPPING = "stopping"
    FAILED = "failed"


class Host(QObject):
    """Holds the sandbox of this window; there is one at most.

    Signals:
        changed: the state is another one.
        started: (Sandbox) it answers.
        stopped: it does not answer any more.
        heard: requests have come in; what they were stands in the sandbox's log.
    """

    changed = Signal()
    started = Signal(object)
    stopped = Signal()
    heard = Signal()
    # From the server's threads to this object's: such a connection to a bound method is queued.
    _logged = Signal()

    def __init__(self, jobs: Jobs, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._now = now
        self.state = HostState.STOPPED
        self.sandbox: Sandbox | None = None
        self._lock = threading.Lock()
        self._kept: list[Sandbox] = []
        self._closed = False
        self._pending = False
        self._end_of_log: Callable[[], None] | None = None
        self._logged.connect(self._on_logged)

    def start(self) -> None:
        """Start it, unless it runs or is about to."""
        if self.state in {HostState.STOPPED, HostState.FAILED}:
            self._show(HostState.STARTING)
            self._jobs.run(_LANE, self._start, self._on_started, on_stop=self._on_given_up)

    def stop(self) -> None:
        """Stop it, off the window's thread."""
        if self.state is HostState.STARTING:
            self._jobs.stop(_LANE)
        elif self.state is HostState.RUNNING:
            self._leave()
            self._show(HostState.STOPPING)
            end = self._ending()
            self._jobs.run(_LANE, lambda _: end(), lambda _: self._on_stopped(), on_stop=self._on_stopped)

    def close(self) -> None:
        """The window goes away: end what runs or is still starting, and wait for it, but not for ever."""
        self._closed = True
        self._leave()
        ending = threading.Thread(target=self._ending(), name="jotlens-sandbox-end", daemon=True)
        ending.start()
        ending.join(_PATIENCE_S)

    def set_era(self, era: Era) -> None:
        """Have it follow the rules of another time."""
        from dataclasses import replace

        if self.sandbox is not None:
            self.sandbox.settings = replace(self.sandbox.settings, era=era)

    def entries(self) -> tuple[LogEntry, ...]:
        """Return the requests that are known, oldest first."""
        return self.sandbox.log.entries() if self.sandbox is not None else ()

    def _start(self, ticket: Ticket) -> Sandbox | None:
        """Load and start it, in a thread; None where no port can be had. One that nobody wants any more is ended."""
        from jotlens.sandbox.model import Settings
        from jotlens.sandbox.running import Sandbox

        if self._is_unwanted(ticket):
            return None
        try:
            sandbox = Sandbox.start(clock=self._now, settings=Settings(any_loopback_port=True))
        except OSError:
            return None
        with self._lock:
            unwanted = self._is_unwanted(ticket)
            if not unwanted:
                self._kept.append(sandbox)
        if unwanted:
            sandbox.stop()
        return sandbox

    def _is_unwanted(self, ticket: Ticket) -> bool:
        return ticket.stopped or self._closed

    def _ending(self) -> Callable[[], None]:
        """Return what ends all that has been started so far, and nothing that is started after this."""
        with self._lock:
            kept, self._kept = self._kept, []

        def end() -> None:
            for sandbox in kept:
                sandbox.stop()

        return end

    def _leave(self) -> None:
        """Show nothing of it any more."""
        if self._end_of_log is not None:
            self._end_of_log()
            self._end_of_log = None
        self.sandbox = None

    def _on_started(self, sandbox: Sandbox | None) -> None:
        if sandbox is None:
            self._show(HostState.FAILED)
            return
        self.sandbox = sandbox
        self._end_of_log = sandbox.log.subscribe(self._hear)
        self._show(HostState.RUNNING)
        self.started.emit(sandbox)

    def _on_given_up(self) -> None:
        """Starting was stopped: the thread sees it, and ends what it has started by then."""
        if not self._closed:
            end = self._ending()
            self._jobs.run_quietly("sandbox-end", lambda _: end())
            self._show(HostState.STOPPED)

    def _on_stopped(self) -> None:
        """It is gone, or nobody waits for its end any more: its thread ends it all the same."""
        if not self._closed:
            self._show(HostState.STOPPED)
            self.stopped.emit()

    def _hear(self, _: LogEntry) -> None:
        """A request was answered; told in a thread of the server, and handed on once for many of them."""
        if self._pending or self._closed:
            return
        self._pending = True
        try:
            self._logged.emit()
        except RuntimeError:  # the window is gone, and Qt's half of this object with it
            return

    def _on_logged(self) -> None:
        self._pending = False
        self.heard.emit()

    def _show(self, state: HostState) -> None:
        self.state = state
        self.changed.emit()
