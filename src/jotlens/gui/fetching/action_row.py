"""One thing that can be asked of an issuer: what it is good for, the button that names the host, and what came back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.paragraph import Paragraph


class ActionRow(QWidget):
    """Shows one.

    Signals:
        requested: a person wants it asked.
        confirmed: a person wants it asked although the host is inside the network.
        inspect_requested: the answer is a token itself, and a person wants to look at it.
    """

    requested = Signal()
    confirmed = Signal()
    inspect_requested = Signal()

    def __init__(self, looks: Looks, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._title = Paragraph(looks, strong=True)
        self._why = Paragraph(looks, quiet=True)
        self._said = Paragraph(looks)
        self.button = QPushButton()
        self._anyway = QPushButton(self.tr("Call it all the same"))
        self._inspect = QPushButton(self.tr("Inspect the answer"))
        self._build(name, title)
        self.button.clicked.connect(self.requested)
        self._anyway.clicked.connect(self.confirmed)
        self._inspect.clicked.connect(self.inspect_requested)

    def show_offer(self, why: str, button: str, *, usable: bool) -> None:
        """Show what it is good for, or why it cannot be asked; `button` names the host."""
        self._why.set_text(why)
        self._why.setVisible(bool(why))
        self.button.setText(button)
        self.button.setAccessibleName(button)
        self.button.setEnabled(usable)
        self.say("")

    def say(self, sentence: str, tone: str = "", *, may_confirm: bool = False, signed: bool = False) -> None:
        """Show what came of it; `may_confirm` asks once more, `signed` offers to look at an answer that is a token."""
        self._inspect.setVisible(signed)
        self._said.set_text(sentence)
        self._said.set_tone(tone)
        self._said.setVisible(bool(sentence))
        self._anyway.setVisible(may_confirm)

    @property
    def said(self) -> str:
        """What came of it, in words."""
        return self._said.text()

    def _build(self, name: str, title: str) -> None:
        px = self._looks.px
        self.setObjectName(f"action-{name}")
        self._title.set_text(title)
        self._said.setObjectName(f"said-{name}")
        self._why.setObjectName(f"why-{name}")
        self.button.setObjectName(f"ask-{name}")
        self.button.setAccessibleName(title)
        self._anyway.setObjectName(f"anyway-{name}")
        self._anyway.setAccessibleName(self.tr("Call it all the same: {title}").format(title=title))
        self._inspect.setObjectName(f"inspect-{name}")
        self._inspect.setAccessibleName(self.tr("Inspect the answer: {title}").format(title=title))
        self._inspect.hide()
        self._said.hide()
        self._anyway.hide()
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._anyway, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._inspect, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, px(10))
        column.setSpacing(px(3))
        column.addWidget(self._title)
        column.addWidget(self._why)
        column.addLayout(row)
        column.addWidget(self._said)
