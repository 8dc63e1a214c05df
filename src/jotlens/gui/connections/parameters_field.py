"""Further parameters of the requests: a name and a value a row, which can be added and taken out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.form_field import text_field
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.gui.widgets.trouble_line import TroubleLine

Pairs = tuple[tuple[str, str], ...]


class ParametersField(QWidget):
    """Rows of a name, a value and a button to take the row out; what stands in them is no secret.

    Signals:
        edited: something else stands in the rows.
    """

    edited = Signal()

    def __init__(self, looks: Looks, parent: QWidget) -> None:
        super().__init__(parent)
        self._looks = looks
        self._rows: list[tuple[QLineEdit, QLineEdit, QToolButton]] = []
        self._grid = QGridLayout()
        self.add = QPushButton(self.tr("Add a parameter"))
        self._trouble = TroubleLine(looks, "connectionExtraTrouble", self)
        self._build()

    def pairs(self) -> Pairs:
        """Return the parameters in order; rows with nothing in them do not count."""
        rows = ((name.text().strip(), value.text()) for name, value, _ in self._rows)
        return tuple(row for row in rows if any(row))

    def show_pairs(self, pairs: Pairs) -> None:
        """Show other parameters."""
        if pairs == self.pairs():
            return
        while self._rows:
            self._drop(self._rows.pop())
        for name, value in pairs:
            self._append(name, value)

    def set_trouble(self, sentence: str) -> None:
        """Say what is wrong with a row; empty for nothing."""
        self._trouble.say(sentence)
        for name, _, _ in self._rows:
            name.setAccessibleDescription(sentence)

    def go_to_trouble(self) -> None:
        """Put the focus into the rows."""
        (self._rows[-1][0] if self._rows else self.add).setFocus()

    def _build(self) -> None:
        px = self._looks.px
        self._grid.setHorizontalSpacing(px(6))
        self._grid.setVerticalSpacing(px(5))
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 3)
        self.add.setObjectName("connectionExtraAdd")
        self.add.setAccessibleName(self.add.text())
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self._on_add)
        hint = Paragraph(self._looks, factor=0.92, quiet=True)
        hint.setObjectName("connectionExtraHint")
        hint.set_text(self.tr("They go into the authorization request and the token request, in this order."))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addWidget(hint)
        column.addLayout(self._grid)
        column.addWidget(self._trouble)
        line = QHBoxLayout()
        line.addWidget(self.add)
        line.addStretch(1)
        column.addLayout(line)

    def _append(self, name: str = "", value: str = "") -> QLineEdit:
        number = len(self._rows) + 1
        first = text_field("", "", self.tr("name"))
        second = text_field("", "", self.tr("value"))
        button = QToolButton()
        button.setText(self.tr("Remove"))
        first.setText(name)
        second.setText(value)
        row = (first, second, button)
        self._rows.append(row)
        for line in (first, second):
            line.textEdited.connect(self.edited)
            line.setCursorPosition(0)
        button.clicked.connect(partial(self._on_remove, row))
        for column, widget in enumerate(row):
            self._grid.addWidget(widget, number, column)
        self._renumber()
        return first

    def _renumber(self) -> None:
        before: QWidget | None = None
        for number, (name, value, button) in enumerate(self._rows, 1):
            for widget, part, spoken in (
                (name, "Name", self.tr("Name of parameter")),
                (value, "Value", self.tr("Value of parameter")),
                (button, "Remove", self.tr("Remove parameter")),
            ):
                widget.setObjectName(f"connectionExtra{part}{number}")
                widget.setAccessibleName(f"{spoken} {number}")
                if before is not None:
                    QWidget.setTabOrder(before, widget)
                before = widget
        if before is not None:
            QWidget.setTabOrder(before, self.add)

    def _drop(self, row: tuple[QLineEdit, QLineEdit, QToolButton]) -> None:
        for widget in row:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.setObjectName("")
            widget.setParent(None)
            widget.deleteLater()

    def _on_add(self) -> None:
        self._append().setFocus()

    def _on_remove(self, row: tuple[QLineEdit, QLineEdit, QToolButton]) -> None:
        at = self._rows.index(row)
        self._rows.remove(row)
        self._drop(row)
        self._renumber()
        (self._rows[min(at, len(self._rows) - 1)][0] if self._rows else self.add).setFocus()
        self.edited.emit()
