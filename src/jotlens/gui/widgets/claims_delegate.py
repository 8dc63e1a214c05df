"""Measures and draws the rows of the claims tree, wrapped to their columns and cut where they are too long."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from jotlens.gui.looks import Looks
from jotlens.gui.models.claims_model import Cell, ClaimsModel, Column
from jotlens.gui.widgets.glyphs import draw_glyph
from jotlens.gui.widgets.text_block import TextBlock, lay_out

Index = QModelIndex | QPersistentModelIndex

_MOST_LINES = {Column.NAME: 2, Column.VALUE: 5, Column.MEANING: 2}
_NOTHING = QSize(0, 0)


class ClaimsDelegate(QStyledItemDelegate):
    """Takes whole rows: asked cell by cell, a table in Python paints half as fast."""

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
        """Return the height of the row from its first cell; the others need no more."""
        if index.column() != Column.NAME:
            return _NOTHING
        if self.uniform:
            height = self._looks.fixed_measure.line_height + self._looks.measure().line_height
        else:
            height = max(
                _height(*self._laid_out(self._claims.cell(index, column), column, self._width(index, column)))
                for column in Column
            )
        return QSize(0, round(height) + 2 * self._looks.px(5) + 1)

    def draw_row(self, painter: QPainter, box: QRect, index: Index) -> None:
        """Draw the cells of a row; its ground is there already."""
        px, theme = self._looks.px, self._looks.theme
        top = box.top() + px(5)
        for column in Column:
            cell = self._claims.cell(index, column)
            left = self._view.columnViewportPosition(column)
            if column is Column.NAME:
                left += self.indent(index)
            block, below = self._laid_out(cell, column, self._width(index, column))
            block.draw(painter, left + px(8), top, self._color(cell, column))
            if below is not None:
                below.draw(painter, left + px(8), top + block.height, theme.muted)
        self._draw_copy(painter, box, index)

    def _draw_copy(self, painter: QPainter, box: QRect, index: Index) -> None:
        value = index.sibling(index.row(), Column.VALUE)
        ticked, hovered = value == self.ticked, value == self.hovered
        if not hovered and not ticked:
            return
        theme, px = self._looks.theme, self._looks.px
        left, width = self._view.columnViewportPosition(Column.VALUE), self._view.columnWidth(Column.VALUE)
        spot = self.copy_spot(QRect(left, box.top(), width, box.height()))
        ground = theme.chosen if self._view.selectionModel().isSelected(value) else theme.hover
        painter.fillRect(spot.adjusted(0, 0, 0, -1), QColor(ground if hovered else theme.surface))
        mark = QRectF(spot.left() + px(4), spot.top() + px(6), px(13), px(13))
        ink = theme.tone("pass").ink if ticked else theme.muted
        draw_glyph(painter, mark, "check" if ticked else "copy", ink)

    def _laid_out(self, cell: Cell, column: Column, width: int) -> tuple[TextBlock, TextBlock | None]:
        inner = width - 2 * self._looks.px(8)
        words, most = self._looks.measure(), _MOST_LINES[column]
        if self.uniform:
            most = 1 if cell.friendly else 2
        block = lay_out(
            cell.text, words if column is Column.MEANING else self._looks.fixed_measure, inner, most
        )
        if not cell.friendly:
            return block, None
        return block, lay_out(cell.friendly, words, inner, 1 if self.uniform else 2)

    def _color(self, cell: Cell, column: Column) -> str:
        theme = self._looks.theme
        if cell.warned and column is not Column.VALUE:
            return theme.tone("fail").ink
        match column:
            case Column.NAME:
                return theme.accent
            case Column.VALUE:
                return theme.text
            case Column.MEANING:
                return theme.muted

    def _width(self, index: Index, column: Column) -> int:
        width = self._view.columnWidth(column)
        return width - self.indent(index) if column is Column.NAME else width

    def indent(self, index: Index) -> int:
        """Return how far a name is moved in: by its depth, and by the branch mark of the tree."""
        depth = int(self._view.rootIsDecorated())
        above = index.parent()
        while above.isValid():
            depth += 1
            above = above.parent()
        return depth * self._view.indentation()


def _height(block: TextBlock, below: TextBlock | None) -> float:
    return block.height + (below.height if below is not None else 0.0)
