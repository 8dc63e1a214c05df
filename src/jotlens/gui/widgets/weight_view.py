"""The list of weights: a delegate paints each bar; a click, Enter or Space opens what is inside."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.models.list_model import ROW
from jotlens.gui.models.weight_model import Bar, Row, WeightModel, Words
from jotlens.gui.widgets.glyphs import draw_glyph
from jotlens.gui.widgets.painted_list import Index, OpeningList, RowPainter
from jotlens.gui.widgets.text_block import Measure, lay_out

_STATUSES = {"pass", "warn", "fail"}
_NAME_SHARE, _FIGURE = 0.34, 128


class WeightView(OpeningList):
    """Shows a WeightModel."""

    def __init__(self, looks: Looks, model: WeightModel, parent: QWidget | None = None) -> None:
        super().__init__(looks, model, model, parent)
        self.setItemDelegate(WeightPainter(looks, self))


class WeightPainter(RowPainter):
    """Draws words and bars."""

    def ground(self, index: Index, *, hovered: bool) -> tuple[str, str]:
        row = cast("Row", index.data(ROW))
        can_open = isinstance(row, Bar) and row.opened is not None
        return super().ground(index, hovered=hovered and can_open)

    def walk(self, painter: QPainter | None, box: QRect, index: Index) -> int:
        row = cast("Row", index.data(ROW))
        if painter is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        match row:
            case Words():
                return self._walk_words(painter, box, row)
            case Bar():
                return self._walk_bar(painter, box, row)

    def _walk_words(self, painter: QPainter | None, box: QRect, row: Words) -> int:
        px, theme = self.looks.px, self.looks.theme
        above = px(11) if row.heading else px(7)
        block = lay_out(row.text, self._measure(0.92 if row.heading else 1.0), box.width() - px(12), 12)
        if painter is not None:
            color = theme.muted if row.heading else theme.text
            block.draw(painter, box.left() + px(6), box.top() + above, color)
        return above + round(block.height) + px(4)

    def _walk_bar(self, painter: QPainter | None, box: QRect, row: Bar) -> int:
        px, theme = self.looks.px, self.looks.theme
        left = box.left() + px(20) + px(16) * row.level
        name_end = box.left() + round(box.width() * _NAME_SHARE)
        figure_left = box.right() - px(_FIGURE)
        name = lay_out(row.name, self._measure(1.0), max(px(40), name_end - left - px(6)), 1)
        height = round(name.height) + px(8)
        if painter is not None:
            top = box.top() + px(4)
            if row.opened is not None:
                side = px(9)
                spot = QRectF(left - px(14), top + (name.height - side) / 2, side, side)
                draw_glyph(painter, spot, "down" if row.opened else "right", theme.muted)
            name.draw(painter, left, top, theme.text)
            figure = lay_out(row.figure, self._measure(0.94), px(_FIGURE), 1)
            figure.draw(painter, figure_left + px(8), top, theme.muted)
            self._draw_bar(painter, QRectF(name_end, top, figure_left - name_end, name.height), row)
        if row.explanation and row.ink != "pass":
            block = lay_out(row.explanation, self._measure(0.92), box.right() - left - px(8), 4)
            if painter is not None:
                block.draw(painter, left, box.top() + height - px(2), theme.muted)
            height += round(block.height) + px(4)
        return height

    def _draw_bar(self, painter: QPainter, room: QRectF, row: Bar) -> None:
        theme, thick = self.looks.theme, self.looks.px(7 if row.level else 9)
        if room.width() < thick:
            return
        track = QRectF(room.left(), room.center().y() - thick / 2, room.width(), thick)
        painter.setPen(Qt.PenStyle.NoPen)
        is_ceiling = row.ink in _STATUSES
        if is_ceiling:
            painter.setBrush(QColor(theme.line))
            painter.drawRoundedRect(track, thick / 2, thick / 2)
        ink = theme.tone(row.ink).ink if is_ceiling else theme.segments.get(row.ink, theme.muted)
        track.setWidth(max(thick, track.width() * min(row.filled, 1.0)))
        painter.setBrush(QColor(ink))
        painter.drawRoundedRect(track, thick / 2, thick / 2)

    def _measure(self, factor: float) -> Measure:
        return self.looks.measure(factor)
