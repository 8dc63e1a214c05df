"""A surface on the canvas, with rounded corners, a fine edge and, on its left, a stripe in the colour of a status."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from jotlens.gui.looks import Looks


class Panel(QWidget):
    """Paints itself; what it holds is laid out on it."""

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.looks = looks
        self._fill = self._edge = ""
        self._stripe = ""
        self._ground = QPixmap()
        self._drawn: tuple[object, ...] = ()
        # It paints every pixel, so what lies below it need not be painted for each of its updates.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paint_as(self, fill: str, edge: str, stripe: str = "") -> None:
        """Take other colours; an empty `stripe` is none."""
        if (fill, edge, stripe) != (self._fill, self._edge, self._stripe):
            self._fill, self._edge, self._stripe = fill, edge, stripe
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        inner = self.looks.px(8)
        if self.rect().adjusted(inner, inner, -inner, -inner).contains(event.rect()):
            # Away from the edge, as once a second in a countdown.
            painter.fillRect(event.rect(), QColor(self._fill or self.looks.theme.canvas))
            return
        colors = (self.looks.theme.canvas, self._fill, self._edge, self._stripe)
        wanted = (self.size(), self.devicePixelRatioF(), inner, colors)
        if wanted != self._drawn:
            self._drawn = wanted
            self._draw_ground()
        painter.drawPixmap(0, 0, self._ground)

    def _draw_ground(self) -> None:
        """Draw the corners and the edge once: curves are what is slow to paint."""
        ratio = self.devicePixelRatioF()
        self._ground = QPixmap(self.size() * ratio)
        self._ground.setDevicePixelRatio(ratio)
        self._ground.fill(QColor(self.looks.theme.canvas))
        if not self._fill:
            return
        painter = QPainter(self._ground)
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
        painter.end()
