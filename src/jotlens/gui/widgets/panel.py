"""A surface with rounded corners, a fine edge and, on its left, a stripe in the colour of a status."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from jotlens.gui.looks import Looks


class Panel(QWidget):
    """Paints itself; what it holds is laid out on it."""

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.looks = looks
        self._fill = self._edge = ""
        self._stripe = ""

    def paint_as(self, fill: str, edge: str, stripe: str = "") -> None:
        """Take other colours; an empty `stripe` is none."""
        if (fill, edge, stripe) != (self._fill, self._edge, self._stripe):
            self._fill, self._edge, self._stripe = fill, edge, stripe
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._fill:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = self.looks.px(8)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(box, radius, radius)
        painter.fillPath(shape, QColor(self._fill))
        if self._stripe:
            painter.save()
            painter.setClipPath(shape)
            painter.fillRect(QRectF(0, 0, self.looks.px(4), self.height()), QColor(self._stripe))
            painter.restore()
        painter.setPen(QPen(QColor(self._edge), 1))
        painter.drawPath(shape)
