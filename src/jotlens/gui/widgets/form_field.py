"""One field of a form: its label above, what is wrong with it and where its value is found below."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.gui.widgets.plain import PlainLabel
from jotlens.gui.widgets.trouble_line import TroubleLine

_LONGEST = 4_096


class FormField(QWidget):
    """Holds an editor, with buttons beside it or a row of them below. What is said below it is read by screen readers with the editor."""

    def __init__(
        self,
        looks: Looks,
        label: str,
        editor: QWidget,
        *,
        labelled: bool = True,
        beside: tuple[QWidget, ...] = (),
        below: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._looks = looks
        self.editor = editor
        self._name = editor.objectName().removesuffix("Field")
        self._trouble = TroubleLine(looks, f"{self._name}Trouble", self)
        self._hint = Paragraph(looks, factor=0.92, quiet=True)
        self._note = Paragraph(looks, factor=0.92, quiet=True)
        self._build(label if labelled else "", beside, below)

    @property
    def trouble(self) -> str:
        """What is said to be wrong; empty for nothing."""
        return self._trouble.sentence

    def set_hint(self, text: str, tone: str = "") -> None:
        """Say where the value is found, or what it is; `tone` is the colour of a status."""
        self._hint.set_tone(tone)
        _show(self._hint, text)
        self._describe()

    def set_note(self, text: str) -> None:
        """Say what was done to the value."""
        _show(self._note, text)
        self._describe()

    def set_trouble(self, sentence: str) -> None:
        """Say what is wrong with the value; empty for nothing."""
        if sentence != self._trouble.sentence:
            self._trouble.say(sentence)
            self._describe()

    def _build(self, label: str, beside: tuple[QWidget, ...], below: QWidget | None) -> None:
        px = self._looks.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(3))
        if label:
            title = PlainLabel(label, "small")
            title.setBuddy(self.editor)
            title.setMinimumWidth(1)  # gives way where there is little room
            column.addWidget(title)
        line = QHBoxLayout()
        line.setSpacing(px(6))
        line.addWidget(self.editor, 1)
        for button in beside:
            line.addWidget(button)
        column.addLayout(line)
        if below is not None:
            column.addWidget(below)
        column.addWidget(self._trouble)
        for paragraph, part in ((self._note, "Note"), (self._hint, "Hint")):
            paragraph.setObjectName(f"{self._name}{part}")
            paragraph.hide()
            column.addWidget(paragraph)

    def _describe(self) -> None:
        said = (self._trouble.sentence, self._note.text(), self._hint.text())
        self.editor.setAccessibleDescription(" ".join(filter(None, said)))


def text_field(object_name: str, label: str, example: str = "", *, technical: bool = True) -> QLineEdit:
    """Return a line for a text; a technical one, such as an address, runs from left to right in every language."""
    from PySide6.QtCore import Qt

    line = QLineEdit()
    line.setObjectName(object_name)
    line.setAccessibleName(label)
    line.setPlaceholderText(example)
    line.setMaxLength(_LONGEST)
    if technical:
        line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        line.setInputMethodHints(
            Qt.InputMethodHint.ImhNoAutoUppercase | Qt.InputMethodHint.ImhNoPredictiveText
        )
    return line


def _show(paragraph: Paragraph, text: str) -> None:
    paragraph.set_text(text)
    paragraph.setVisible(bool(text))
