"""What the program itself begins once its window stands: it listens for other starts, and greets who is new here."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from jotlens.gui.instance.call import Call
    from jotlens.gui.main_window import MainWindow
    from jotlens.gui.memory import Memory


class Standing(QObject):
    """Belongs to the window of a program that a person has started; windows of tests and pictures do without."""

    def __init__(self, window: MainWindow, memory: Memory, *, greets: bool) -> None:
        super().__init__(window)
        self._window = window
        self._listen()
        if greets:
            from jotlens.gui.welcome import welcome

            welcome(window, memory)

    def _listen(self) -> None:
        if sys.platform == "win32":
            from jotlens.gui.instance.pipe import Pipe as Listener
        else:
            from jotlens.gui.instance.door import Door as Listener

        listener = Listener(self)
        if listener.open():
            listener.called.connect(self._on_called)
            app = QApplication.instance()
            if app is not None:
                app.aboutToQuit.connect(listener.close)

    def _on_called(self, call: Call) -> None:
        bring_to_front(self._window, call.activation)
        if call.file:
            self._window.open_file(Path(call.file))


def bring_to_front(window: MainWindow, activation: str = "") -> None:
    """Show a window before all others, also one that was minimised; `activation` is the desktop's leave to do so."""
    if activation:
        os.environ["XDG_ACTIVATION_TOKEN"] = activation  # from here Qt's part for Wayland takes it
    window.setWindowState(
        (window.windowState() & ~Qt.WindowState.WindowMinimized) | Qt.WindowState.WindowActive
    )
    window.show()
    window.raise_()
    window.activateWindow()
    os.environ.pop("XDG_ACTIVATION_TOKEN", None)
