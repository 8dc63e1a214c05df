"""A field for the path of a file, typed or chosen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.form_field import FormField, text_field


class FileField(FormField):
    """A line and a button.

    Signals:
        choose_requested: a person wants to choose the file.
    """

    choose_requested = Signal()

    def __init__(self, looks: Looks, object_name: str, label: str, parent: QWidget) -> None:
        self.line = text_field(object_name, label)
        self._choose = QPushButton()
        super().__init__(looks, label, self.line, beside=(self._choose,), parent=parent)
        self._choose.setText(self.tr("Choose…"))
        self._choose.setObjectName(object_name.removesuffix("Field") + "Choose")
        self._choose.setAccessibleName(self.tr("Choose: {file}").format(file=label))
        self._choose.setAutoDefault(False)
        self._choose.clicked.connect(self.choose_requested)
