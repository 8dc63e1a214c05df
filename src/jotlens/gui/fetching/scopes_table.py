"""Requested, granted and required scopes side by side, with the likely reason for a gap under its row."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.glyphs import draw_glyph
from jotlens.gui.widgets.text_block import lay_out
from jotlens.inspection.scopes import ScopeComparison, ScopeRow
from jotlens.tokens.visible import visible

_MOST_ROWS = 60
_LONGEST = 120
_COLUMN = 76


class ScopesTable(QWidget):
    """Paints the rows; as high as they need."""

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._rows: tuple[ScopeRow, ...] = ()
        self.setObjectName("scopesTable")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        looks.changed.connect(self.updateGeometry)

    def show_comparison(self, comparison: ScopeComparison | None) -> None:
        """Show other scopes; None or no rows hides the table."""
        self._rows = comparison.rows[:_MOST_ROWS] if comparison is not None else ()
        self.setVisible(bool(self._rows))
        self.setAccessibleName(" ".join(self._spoken(row) for row in self._rows))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._walk(None, width)

    def sizeHint(self) -> QSize:
        width = self._looks.px(320)
        return QSize(width, self.heightForWidth(max(width, self.width())))

    def paintEvent(self, event: QPaintEvent) -> None:
        self._walk(QPainter(self), self.width())

    def _walk(self, painter: QPainter | None, width: int) -> int:
        px, theme = self._looks.px, self._looks.theme
        heads = (self.tr("asked"), self.tr("granted"), self.tr("needed"))
        small = self._looks.measure(0.88)
        names = max(px(80), width - px(_COLUMN) * len(heads))
        if painter is not None:
            for at, head in enumerate(heads):
                block = lay_out(head, small, px(_COLUMN), 1)
                left = names + at * px(_COLUMN) + (px(_COLUMN) - small.width(head)) / 2
                block.draw(painter, left, px(2), theme.muted)
        top = round(small.line_height) + px(5)
        for row in self._rows:
            top = self._walk_row(painter, row, (names, width), top)
        return top

    def _walk_row(self, painter: QPainter | None, row: ScopeRow, across: tuple[int, int], top: int) -> int:
        px, theme = self._looks.px, self._looks.theme
        names, width = across
        name = lay_out(visible(row.name, _LONGEST), self._looks.fixed_measure, names - px(8), 2)
        words = " ".join(filter(None, (row.reason, row.next_step)))
        why = lay_out(words, self._looks.measure(0.92), width - px(14), 6) if words else None
        if painter is not None:
            painter.fillRect(0, top, width, 1, QColor(theme.line))
            name.draw(painter, 0, top + px(4), theme.text)
            for at, mark in enumerate(self._marks(row)):
                side = px(13)
                left = names + at * px(_COLUMN) + (px(_COLUMN) - side) / 2
                if mark:
                    spot = QRectF(left, top + px(4) + (name.line_height - side) / 2, side, side)
                    draw_glyph(painter, spot, mark, theme.tone(mark).ink)
        top += px(4) + round(name.height)
        if why is not None:
            if painter is not None:
                why.draw(painter, px(14), top, theme.muted)
            top += round(why.height)
        return top + px(4)

    def _marks(self, row: ScopeRow) -> tuple[str, str, str]:
        granted = {True: "pass", False: "fail" if row.is_gap else "", None: "unknown"}[row.granted]
        needed = "" if not row.required else "fail" if row.granted is False else "pass"
        return "pass" if row.requested else "", granted, needed

    def _spoken(self, row: ScopeRow) -> str:
        said = {
            True: self.tr("granted"),
            False: self.tr("not granted"),
            None: self.tr("not known whether granted"),
        }[row.granted]
        states = [self.tr("asked for") if row.requested else self.tr("not asked for"), said]
        if row.required:
            states.append(self.tr("needed by the API"))
        return f"{visible(row.name, _LONGEST)}: {', '.join(states)}. {row.reason}".strip()
