"""The sandbox as the menus see it: start, stop, try it. What is more than that is loaded when it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from jotlens.gui.looks import Looks
from jotlens.gui.presenter import Presenter
from jotlens.gui.sandbox.host import Host, HostState
from jotlens.gui.session import Session
from jotlens.gui.status import Status

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

    from jotlens.gui.sandbox.desk import SandboxDesk


class SandboxDoor(QObject):
    """Holds the sandbox of the window, and its pane once there is one.

    Signals:
        changed: whether it runs is another thing now.
    """

    changed = Signal()

    def __init__(
        self, session: Session, looks: Looks, status: Status, presenter: Presenter, window: QMainWindow
    ) -> None:
        super().__init__(window)
        self._session = session
        self._looks = looks
        self._status = status
        self._presenter = presenter
        self._window = window
        self._desk: SandboxDesk | None = None
        self._wants_lesson = False
        self.host = Host(session.jobs, session.clock.now, self)
        self.host.changed.connect(self._on_changed)
        self.host.started.connect(self._on_started)

    @property
    def desk(self) -> SandboxDesk | None:
        """The pane and what stands behind it, once the sandbox has run."""
        return self._desk

    @property
    def runs(self) -> bool:
        """Whether it answers."""
        return self.host.state is HostState.RUNNING

    def start(self) -> None:
        """Start it, or show its pane when it runs already."""
        if self.runs:
            self._open()
        else:
            self.host.start()

    def try_it(self) -> None:
        """Start it, and offer the first lesson."""
        self._wants_lesson = True
        self.start()

    def stop(self) -> None:
        """Stop it."""
        self.host.stop()

    def hide(self, hidden: bool) -> None:  # noqa: FBT001 - a setter of one flag
        """Hide the pane with everything else, or show it again."""
        if self._desk is not None:
            self._desk.hide(hidden)

    def close(self) -> None:
        """The window goes away."""
        self.host.close()

    def _on_changed(self) -> None:
        match self.host.state:
            case HostState.STARTING:
                self._status.note(self.tr("Starting the sandbox…"))
            case HostState.RUNNING:
                self._status.note(self.tr("The sandbox is running"))
            case HostState.FAILED:
                self._status.note(self.tr("The sandbox could not start: this computer gives it no port"))
            case HostState.STOPPED:
                self._status.note(self.tr("The sandbox is stopped"))
            case HostState.STOPPING:
                pass
        self.changed.emit()

    def _on_started(self) -> None:
        if self._desk is not None:
            self._open()
        else:
            self._session.jobs.run("load-sandbox", _load, self._on_loaded)

    def _on_loaded(self, _: None) -> None:
        if self._desk is None and self.runs:
            from jotlens.gui.sandbox.desk import SandboxDesk

            presenter = self._presenter
            self._desk = SandboxDesk(
                self.host, self._session, self._looks, presenter.exhibit, presenter.fetching, self._window
            )
            self._desk.noted.connect(self._status.note)
        if self._desk is not None:
            self._open()

    def _open(self) -> None:
        if self._desk is None:
            return
        self._desk.open()
        if self._wants_lesson:
            self._wants_lesson = False
            self._desk.offer_first()


def _load(_: object) -> None:
    """Load the rooms for fetching and for the pane, in a thread."""
    from importlib import import_module

    from jotlens.gui.fetching.loading import load

    load()
    import_module("jotlens.gui.sandbox.desk")
