"""The list of given keys: a delegate draws each; Ctrl+C, Enter or a double click copies the thumbprint."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.models.keys_model import KeyRow, KeysModel, Role
from jotlens.gui.widgets.glyphs import draw_glyph
from jotlens.gui.widgets.text_block import TextBlock, lay_out

Index = QModelIndex | QPersistentModelIndex

_MOST_LINES = 12


class KeysView(QListView):
    """Shows a KeysModel.

    Signals:
        copy_requested: (str) a person wants this thumbprint in the clipboard.
    """

    copy_requested = Signal(str)

    def __init__(self, looks: Looks, model: KeysModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._keys = model
        self._laid_out_for = 0
        self.setModel(model)
        self.setItemDelegate(_KeyDelegate(looks, self))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.doubleClicked.connect(self._copy)
        looks.changed.connect(self.scheduleDelayedItemsLayout)

    def copy(self) -> None:
        """Ask for the thumbprint of the chosen key to be copied; a secret has none."""
        self._copy(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.copy()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.row_width() != self._laid_out_for:
            self._laid_out_for = self.row_width()
            self.scheduleDelayedItemsLayout()

    def row_width(self) -> int:
        """Return the width of a row; room for the scroll bar is kept, so that rows stay when it comes and goes."""
        return self.width() - self._looks.px(14)

    def _copy(self, index: QModelIndex) -> None:
        choice = self._keys.choice_at(index)
        thumbprint = choice.thumbprint if choice is not None else None
        if thumbprint is not None:
            self.copy_requested.emit(thumbprint)


class _KeyDelegate(QStyledItemDelegate):
    """Draws a mark, what the key is, why it was taken or left, and its thumbprints; everything as plain text."""

    def __init__(self, looks: Looks, view: KeysView) -> None:
        super().__init__(view)
        self._looks = looks
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = cast("KeyRow", index.data(Role.ROW))
        width = self._view.row_width()
        height = sum(round(block.height) for block in self._blocks(row, width))
        return QSize(width, height + self._looks.px(14))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = cast("KeyRow", index.data(Role.ROW))
        theme, px = self._looks.theme, self._looks.px
        box = option.rect
        box.setWidth(self._view.row_width())
        painter.save()
        self._draw_ground(painter, box, option.state)
        top = box.top() + px(6)
        blocks = self._blocks(row, box.width())
        self._draw_mark(painter, box.left() + px(8), top + blocks[0].line_height / 2, row.status)
        for block, ink in zip(blocks, (theme.text, theme.text, theme.muted), strict=True):
            block.draw(painter, box.left() + px(30), top, ink)
            top += round(block.height)
        painter.restore()

    def _draw_mark(self, painter: QPainter, left: float, middle: float, status: str) -> None:
        """A mark for what the mathematics said, and a dash for a key that it was not asked about."""
        theme, side = self._looks.theme, self._looks.px(13)
        if status:
            spot = QRectF(left, middle - side / 2, side, side)
            draw_glyph(painter, spot, status, theme.tone(status).ink)
        else:
            thin = self._looks.px(2)
            dash = QRectF(left + side / 4, middle - thin / 2, side / 2, thin)
            painter.fillRect(dash, QColor(theme.muted))

    def _draw_ground(self, painter: QPainter, box: QRect, state: QStyle.StateFlag) -> None:
        theme = self._looks.theme
        color = theme.hover if state & QStyle.StateFlag.State_MouseOver else ""
        chosen = bool(state & QStyle.StateFlag.State_HasFocus)
        if color or chosen:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(theme.accent) if chosen else QColor(color))
            painter.setBrush(QColor(color) if color else Qt.BrushStyle.NoBrush)
            radius = self._looks.px(6)
            painter.drawRoundedRect(QRectF(box).adjusted(0.5, 1.5, -0.5, -1.5), radius, radius)

    def _blocks(self, row: KeyRow, width: int) -> tuple[TextBlock, TextBlock, TextBlock]:
        room = max(self._looks.px(60), width - self._looks.px(42))
        measure = self._looks.measure
        return (
            lay_out(row.title, measure(1.0, strong=row.status == "pass"), room, 3),
            lay_out(row.said, measure(0.94), room, _MOST_LINES),
            lay_out(row.prints, measure(0.88), room, 4),
        )
