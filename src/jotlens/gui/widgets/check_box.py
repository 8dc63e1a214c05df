"""A box to tick, drawn in the theme's colours, that gives way where there is little room."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.glyphs import draw_glyph


class CheckBox(QCheckBox):
    """What a long text has no room for is in the tooltip."""

    def __init__(self, looks: Looks, text: str) -> None:
        super().__init__(text)
        self._looks = looks
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        looks.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        metrics, px = self.fontMetrics(), self._looks.px
        return QSize(self._text_left() + metrics.horizontalAdvance(self.text()) + px(6), self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._text_left() + self._looks.px(60), self._height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._looks.theme, self._looks.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, rtl = px(16), self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = self.width() - side - 1 if rtl else 1
        box = QRectF(left + 0.5, (self.height() - side) // 2 + 0.5, side - 1, side - 1)
        ticked = self.isChecked()
        edge = theme.accent if self.hasFocus() or ticked or self.underMouse() else theme.field_line
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(theme.accent if ticked else theme.surface))
        painter.drawRoundedRect(box, px(3), px(3))
        if ticked:
            draw_glyph(
                painter, QRectF(left + 2, box.top() + 1.5, side - 4, side - 4), "check", theme.on_accent
            )
        room = self.rect().adjusted(0 if rtl else self._text_left(), 0, -self._text_left() if rtl else 0, 0)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter.setPen(QColor(theme.text))
        sides = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, sides | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, shown)

    def _text_left(self) -> int:
        return self._looks.px(16) + self._looks.px(9)

    def _height(self) -> int:
        return max(self.fontMetrics().height(), self._looks.px(16)) + self._looks.px(6)
