"""The window: menus, status bar, what is dropped on it, the curtain, and what it remembers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QStackedWidget

from jotlens.gui.clock import Clock, utc_now
from jotlens.gui.icon import window_icon
from jotlens.gui.jobs import Jobs
from jotlens.gui.looks import Looks
from jotlens.gui.memory import Memory
from jotlens.gui.menus import build_menus
from jotlens.gui.presenter import Presenter
from jotlens.gui.session import Session
from jotlens.gui.status import Status
from jotlens.gui.theme import ThemeChoice
from jotlens.gui.widgets.claims_view import NAME_SHARE, VALUE_SHARE
from jotlens.gui.widgets.curtain import Curtain

_WARM_UP_AFTER_MS = 250
_SIZE = (1180, 760)
_LEAST = (640, 420)


class MainWindow(QMainWindow):
    """JotLens on the desktop. Its title never says more than the program's name."""

    def __init__(
        self, looks: Looks, memory: Memory | None = None, now: Callable[[], datetime] = utc_now
    ) -> None:
        super().__init__()
        self.looks = looks
        self._memory = memory
        self.jobs = Jobs(self)
        self.clock = Clock(now, self)
        self.session = Session(self.clock, self.jobs, self)
        self._status = Status(looks)
        self.presenter = Presenter(self.session, looks, self._status, self)
        self.workspace = self.presenter.workspace
        self._curtain = Curtain(looks)
        self._stack = QStackedWidget()
        self._menus = build_menus(self, self._calls(), self._on_theme)
        self._later = QTimer(self)
        self._build()
        self._connect()
        self._restore()

    def open_file(self, path: Path) -> None:
        """Look at a file."""
        self.presenter.take_file(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasText() or event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.presenter.take(event.mimeData())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._notice_seen()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._notice_seen()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self._notice_seen()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._later.stop()
        self.session.close()
        self._keep()
        super().closeEvent(event)

    def _build(self) -> None:
        self.setObjectName("mainWindow")
        self.setWindowTitle("JotLens")
        self.setWindowIcon(window_icon())
        self.setAcceptDrops(True)
        self._stack.addWidget(self.workspace)
        self._stack.addWidget(self._curtain)
        self.setCentralWidget(self._stack)
        self.setStatusBar(self._status)
        self.setMinimumSize(*_LEAST)
        self.resize(*_SIZE)
        self._later.setSingleShot(True)
        self._later.setInterval(_WARM_UP_AFTER_MS)
        self.workspace.paste.box.setFocus()

    def _connect(self) -> None:
        paste = self.workspace.paste
        paste.open_requested.connect(self._open)
        self.workspace.expected.key.open_requested.connect(self._open_key)
        self.workspace.evidence.claims.widths_changed.connect(self._on_widths)
        self.workspace.evidence.header.widths_changed.connect(self._on_widths)
        self.presenter.secrets_revealed.connect(self._menus.actions["showSecrets"].toggle)
        self._curtain.lifted.connect(self._menus.actions["hideEverything"].toggle)
        self._menus.samples.aboutToShow.connect(self._fill_samples)
        # What the first paste needs is loaded when the window stands.
        self._later.timeout.connect(self._on_later)

    def _calls(self) -> dict[str, Callable[..., object]]:
        presenter, space = self.presenter, self.workspace
        return {
            "open": self._open,
            "clear": presenter.clear,
            "quit": self.close,
            "paste": presenter.paste,
            "copy": self._copy,
            "find": space.evidence.show_find,
            "goToPaste": space.paste.box.setFocus,
            "goToExpected": lambda: space.go_to(space.expected),
            "goToChecks": lambda: space.go_to(space.checks),
            "zoomIn": lambda: self._zoom(1),
            "zoomOut": lambda: self._zoom(-1),
            "zoomReset": lambda: self._zoom(0),
            "timesInUtc": self._on_utc,
            "tellingFirst": self._on_telling_first,
            "showSecrets": presenter.set_revealed,
            "hideEverything": self._hide_everything,
            "checkAgain": presenter.check_again,
            "nextToken": lambda: presenter.step_token(1),
            "previousToken": lambda: presenter.step_token(-1),
            "copyToken": presenter.copy_token,
            "copyClaims": presenter.copy_claims,
            "keys": self._show_keys,
            "about": self._show_about,
        }

    def _restore(self) -> None:
        """Take the place, the columns and the look of the last time."""
        memory = self._memory
        if memory is None:
            self._menus.themes[self.looks.choice].setChecked(True)
            return
        self.looks.wear(memory.theme(), memory.number("view/zoom", 1.0))
        self._menus.themes[self.looks.choice].setChecked(True)
        self._menus.actions["timesInUtc"].setChecked(memory.flag("view/utc"))
        self._menus.actions["tellingFirst"].setChecked(memory.flag("view/telling-first"))
        geometry = memory.layout("window/geometry")
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)
        self.workspace.restore_layout(memory.layout("window/columns"))
        name, value = memory.number("claims/name", NAME_SHARE), memory.number("claims/value", VALUE_SHARE)
        self.workspace.evidence.set_widths(name, value)

    def _keep(self) -> None:
        memory = self._memory
        if memory is None:
            return
        memory.keep("window/geometry", self.saveGeometry())
        memory.keep("window/columns", self.workspace.layout_state())
        memory.keep("view/theme", self.looks.choice.value)
        memory.keep("view/zoom", self.looks.zoom)

    def _notice_seen(self) -> None:
        """The clock rests while nobody can see it; the first time, the rest is loaded."""
        seen = self.isVisible() and not self.isMinimized()
        self.clock.set_seen(seen)
        if seen and not self._later.property("done"):
            self._later.setProperty("done", True)  # noqa: FBT003 - Qt's own signature
            self._later.start()

    def _on_later(self) -> None:
        self.presenter.show_samples()
        self.session.warm_up()

    def _open(self) -> None:
        self._choose_file(self.tr("Open a text file"), self.presenter.take_file)

    def _open_key(self) -> None:
        self._choose_file(self.tr("Open a file with a key"), self.presenter.take_key_file)

    def _choose_file(self, title: str, then: Callable[[Path], None]) -> None:
        dialog = QFileDialog(self, title)
        dialog.setObjectName("openDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: then(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _copy(self) -> None:
        """Copy what is selected where the focus is."""
        focused = QApplication.focusWidget()
        for claims in (self.workspace.evidence.claims, self.workspace.evidence.header):
            if focused is claims:
                claims.copy_index(claims.currentIndex())
                return
        copy = getattr(focused, "copy", None)
        if callable(copy):
            copy()

    def _zoom(self, steps: int) -> None:
        self.looks.zoom_by(steps)

    def _on_theme(self, choice: ThemeChoice) -> None:
        self.looks.wear(choice, self.looks.zoom)

    def _on_utc(self, utc: bool) -> None:  # noqa: FBT001 - a slot
        self.presenter.set_utc(utc)
        if self._memory is not None:
            self._memory.keep("view/utc", utc)

    def _on_telling_first(self, telling_first: bool) -> None:  # noqa: FBT001 - a slot
        self.presenter.set_telling_first(telling_first)
        if self._memory is not None:
            self._memory.keep("view/telling-first", telling_first)

    def _on_widths(self, name: float, value: float) -> None:
        self.workspace.evidence.set_widths(name, value)
        if self._memory is not None:
            self._memory.keep("claims/name", name)
            self._memory.keep("claims/value", value)

    def _hide_everything(self, hidden: bool) -> None:  # noqa: FBT001 - a slot
        self._stack.setCurrentWidget(self._curtain if hidden else self.workspace)
        (self._curtain.button if hidden else self.workspace.paste.box).setFocus()

    def _fill_samples(self) -> None:
        from functools import partial

        from jotlens.gui.samples import samples

        if self._menus.samples.isEmpty():
            for sample in samples():
                action = self._menus.samples.addAction(sample.title)
                action.setObjectName(f"menuSample-{sample.id}")
                action.triggered.connect(partial(self.presenter.show_sample, sample.id))

    def _show_keys(self) -> None:
        from jotlens.gui.dialogs import keys_dialog

        keys_dialog(self, self.looks, self._menus.actions.values()).open()

    def _show_about(self) -> None:
        from jotlens.gui.dialogs import about_dialog

        about_dialog(self, self.looks).open()
