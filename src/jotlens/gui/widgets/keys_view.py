"""The list of given keys: a delegate draws each; Ctrl+C, Enter or a double click copies the thumbprint."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.models.keys_model import KeyRow, KeysModel
from jotlens.gui.models.list_model import ROW
from jotlens.gui.widgets.glyphs import draw_glyph
from jotlens.gui.widgets.painted_list import Index, PaintedList, RowPainter
from jotlens.gui.widgets.text_block import TextBlock, lay_out

_MOST_LINES = 12


class KeysView(PaintedList):
    """Shows a KeysModel.

    Signals:
        copy_requested: (str) a person wants this thumbprint in the clipboard.
    """

    copy_requested = Signal(str)

    def __init__(self, looks: Looks, model: KeysModel, parent: QWidget | None = None) -> None:
        super().__init__(looks, model, parent)
        self._keys = model
        self.setItemDelegate(_KeyPainter(looks, self))
        self.doubleClicked.connect(self._copy)

    def copy(self) -> None:
        """Ask for the thumbprint of the chosen key to be copied; a secret has none."""
        self._copy(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.copy()
        else:
            super().keyPressEvent(event)

    def _copy(self, index: QModelIndex) -> None:
        choice = self._keys.choice_at(index)
        thumbprint = choice.thumbprint if choice is not None else None
        if thumbprint is not None:
            self.copy_requested.emit(thumbprint)


class _KeyPainter(RowPainter):
    """Draws a mark, what the key is, why it was taken or left, and its thumbprints."""

    def walk(self, painter: QPainter | None, box: QRect, index: Index) -> int:
        row = cast("KeyRow", index.data(ROW))
        theme, px = self.looks.theme, self.looks.px
        top = box.top() + px(6)
        blocks = self._blocks(row, box.width())
        if painter is not None:
            self._draw_mark(painter, box.left() + px(8), top + blocks[0].line_height / 2, row.status)
        for block, ink in zip(blocks, (theme.text, theme.text, theme.muted), strict=True):
            if painter is not None:
                block.draw(painter, box.left() + px(30), top, ink)
            top += round(block.height)
        return top - box.top() + px(8)

    def _draw_mark(self, painter: QPainter, left: float, middle: float, status: str) -> None:
        """A mark for what the mathematics said, and a dash for a key that it was not asked about."""
        theme, side = self.looks.theme, self.looks.px(13)
        if status:
            spot = QRectF(left, middle - side / 2, side, side)
            draw_glyph(painter, spot, status, theme.tone(status).ink)
        else:
            thin = self.looks.px(2)
            dash = QRectF(left + side / 4, middle - thin / 2, side / 2, thin)
            painter.fillRect(dash, QColor(theme.muted))

    def _blocks(self, row: KeyRow, width: int) -> tuple[TextBlock, TextBlock, TextBlock]:
        room = max(self.looks.px(60), width - self.looks.px(42))
        measure = self.looks.measure
        return (
            lay_out(row.title, measure(1.0, strong=row.status == "pass"), room, 3),
            lay_out(row.said, measure(0.94), room, _MOST_LINES),
            lay_out(row.prints, measure(0.88), room, 4),
        )
