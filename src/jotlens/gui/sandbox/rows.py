"""The rows of the pane's lists as values and one model for them, and the list that paints them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.models.list_model import ROW, Index, ListModel
from jotlens.gui.widgets.glyphs import draw_glyph
from jotlens.gui.widgets.painted_list import PaintedList, RowPainter
from jotlens.gui.widgets.text_block import lay_out

_SMALL = 0.92
_MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a title, a word at its right, and a line below; a heading has a title only.

    `status` is the outcome whose mark stands at the left, empty for none. `lines` is how many lines of `detail` are
    shown at most. `copied` is what Ctrl+C takes, empty for nothing.
    """

    id: str
    title: str
    detail: str = ""
    aside: str = ""
    status: str = ""
    mark: str = ""
    lines: int = _MOST_LINES
    strong: bool = False
    chosen: bool = False
    heading: bool = False
    copied: str = ""

    @property
    def spoken(self) -> str:
        """The row in words, for a screen reader."""
        return ". ".join(filter(None, (self.title, self.aside, self.detail.rstrip("."))))


class RowsModel(ListModel[Row]):
    """Holds rows; where some are only added before the others, or changed in place, the others stay where they are."""

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show other rows."""
        before = self._rows
        if rows == before:
            return
        added = len(rows) - len(before)
        if before and added > 0 and rows[added:] == before:
            self.beginInsertRows(QModelIndex(), 0, added - 1)
            self._rows = rows
            self.endInsertRows()
        elif [row.id for row in rows] == [row.id for row in before]:
            self._rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
        else:
            self.show_anew(rows)

    def place_of(self, row_id: str) -> QModelIndex:
        """Return where a row is; an invalid index where it is not."""
        at = next((at for at, row in enumerate(self._rows) if row.id == row_id), -1)
        return self.index(at) if at >= 0 else QModelIndex()

    def said(self, at: int, row: Row) -> str:
        return row.spoken


class RowsView(PaintedList):
    """Shows a RowsModel.

    Signals:
        chosen: (str) a row was clicked, or Enter or Space was pressed on it: its id.
        copy_requested: (str) a person wants this text in the clipboard.
    """

    chosen = Signal(str)
    copy_requested = Signal(str)

    def __init__(self, looks: Looks, model: RowsModel, parent: QWidget | None = None) -> None:
        super().__init__(looks, model, parent)
        self._rows = model
        self.setItemDelegate(_RowPainter(looks, self))
        model.dataChanged.connect(self.scheduleDelayedItemsLayout)

    def copy(self) -> None:
        """Ask for the chosen row to be copied: what Ctrl+C does here."""
        row = self._rows.row_at(self.currentIndex())
        if row is not None and row.copied:
            self.copy_requested.emit(row.copied)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            self._choose(self.indexAt(event.position().toPoint()))

    def _choose(self, index: QModelIndex) -> None:
        row = self._rows.row_at(index)
        if row is not None and not row.heading:
            self.chosen.emit(row.id)


class _RowPainter(RowPainter):
    """Draws one row."""

    def ground(self, index: Index, *, hovered: bool) -> tuple[str, str]:
        row = _row(index)
        if row.heading:
            return "", ""
        color = self.looks.theme.chosen if row.chosen else self.looks.theme.hover if hovered else ""
        return color, color

    def can_be_chosen(self, index: Index) -> bool:
        return not _row(index).heading

    def walk(self, painter: QPainter | None, box: QRect, index: Index) -> int:
        row, px, theme = _row(index), self.looks.px, self.looks.theme
        if row.heading:
            block = lay_out(row.title, self.looks.measure(_SMALL, strong=True), box.width() - px(16), 1)
            if painter is not None:
                block.draw(painter, box.left() + px(8), box.top() + px(10), theme.muted)
            return round(block.height) + px(14)
        left = box.left() + px(32 if row.mark else 10)
        width, top = max(px(60), box.right() - left - px(10)), box.top() + px(7)
        aside = lay_out(row.aside, self.looks.measure(_SMALL), px(150), 1)
        taken = round(aside.measure.width(row.aside)) + px(10) if row.aside else 0
        title = lay_out(row.title, self.looks.measure(strong=row.strong), width - taken, 2)
        if painter is not None:
            self._draw_mark(painter, box, row, title.line_height)
            title.draw(painter, left, top, theme.text)
            ink = theme.tone(row.status).ink if row.status else theme.muted
            aside.draw(painter, left + width - taken + px(10), top + px(1), ink)
        top += round(title.height)
        if row.detail:
            detail = lay_out(row.detail, self.looks.measure(_SMALL), width, row.lines)
            if painter is not None:
                detail.draw(painter, left, top + px(1), theme.muted)
            top += round(detail.height) + px(1)
        return top - box.top() + px(7)

    def _draw_mark(self, painter: QPainter, box: QRect, row: Row, line_height: float) -> None:
        if not row.mark:
            return
        px, theme = self.looks.px, self.looks.theme
        side = px(14)
        spot = QRectF(box.left() + px(9), box.top() + px(7) + (line_height - side) / 2, side, side)
        draw_glyph(painter, spot, row.mark, theme.tone(row.status).ink if row.status else theme.accent)


def _row(index: Index) -> Row:
    return cast("Row", index.data(ROW))


def named_list(looks: Looks, name: str, label: str) -> tuple[RowsModel, RowsView]:
    """Return a list with names for programs and people."""
    model = RowsModel()
    view = RowsView(looks, model)
    model.setParent(view)
    view.setObjectName(name)
    view.setAccessibleName(label)
    return model, view
