"""A plain-text editor that shows tokens coloured by segment, quick at a megabyte: it is a view, the text is elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from jotlens.gui.looks import Looks

# Not needed before there is a text.
if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import (
        QContextMenuEvent,
        QInputMethodEvent,
        QKeyEvent,
        QMouseEvent,
        QResizeEvent,
        QTextCursor,
    )

    from jotlens.gui.widgets.sheet_document import Secrets
    from jotlens.gui.widgets.sheet_text import Cut, Ink

_PARAGRAPH = 1024
_LONGEST = 2 << 20
_MOST_LINES = 10_000
"""More characters or lines than these are not shown: the view says how many are left out."""

_REST_MS = 120
"""What cannot be seen of a long text is laid out this much later, when everything else is painted."""

_MOST_INKED = 2_000
"""Each inked stretch costs a little at every repaint; bullets beyond these have the ink of the text."""

_NOT_CUT = 1 << 62
"""Longer than any paragraph: none goes on in the next one."""


class TokenView(QPlainTextEdit):
    """Shows a text of any size, wrapped anywhere, with inked stretches.

    What is inked as secret is not in the editor at all: bullets stand there, one for one, for screen readers as well.

    Signals:
        handed_out: (str) a text was selected, and may go to the clipboard.
    """

    handed_out = Signal(str)

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.looks = looks
        self._text = ""
        self._shown = 0
        self._inks: tuple[Ink, ...] = ()
        self._masks: tuple[tuple[int, int], ...] = ()
        self._blended = False
        self._secrets: Secrets | None = None
        self._cut: Cut | None = None
        self._longest = _PARAGRAPH
        self._marked = False
        self._ready = False
        self._rest = ""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_REST_MS)
        self._later.timeout.connect(self._lay_rest)
        self._recut = QTimer(self)
        self._recut.setSingleShot(True)
        self._recut.setInterval(0)
        self._recut.timeout.connect(self._show_anew)
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._get_ready)
        looks.changed.connect(self._on_looks)

    @property
    def text(self) -> str:
        """The text on show, whole, and with every character that it was given with."""
        return self._text

    @property
    def inks(self) -> tuple[Ink, ...]:
        """The inks on show."""
        return self._inks

    @property
    def masks(self) -> tuple[tuple[int, int], ...]:
        """The stretches of the text for which bullets stand."""
        return self._masks

    @property
    def left_out(self) -> int:
        """How many characters at the end are not shown."""
        return len(self._text) - self._shown

    def show_text(self, text: str, inks: tuple[Ink, ...] = ()) -> None:
        """Show a text with its inks."""
        from jotlens.gui.widgets.sheet_text import blacked_out, cut, secret_spans, shown_length, to_sheet

        self._get_ready()
        self._text, self._inks = text, inks
        self._shown = shown_length(text, _LONGEST, _MOST_LINES)
        self._masks = secret_spans(inks, self._shown)
        self._secrets = None
        self._marked = self._blended = False
        self._longest = self._paragraph()
        self._cut = cut(blacked_out(to_sheet(text[: self._shown]), self._masks), self._longest)
        paragraphs, seen = self._cut.paragraphs, self._seen_at_most()
        end = paragraphs.find("\n", seen) if len(paragraphs) > seen else -1
        first, self._rest = (paragraphs[:end], paragraphs[end:]) if end > 0 else (paragraphs, "")
        blocked = self.blockSignals(True)
        self.setPlainText(first)
        self._mark_secrets()
        self.blockSignals(blocked)
        self._ink()
        if self._rest:
            self._later.start()
        else:
            self._later.stop()

    def show_inks(self, inks: tuple[Ink, ...]) -> None:
        """Ink the same text in another way."""
        from jotlens.gui.widgets.sheet_text import secret_spans

        self._inks = inks
        if secret_spans(inks, self._shown) == self._masks and not self._blended:
            self._ink()
        else:
            self._show_anew()  # and forget what could be undone: it would bring characters back that are secret now

    def edited_text(self) -> str:
        """Return the text after a person has typed in it, with hidden characters turned back."""
        if not self._ready:
            return ""
        from jotlens.gui.widgets.sheet_document import Secrets, read_document

        self._lay_rest()
        written = read_document(self.document(), self._secrets or Secrets(), self._full())
        return written.text + self._text[self._shown :]

    def take_edit(self) -> str:
        """Note what the text is now, after typing, and return it. Of a secret that lost a character nothing stays."""
        from jotlens.gui.widgets.sheet_document import Secrets, read_document, remove_remains
        from jotlens.gui.widgets.sheet_text import Cut, blacked_out, to_sheet, wide_places

        self._lay_rest()
        written = read_document(self.document(), self._secrets or Secrets(), self._full())
        if written.remains:
            blocked = self.blockSignals(True)
            remove_remains(self.document(), written.remains)
            self.blockSignals(blocked)
        self._text = written.text + self._text[self._shown :]
        self._shown = len(written.text)
        # What was typed between bullets can be read there until it is known whether it is a secret as well.
        self._masks, self._blended = written.masks, written.blended
        self._cut = Cut("", written.breaks, wide_places(blacked_out(to_sheet(written.text), written.masks)))
        return self._text

    def select(self, start: int, end: int) -> None:
        """Select characters of the text and bring them into view."""
        self._lay_rest()
        cursor = self._cursor(start, end)
        self.setTextCursor(cursor)
        self.centerCursor()

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy what was given, not how it is laid out: without the cuts, hidden characters and secrets turned back."""
        from PySide6.QtCore import QMimeData

        data = QMimeData()
        text = self._selected_text(self.textCursor())
        data.setText(text)
        self.handed_out.emit(text)
        return data

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._cut is not None and self._cut.breaks and self._paragraph() != self._longest:
            self._recut.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _only_holds(event):
            self._prepare()
            if not self.isReadOnly():
                self._make_way(event)
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._prepare()
        if not self.isReadOnly() and self.textCursor().hasSelection():
            self._cover_secrets(back=False)  # the menu may cut or delete what is selected
        super().contextMenuEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._prepare()
        super().mousePressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._prepare()
        super().inputMethodEvent(event)

    def _make_way(self, event: QKeyEvent) -> None:
        """Before a key deletes something: a cut is no character, and a secret goes whole."""
        from PySide6.QtCore import Qt
        from PySide6.QtGui import QKeySequence

        deletes = event.key() in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}
        back, cursor = event.key() == Qt.Key.Key_Backspace, self.textCursor()
        if cursor.hasSelection():
            command = (
                event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier == Qt.KeyboardModifier.ControlModifier
            )
            writes = bool(event.text()) and not command  # as Qt tells typing from commands
            if deletes or writes or event.matches(QKeySequence.StandardKey.Cut):
                self._cover_secrets(back=False)
        elif deletes:
            if self._marked:
                from jotlens.gui.widgets.sheet_document import step_over_cut

                if step_over_cut(cursor, back=back):
                    self.setTextCursor(cursor)
            self._cover_secrets(back=back)

    def _cover_secrets(self, *, back: bool) -> None:
        if self._secrets is None:
            return
        from jotlens.gui.widgets.sheet_document import cover_secrets

        cursor = self.textCursor()
        if cover_secrets(cursor, self._secrets, back=back):
            self.setTextCursor(cursor)

    def _get_ready(self) -> None:
        """Take the font and the wrapping of a token: the words in an empty box need neither."""
        if self._ready:
            return
        from PySide6.QtGui import QTextOption

        self._ready = True
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self.setFont(self.looks.fixed_font)

    def _lay_rest(self) -> None:
        """Put the rest of a long text into the editor; before anything is done with it, if a person is that quick."""
        if not self._rest:
            return
        from PySide6.QtGui import QTextCursor

        rest, self._rest = self._rest, ""
        self._later.stop()
        document, end = self.document(), QTextCursor(self.document())
        blocked = self.blockSignals(True)
        document.setUndoRedoEnabled(False)  # what is undone is what a person did
        end.movePosition(QTextCursor.MoveOperation.End)
        end.insertText(rest)
        document.setUndoRedoEnabled(True)
        self._mark_secrets()
        self.blockSignals(blocked)
        self._ink()

    def _prepare(self) -> None:
        """Get ready for being typed in: note which paragraphs are pieces of one line, while they are as they were cut."""
        self._lay_rest()
        cut, document = self._cut, self.document()
        if self._marked or cut is None or not cut.breaks or document.isUndoAvailable():
            return
        from jotlens.gui.widgets.sheet_document import mark_cuts

        self._marked = True
        blocked = self.blockSignals(True)
        document.setUndoRedoEnabled(False)
        mark_cuts(document, cut)
        document.setUndoRedoEnabled(True)
        self.blockSignals(blocked)

    def _mark_secrets(self) -> None:
        """Note which bullets stand for what."""
        if not self._masks:
            return
        from jotlens.gui.widgets.sheet_document import Secrets, mark_secret

        document = self.document()
        document.setUndoRedoEnabled(False)
        for number, span in enumerate(self._masks, start=1):
            mark_secret(self._cursor(*span), number)
        document.setUndoRedoEnabled(True)
        hidden = (self._text[start:end].replace("\n", "") for start, end in self._masks)
        self._secrets = Secrets(dict(enumerate(hidden, start=1)))

    def _full(self) -> int:
        """Return the length from which on a paragraph goes on in the next one; 0 when that was noted."""
        if self._marked:
            return 0
        return self._longest if self._cut is not None and self._cut.breaks else _NOT_CUT

    def _selected_text(self, cursor: QTextCursor) -> str:
        from jotlens.gui.widgets.sheet_document import Secrets, read_selection

        return read_selection(cursor, self._secrets or Secrets(), self._full())

    def _show_anew(self) -> None:
        """Lay the same text out once more; what is selected and the place stay."""
        from PySide6.QtGui import QTextCursor

        self._lay_rest()
        cursor, ends = self.textCursor(), []
        for place in (cursor.anchor(), cursor.position()):
            until = QTextCursor(self.document())
            until.setPosition(place, QTextCursor.MoveMode.KeepAnchor)
            ends.append(len(self._selected_text(until)))
        share = self.verticalScrollBar().value() / max(1, self.verticalScrollBar().maximum())
        self.show_text(self._text, self._inks)
        if any(ends):
            self._lay_rest()
            self.setTextCursor(self._cursor(*ends))
        self.verticalScrollBar().setValue(round(share * self.verticalScrollBar().maximum()))

    def _paragraph(self) -> int:
        """How long paragraphs are: whole rows of the view, so that no row ends early where the text is cut."""
        width = self.viewport().width() - 2 * self.document().documentMargin()
        columns = int(width / max(1.0, self.fontMetrics().horizontalAdvance("0" * 64) / 64))
        return columns * max(1, _PARAGRAPH // columns) if columns > 8 else _PARAGRAPH

    def _seen_at_most(self) -> int:
        """How many characters can be seen at once, and some more."""
        letter, line = self.fontMetrics().horizontalAdvance("0" * 64) / 64, self.fontMetrics().lineSpacing()
        columns = self.viewport().width() / max(1.0, letter)
        return round(columns * (self.viewport().height() / max(1, line) + 4))

    def _ink(self) -> None:
        from PySide6.QtGui import QColor
        from PySide6.QtWidgets import QTextEdit

        from jotlens.gui.widgets.sheet_text import SECRET

        theme = self.looks.theme
        selections = []
        for ink in self._inks[:_MOST_INKED]:
            selection = QTextEdit.ExtraSelection()
            selection.cursor = self._cursor(ink.start, ink.end)
            if ink.part == SECRET:
                selection.format.setForeground(QColor(theme.field_line))
                selection.format.setBackground(QColor(theme.field_line))
            else:
                selection.format.setForeground(QColor(theme.segment(ink.part)))
            selections.append(selection)
        self.setExtraSelections(selections)

    def _cursor(self, start: int, end: int) -> QTextCursor:
        from PySide6.QtGui import QTextCursor

        last = self.document().characterCount() - 1
        cursor = QTextCursor(self.document())
        if self._cut is not None:
            cursor.setPosition(min(self._cut.position(start), last))
            cursor.setPosition(min(self._cut.position(end), last), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _on_looks(self) -> None:
        if self._ready:
            self.setFont(self.looks.fixed_font)
        if self._inks:
            self._ink()
        if self._cut is not None and self._cut.breaks:
            self._recut.start()


def _only_holds(event: QKeyEvent) -> bool:
    """Whether a key does nothing by itself: the Ctrl of a Ctrl+V that will replace the whole text comes first."""
    from PySide6.QtCore import Qt

    return event.key() in {
        Qt.Key.Key_Control,
        Qt.Key.Key_Shift,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
    }
