"""Plain text that wraps, in one size and colour of the theme: for words that may come from a token."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.plain import plain_tooltip
from jotlens.gui.widgets.text_block import Measure, TextBlock, lay_out


class Paragraph(QWidget):
    """Draws its text itself, so nothing is guessed to be markup, and an address is not torn apart at its slashes."""

    def __init__(
        self,
        looks: Looks,
        *,
        factor: float = 1.0,
        strong: bool = False,
        quiet: bool = False,
        most_lines: int = 40,
    ) -> None:
        super().__init__()
        self._looks = looks
        self._factor = factor
        self._strong = strong
        self._quiet = quiet
        self._most_lines = most_lines
        self._text = ""
        self._tone = ""
        self._laid_out: tuple[float, TextBlock] | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        looks.changed.connect(self._forget)

    def text(self) -> str:
        """Return the text on show."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show another text."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self._forget()

    def set_tone(self, status: str) -> None:
        """Take the colour of a status; empty is none."""
        if status != self._tone:
            self._tone = status
            self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self._block(width).height)

    def sizeHint(self) -> QSize:
        wide = min(self._measure().width(self._text[:400]) + 1, self._looks.px(320))
        return QSize(round(wide), self.heightForWidth(max(self.width(), round(wide))))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._looks.px(40), round(self._measure().line_height))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._looks.theme
        block = self._block(self.width())
        plain = theme.muted if self._quiet else theme.text
        block.draw(QPainter(self), 0, 0, theme.tone(self._tone).ink if self._tone else plain)
        tip = plain_tooltip(self._text) if block.cut else ""
        if tip != self.toolTip():
            self.setToolTip(tip)

    def _block(self, width: float) -> TextBlock:
        if self._laid_out is None or self._laid_out[0] != width:
            self._laid_out = (width, lay_out(self._text, self._measure(), width, self._most_lines))
        return self._laid_out[1]

    def _measure(self) -> Measure:
        return self._looks.measure(self._factor, strong=self._strong)

    def _forget(self) -> None:
        self._laid_out = None
        self.updateGeometry()
        self.update()
