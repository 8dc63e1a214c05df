"""Draws the cells of the claims tree, wrapped to their columns and cut where they are too long."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from jotlens.gui.looks import Looks
from jotlens.gui.models.claims_model import ClaimsModel, Column
from jotlens.gui.widgets.glyphs import draw_glyph
from jotlens.gui.widgets.text_block import TextBlock, lay_out

Index = QModelIndex | QPersistentModelIndex

_MOST_LINES = {Column.NAME: 2, Column.VALUE: 5, Column.MEANING: 2}


class ClaimsDelegate(QStyledItemDelegate):
    """Draws names, values and meanings; everything as plain text."""

    def __init__(self, looks: Looks, view: QTreeView, claims: ClaimsModel) -> None:
        super().__init__(view)
        self._looks = looks
        self._view = view
        self._claims = claims
        self.hovered = QPersistentModelIndex()
        self.ticked = QPersistentModelIndex()
        self.uniform = False

    def copy_spot(self, cell: QRect) -> QRect:
        """Return where the copy mark of a value's cell lies."""
        side = self._looks.px(22)
        return QRect(cell.right() - side, cell.top(), side, min(cell.height(), self._looks.px(28)))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if self.uniform:
            lines = self._looks.fixed_measure.line_height + self._looks.measure().line_height
            return QSize(self._looks.px(40), round(lines) + 2 * self._looks.px(5) + 1)
        column = Column(index.column())
        width = self._view.columnWidth(column) - self._indent(index)
        block, below = self._laid_out(index, column, width)
        height = block.height + (below.height if below is not None else 0.0)
        return QSize(width, round(height) + 2 * self._looks.px(5) + 1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box = option.rect
        theme, px, column = self._looks.theme, self._looks.px, Column(index.column())
        painter.save()
        block, below = self._laid_out(index, column, box.width())
        painter.setClipRect(box)
        left, top = box.left() + px(8), box.top() + px(5)
        block.draw(painter, left, top, self._color(index, column))
        if below is not None:
            below.draw(painter, left, top + block.height, theme.muted)
        if column is Column.VALUE:
            self._draw_copy(painter, box, index, hovered=self.hovered.isValid() and index == self.hovered)
        painter.restore()

    def _draw_copy(self, painter: QPainter, box: QRect, index: Index, *, hovered: bool) -> None:
        ticked = self.ticked.isValid() and index == self.ticked
        if not hovered and not ticked:
            return
        theme, side = self._looks.theme, self._looks.px(13)
        spot = self.copy_spot(box)
        ground = theme.chosen if self._view.selectionModel().isSelected(index) else theme.hover
        painter.fillRect(spot.adjusted(0, 0, 0, -1), QColor(ground if hovered else theme.surface))
        mark = QRectF(spot.left() + self._looks.px(4), spot.top() + self._looks.px(6), side, side)
        draw_glyph(
            painter, mark, "check" if ticked else "copy", theme.tone("pass").ink if ticked else theme.muted
        )

    def _laid_out(self, index: Index, column: Column, width: int) -> tuple[TextBlock, TextBlock | None]:
        inner = width - 2 * self._looks.px(8)
        cell = self._claims.cell(index)
        most = min(2, _MOST_LINES[column]) - bool(cell.friendly) if self.uniform else _MOST_LINES[column]
        measure = self._looks.measure() if column is Column.MEANING else self._looks.fixed_measure
        block = lay_out(cell.text, measure, inner, most)
        below = (
            lay_out(cell.friendly, self._looks.measure(), inner, 1 if self.uniform else 2)
            if cell.friendly
            else None
        )
        return block, below

    def _color(self, index: Index, column: Column) -> str:
        theme = self._looks.theme
        if self._claims.cell(index).warned and column is not Column.VALUE:
            return theme.tone("fail").ink
        match column:
            case Column.NAME:
                return theme.accent
            case Column.VALUE:
                return theme.text
            case Column.MEANING:
                return theme.muted

    def _indent(self, index: Index) -> int:
        """How far a name is moved in: by its depth, and by the branch mark of the tree."""
        if index.column() != Column.NAME:
            return 0
        depth = int(self._view.rootIsDecorated())
        above = index.parent()
        while above.isValid():
            depth += 1
            above = above.parent()
        return depth * self._view.indentation()
