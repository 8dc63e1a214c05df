"""A list whose rows are painted from a model, each as high as its words need: what all such lists share."""

from __future__ import annotations

from abc import abstractmethod
from typing import Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from jotlens.gui.looks import Looks

Index = QModelIndex | QPersistentModelIndex


class PaintedList(QListView):
    """Scrolls by the pixel, and lays its rows out anew when its width changes."""

    def __init__(self, looks: Looks, model: QAbstractListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.looks = looks
        self._laid_out_for = 0
        self.setModel(model)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        looks.changed.connect(self.scheduleDelayedItemsLayout)

    def row_width(self) -> int:
        """Return the width of a row; room for the scroll bar is kept, so that rows stay when it comes and goes."""
        return self.width() - self.looks.px(14)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.row_width() != self._laid_out_for:
            self._laid_out_for = self.row_width()
            self.scheduleDelayedItemsLayout()


class OpenableRows(Protocol):
    """A model of which rows can be opened and closed again."""

    def turn(self, index: Index) -> None:
        """Open a row, or close it again."""


class OpeningList(PaintedList):
    """A list of which a click, Enter or Space opens a row."""

    def __init__(
        self, looks: Looks, model: QAbstractListModel, rows: OpenableRows, parent: QWidget | None = None
    ) -> None:
        super().__init__(looks, model, parent)
        self._rows = rows

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._turn(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            self._turn(self.indexAt(event.position().toPoint()))

    def _turn(self, index: QModelIndex) -> None:
        row = index.row()
        if index.isValid():
            self._rows.turn(index)
            self.setCurrentIndex(self.model().index(row, 0))


class RowPainter(QStyledItemDelegate):
    """Draws the rows of a PaintedList: their ground, then what `walk` lays out on it. Everything is plain text."""

    def __init__(self, looks: Looks, view: PaintedList) -> None:
        super().__init__(view)
        self.looks = looks
        self._view = view

    @abstractmethod
    def walk(self, painter: QPainter | None, box: QRect, index: Index) -> int:
        """Lay a row out from top to bottom, drawing when there is a painter; return its height in pixels."""

    def ground(self, index: Index, *, hovered: bool) -> tuple[str, str]:
        """Return the colours that a row is filled and edged with; empty is none."""
        color = self.looks.theme.hover if hovered else ""
        return color, color

    def can_be_chosen(self, index: Index) -> bool:
        """Whether a row shows that it has the focus."""
        return True

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.row_width()
        return QSize(width, self.walk(None, QRect(0, 0, width, 0), index))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box, state = option.rect, option.state
        box.setWidth(self._view.row_width())
        painter.save()
        fill, edge = self.ground(index, hovered=bool(state & QStyle.StateFlag.State_MouseOver))
        if state & QStyle.StateFlag.State_HasFocus and self.can_be_chosen(index):
            edge = self.looks.theme.accent
        draw_ground(painter, box, fill, edge, self.looks)
        self.walk(painter, box, index)
        painter.restore()


def draw_ground(painter: QPainter, box: QRect, fill: str, edge: str, looks: Looks) -> None:
    """Draw the ground of a row in these colours; empty is none."""
    if fill or edge:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(edge or fill))
        painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
        radius = looks.px(6)
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 1.5, -0.5, -1.5), radius, radius)


def draw_state(painter: QPainter, option: QStyleOptionViewItem, looks: Looks) -> None:
    """Draw the ground of a row in a list of which one is chosen: by whether it is that one, pointed at or in focus."""
    theme, state = looks.theme, option.state
    fill = ""
    if state & QStyle.StateFlag.State_Selected:
        fill = theme.chosen
    elif state & QStyle.StateFlag.State_MouseOver:
        fill = theme.hover
    edge = theme.accent if state & QStyle.StateFlag.State_HasFocus else ""
    draw_ground(painter, option.rect, fill, edge, looks)
