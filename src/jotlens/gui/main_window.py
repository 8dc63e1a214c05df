"""The window: menus, status bar, what is dropped on it, and the curtain."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from jotlens.gui.clock import Clock, utc_now
from jotlens.gui.jobs import Jobs
from jotlens.gui.looks import Looks
from jotlens.gui.preferences import Preferences
from jotlens.gui.presenter import Presenter
from jotlens.gui.session import Session
from jotlens.gui.status import Status
from jotlens.tokens.resources import resource

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent

    from jotlens.gui.help.desk import HelpDesk
    from jotlens.gui.memory import Memory
    from jotlens.gui.menus import Menus
    from jotlens.gui.sandbox.door import SandboxDoor
    from jotlens.gui.widgets.curtain import Curtain

_LATER_MS = 60
"""So long after the first paint, the rest of the window is made."""

_AT_LEISURE_MS = 2_500
"""So long after that, the keyring is asked for its name: nobody waits for it."""

_SIZE = (1180, 760)
_LEAST = (640, 420)


class MainWindow(QMainWindow):
    """JotLens on the desktop. Its title never says more than the program's name."""

    def __init__(
        self,
        looks: Looks,
        memory: Memory | None = None,
        now: Callable[[], datetime] = utc_now,
        *,
        asks_keyring: bool = False,
    ) -> None:
        super().__init__()
        self.looks = looks
        looks.dress(self)
        self._asks_keyring = asks_keyring
        self.jobs = Jobs(self)
        self.clock = Clock(now, self)
        self.session = Session(self.clock, self.jobs, self)
        self._status = Status(looks)
        self.presenter = Presenter(self.session, looks, self._status, self)
        self.workspace = self.presenter.workspace
        self.preferences = Preferences(self, self._status, memory)
        self._curtain: Curtain | None = None
        self._stack = QStackedWidget()
        self._filled_menus: Menus | None = None
        self._help_desk: HelpDesk | None = None
        self._sandbox: SandboxDoor | None = None
        self._later = QTimer(self)
        self._build()
        self._connect()
        self.preferences.restore()

    def open_file(self, path: Path) -> None:
        """Look at a file."""
        self.presenter.take_files((path,))

    def note(self, words: str) -> None:
        """Say something in the status bar for a few seconds."""
        self._status.note(words)

    def complete(self) -> None:
        """Make what the first paint did without, and load what the first paste needs."""
        self._later.stop()
        if self.property("complete"):
            return
        gc.freeze()  # what stands now stays: no collection has to look at it again
        gc.enable()
        self.setProperty("complete", True)
        self.winId()  # from here on there is a native window, whose state can be watched
        self.windowHandle().visibilityChanged.connect(self._notice_seen)
        self._notice_seen()
        self.looks.ask_system()
        self._status.draw_lock()
        _ = self._menus
        self.preferences.show_zone()
        self.presenter.samples.offer()
        _ = self.presenter.exhibit
        self.session.warm_up()
        if self._asks_keyring:
            QTimer.singleShot(_AT_LEISURE_MS, self.presenter, self.presenter.ask_backend)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasText() or event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.presenter.take(event.mimeData())

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.presenter.leave(self.close):
            event.ignore()
            return
        self._later.stop()
        if self._sandbox is not None:
            self._sandbox.close()
        self.session.close()
        self.preferences.keep()
        super().closeEvent(event)

    def _build(self) -> None:
        self.setObjectName("mainWindow")
        self.setWindowTitle("JotLens")
        icon = QIcon()
        for size in (16, 32, 48, 128):
            icon.addFile(str(resource(f"icons/jotlens-{size}.png")))
        self.setWindowIcon(icon)
        self.setAcceptDrops(True)
        for name, title in (
            ("menuFile", self.tr("&File")),
            ("menuEdit", self.tr("&Edit")),
            ("menuView", self.tr("&View")),
            ("menuToken", self.tr("&Token")),
            ("menuTools", self.tr("T&ools")),
            ("menuHelp", self.tr("&Help")),
        ):
            self.menuBar().addMenu(title).setObjectName(name)
        self._stack.addWidget(self.workspace)
        self.setCentralWidget(self._stack)
        self.setStatusBar(self._status)
        self.setMinimumSize(*_LEAST)
        self.resize(*_SIZE)
        self._later.setSingleShot(True)
        self._later.setInterval(_LATER_MS)
        self.workspace.paste.box.setFocus()

    def _connect(self) -> None:
        self.workspace.paste.open_requested.connect(self._open)
        self.presenter.completed.connect(self._on_completed)
        self.presenter.sandbox_requested.connect(self._try_sandbox)
        self._later.timeout.connect(self.complete)
        self._later.start()

    @property
    def _menus(self) -> Menus:
        """The menus, filled when they are first needed: a moment after the first paint, as a rule."""
        if self._filled_menus is None:
            from jotlens.gui.menus import fill_menus

            self._filled_menus = fill_menus(self, self._calls(), self.preferences.set_theme)
            self._filled_menus.samples.aboutToShow.connect(self._fill_samples)
            self._filled_menus.actions["stopSandbox"].setEnabled(False)
            self.preferences.tick(self._filled_menus)
        return self._filled_menus

    @property
    def sandbox(self) -> SandboxDoor:
        """The sandbox; nothing of it is loaded before somebody wants it."""
        if self._sandbox is None:
            from jotlens.gui.sandbox.door import SandboxDoor

            self._sandbox = SandboxDoor(self.session, self.looks, self._status, self.presenter, self)
            self._sandbox.changed.connect(self._on_sandbox)
        return self._sandbox

    def _start_sandbox(self) -> None:
        self.sandbox.start()

    def _stop_sandbox(self) -> None:
        self.sandbox.stop()

    def _try_sandbox(self) -> None:
        self.sandbox.try_it()

    def _on_sandbox(self) -> None:
        runs, actions = self.sandbox.runs, self._menus.actions
        actions["stopSandbox"].setEnabled(runs)
        words = self.tr("Show the sand&box") if runs else self.tr("Start the sand&box")
        actions["startSandbox"].setText(words)

    def _calls(self) -> dict[str, Callable[..., object]]:
        from jotlens.gui.case_calls import case_calls

        presenter = self.presenter
        return {
            "open": self._open,
            **case_calls(presenter),
            "clear": presenter.clear,
            "quit": self.close,
            "paste": presenter.paste,
            "copy": self._copy,
            "clearsClipboard": self.preferences.set_clears_clipboard,
            "find": presenter.show_find,
            "goToPaste": self.workspace.paste.box.setFocus,
            "goToExpected": presenter.go_to_expected,
            "goToChecks": presenter.go_to_checks,
            "goToAnswer": presenter.go_to_answer,
            "zoomIn": lambda: self.looks.zoom_by(1),
            "zoomOut": lambda: self.looks.zoom_by(-1),
            "zoomReset": lambda: self.looks.zoom_by(0),
            "timesInUtc": self.preferences.set_utc,
            "tellingFirst": self.preferences.set_telling_first,
            "showSecrets": presenter.set_revealed,
            "hideEverything": self._hide_everything,
            "checkAgain": presenter.check_again,
            "nextToken": lambda: presenter.step_token(1),
            "previousToken": lambda: presenter.step_token(-1),
            "copyToken": presenter.copy_token,
            "copyClaims": presenter.copy_claims,
            "fetch": presenter.fetch,
            "fetchAgain": presenter.fetch_again,
            "showTrace": presenter.show_trace,
            "connections": presenter.show_connections,
            "tellsEnd": self.preferences.set_tells_end,
            "guide": self._show_guide,
            "licences": self._show_licences,
            "startSandbox": self._start_sandbox,
            "stopSandbox": self._stop_sandbox,
            "trySandbox": self._try_sandbox,
            "keys": self._show_keys,
            "about": self._show_about,
        }

    def _on_completed(self) -> None:
        """Connect the desk, and give it what is remembered of it."""
        exhibit = self.presenter.exhibit
        exhibit.desk.expected.key.open_requested.connect(self._open_key)
        exhibit.reveal_requested.connect(self._menus.actions["showSecrets"].toggle)
        self.preferences.put_to_desk(self._menus)

    def _notice_seen(self) -> None:
        """The clock rests while nobody can see it."""
        # The native window knows first; the widget still counts as visible while it is being hidden.
        self.clock.set_seen(self.windowHandle().isVisible() and not self.isMinimized())

    def _open(self) -> None:
        self._choose_file(self.tr("Open a file"), lambda path: self.presenter.take_files((path,)))

    def _open_key(self) -> None:
        self._choose_file(self.tr("Open a file with a key"), self.presenter.take_key_file)

    def _choose_file(self, title: str, then: Callable[[Path], None]) -> None:
        from jotlens.gui.dialogs import file_dialog

        file_dialog(self, title, then).open()

    def _copy(self) -> None:
        """Copy what is selected where the focus is."""
        from PySide6.QtWidgets import QApplication

        focused, evidence = QApplication.focusWidget(), self.presenter.exhibit.desk.evidence
        for claims in (evidence.claims, evidence.header):
            if focused is claims:
                claims.copy_index(claims.currentIndex())
                return
        copy = getattr(focused, "copy", None)
        if callable(copy):
            copy()

    def _hide_everything(self, hidden: bool) -> None:  # noqa: FBT001 - a slot
        if self._curtain is None:
            from jotlens.gui.widgets.curtain import Curtain

            self._curtain = Curtain(self.looks)
            self._curtain.lifted.connect(self._menus.actions["hideEverything"].toggle)
            self._stack.addWidget(self._curtain)
        self._stack.setCurrentWidget(self._curtain if hidden else self.workspace)
        if self._sandbox is not None:
            self._sandbox.hide(hidden)
        (self._curtain.button if hidden else self.workspace.paste.box).setFocus()

    def _fill_samples(self) -> None:
        from functools import partial

        from jotlens.gui.samples import samples

        if self._menus.samples.isEmpty():
            for sample in samples():
                action = self._menus.samples.addAction(sample.title)
                action.setObjectName(f"menuSample-{sample.id}")
                action.triggered.connect(partial(self.presenter.samples.show, sample.id))

    @property
    def _help(self) -> HelpDesk:
        if self._help_desk is None:
            from jotlens.gui.help.desk import HelpDesk

            self._help_desk = HelpDesk(self)
        return self._help_desk

    def _show_guide(self) -> None:
        from PySide6.QtWidgets import QApplication

        self._help.open_for(QApplication.focusWidget())

    def _show_licences(self) -> None:
        self._help.show_licences()

    def _show_keys(self) -> None:
        from jotlens.gui.dialogs import keys_dialog

        keys_dialog(self, self.looks, self._menus.actions.values()).open()

    def _show_about(self) -> None:
        from jotlens.gui.dialogs import about_dialog

        about_dialog(self, self.looks).open()
