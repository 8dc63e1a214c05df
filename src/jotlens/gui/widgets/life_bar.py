"""The bar of a token's whole life: calm until the last tenth, amber then, red at its end."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from jotlens.gui.looks import Looks

LAST_TENTH = 0.9


class LifeBar(QWidget):
    """Shows which share of its life a token has lived. What it shows stands in words above it."""

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._lived = 0.0
        self._filled = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        looks.changed.connect(self.updateGeometry)

    def show_share(self, lived: float) -> None:
        """Show a share from 0 (just begun) to 1 (over); repaints only when a pixel changes."""
        self._lived = min(max(lived, 0.0), 1.0)
        filled = round(self._lived * max(1, self.width()) * self.devicePixelRatioF())
        if filled != self._filled:
            self._filled = filled
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._looks.px(60), self._looks.px(5))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._looks.theme
        if self._lived >= 1.0:
            color = theme.tone("fail").ink
        elif self._lived >= LAST_TENTH:
            color = theme.amber
        else:
            color = theme.tone("pass").ink
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box, radius = QRectF(self.rect()), self.height() / 2
        painter.setBrush(QColor(theme.line))
        painter.drawRoundedRect(box, radius, radius)
        if self._lived > 0.0:
            box.setWidth(max(box.height(), box.width() * self._lived))
            painter.setBrush(QColor(color))
            painter.drawRoundedRect(box, radius, radius)
