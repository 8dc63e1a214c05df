"""The list of findings: a delegate draws each row; a click, Enter or Space opens it."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QListView, QStyleOptionViewItem, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.models.findings_model import FindingsModel, Fold, Heading, Line, Row
from jotlens.gui.models.list_model import ROW
from jotlens.gui.widgets.difference import difference_height, draw_difference
from jotlens.gui.widgets.glyphs import draw_glyph
from jotlens.gui.widgets.painted_list import Index, OpeningList, RowPainter
from jotlens.gui.widgets.text_block import Measure, TextBlock, lay_out

_MOST_LINES = 24
_CLOSED_LINES = 2
_MOST_KNOWN = 2_000


class FindingsView(OpeningList):
    """Shows a FindingsModel."""

    def __init__(self, looks: Looks, model: FindingsModel, parent: QWidget | None = None) -> None:
        super().__init__(looks, model, model, parent)
        self._model = model
        self.setItemDelegate(FindingPainter(looks, self))
        model.dataChanged.connect(self.scheduleDelayedItemsLayout)

    def reveal(self, check_id: str) -> None:
        """Select the row of a check and bring it into view."""
        index = self._model.row_of(check_id)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index, QListView.ScrollHint.PositionAtTop)


class FindingPainter(RowPainter):
    """Draws headings, findings and folded rows."""

    def __init__(self, looks: Looks, view: FindingsView) -> None:
        super().__init__(looks, view)
        self._names = (self.tr("token says"), self.tr("you expect"))
        self._heights: dict[tuple[Row, int], int] = {}
        looks.changed.connect(self._heights.clear)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of a row; the same rows come again with every second of a countdown's minute."""
        row, width = cast("Row", index.data(ROW)), self._view.row_width()
        known = self._heights.get((row, width))
        if known is None:
            if len(self._heights) > _MOST_KNOWN:
                self._heights.clear()
            known = self._heights[row, width] = self._walk(None, QRect(0, 0, width, 0), row)
        return QSize(width, known)

    def walk(self, painter: QPainter | None, box: QRect, index: Index) -> int:
        return self._walk(painter, box, cast("Row", index.data(ROW)))

    def ground(self, index: Index, *, hovered: bool) -> tuple[str, str]:
        row = cast("Row", index.data(ROW))
        if isinstance(row, Line) and row.finding.status.value == "fail":
            tint = self.looks.theme.tone("fail").tint
            return tint, tint
        return super().ground(index, hovered=hovered and self.can_be_chosen(index))

    def can_be_chosen(self, index: Index) -> bool:
        return not isinstance(index.data(ROW), Heading)

    def _walk(self, painter: QPainter | None, box: QRect, row: Row) -> int:
        """Lay a row out from top to bottom, drawing when there is a painter; return its height in pixels."""
        match row:
            case Heading(text=text):
                return self._walk_heading(painter, box, text)
            case Fold(text=text, opened=opened):
                return self._walk_fold(painter, box, text, opened=opened)
            case Line():
                return self._walk_line(painter, box, row)

    def _walk_heading(self, painter: QPainter | None, box: QRect, text: str) -> int:
        px, theme = self.looks.px, self.looks.theme
        block = lay_out(text, self._measure(0.92), box.width(), 1)
        if painter is not None:
            block.draw(painter, box.left() + px(2), box.top() + px(9), theme.muted)
            y = box.top() + px(9) + round(block.height) + px(3)
            painter.fillRect(QRect(box.left() + px(2), y, box.width() - px(4), 1), QColor(theme.line))
        return px(9) + round(block.height) + px(6)

    def _walk_fold(self, painter: QPainter | None, box: QRect, text: str, *, opened: bool) -> int:
        px, theme = self.looks.px, self.looks.theme
        left, width = self._column(box)
        block = lay_out(text, self._measure(1.0), width - px(18), 1)
        if painter is not None:
            self._draw_mark(painter, box, "pass", "pass")
            block.draw(painter, left, box.top() + px(6), theme.muted)
            side = px(11)
            spot = QRectF(box.right() - px(20), box.top() + px(6) + (block.height - side) / 2, side, side)
            draw_glyph(painter, spot, "down" if opened else "right", theme.muted)
        return px(12) + round(block.height)

    def _walk_line(self, painter: QPainter | None, box: QRect, row: Line) -> int:
        px, theme, finding = self.looks.px, self.looks.theme, row.finding
        left, width = self._column(box)
        status, top = finding.status.value, box.top() + px(6)
        if painter is not None:
            self._draw_mark(painter, box, status, status)
        top += self._put(
            painter, lay_out(finding.title, self._measure(1.0, strong=status == "fail"), width, 3), left, top
        )
        quiet, most = theme.muted, _MOST_LINES if row.opened else _CLOSED_LINES
        if finding.message and (row.opened or status != "pass"):
            top += px(1)
            top += self._put(
                painter, lay_out(finding.message, self._measure(0.94), width, most), left, top, quiet
            )
        if row.opened:
            top = self._walk_rest(painter, row, left, top, width)
        return top - box.top() + px(7)

    def _walk_rest(self, painter: QPainter | None, row: Line, left: int, top: int, width: int) -> int:
        """What only an opened row shows: the difference, what to do, and where the rule comes from."""
        px, theme, finding = self.looks.px, self.looks.theme, row.finding
        if finding.difference is not None:
            top += px(5)
            if painter is not None:
                draw_difference(painter, finding.difference, self.looks, (left, top, width), self._names)
            top += difference_height(finding.difference, self.looks, width, self._names)
        if finding.next_step:
            top += px(5)
            block = lay_out(finding.next_step, self._measure(0.94), width - px(16), _MOST_LINES)
            if painter is not None:
                side = px(10)
                draw_glyph(
                    painter,
                    QRectF(left, top + (block.line_height - side) / 2, side, side),
                    "right",
                    theme.accent,
                )
            top += self._put(painter, block, left + px(16), top)
        if finding.reference:
            top += px(4)
            block = lay_out(finding.reference, self._measure(0.84), width, 2)
            top += self._put(painter, block, left, top, theme.muted)
        return top

    def _put(self, painter: QPainter | None, block: TextBlock, left: int, top: int, color: str = "") -> int:
        if painter is not None:
            block.draw(painter, left, top, color or self.looks.theme.text)
        return round(block.height)

    def _draw_mark(self, painter: QPainter, box: QRect, mark: str, status: str) -> None:
        px = self.looks.px
        side = px(14)
        line = round(lay_out("x", self._measure(1.0), 100, 1).line_height)
        spot = QRectF(box.left() + px(8), box.top() + px(6) + (line - side) / 2, side, side)
        draw_glyph(painter, spot, mark, self.looks.theme.tone(status).ink)

    def _column(self, box: QRect) -> tuple[int, int]:
        px = self.looks.px
        left = box.left() + px(30)
        return left, max(px(60), box.right() - left - px(9))

    def _measure(self, factor: float, *, strong: bool = False) -> Measure:
        return self.looks.measure(factor, strong=strong)
