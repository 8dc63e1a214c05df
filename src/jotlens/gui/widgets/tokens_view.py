"""The list of tokens found in a text: a mark, what it is, and a quiet line about it."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.models.tokens_model import Role, TokenRow, TokensModel
from jotlens.gui.widgets.glyphs import draw_glyph
from jotlens.gui.widgets.painted_list import Index, draw_state


class TokensView(QListView):
    """Shows a TokensModel."""

    def __init__(self, looks: Looks, model: TokensModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(_TokenDelegate(looks, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        looks.changed.connect(self.scheduleDelayedItemsLayout)


class _TokenDelegate(QStyledItemDelegate):
    """Draws one token in two lines."""

    def __init__(self, looks: Looks, view: QListView) -> None:
        super().__init__(view)
        self._looks = looks
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        title, detail = QFontMetrics(self._font(1.0)), QFontMetrics(self._font(0.92))
        return QSize(self._looks.px(80), title.height() + detail.height() + self._looks.px(14))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = cast("TokenRow", index.data(Role.ROW))
        box = option.rect
        theme, px = self._looks.theme, self._looks.px
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_state(painter, option, self._looks)
        left = box.left() + px(10) + row.level * px(14)
        side, top = px(12), box.top() + px(7)
        strong, quiet = self._font(1.0, strong=row.level == 0), self._font(0.92)
        line, small = QFontMetrics(strong), QFontMetrics(quiet)
        mark = QRectF(left, top + (line.height() - side) / 2, side, side)
        draw_glyph(painter, mark, row.status, theme.tone(row.status).ink)
        text = left + side + px(8)
        width = box.right() - text - px(8)
        painter.setPen(QColor(theme.text))
        painter.setFont(strong)
        painter.drawText(
            text, top + line.ascent(), line.elidedText(row.title, Qt.TextElideMode.ElideRight, width)
        )
        painter.setPen(QColor(theme.muted))
        painter.setFont(quiet)
        shown = small.elidedText(row.detail, Qt.TextElideMode.ElideRight, width)
        painter.drawText(text, top + line.height() + small.ascent(), shown)
        painter.restore()

    def _font(self, factor: float, *, strong: bool = False) -> QFont:
        return self._looks.font(factor, strong=strong)
