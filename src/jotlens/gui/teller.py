"""Says something to who may be looking elsewhere: by the desktop's notifications, or else by the window itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

if TYPE_CHECKING:
    from jotlens.gui.main_window import MainWindow

_MESSAGE_MS = 10_000
_ICON_MS = 30_000
"""The icon in the tray is there for a message only; whoever clicks late still finds it."""


def tray_of_the_desktop(window: QObject) -> QSystemTrayIcon | None:
    """Return a way to the desktop's notifications, None where it has none."""
    if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
        return None
    return QSystemTrayIcon(window)


class Teller(QObject):
    """Words only, and never of a token: notifications are seen by whoever sees the screen, and are kept by desktops."""

    def __init__(
        self,
        window: MainWindow,
        tray: Callable[[QObject], QSystemTrayIcon | None] = tray_of_the_desktop,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._find_tray = tray
        self._tray: QSystemTrayIcon | None = None
        self._pending = ""
        self._leave = QTimer(self)
        self._leave.setSingleShot(True)
        self._leave.setInterval(_ICON_MS)
        self._leave.timeout.connect(self._hide_icon)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.applicationStateChanged.connect(self._on_state)

    def tell(self, words: str) -> None:
        """Say it in the status bar, and where the window is not in front, to the whole desktop."""
        self._window.note(words)
        if self._window.isActiveWindow() and not self._window.isMinimized():
            return
        self._pending = words
        QApplication.alert(self._window)
        self._notify(words)

    def _notify(self, words: str) -> None:
        if self._tray is None:
            self._tray = self._find_tray(self)
            if self._tray is None:
                return
            self._tray.setIcon(self._window.windowIcon())
            self._tray.setToolTip("JotLens")
            self._tray.messageClicked.connect(self._on_clicked)
            self._tray.activated.connect(self._on_clicked)
        self._tray.show()
        self._tray.showMessage("JotLens", words, self._window.windowIcon(), _MESSAGE_MS)
        self._leave.start()

    def _on_clicked(self) -> None:
        from jotlens.gui.standing import bring_to_front

        bring_to_front(self._window)
        self._hide_icon()

    def _on_state(self, state: Qt.ApplicationState) -> None:
        """Say it once more to who comes back: in the status bar it was gone after a few seconds."""
        if state == Qt.ApplicationState.ApplicationActive and self._pending:
            self._window.note(self._pending)
            self._pending = ""

    def _hide_icon(self) -> None:
        self._leave.stop()
        if self._tray is not None:
            self._tray.hide()
