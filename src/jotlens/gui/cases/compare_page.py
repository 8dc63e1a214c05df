"""Two tokens side by side: what differs in meaning first, what changes with every token set aside."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QRect, QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from jotlens.gui.cases.compare_model import ChangeRow, ChangesModel, CompareRole
from jotlens.gui.looks import Looks
from jotlens.gui.widgets.glyphs import draw_glyph
from jotlens.gui.widgets.painted_list import Index, PaintedList, RowPainter
from jotlens.gui.widgets.panel import Panel
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.gui.widgets.plain import PlainLabel
from jotlens.gui.widgets.text_block import lay_out
from jotlens.inspection.compare import Comparison

_SMALL = 0.92


class ComparePage(QWidget):
    """Shows a comparison.

    Signals:
        closed: what was there before is to be shown again.
        swap_requested: the first is to be the second.
        copy_requested: (str) a person wants this text in the clipboard.
    """

    closed = Signal()
    swap_requested = Signal()
    copy_requested = Signal(str)

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._text = ""
        self.model = ChangesModel(self)
        self.view = PaintedList(looks, self.model)
        self._head = Panel(looks)
        self._sentence = Paragraph(looks, factor=1.22, strong=True)
        self._aside = Paragraph(looks, factor=0.92, quiet=True, most_lines=4)
        self._one, self._other = Paragraph(looks, most_lines=3), Paragraph(looks, most_lines=3)
        self._back = QToolButton()
        self._swap = QPushButton(self.tr("Swap"))
        self._copy = QPushButton(self.tr("Copy as text"))
        self._differs = False
        self._build()
        self._on_looks()
        looks.changed.connect(self._on_looks)

    def show_comparison(self, comparison: Comparison, one: str, other: str) -> None:
        """Show what differs; `one` and `other` say which tokens these are."""
        self._differs = bool(comparison.changes) or bool(comparison.unread)
        self._sentence.set_text(comparison.sentence)
        self._one.set_text(self.tr("A: {token}").format(token=one))
        self._other.set_text(self.tr("B: {token}").format(token=other))
        names = ", ".join(comparison.set_aside)
        aside = self.tr("Set aside, because it changes with every token: {names}.").format(names=names)
        self._aside.set_text(aside if names else "")
        self._aside.setVisible(bool(names))
        self.model.show_comparison(comparison)
        lines = [self._one.text(), self._other.text(), "", comparison.sentence]
        lines += [f"- {change.sentence}" for change in comparison.changes]
        self._text = "\n".join([*lines, *([aside] if names else [])])
        self._on_looks()

    def _build(self) -> None:
        px = self._looks.px
        self.setObjectName("comparePage")
        self.setAccessibleName(self.tr("Comparing two tokens"))
        self.view.setObjectName("changesList")
        self.view.setAccessibleName(self.tr("What differs"))
        self.view.setItemDelegate(_ChangePainter(self._looks, self.view))
        self._sentence.setObjectName("compareSentence")
        self._aside.setObjectName("compareAside")
        for button, name, told in (
            (self._back, "compareBack", self.tr("Back to the token")),
            (self._swap, "compareSwap", self.tr("Swap the two tokens")),
            (self._copy, "compareCopy", self.tr("Copy what differs as text")),
        ):
            button.setObjectName(name)
            button.setAccessibleName(told)
        self._back.setText(self.tr("◂ Back"))
        top = QHBoxLayout()
        top.addWidget(self._back)
        top.addWidget(PlainLabel(self.tr("COMPARED"), "section"), 1)
        top.addWidget(self._swap)
        top.addWidget(self._copy)
        head = QVBoxLayout(self._head)
        head.setContentsMargins(px(16), px(13), px(16), px(13))
        head.setSpacing(px(6))
        head.addWidget(self._sentence)
        sides = QHBoxLayout()
        sides.setSpacing(px(16))
        sides.addWidget(self._one, 1)
        sides.addWidget(self._other, 1)
        head.addLayout(sides)
        head.addWidget(self._aside)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(9), px(11), px(9), px(10))
        column.setSpacing(px(9))
        column.addLayout(top)
        column.addWidget(self._head)
        column.addWidget(self.view, 1)
        self._back.clicked.connect(self.closed)
        self._swap.clicked.connect(self.swap_requested)
        self._copy.clicked.connect(lambda: self.copy_requested.emit(self._text))

    def _on_looks(self) -> None:
        tone = self._looks.theme.tone("warn" if self._differs else "pass")
        self._head.paint_as(tone.tint, tone.edge, tone.ink)


class _ChangePainter(RowPainter):
    """Draws one difference: the sentence, and below it both values, each in its half."""

    def walk(self, painter: QPainter | None, box: QRect, index: Index) -> int:
        row = cast("ChangeRow", index.data(CompareRole.ROW))
        px, theme = self.looks.px, self.looks.theme
        left, top = box.left() + px(32), box.top() + px(8)
        width = max(px(120), box.width() - px(44))
        sentence = lay_out(row.sentence, self.looks.measure(strong=True), width, 6)
        where = lay_out(row.where, self.looks.measure(_SMALL), width, 1)
        half = (width - px(16)) // 2
        sides = [lay_out(text, self.looks.fixed_measure, half - px(14), 12) for text in (row.one, row.other)]
        if painter is not None:
            side = px(14)
            spot = QRectF(box.left() + px(10), top + (sentence.line_height - side) / 2, side, side)
            draw_glyph(painter, spot, "warn", theme.tone("warn").ink)
            sentence.draw(painter, left, top, theme.text)
        top += round(sentence.height) + px(1)
        if painter is not None:
            where.draw(painter, left, top, theme.muted)
        top += round(where.height) + px(4)
        if row.one or row.other:
            high = round(max(block.height for block in sides)) + px(10)
            if painter is not None:
                for at, block in enumerate(sides):
                    x = left + at * (half + px(16))
                    painter.fillRect(x, top, half, high, theme.sunken)
                    painter.fillRect(x, top, px(2), high, theme.segment("header" if at == 0 else "payload"))
                    block.draw(painter, x + px(9), top + px(5), theme.text, again=False)
            top += high
        return top - box.top() + px(10)
