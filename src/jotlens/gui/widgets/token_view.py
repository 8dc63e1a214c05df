"""A plain-text editor that shows tokens coloured by segment, quick at a megabyte: it is a view, the text is elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from jotlens.gui.looks import Looks

# Not needed before there is a text.
if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent, QTextCursor, QTextLine

    from jotlens.gui.widgets.sheet_text import Cut, Ink

_PARAGRAPH = 1024
_LONGEST = 2 << 20
"""More characters than these are not shown: the view says how many are left out."""

_REST_MS = 120
"""What cannot be seen of a long text is laid out this much later, when everything else is painted."""

SECRET = "secret"
"""The part that an Ink gives to what is blacked out."""


class TokenView(QPlainTextEdit):
    """Shows a text of any size, wrapped anywhere, with inked stretches."""

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.looks = looks
        self._text = ""
        self._inks: tuple[Ink, ...] = ()
        self._secrets: list[QTextCursor] = []
        self._cut: Cut | None = None
        self._longest = _PARAGRAPH
        self._ready = False
        self._rest = ""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_REST_MS)
        self._later.timeout.connect(self._lay_rest)
        self._recut = QTimer(self)
        self._recut.setSingleShot(True)
        self._recut.setInterval(0)
        self._recut.timeout.connect(self._cut_anew)
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
    def left_out(self) -> int:
        """How many characters at the end are not shown."""
        return max(0, len(self._text) - _LONGEST)

    def show_text(self, text: str, inks: tuple[Ink, ...] = ()) -> None:
        """Show a text with its inks."""
        from jotlens.gui.widgets.sheet_text import cut, to_sheet

        self._get_ready()
        self._text, self._inks = text, inks
        self._longest = self._paragraph()
        self._cut = cut(to_sheet(text[:_LONGEST]), self._longest)
        paragraphs, seen = self._cut.paragraphs, self._seen_at_most()
        end = paragraphs.find("\n", seen) if len(paragraphs) > seen else -1
        first, self._rest = (paragraphs[:end], paragraphs[end:]) if end > 0 else (paragraphs, "")
        blocked = self.blockSignals(True)
        self.setPlainText(first)
        self.blockSignals(blocked)
        self._ink()
        if self._rest:
            self._later.start()
        else:
            self._later.stop()

    def show_inks(self, inks: tuple[Ink, ...]) -> None:
        """Ink the same text in another way."""
        self._inks = inks
        self._ink()

    def edited_text(self) -> str:
        """Return the text after a person has typed in it, with hidden characters turned back."""
        if not self._ready:
            return ""
        from jotlens.gui.widgets.sheet_text import from_sheet

        self._lay_rest()
        breaks = self._cut.breaks if self._cut is not None else ()
        block, lines, joined = self.document().begin(), [], bool(breaks)
        while block.isValid():
            lines.append(block.text())
            block = block.next()
        if not joined:
            return from_sheet("\n".join(lines)) + self._text[_LONGEST:]
        # Of a text that was cut, a full paragraph goes on in the next one.
        pieces = [line + ("" if len(line) >= self._longest else "\n") for line in lines]
        return from_sheet("".join(pieces).removesuffix("\n")) + self._text[_LONGEST:]

    def take_edit(self, text: str) -> None:
        """Note what the text is now, after typing; nothing is laid out anew."""
        from jotlens.gui.widgets.sheet_text import Cut, to_sheet

        self._text = text
        breaks = self._cut.breaks if self._cut is not None else ()
        self._cut = Cut("", breaks, to_sheet(text[:_LONGEST]))

    def select(self, start: int, end: int) -> None:
        """Select characters of the text and bring them into view."""
        self._lay_rest()
        cursor = self._cursor(start, end)
        self.setTextCursor(cursor)
        self.centerCursor()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._secrets and self.textCursor().hasSelection():
            self._black_out()

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy what was given, not how it is laid out: without the cuts, and with hidden characters turned back."""
        from PySide6.QtCore import QMimeData

        from jotlens.gui.widgets.sheet_text import from_sheet

        data = QMimeData()
        data.setText(from_sheet("".join(self._selected_pieces())))
        return data

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._cut is not None and self._cut.breaks and self._paragraph() != self._longest:
            self._recut.start()

    def _get_ready(self) -> None:
        """Take the font and the wrapping of a token: the words in an empty box need neither."""
        if self._ready:
            return
        from PySide6.QtGui import QTextOption

        self._ready = True
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self.setFont(self.looks.fixed_font)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._lay_rest()
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._lay_rest()
        super().mousePressEvent(event)

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
        self.blockSignals(blocked)
        self._ink()

    def _cut_anew(self) -> None:
        place = self.verticalScrollBar().value() / max(1, self.verticalScrollBar().maximum())
        self.show_text(self._text, self._inks)
        self.verticalScrollBar().setValue(round(place * self.verticalScrollBar().maximum()))

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

        theme = self.looks.theme
        selections = []
        self._secrets = []
        for ink in self._inks:
            selection = QTextEdit.ExtraSelection()
            selection.cursor = cursor = self._cursor(ink.start, ink.end)
            if ink.part == SECRET:
                self._secrets.append(cursor)
                selection.format.setForeground(QColor(theme.field_line))
                selection.format.setBackground(QColor(theme.field_line))
            else:
                selection.format.setForeground(QColor(theme.segment(ink.part)))
            selections.append(selection)
        self.setExtraSelections(selections)

    def _selected_pieces(self) -> Iterator[str]:
        """Yield what is selected of each paragraph; a full one of a text that was cut goes on in the next one."""
        from PySide6.QtGui import QTextCursor

        selection, joined = self.textCursor(), self._cut is not None and bool(self._cut.breaks)
        end = selection.selectionEnd()
        block = self.document().findBlock(selection.selectionStart())
        while block.isValid() and block.position() <= end:
            last = block.position() + block.length() - 1
            piece = QTextCursor(block)
            piece.setPosition(max(block.position(), selection.selectionStart()))
            piece.setPosition(min(last, end), QTextCursor.MoveMode.KeepAnchor)
            yield piece.selectedText()
            if last < end and not (joined and len(block.text()) >= self._longest):
                yield "\n"
            block = block.next()

    def _black_out(self) -> None:
        """Paint over secrets once more: what is selected is drawn above every ink, and would be readable."""
        from PySide6.QtCore import QRectF
        from PySide6.QtGui import QColor, QPainter

        painter, color = QPainter(self.viewport()), QColor(self.looks.theme.field_line)
        for secret in self._secrets:
            start, end = secret.selectionStart(), secret.selectionEnd()
            block = self.document().findBlock(start)
            while block.isValid() and block.position() < end:
                corner = self.blockBoundingGeometry(block).translated(self.contentOffset()).topLeft()
                layout = block.layout()
                for line in map(layout.lineAt, range(layout.lineCount())):
                    first = max(start - block.position(), line.textStart())
                    last = min(end - block.position(), line.textStart() + line.textLength())
                    if first < last:
                        left, right, top = _x(line, first), _x(line, last), corner.y() + line.y()
                        painter.fillRect(QRectF(corner.x() + left, top, right - left, line.height()), color)
                block = block.next()

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


def _x(line: QTextLine, position: int) -> float:
    """Where a character of a line begins, in pixels; the binding gives the position back beside it."""
    return cast("tuple[float, int]", line.cursorToX(position))[0]
