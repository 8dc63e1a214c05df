"""How many checks failed, warn, are unknown and passed: a mark and a number each, in words for those who listen."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.glyphs import draw_glyph

_ORDER = ("fail", "warn", "unknown", "pass")


class CountsStrip(QWidget):
    """Draws the counts in a row; outcomes that no check has are left out."""

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._counts: tuple[tuple[str, int], ...] = ()
        looks.changed.connect(self.updateGeometry)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many findings have each status."""
        shown = tuple((status, counts[status]) for status in _ORDER if counts.get(status))
        if shown == self._counts:
            return
        self._counts = shown
        names = {
            "fail": self.tr("failed"),
            "warn": self.tr("warning") if counts.get("warn") == 1 else self.tr("warnings"),
            "unknown": self.tr("not checked"),
            "pass": self.tr("passed"),
        }
        self.setAccessibleName(", ".join(f"{count} {names[status]}" for status, count in self._counts))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        px, metrics = self._looks.px, self.fontMetrics()
        widths = (px(12) + px(4) + metrics.horizontalAdvance(str(count)) + px(9) for _, count in self._counts)
        return QSize(sum(widths), metrics.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        px, metrics = self._looks.px, self.fontMetrics()
        left, side = 0, px(12)
        base = (self.height() - metrics.height()) // 2 + metrics.ascent()
        for status, count in self._counts:
            ink = self._looks.theme.tone(status).ink
            draw_glyph(painter, QRectF(left, (self.height() - side) / 2, side, side), status, ink)
            left += side + px(4)
            painter.setPen(QColor(ink))
            painter.drawText(left, base, str(count))
            left += metrics.horizontalAdvance(str(count)) + px(9)
