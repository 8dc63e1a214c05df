"""Labels, tooltips and marks for text that may come from a token: always plain, never guessed to be markup."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "<br>"})


class PlainLabel(QLabel):
    """A label that shows its text as it is, and wraps it where asked."""

    def __init__(
        self, text: str = "", role: str = "", parent: QWidget | None = None, *, wrap: bool = False
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        if role:
            self.setProperty("role", role)
        self.setText(text)


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
