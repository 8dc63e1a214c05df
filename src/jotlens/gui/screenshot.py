"""Paints the window into a file: for a machine without a display, for the documentation and for looking at one's work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from jotlens.gui.app import make_application
from jotlens.gui.looks import Looks
from jotlens.gui.main_window import MainWindow
from jotlens.gui.theme import ThemeChoice

_PATIENCE_MS = 10_000
_CALM_LOOKS = 4
"""So often in a row nothing must be worked on: Qt lays out in several steps."""


def take(
    file: Path,
    text: str | None,
    *,
    theme: str = "light",
    size: tuple[int, int] = (1180, 760),
    scale: float = 1.0,
    prepare: Callable[[MainWindow], None] | None = None,
) -> None:
    """Paint the window with `text` pasted into it (None: empty), and save it as a picture.

    `theme` is a value of ThemeChoice, `size` in pixels at a scale of 1, `scale` how many pixels of the picture make
    one of the screen's. `prepare` may fill in fields. Without a display, QT_QPA_PLATFORM=offscreen must be set before.
    Raises ValueError for an unknown theme and OSError when the file cannot be written.
    """
    instance = QApplication.instance()
    app = instance if isinstance(instance, QApplication) else make_application()
    looks = Looks(app)
    looks.wear(ThemeChoice(theme))
    window = MainWindow(looks)
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.resize(*size)
    window.show()
    window.complete()
    if prepare is not None:
        prepare(window)
    if text is not None:
        window.presenter.take_text(text)
    _settle(app, window)
    picture = _painted(window, scale)
    window.close()
    window.deleteLater()
    if not picture.save(str(file)):
        message = f"the picture cannot be written: {file}"
        raise OSError(message)


def _settle(app: QApplication, window: MainWindow) -> None:
    """Let the event loop run until no work is waited for and everything is laid out."""
    timer = QTimer()
    waited = calm = 0

    def look() -> None:
        nonlocal waited, calm
        waited += timer.interval()
        calm = 0 if window.jobs.busy else calm + 1
        if calm >= _CALM_LOOKS or waited >= _PATIENCE_MS:
            timer.stop()
            app.exit(0)

    timer.timeout.connect(look)
    timer.start(20)
    app.exec()


def _painted(window: MainWindow, scale: float) -> QImage:
    size = window.size()
    picture = QImage(round(size.width() * scale), round(size.height() * scale), QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    window.render(painter, QPoint())
    painter.end()
    return picture
