"""The list of connections: a name, and a quiet line with its server and its grant."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from jotlens.gui.connections.connections_model import ConnectionRow, ConnectionsModel
from jotlens.gui.looks import Looks
from jotlens.gui.models.list_model import ROW
from jotlens.gui.widgets.painted_list import Index, draw_state


class ConnectionsView(QListView):
    """Shows a ConnectionsModel.

    Signals:
        delete_requested: the Delete key was pressed.
    """

    delete_requested = Signal()

    def __init__(self, looks: Looks, model: ConnectionsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(_ConnectionDelegate(looks, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        looks.changed.connect(self.scheduleDelayedItemsLayout)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.delete_requested.emit()
        else:
            super().keyPressEvent(event)


class _ConnectionDelegate(QStyledItemDelegate):
    """Draws one connection in two lines, elided where they are too long."""

    def __init__(self, looks: Looks, view: QListView) -> None:
        super().__init__(view)
        self._looks = looks

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        title, detail = QFontMetrics(self._font(1.0)), QFontMetrics(self._font(0.92))
        return QSize(self._looks.px(80), title.height() + detail.height() + self._looks.px(16))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = cast("ConnectionRow", index.data(ROW))
        box = option.rect
        theme, px = self._looks.theme, self._looks.px
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_state(painter, option, self._looks)
        text = box.adjusted(px(10), px(7), -px(10), -px(7))
        if row.unsaved:
            side_px = px(6)
            at_left = option.direction is Qt.LayoutDirection.RightToLeft
            x = text.left() if at_left else text.right() - side_px
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent))
            painter.drawEllipse(QRectF(x, text.top() + px(4), side_px, side_px))
            text.adjust(px(14) if at_left else 0, 0, 0 if at_left else -px(14), 0)
        strong, quiet = self._font(1.0, strong=True), self._font(0.92)
        side = (
            Qt.AlignmentFlag.AlignLeft
            if option.direction is Qt.LayoutDirection.LeftToRight
            else (Qt.AlignmentFlag.AlignRight)
        )
        for font, color, words, edge in (
            (strong, theme.text, row.title, Qt.AlignmentFlag.AlignTop),
            (quiet, theme.muted, row.detail, Qt.AlignmentFlag.AlignBottom),
        ):
            painter.setFont(font)
            painter.setPen(QColor(color))
            shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, text.width())
            flags = side | Qt.AlignmentFlag.AlignAbsolute | edge | Qt.TextFlag.TextSingleLine
            painter.drawText(text, flags, shown)
        painter.restore()

    def _font(self, factor: float, *, strong: bool = False) -> QFont:
        return self._looks.font(factor, strong=strong)
