"""The list of a session's tokens: each with a mark, what it is, how often it was seen, and where first."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from jotlens.gui.cases.tokens_model import CaseRole, CaseRow, CaseTokensModel
from jotlens.gui.looks import Looks
from jotlens.gui.widgets.glyphs import draw_glyph
from jotlens.gui.widgets.painted_list import Index

_SMALL = 0.92
_NARROW = 210


class CaseTokensView(QTableView):
    """Shows a CaseTokensModel as a table of one column, whose rows have one height.

    A QListView asks for every row each time that it lays out: 15 ms with ten thousand, where a table asks for none.

    Signals:
        opened: a token was chosen with Enter or a click.
        remove_requested: the key to remove was pressed.
    """

    opened = Signal()
    remove_requested = Signal()

    def __init__(self, looks: Looks, model: CaseTokensModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self.setObjectName("caseTokens")
        self.setAccessibleName(self.tr("Tokens of this session"))
        self.setModel(model)
        self.setItemDelegate(_Painter(looks, self))
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for corner in self.findChildren(QAbstractButton):
            corner.setObjectName("qt_corner")
        self.clicked.connect(self.opened)
        looks.changed.connect(self._on_looks)
        self._on_looks()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.opened.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_requested.emit()
        else:
            super().keyPressEvent(event)

    def _on_looks(self) -> None:
        title, small = QFontMetrics(self._looks.font()), QFontMetrics(self._looks.font(_SMALL))
        height = title.height() + 2 * small.height() + self._looks.px(15)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)


class _Painter(QStyledItemDelegate):
    """Draws one token in three lines; everything is plain text, cut where it is too long."""

    def __init__(self, looks: Looks, view: QTableView) -> None:
        super().__init__(view)
        self._looks = looks

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = cast("CaseRow", index.data(CaseRole.ROW))
        theme, px = self._looks.theme, self._looks.px
        box = option.rect
        painter.save()
        self._ground(painter, option)
        left, top = box.left() + px(9), box.top() + px(6)
        text = left + px(20)
        right = box.right() - px(8)
        strong, small = self._looks.measure(strong=True), self._looks.measure(_SMALL)
        side = px(12)
        mark = QRectF(left, top + (strong.line_height - side) / 2, side, side)
        draw_glyph(painter, mark, row.status, theme.tone(row.status).ink)
        narrow = box.width() < px(_NARROW)
        aside = " ".join(filter(None, ("★" if row.pinned else "", "" if narrow else row.aside)))
        place = " · ".join(filter(None, (row.aside if narrow else "", row.place)))
        wide = small.width(aside) if aside else 0.0
        painter.setFont(small.font)
        painter.setPen(QColor(theme.muted))
        if aside:
            small.draw(painter, right - wide, top + px(1), aside, again=False)
        painter.setFont(strong.font)
        painter.setPen(QColor(theme.text))
        strong.draw(painter, text, top, strong.elided(row.title, right - text - wide - px(6)))
        top += round(strong.line_height)
        painter.setFont(small.font)
        for words, color in ((row.line, theme.text), (place, theme.muted)):
            painter.setPen(QColor(color))
            small.draw(painter, text, top, small.elided(words, right - text), again=False)
            top += round(small.line_height)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        theme, state = self._looks.theme, option.state
        fill = ""
        if state & QStyle.StateFlag.State_Selected:
            fill = theme.chosen
        elif state & QStyle.StateFlag.State_MouseOver:
            fill = theme.hover
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        if not fill and not focused:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(theme.accent if focused else fill))
        painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
        edge: QRect = option.rect
        painter.drawRoundedRect(
            QRectF(edge).adjusted(0.5, 1.5, -0.5, -1.5), self._looks.px(6), self._looks.px(6)
        )
