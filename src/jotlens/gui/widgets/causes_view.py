"""The list of causes: each with what it means, what speaks for it here, and what to do."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.models.causes_model import CauseRole, CausesModel
from jotlens.gui.widgets.glyphs import draw_glyph
from jotlens.gui.widgets.text_block import TextBlock, lay_out
from jotlens.inspection.model import Diagnosis

Index = QModelIndex | QPersistentModelIndex

_MOST_LINES = 24
_CAUSE, _SMALL = 1.0, 0.94


class CausesView(QListView):
    """Shows a CausesModel.

    Signals:
        copy_requested: (str) a person wants this text in the clipboard.
    """

    copy_requested = Signal(str)

    def __init__(self, looks: Looks, model: CausesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._causes = model
        self._laid_out_for = 0
        self.setModel(model)
        self.setItemDelegate(CauseDelegate(looks, self))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setWordWrap(True)
        looks.changed.connect(self.scheduleDelayedItemsLayout)

    def copy(self) -> None:
        """Ask for the chosen cause to be copied: what Ctrl+C does here."""
        if self.currentIndex().isValid():
            self.copy_requested.emit(self._causes.copied(self.currentIndex()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.row_width() != self._laid_out_for:
            self._laid_out_for = self.row_width()
            self.scheduleDelayedItemsLayout()

    def row_width(self) -> int:
        """Return the width of a row; room for the scroll bar is kept, so that rows stay when it comes and goes."""
        return self.width() - self._looks.px(14)


class CauseDelegate(QStyledItemDelegate):
    """Draws one cause from top to bottom; everything as plain text."""

    def __init__(self, looks: Looks, view: CausesView) -> None:
        super().__init__(view)
        self._looks = looks
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.row_width()
        return QSize(width, self._walk(None, QRect(0, 0, width, 0), index))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        box = option.rect
        box.setWidth(self._view.row_width())
        self._draw_ground(
            painter,
            box,
            first=index.row() == 0,
            chosen=bool(option.state & QStyle.StateFlag.State_HasFocus),
        )
        self._walk(painter, box, index)
        painter.restore()

    def _draw_ground(self, painter: QPainter, box: QRect, *, first: bool, chosen: bool) -> None:
        theme = self._looks.theme
        if not first and not chosen:
            return
        tone = theme.tone("fail")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(theme.accent if chosen else tone.edge))
        painter.setBrush(QColor(tone.tint) if first else Qt.BrushStyle.NoBrush)
        radius = self._looks.px(6)
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 1.5, -0.5, -1.5), radius, radius)

    def _walk(self, painter: QPainter | None, box: QRect, index: Index) -> int:
        """Lay a cause out, drawing when there is a painter; return its height in pixels."""
        diagnosis = cast("Diagnosis", index.data(CauseRole.DIAGNOSIS))
        px, theme = self._looks.px, self._looks.theme
        left, width = box.left() + px(32), box.width() - px(42)
        top = box.top() + px(8)
        title = lay_out(diagnosis.title, self._looks.measure(_CAUSE, strong=True), width, 3)
        if painter is not None:
            mark, status = ("fail", "fail") if index.row() == 0 else ("unknown", "unknown")
            self._mark(painter, mark, theme.tone(status).ink, (box.left() + px(10), top), title)
        top = self._put(painter, title, left, top, theme.text) + px(2)
        top = self._put(painter, self._small(diagnosis.cause, width), left, top, theme.text)
        for sentence in diagnosis.evidence:
            top += px(4)
            block = self._small(sentence, width - px(14))
            if painter is not None:
                self._small("•", px(12)).draw(painter, left, top, theme.muted)
            top = self._put(painter, block, left + px(14), top, theme.muted)
        if diagnosis.fix:
            top += px(5)
            block = self._small(diagnosis.fix, width - px(14))
            if painter is not None:
                self._mark(painter, "right", theme.accent, (left - px(1), top), block, px(10))
            top = self._put(painter, block, left + px(14), top, theme.text)
        top += px(4)
        top = self._put(
            painter,
            lay_out(diagnosis.id, self._looks.measure(0.84), width, 1),
            left,
            top,
            theme.muted,
        )
        return top - box.top() + px(8)

    def _small(self, text: str, width: int) -> TextBlock:
        return lay_out(text, self._looks.measure(_SMALL), width, _MOST_LINES)

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
        side = side or self._looks.px(14)
        box = QRectF(corner[0], corner[1] + (beside.line_height - side) / 2, side, side)
        draw_glyph(painter, box, name, color)
