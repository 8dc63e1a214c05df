"""Draws the cells of the claims tree, wrapped to their columns and cut where they are too long."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from jotlens.gui.looks import Looks
from jotlens.gui.models.claims_model import Column, Role
from jotlens.gui.widgets.glyphs import draw_glyph
from jotlens.gui.widgets.text_block import TextBlock, lay_out

Index = QModelIndex | QPersistentModelIndex

_MOST_LINES = {Column.NAME: 2, Column.VALUE: 5, Column.MEANING: 2}
_MOST_KEPT = 4_000


class ClaimsDelegate(QStyledItemDelegate):
    """Keeps what it laid out, since a row is measured and drawn many times."""

    def __init__(self, looks: Looks, view: QTreeView) -> None:
        super().__init__(view)
        self._looks = looks
        self._view = view
        self._blocks: dict[tuple[str, bool, int, int], TextBlock] = {}
        self.hovered = QPersistentModelIndex()
        self.ticked = QPersistentModelIndex()
        self.uniform = False

    def forget(self) -> None:
        """Forget every layout: the font, the theme or the claims are others."""
        self._blocks.clear()

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
        box = cast("QRect", option.rect)  # type: ignore[attr-defined]  # the stubs lack the fields of options
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
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        friendly = str(index.data(Role.FRIENDLY) or "") if column is Column.VALUE else ""
        most = min(2, _MOST_LINES[column]) - bool(friendly) if self.uniform else _MOST_LINES[column]
        block = self._block(text, column is not Column.MEANING, inner, most)
        return block, self._block(friendly, False, inner, 2) if friendly else None

    def _block(self, text: str, fixed: bool, width: int, most_lines: int) -> TextBlock:  # noqa: FBT001 - a key
        key = (text, fixed, width, most_lines)
        block = self._blocks.get(key)
        if block is None:
            if len(self._blocks) > _MOST_KEPT:
                self._blocks.clear()
            measure = self._looks.fixed_measure if fixed else self._looks.measure()
            block = self._blocks[key] = lay_out(text, measure, width, most_lines)
        return block

    def _color(self, index: Index, column: Column) -> str:
        theme = self._looks.theme
        if index.data(Role.WARNED) and column is not Column.VALUE:
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
