"""A field that takes a moment as people write it, and a line that says how it was understood."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit

from jotlens.gui.moments import moment_words, zone_words
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.inspection.moments.model import Moment, MomentTextError
from jotlens.inspection.moments.read import read_moment


class MomentField(QObject):
    """Reads what a line edit holds. A text that is no moment counts as not said, and the line below says so.

    Signals:
        done: the text was finished with Enter, left or replaced.
    """

    done = Signal()

    def __init__(self, line: QLineEdit, said: Paragraph, sentence: str, now: Callable[[], datetime]) -> None:
        super().__init__(line)
        self.line = line
        self.said = said
        self._sentence = sentence
        self._now = now
        self._zone: tzinfo | None = None
        self._read = ""
        self.at: datetime | None = None
        self.entered_at: datetime | None = None
        said.hide()
        line.editingFinished.connect(self._on_finished)

    def set_zone(self, zone: tzinfo | None) -> None:
        """Read times without a zone in this one, and show them in it (None: this computer's)."""
        self._zone = zone
        self._take()

    def set_text(self, text: str) -> None:
        """Put a moment into the field."""
        self.line.setText(text)
        self.line.setCursorPosition(0)
        self._on_finished()

    def set_moment(self, at: datetime | None) -> None:
        """Put an instant (aware, UTC) into the field, or nothing."""
        self.set_text("" if at is None else at.isoformat(sep=" ").replace("+00:00", "Z"))

    def _on_finished(self) -> None:
        self._take()
        self.done.emit()

    def _take(self) -> None:
        text = self.line.text()
        if text != self._read:
            self._read = text
            self.entered_at = self._now()
        try:
            moment = read_moment(text, self._zone, self.entered_at or self._now())
        except MomentTextError as error:
            self.at = None
            self._say(error.sentence, "fail")
            return
        self.at = moment.at if moment is not None else None
        self._say("" if moment is None else self._words(moment), "warn" if moment and moment.doubts else "")

    def _words(self, moment: Moment) -> str:
        shown = f"{moment_words(moment.at, self._zone)} {zone_words(moment.at, self._zone)}"
        return f"{self._sentence.format(at=shown)} {moment.words}".strip()

    def _say(self, words: str, tone: str) -> None:
        self.said.set_tone(tone)
        self.said.set_text(words)
        self.said.setVisible(bool(words))
