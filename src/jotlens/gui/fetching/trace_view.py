"""The list of steps: a delegate draws each; a click, Enter or Space opens it."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QRect, QRectF, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from jotlens.gui.fetching.trace_model import Row, TraceModel
from jotlens.gui.fetching.trace_words import Part, Shape, TraceRow
from jotlens.gui.looks import Looks
from jotlens.gui.models.list_model import ROW
from jotlens.gui.widgets.causes_view import CausePainter
from jotlens.gui.widgets.glyphs import draw_glyph
from jotlens.gui.widgets.painted_list import Index, OpeningList
from jotlens.gui.widgets.text_block import TextBlock, lay_out

_MOST_LINES = 80
_MOST_VALUE_LINES = 12
_SMALL = 0.94


class TraceView(OpeningList):
    """Shows a TraceModel.

    Signals:
        copy_requested: a person wants the chosen step in the clipboard.
    """

    copy_requested = Signal()

    def __init__(self, looks: Looks, model: TraceModel, parent: QWidget | None = None) -> None:
        super().__init__(looks, model, model, parent)
        self.setObjectName("traceList")
        self.setAccessibleName(self.tr("Steps of the fetch"))
        self.setItemDelegate(TracePainter(looks, self, model))
        model.dataChanged.connect(self.scheduleDelayedItemsLayout)

    def copy(self) -> None:
        """Ask for the chosen step to be copied: what Ctrl+C does here."""
        self.copy_requested.emit()


class TracePainter(CausePainter):
    """Draws steps, and between them the causes of a refusal as the rejection desk draws them."""

    def __init__(self, looks: Looks, view: TraceView, model: TraceModel) -> None:
        super().__init__(looks, view)
        self._trace = model

    def leads(self, index: Index) -> bool:
        return self._trace.is_first_cause(index)

    def ground(self, index: Index, *, hovered: bool) -> tuple[str, str]:
        row = cast("Row", index.data(ROW))
        if not isinstance(row, TraceRow):
            return super().ground(index, hovered=hovered)
        tone = self.looks.theme.tone("fail")
        if row.status == "fail":
            return tone.tint, tone.tint
        color = self.looks.theme.hover if hovered or row.opened else ""
        return color, color

    def walk(self, painter: QPainter | None, box: QRect, index: Index) -> int:
        row = cast("Row", index.data(ROW))
        if not isinstance(row, TraceRow):
            return super().walk(painter, box, index)
        px, theme = self.looks.px, self.looks.theme
        left, top = box.left() + px(32), box.top() + px(7)
        width = max(px(80), box.width() - px(56))
        aside = lay_out(row.aside, self.looks.measure(_SMALL), px(260), 1)
        room = max(px(60), width - round(self._wide(aside)) - px(10)) if row.aside else width
        title = lay_out(row.title, self.looks.measure(strong=row.status == "fail"), room, 2)
        if painter is not None:
            self._draw_mark(painter, box, row, (top, title))
            ink = theme.tone("fail").ink if row.status == "fail" else theme.muted
            aside.draw(painter, left + width - self._wide(aside), top + px(1), ink, again=False)
            side = px(11)
            spot = QRectF(box.right() - px(19), top + (title.line_height - side) / 2, side, side)
            draw_glyph(painter, spot, "down" if row.opened else "right", theme.muted)
        top = self._put(painter, title, left, top, theme.text)
        if row.line and not (row.opened and row.parts and row.parts[0].text == row.line):
            block = lay_out(row.line, self.looks.measure(_SMALL), width, 2)
            top = self._put(painter, block, left, top + px(1), theme.muted)
        for part in row.parts:
            top = self._walk_part(painter, part, (left, width), top)
        return top - box.top() + px(8)

    def _draw_mark(self, painter: QPainter, box: QRect, row: TraceRow, beside: tuple[int, TextBlock]) -> None:
        px, theme = self.looks.px, self.looks.theme
        top, title = beside
        if row.status:
            tone = "na" if row.status == "clock" else row.status
            corner = (box.left() + px(10), top)
            self._mark(painter, row.status, theme.tone(tone).ink, corner, title)
            return
        side = px(5)
        painter.setBrush(QColor(theme.muted))
        painter.setPen(QColor(theme.muted))
        middle = top + title.line_height / 2
        painter.drawEllipse(QRectF(box.left() + px(14), middle - side / 2, side, side))

    def _walk_part(self, painter: QPainter | None, part: Part, across: tuple[int, int], top: int) -> int:
        px, theme = self.looks.px, self.looks.theme
        left, width = across
        match part.shape:
            case Shape.HEADING:
                block = lay_out(part.text, self.looks.measure(0.88, strong=True), width, 1)
                return self._put(painter, block, left, top + px(9), theme.muted) + px(2)
            case Shape.WORDS:
                block = lay_out(part.text, self.looks.measure(_SMALL), width, _MOST_LINES)
                return self._put(painter, block, left, top + px(3), theme.text)
            case Shape.CODE:
                block = lay_out(part.text, self.looks.fixed_measure, width, _MOST_LINES)
                return self._put(painter, block, left, top + px(3), theme.text)
            case Shape.PAIR:
                return self._walk_pair(painter, part, across, top + px(2))

    def _walk_pair(self, painter: QPainter | None, part: Part, across: tuple[int, int], top: int) -> int:
        """A name, and beside it its value; below it where there is no room."""
        px, theme = self.looks.px, self.looks.theme
        left, width = across
        names = min(px(190), width * 2 // 5)
        name = lay_out(part.name, self.looks.measure(_SMALL), names - px(8), 3)
        text = lay_out(part.text, self.looks.fixed_measure, width - names, _MOST_VALUE_LINES)
        self._put(painter, name, left, top, theme.muted)
        self._put(painter, text, left + names, top, theme.text)
        return top + round(max(name.height, text.height))

    def _wide(self, block: TextBlock) -> float:
        return max((block.measure.width(line) for _, line in block.lines), default=0.0)
