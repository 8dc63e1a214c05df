"""One field of a form: its label above, what is wrong with it and where its value is found below."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.glyphs import Glyph
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.gui.widgets.plain import PlainLabel

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
        self._trouble = Paragraph(looks, factor=0.92)
        self._mark = Glyph("warn", looks.px(13))
        self._trouble_row = QWidget(self)
        self._hint = Paragraph(looks, factor=0.92, quiet=True)
        self._note = Paragraph(looks, factor=0.92, quiet=True)
        self._build(label if labelled else "", beside, below)
        looks.changed.connect(self._on_looks)
        self._on_looks()

    @property
    def trouble(self) -> str:
        """What is said to be wrong; empty for nothing."""
        return self._trouble.text()

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
        if sentence != self._trouble.text():
            self._trouble.set_text(sentence)
            self._trouble_row.setVisible(bool(sentence))
            self._describe()

    def _build(self, label: str, beside: tuple[QWidget, ...], below: QWidget | None) -> None:
        px = self._looks.px
        name = self.editor.objectName().removesuffix("Field")
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
        told = QHBoxLayout(self._trouble_row)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(px(5))
        top = QVBoxLayout()
        top.addWidget(self._mark)
        top.addStretch(1)
        told.addLayout(top)
        told.addWidget(self._trouble, 1)
        self._trouble.set_tone("fail")
        for paragraph, part in ((self._trouble, "Trouble"), (self._note, "Note"), (self._hint, "Hint")):
            paragraph.setObjectName(f"{name}{part}")
        for widget in (self._trouble_row, self._note, self._hint):
            widget.hide()
            column.addWidget(widget)

    def _describe(self) -> None:
        said = (self._trouble.text(), self._note.text(), self._hint.text())
        self.editor.setAccessibleDescription(" ".join(filter(None, said)))

    def _on_looks(self) -> None:
        self._mark.resize_to(self._looks.px(13))
        self._mark.show_mark("warn", self._looks.theme.tone("fail").ink)


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
