"""What stands in the middle of the window while a large text is read: nothing is said of it, nor of the one before."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.plain import PlainLabel


class WaitingPage(QWidget):
    """Says that a text is being read, or that reading it was stopped.

    Signals:
        read_requested: a person wants to have it read after all.
    """

    read_requested = Signal()

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._title = PlainLabel("", "title")
        self._words = PlainLabel("", "muted", wrap=True)
        self._again = QPushButton(self.tr("Read it now"))
        self._build()
        self._again.clicked.connect(self.read_requested)

    def show_reading(self, characters: int) -> None:
        """Say that a text of so many characters is being read."""
        self._title.setText(self.tr("Reading the text…"))
        self._say(self.tr("{count} characters. The answer appears here as soon as it is there."), characters)
        self._again.hide()

    def show_stopped(self, characters: int) -> None:
        """Say that it was not read, and offer to."""
        self._title.setText(self.tr("This text was not read"))
        self._say(
            self.tr("You stopped it. The text has {count} characters; nothing is known of it."), characters
        )
        self._again.show()

    def _say(self, words: str, characters: int) -> None:
        self._words.setText(words.format(count=f"{characters:,}"))

    def _build(self) -> None:
        px = self._looks.px
        self.setObjectName("waitingPage")
        self._title.setObjectName("waitingTitle")
        self._words.setObjectName("waitingWords")
        self._again.setObjectName("readNow")
        self._again.setAccessibleName(self.tr("Read the text now"))
        self._again.setProperty("role", "primary")
        self._again.hide()
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._again)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), 0, px(24), 0)
        column.setSpacing(px(8))
        column.addStretch(2)
        column.addWidget(self._title.centre())
        column.addWidget(self._words.centre())
        column.addLayout(row)
        column.addStretch(3)
