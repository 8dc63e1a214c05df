"""A box to tick, drawn in the theme's colours: the system's own can hardly be seen on a dark ground."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.glyphs import draw_glyph

_SIDE = 15


class TickBox(QCheckBox):
    """A QCheckBox that paints itself."""

    def __init__(self, text: str, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._looks = looks
        self.setAccessibleName(text)
        looks.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        px = self._looks.px
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(px(_SIDE + 12) + words, max(px(_SIDE + 8), self.fontMetrics().height() + px(6)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._looks.theme, self._looks.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = px(_SIDE)
        box = QRectF(1.5, (self.height() - side) / 2 + 0.5, side - 1, side - 1)
        ticked = self.isChecked()
        edge = theme.accent if self.hasFocus() or ticked else theme.field_line
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(QColor(theme.accent if ticked else theme.sunken))
        painter.drawRoundedRect(box, px(3), px(3))
        if ticked:
            draw_glyph(painter, box.adjusted(px(2), px(2), -px(2), -px(2)), "check", theme.on_accent)
        painter.setPen(QColor(theme.text))
        painter.setFont(self.font())
        words = QRectF(side + px(9), 0, self.width() - side - px(9), self.height())
        painter.drawText(words, 0x0081, self.text())  # at the left, in the middle of the height
