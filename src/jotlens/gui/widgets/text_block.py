"""A few wrapped lines of plain text: laid out once, cut where there are too many, with marked stretches."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QStaticText

_LONGEST = 4_000
"""More characters than this are never laid out: nobody reads them in a list."""

_MOST_KNOWN = 4_000
_MOST_SHAPED = 1_000
_WORD = re.compile(r"\n|[^\s]+|[^\S\n]+")


class Measure:
    """A font, and how wide its words are: the same words come again and again, and asking Qt is what costs."""

    __slots__ = ("_known", "_letter", "_metrics", "_shaped", "ascent", "blocks", "font", "line_height")

    def __init__(self, font: QFont, *, fixed: bool = False) -> None:
        self.font = font
        self._metrics = QFontMetricsF(font)
        self.ascent = self._metrics.ascent()
        self.line_height = float(round(self._metrics.height() * 1.08))
        self._letter = self._metrics.horizontalAdvance("0" * 64) / 64 if fixed else 0.0
        self._known: dict[str, float] = {}
        self._shaped: dict[str, QStaticText] = {}
        self.blocks: dict[tuple[str, int, int], TextBlock] = {}

    def width(self, text: str) -> float:
        """Return the width of a text, in pixels."""
        if self._letter and text.isascii():
            return self._letter * len(text)
        known = self._known.get(text)
        if known is None:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            known = self._known[text] = self._metrics.horizontalAdvance(text)
        return known

    def fitting(self, word: str, width: float) -> int:
        """Return how many characters of a word fit into a width, at least one."""
        if self._letter and word.isascii():
            return max(1, min(len(word), int(width / self._letter)))
        least, most = 1, len(word)
        while least < most:
            middle = (least + most + 1) // 2
            if self._metrics.horizontalAdvance(word[:middle]) <= width:
                least = middle
            else:
                most = middle - 1
        return least

    def draw(self, painter: QPainter, x: float, y: float, line: str, *, again: bool = True) -> None:
        """Draw one line from its upper left corner; `painter` has this font.

        Words for people come again with every token, so their shape is kept. What only this token says, in the fixed
        font, would be kept for nothing, and so would the seconds of a countdown (`again` false).
        """
        if self._letter or not again:
            painter.drawText(QPointF(x, y + self.ascent), line)
            return
        shaped = self._shaped.get(line)
        if shaped is None:
            if len(self._shaped) > _MOST_SHAPED:
                self._shaped.clear()
            shaped = self._shaped[line] = QStaticText(line)
            shaped.setTextFormat(Qt.TextFormat.PlainText)
        painter.drawStaticText(QPointF(x, y), shaped)

    def elided(self, text: str, width: float) -> str:
        """Return a text that fits into a width, with an ellipsis where it is cut."""
        return self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines of text with the place of their first character in the whole; `cut` says that some are left out."""

    lines: tuple[tuple[int, str], ...]
    measure: Measure
    cut: bool

    @property
    def line_height(self) -> float:
        """The height of a line in pixels."""
        return self.measure.line_height

    @property
    def height(self) -> float:
        """The height in pixels."""
        return self.measure.line_height * len(self.lines)

    def draw(self, painter: QPainter, x: float, y: float, color: str, *, again: bool = True) -> None:
        """Draw the lines from their upper left corner; `again` says whether the same ones will be drawn later."""
        painter.setFont(self.measure.font)
        painter.setPen(QColor(color))
        for _, line in self.lines:
            self.measure.draw(painter, x, y, line, again=again)
            y += self.measure.line_height

    def draw_mark(
        self, painter: QPainter, corner: tuple[float, float], span: tuple[int, int], ink: str, tint: str
    ) -> None:
        """Draw a box around the characters of `span`, or a gap mark where an empty span says that something lacks."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, (start, line) in enumerate(self.lines):
            first, last = max(span[0] - start, 0), min(span[1] - start, len(line))
            ends_here = at == len(self.lines) - 1 or span[0] < self.lines[at + 1][0]
            empty = span[0] == span[1] and 0 <= span[0] - start <= len(line) and ends_here
            if first >= last and not empty:
                continue
            left = corner[0] + self.measure.width(line[: min(first, len(line))])
            width = self.measure.width("0") if empty else self.measure.width(line[first:last])
            box = QRectF(left - 0.5, corner[1] + at * self.line_height + 0.5, width + 1, self.line_height - 1)
            painter.setPen(QPen(QColor(ink), 1.2, Qt.PenStyle.DotLine if empty else Qt.PenStyle.SolidLine))
            painter.setBrush(QColor(tint))
            painter.drawRoundedRect(box, 2.5, 2.5)
            if not empty:
                painter.setPen(QPen(QColor(ink), 2))
                painter.drawLine(
                    QPointF(left + 1, box.bottom() - 1), QPointF(left + width - 1, box.bottom() - 1)
                )
        painter.restore()


def lay_out(text: str, measure: Measure, width: float, most_lines: int) -> TextBlock:
    """Wrap text to a width in pixels, between words where it can be; what is beyond `most_lines` ends in an ellipsis.

    Lines are broken at spaces only, and inside a word only when it is longer than a line: an address is not torn
    apart at its slashes, as Qt would do.
    """
    key = (text, int(width), most_lines)
    block = measure.blocks.get(key)
    if block is None:
        if len(measure.blocks) > _MOST_KNOWN:
            measure.blocks.clear()
        block = _laid_out(text, measure, int(width), most_lines)
        measure.blocks[key] = block
    return block


def _laid_out(text: str, measure: Measure, width: int, most_lines: int) -> TextBlock:
    if len(text) < 40 and "\n" not in text and measure.width(text) <= width:
        return TextBlock(((0, text),), measure, cut=False)
    lines = _wrapped(text[:_LONGEST], measure, max(width, measure.width("0")), most_lines)
    cut = len(lines) > most_lines or (len(text) > _LONGEST and len(lines) == most_lines)
    if cut:
        start = lines[most_lines - 1][0]
        rest = text[start : start + 400].replace("\n", " ")
        lines[most_lines - 1 :] = [(start, measure.elided(rest + "…", width))]
    return TextBlock(tuple(lines) or ((0, ""),), measure, cut)


def _wrapped(text: str, measure: Measure, width: float, most_lines: int) -> list[tuple[int, str]]:
    """Break text into at most one line more than `most_lines`."""
    lines: list[tuple[int, str]] = []
    start, end, used = 0, 0, 0.0
    for match in _WORD.finditer(text):
        word = match.group()
        if word == "\n":
            lines.append((start, text[start:end]))
            start, end, used = match.end(), match.end(), 0.0
        elif used + (advance := measure.width(word)) <= width:
            end, used = match.end(), used + advance
        elif word.isspace():
            end, used = match.end(), width
        else:
            if text[start:end].strip():
                lines.append((start, text[start:end].rstrip()))
                start, used = match.start(), 0.0
            start, end = _broken(text, (start, match.end()), measure, width, lines)
            used = measure.width(text[start:end])
        if len(lines) > most_lines:
            return lines
    if end > start or not lines:
        lines.append((start, text[start:end]))
    return lines


def _broken(
    text: str, span: tuple[int, int], measure: Measure, width: float, lines: list[tuple[int, str]]
) -> tuple[int, int]:
    """Break a word that is longer than a line; return the stretch that is left for the last line of it."""
    start, end = span
    while measure.width(text[start:end]) > width:
        fitting = measure.fitting(text[start:end], width)
        lines.append((start, text[start : start + fitting]))
        start += fitting
    return start, end
