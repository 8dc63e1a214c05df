"""Two texts that nearly agree, one above the other, with the character that differs in a box."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.text_block import lay_out
from jotlens.inspection.model import Difference
from jotlens.tokens.visible import visible

_MOST_LINES = 3
_BESIDE = 330
"""From this width on, in pixels at zoom 1, the names stand beside the texts."""


class DifferenceView(QWidget):
    """Draws a Difference in the fixed font; nothing in it can be taken for markup."""

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._difference: Difference | None = None
        self._names = (self.tr("token says"), self.tr("you expect"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        looks.changed.connect(self.updateGeometry)

    def show_difference(self, difference: Difference | None) -> None:
        """Show two texts, or nothing."""
        self._difference = difference
        self.setVisible(difference is not None)
        if difference is not None:
            said, expected = self._names
            self.setAccessibleName(f"{said} {difference.said}; {expected} {difference.expected}")
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return difference_height(self._difference, self._looks, width, self._names)

    def sizeHint(self) -> QSize:
        return QSize(self._looks.px(240), self.heightForWidth(max(self.width(), self._looks.px(240))))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._looks.px(120), self._looks.px(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._difference is not None:
            painter = QPainter(self)
            draw_difference(painter, self._difference, self._looks, (0, 0, self.width()), self._names)


def difference_height(
    difference: Difference | None, looks: Looks, width: float, names: tuple[str, str]
) -> int:
    """Return the height that a difference needs in a width, in pixels."""
    return 0 if difference is None else _walk(None, difference, looks, (0, 0, width), names)


def draw_difference(
    painter: QPainter,
    difference: Difference,
    looks: Looks,
    place: tuple[float, float, float],
    names: tuple[str, str],
) -> None:
    """Draw a difference at `place` (left, top, width)."""
    _walk(painter, difference, looks, place, names)


def _walk(
    painter: QPainter | None,
    difference: Difference,
    looks: Looks,
    place: tuple[float, float, float],
    names: tuple[str, str],
) -> int:
    """Lay both texts out, with their names beside them or, where it is narrow, above; return the height in pixels."""
    left, top, width = place
    small, tone = looks.measure(0.92), looks.theme.tone("fail")
    gutter = max(small.width(name) for name in names) + looks.px(10)
    beside = width > looks.px(_BESIDE)
    start = top
    pairs = ((difference.said, difference.said_span), (difference.expected, difference.expected_span))
    for name, (text, span) in zip(names, pairs, strict=True):
        named = lay_out(name, small, width, 1)
        block = lay_out(visible(text), looks.fixed_measure, width - (gutter if beside else 0), _MOST_LINES)
        x = left + gutter if beside else left
        y = top if beside else top + named.height
        if painter is not None:
            named.draw(
                painter,
                left,
                top + (block.line_height - named.line_height) / 2 if beside else top,
                looks.theme.muted,
            )
            block.draw_mark(painter, (x, y), _moved(text, span), tone.ink, looks.theme.surface)
            block.draw(painter, x, y, looks.theme.text)
        top = y + block.height + looks.px(3)
    return round(top - start)


def _moved(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Where a span lies once hidden characters are written out."""
    start, end = span
    return len(visible(text[:start])), len(visible(text[:end]))
