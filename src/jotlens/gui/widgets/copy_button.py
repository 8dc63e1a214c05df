"""A button that copies something, and shows a tick for two seconds to say so."""

from __future__ import annotations

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import QToolButton

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.glyphs import glyph_icon

_TICK_MS = 2_000


class CopyButton(QToolButton):
    """What is copied is decided by whoever listens.

    Signals:
        copy_requested: the button was pressed.
    """

    copy_requested = Signal()

    def __init__(self, looks: Looks, object_name: str, told: str) -> None:
        super().__init__()
        self._looks = looks
        self._told = told
        self._timer = QTimer(self)
        self._timer.setObjectName(f"{object_name}Timer")
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._draw)
        self.setObjectName(object_name)
        self.setAccessibleName(told)
        self.setToolTip(told)
        self.setProperty("role", "menu")
        self.clicked.connect(self.copy_requested)
        looks.changed.connect(self._draw)
        self._draw()

    @property
    def ticked(self) -> bool:
        """Whether it says that it has just copied."""
        return self._timer.isActive()

    def tick(self) -> None:
        """Say that it was copied."""
        self._timer.start()
        self._draw()

    def _draw(self) -> None:
        theme, side = self._looks.theme, self._looks.px(14)
        name, ink = ("check", theme.tone("pass").ink) if self.ticked else ("copy", theme.text)
        self.setIcon(glyph_icon(name, ink, side))
        self.setIconSize(QSize(side, side))
        self.setAccessibleDescription(self.tr("Copied.") if self.ticked else "")
