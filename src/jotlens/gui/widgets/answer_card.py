"""One of the four cards: a question, a mark, the answer in a few words, a line of detail, and a bar of life for "when"."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.glyphs import draw_glyph
from jotlens.gui.widgets.life_bar import LifeBar
from jotlens.gui.widgets.panel import Panel
from jotlens.gui.widgets.plain import plain_tooltip
from jotlens.gui.widgets.text_block import TextBlock, lay_out

_HEADLINE = 1.12
_DETAIL = 0.92


class AnswerCard(Panel):
    """Shows one answer. The mark and the word say what the colour says."""

    def __init__(
        self, looks: Looks, question: str, *, with_bar: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(looks, parent)
        self._question = question
        self._compact = False
        self.status = "unknown"
        self.headline = ""
        self.detail = ""
        self._mark = ""
        self._spot = QRect()
        self.bar = LifeBar(looks, self) if with_bar else None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        looks.changed.connect(self._on_looks)
        self._on_looks()

    def show_answer(self, status: str, headline: str, detail: str, mark: str = "") -> None:
        """Show an answer; `mark` is another glyph than the one of the status. The same one again paints nothing."""
        as_before = (self.status, self.headline, self.detail, self._mark)
        self.detail = detail
        self.show_headline(status, headline, mark)
        name = f"{self._question}: {headline}. {detail}"
        if name != self.accessibleName():  # which a tick of the clock leaves as it is
            self.setAccessibleName(name)
            self.setToolTip(plain_tooltip(f"{headline}\n{detail}" if detail else headline))
        if (status, headline, detail, mark) != as_before:
            self.updateGeometry()
            self.update()

    def show_headline(self, status: str, headline: str, mark: str = "") -> None:
        """Show another headline only: what a tick of the clock does."""
        if (status, headline, mark) == (self.status, self.headline, self._mark):
            return
        as_before = self.status
        as_high = len(self._headline(self.width()).lines)
        self.status, self.headline, self._mark = status, headline, mark
        if status != as_before:
            self._paint_ground()
        if len(self._headline(self.width()).lines) != as_high:
            self.updateGeometry()
            self.update()
        else:
            self.update(self._spot)

    def show_life(self, lived: float | None) -> None:
        """Show the share of the life that has passed; None hides the bar."""
        if self.bar is None:
            return
        if self.bar.isHidden() == (lived is not None):
            self.bar.setVisible(lived is not None)
            self.updateGeometry()
        if lived is not None:
            self.bar.show_share(lived)

    def set_compact(self, compact: bool) -> None:  # noqa: FBT001 - a setter of one flag
        """Put the question beside the answer instead of above it, where height is scarce."""
        if compact != self._compact:
            self._compact = compact
            self.updateGeometry()
            self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._walk(None, width)

    def sizeHint(self) -> QSize:
        width = max(self.width(), self.looks.px(120))
        return QSize(self.looks.px(150), self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.looks.px(90), self.looks.px(44))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.bar is not None:
            side, foot = self._left(), self._top() + self.looks.px(1)
            tall = self.bar.sizeHint().height()
            self.bar.setGeometry(
                side, self.height() - foot - tall, self.width() - side - self.looks.px(12), tall
            )

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        if self._spot.contains(event.rect()):
            self._draw_headline(painter, self._headline(self.width()), self._spot.top())
        else:
            self._walk(painter, self.width())

    def _walk(self, painter: QPainter | None, width: int) -> int:
        """Lay the card out from top to bottom, drawing when there is a painter; return its height in pixels."""
        px, theme = self.looks.px, self.looks.theme
        left, top = self._left(), float(self._top())
        asked = lay_out(self._question, self.looks.measure(_DETAIL), width, 1)
        if self._beside(width):
            if painter is not None:
                wide = asked.measure.width(self._question)
                asked.draw(painter, width - wide - px(10), top, theme.muted)
        else:
            if painter is not None:
                asked.draw(painter, left, top, theme.muted)
            top += asked.height + px(3)
        block = self._headline(width)
        if painter is not None:
            self._spot = QRect(left, int(top), width - left - px(2), round(block.height))
            self._draw_headline(painter, block, top)
        top += block.height + px(2)
        if self.detail:
            below = lay_out(
                self.detail, self.looks.measure(_DETAIL), width - left - px(12), 2 if self._compact else 3
            )
            if painter is not None:
                below.draw(painter, left, top, theme.muted)
            top += below.height
        if self.bar is not None and not self.bar.isHidden():
            top += px(7) + self.bar.sizeHint().height()
        return round(top) + self._top() + px(1)

    def _draw_headline(self, painter: QPainter, block: TextBlock, top: float) -> None:
        px, ink, side = self.looks.px, self.looks.theme.tone(self.status).ink, self.looks.px(15)
        box = QRectF(self._left(), top + (block.line_height - side) / 2, side, side)
        draw_glyph(painter, box, self._mark or self.status, ink)
        block.draw(painter, self._left() + px(21), top, ink, again=self.bar is None)

    def _headline(self, width: int) -> TextBlock:
        room = self._room(width, beside=self._beside(width))
        return lay_out(self.headline, self.looks.measure(_HEADLINE, strong=True), room, 3)

    def _beside(self, width: int) -> bool:
        """Whether the question stands beside the answer: where height is scarce, and no word is broken for it."""
        measure = self.looks.measure(_HEADLINE, strong=True)
        widest = max(map(measure.width, self.headline.split()), default=0.0)
        return self._compact and widest <= self._room(width, beside=True)

    def _room(self, width: int, *, beside: bool) -> int:
        """How wide the lines of the headline may be."""
        return width - self._left() - self.looks.px(21 + 10) - (self.looks.px(46) if beside else 0)

    def _left(self) -> int:
        return self.looks.px(14)

    def _top(self) -> int:
        return self.looks.px(6 if self._compact else 9)

    def _on_looks(self) -> None:
        self._paint_ground()
        self.updateGeometry()
        self.update()

    def _paint_ground(self) -> None:
        theme = self.looks.theme
        self.paint_as(theme.surface, theme.line, theme.tone(self.status).ink)
