"""Where a token comes in: the box to paste into, what was taken off around it, and the tokens found in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.plain import PlainLabel, set_tone
from jotlens.gui.widgets.token_view import TokenView

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from jotlens.gui.reading import Reading
    from jotlens.gui.widgets.sheet_text import Ink

_TYPING_MS = 150
"""Typing is followed this long after the last key."""


class PasteBox(TokenView):
    """The box: pasting replaces what is there, and the clipboard is read before the editor can change it.

    Signals:
        paste_requested: the keys for pasting were pressed.
        given: (str) a text was pasted or dropped.
        typed: (str) the text was changed by hand.
        file_given: (Path) a file was pasted or dropped.
        unusable: what was pasted or dropped holds no text.
    """

    paste_requested = Signal()
    given = Signal(str)
    typed = Signal(str)
    file_given = Signal(object)
    unusable = Signal()

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(looks, parent)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._on_typed)
        self.textChanged.connect(self._typing.start)

    def show_text(self, text: str, inks: tuple[Ink, ...] = ()) -> None:
        super().show_text(text, inks)
        self._typing.stop()
        self.setReadOnly(self.left_out > 0)

    def shows(self, text: str) -> bool:
        """Whether this text is on show, and nothing was typed into it since."""
        return self.text == text and not self._typing.isActive()

    def take(self, data: QMimeData) -> None:
        """Take what the clipboard or a drop brings."""
        from pathlib import Path

        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:
            self.file_given.emit(files[0])
        elif data.hasText():
            self.given.emit(data.text())
        else:
            self.unusable.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The editor itself would pass over an empty clipboard without a word.
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_requested.emit()
        else:
            super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return True

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.take(source)

    def _on_typed(self) -> None:
        self.typed.emit(self.take_edit())


class PastePane(QWidget):
    """The left column.

    Signals:
        open_requested: a person wants to choose a file.
        offer_accepted: a person wants the fields filled with what belongs to a sample.
        clear_requested: a person wants an empty window.
        fetch_requested: a person wants to fetch a token instead.
    """

    fetch_requested = Signal()
    open_requested = Signal()
    offer_accepted = Signal()
    clear_requested = Signal()

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._reading: Reading | None = None
        self._revealed = False
        self._tokens: QWidget | None = None
        self.box = PasteBox(looks)
        self._title = PlainLabel(self.tr("PASTE"), "section")
        self._note = PlainLabel("", "small", wrap=True)
        self._offer = QPushButton(self.tr("Fill in what belongs to it"))
        self._fetch = QToolButton()
        self._open = QToolButton()
        self._clear = QToolButton()
        self._tokens_title = PlainLabel(self.tr("TOKENS"), "section")
        self._column = QVBoxLayout(self)
        self._build()
        self._connect()

    def add_tokens(self, tokens: QWidget) -> None:
        """Take the list of tokens in, which only a text with several needs."""
        self._tokens = tokens
        self._column.addWidget(tokens, 2)
        tokens.hide()

    def show_unread(self, text: str) -> None:
        """Show a large text before it is read; the colours follow. What is called a secret is one already."""
        from jotlens.gui.inks import inks_of_unread

        self._reading = None
        self.box.show_text(text, () if self._revealed else inks_of_unread(text))
        self._clear.setEnabled(True)
        self._say("")

    def show_reading(self, reading: Reading | None, text: str) -> None:
        """Show a text and what was found in it; the box is left alone when it shows the text already."""
        self._reading = reading
        inks = self._inks()
        if self.box.shows(text):
            self.box.show_inks(inks)
        else:
            self.box.show_text(text, inks)
        self._clear.setEnabled(bool(text))
        self.list_tokens(reading)
        self._show_note()

    def list_tokens(self, reading: Reading | None) -> None:
        """Show the list of tokens where there are several; the text is the same."""
        self._reading = reading
        several = reading is not None and len(reading.entries) > 1
        self._tokens_title.setVisible(several)
        if self._tokens is not None:
            self._tokens.setVisible(several)

    def show_no_tokens(self) -> None:
        """List no tokens: nothing is known of the text."""
        self._reading = None
        self._tokens_title.hide()
        if self._tokens is not None:
            self._tokens.hide()
        self._say("")

    def show_place(self, index: int) -> None:
        """Bring the place into view where a token of the list stands in the text."""
        found = self._reading.entries[index].found if self._reading is not None else None
        if found is not None:
            self.box.select(found.start, found.start)

    def show_sample(self, look: str, *, offers: bool) -> None:
        """Say what there is to see in a sample, and offer to fill in what belongs to it."""
        self._say(look)
        self._offer.setVisible(offers)

    def show_refusal(self, sentence: str) -> None:
        """Say why a file or a drop cannot be taken; what was there stays."""
        self._say(sentence, "fail")

    def reveal_secrets(self, revealed: bool) -> None:  # noqa: FBT001 - a setter of one flag
        """Show refresh tokens and other secrets, or black them out."""
        self._revealed = revealed
        if self._reading is not None:
            self.box.show_inks(self._inks())
            self._show_note()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        buttons = (self._fetch, self._open, self._clear)
        taken = sum(button.sizeHint().width() for button in buttons) + self._looks.px(2 * 12)
        self._title.setVisible(self.width() >= taken + self._title.sizeHint().width())

    def _build(self) -> None:
        px = self._looks.px
        self.setObjectName("pastePane")
        self._title.setMinimumWidth(1)  # it gives way to the buttons, and is hidden where it would be cut
        self.box.setObjectName("pasteBox")
        self.box.setAccessibleName(self.tr("Token or text with tokens"))
        self.box.setPlaceholderText(self.tr("Paste a token here"))
        for button, name, text, told in (
            (self._fetch, "fetchButton", self.tr("Fetch"), self.tr("Fetch a token from its issuer")),
            (self._open, "openButton", self.tr("Open…"), self.tr("Open a text file")),
            (self._clear, "clearButton", self.tr("Clear"), self.tr("Empty the box")),
        ):
            button.setObjectName(name)
            button.setText(text)
            button.setAccessibleName(told)
            button.setProperty("role", "quiet")
        self._clear.setEnabled(False)
        self._offer.setObjectName("offerButton")
        self._offer.setAccessibleName(self.tr("Fill in what belongs to the sample"))
        self._note.setObjectName("pasteNote")
        for hidden in (self._note, self._offer, self._tokens_title):
            hidden.hide()
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._title, 1)
        row.addWidget(self._fetch)
        row.addWidget(self._open)
        row.addWidget(self._clear)
        self._column.setContentsMargins(px(12), px(9), px(12), px(12))
        self._column.setSpacing(px(6))
        self._column.addLayout(row)
        self._column.addWidget(self.box, 3)
        self._column.addWidget(self._note)
        self._column.addWidget(self._offer)
        self._column.addSpacing(px(4))
        self._column.addWidget(self._tokens_title)

    def _connect(self) -> None:
        self._fetch.clicked.connect(self.fetch_requested)
        self._open.clicked.connect(self.open_requested)
        self._offer.clicked.connect(self.offer_accepted)
        self._clear.clicked.connect(self.clear_requested)

    def _inks(self) -> tuple[Ink, ...]:
        if self._reading is None:
            return ()
        from jotlens.gui.inks import inks_of

        return inks_of(self._reading, revealed=self._revealed)

    def _show_note(self) -> None:
        """Say what was taken off around the token, and what of the text is not shown."""
        said: list[str] = []
        if self._reading is not None:
            if self._reading.finds.stripped:
                listed = ", ".join(self._reading.finds.stripped)
                said.append(self.tr("Taken off around it: {what}.").format(what=listed))
            if self._reading.finds.hidden:
                count = len(self._reading.finds.hidden)
                said.append(self.tr("Invisible or damaged characters: {count}.").format(count=count))
            if self.box.masks:
                said.append(self.tr("Secrets are blacked out; View, Show secrets shows them."))
            if self.box.left_out:
                count_words = f"{self.box.left_out:,}"
                said.append(
                    self.tr("The last {count} characters are not shown here.").format(count=count_words)
                )
        self._offer.hide()
        self._say(" ".join(said))

    def _say(self, words: str, tone: str = "") -> None:
        set_tone(self._note, tone)
        self._note.setText(words)
        self._note.setVisible(bool(words))
