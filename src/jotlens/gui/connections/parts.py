"""What the parts of the form share: lines of text for fields of a connection, with their hints and troubles."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.form_field import FormField, text_field
from jotlens.oauth.connection import Connection


def object_name(field: str) -> str:
    """Return what the editor of a field is called: `client_id` is `connectionClientIdField`."""
    return "connection" + "".join(part.capitalize() for part in field.split("_")) + "Field"


class Part(QWidget):
    """A part of the form. `fields` are its fields by the names that Connection gives them.

    Signals:
        edited: (str) a person changed this field.
    """

    edited = Signal(str)

    def __init__(self, looks: Looks, parent: QWidget) -> None:
        super().__init__(parent)
        self.looks = looks
        self.fields: dict[str, FormField] = {}
        self._lines: dict[str, QLineEdit] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(looks.px(12))

    def line(self, field: str) -> QLineEdit:
        """Return the line of a field."""
        return self._lines[field]

    def text(self, field: str) -> str:
        """Return what a line says, without spaces around it."""
        return self.line(field).text().strip()

    def words(self, field: str) -> tuple[str, ...]:
        """Return the words of a line."""
        return tuple(self.line(field).text().split())

    def show_text(self, field: str, text: str) -> None:
        """Put a text into a line, unless it means what stands there: the cursor of somebody who types stays."""
        line = self.line(field)
        if line.text().strip() != text:
            line.setText(text)
            line.setCursorPosition(0)

    def show_words(self, field: str, words: Iterable[str]) -> None:
        """Put words into a line, unless they stand there."""
        told = tuple(words)
        if self.words(field) != told:
            self.line(field).setText(" ".join(told))
            self.line(field).setCursorPosition(0)

    def add_line(
        self,
        field: str,
        label: str,
        example: str = "",
        *,
        technical: bool = True,
        beside: tuple[QWidget, ...] = (),
    ) -> FormField:
        """Add a line for a field."""
        line = text_field(object_name(field), label, example, technical=technical)
        return self.add_field(field, FormField(self.looks, label, line, beside=beside, parent=self))

    def add_field(self, field: str, whole: FormField) -> FormField:
        """Add a field that was made elsewhere."""
        self.fields[field] = whole
        if isinstance(whole.editor, QLineEdit):
            self._lines[field] = whole.editor
            whole.editor.textEdited.connect(partial(self._on_edited, field))
        self.column.addWidget(whole)
        return whole

    @abstractmethod
    def show_connection(self, connection: Connection) -> None:
        """Show the values of a connection."""

    @abstractmethod
    def apply(self, connection: Connection) -> Connection:
        """Return the connection with what the fields say."""

    def show_only(self, shown: frozenset[str]) -> None:
        """Show these fields, and hide the others."""
        for field, whole in self.fields.items():
            whole.setVisible(field in shown)

    def _on_edited(self, field: str, _text: str) -> None:
        self.edited.emit(field)
