"""The list of causes: each with what it means, what speaks for it here, and what to do."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QRect, QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.models.causes_model import CausesModel
from jotlens.gui.models.list_model import ROW
from jotlens.gui.widgets.glyphs import draw_glyph
from jotlens.gui.widgets.painted_list import Index, PaintedList, RowPainter
from jotlens.gui.widgets.text_block import TextBlock, lay_out
from jotlens.inspection.model import Diagnosis

_MOST_LINES = 24
_SMALL = 0.94


class CausesView(PaintedList):
    """Shows a CausesModel.

    Signals:
        copy_requested: (str) a person wants this text in the clipboard.
    """

    copy_requested = Signal(str)

    def __init__(self, looks: Looks, model: CausesModel, parent: QWidget | None = None) -> None:
        super().__init__(looks, model, parent)
        self._causes = model
        self.setItemDelegate(CausePainter(looks, self))

    def copy(self) -> None:
        """Ask for the chosen cause to be copied: what Ctrl+C does here."""
        if self.currentIndex().isValid():
            self.copy_requested.emit(self._causes.copied(self.currentIndex()))


class CausePainter(RowPainter):
    """Draws one cause: the first one stands out."""

    def leads(self, index: Index) -> bool:
        """Whether a cause is the most likely one."""
        return index.row() == 0

    def ground(self, index: Index, *, hovered: bool) -> tuple[str, str]:
        tone = self.looks.theme.tone("fail")
        return (tone.tint, tone.edge) if self.leads(index) else ("", "")

    def walk(self, painter: QPainter | None, box: QRect, index: Index) -> int:
        diagnosis = cast("Diagnosis", index.data(ROW))
        px, theme = self.looks.px, self.looks.theme
        left, width = box.left() + px(32), box.width() - px(42)
        top = box.top() + px(8)
        title = lay_out(diagnosis.title, self.looks.measure(strong=True), width, 3)
        if painter is not None:
            status = "fail" if self.leads(index) else "unknown"
            self._mark(painter, status, theme.tone(status).ink, (box.left() + px(10), top), title)
        top = self._put(painter, title, left, top, theme.text) + px(2)
        top = self._put(painter, self._small(diagnosis.cause, width), left, top, theme.text)
        for sentence in diagnosis.evidence:
            top += px(4)
            if painter is not None:
                self._small("•", px(12)).draw(painter, left, top, theme.muted)
            top = self._put(painter, self._small(sentence, width - px(14)), left + px(14), top, theme.muted)
        if diagnosis.fix:
            top += px(5)
            block = self._small(diagnosis.fix, width - px(14))
            if painter is not None:
                self._mark(painter, "right", theme.accent, (left - px(1), top), block, px(10))
            top = self._put(painter, block, left + px(14), top, theme.text)
        name = lay_out(diagnosis.id, self.looks.measure(0.84), width, 1)
        return self._put(painter, name, left, top + px(4), theme.muted) - box.top() + px(8)

    def _small(self, text: str, width: int) -> TextBlock:
        return lay_out(text, self.looks.measure(_SMALL), width, _MOST_LINES)

    def _put(self, painter: QPainter | None, block: TextBlock, left: int, top: int, color: str) -> int:
        if painter is not None:
            block.draw(painter, left, top, color)
        return top + round(block.height)

    def _mark(
        self,
        painter: QPainter,
        name: str,
        color: str,
        corner: tuple[int, int],
        beside: TextBlock,
        side: int = 0,
    ) -> None:
        side = side or self.looks.px(14)
        box = QRectF(corner[0], corner[1] + (beside.line_height - side) / 2, side, side)
        draw_glyph(painter, box, name, color)
