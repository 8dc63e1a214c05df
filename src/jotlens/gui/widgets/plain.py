"""Labels and tooltips for text that may come from a token: always plain, never guessed to be markup."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "<br>"})

# Qt's own names (Qt.TextFormat, Qt.AlignmentFlag) take 18 ms to load, a seventh of what an empty window takes to
# start; as properties the same values need no names. The tests hold that they mean what is said here.
PLAIN_TEXT = 0
CENTRED = 0x84


class PlainLabel(QLabel):
    """A label that shows its text as it is. `role` is what the style sheet calls it."""

    def __init__(
        self, text: str = "", role: str = "", parent: QWidget | None = None, *, wrap: bool = False
    ) -> None:
        super().__init__(parent)
        self.setProperty("textFormat", PLAIN_TEXT)
        if wrap:
            self.setWordWrap(True)
        if role:
            self.setProperty("role", role)
        self.setText(text)

    def centre(self) -> PlainLabel:
        """Put the text into the middle, and return the label."""
        self.setProperty("alignment", CENTRED)
        return self


def plain_tooltip(text: str) -> str:
    """Return text for setToolTip that shows exactly as it is: tooltips take anything like markup for markup."""
    return f"<qt>{text.translate(_ESCAPES)}</qt>" if text else ""


def set_tone(widget: QWidget, tone: str) -> None:
    """Give a widget the colour of a status (the style sheet's `tone`)."""
    if widget.property("tone") != tone:
        widget.setProperty("tone", tone)
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
