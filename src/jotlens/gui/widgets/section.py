"""A part of a form under a heading; one that is seldom needed can be opened and closed, and says in a word what it holds."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.plain import PlainLabel


class Section(QWidget):
    """A heading with a column of widgets; those are made with `body` as their parent, which saves moving them."""

    def __init__(self, looks: Looks, name: str, title: str, parent: QWidget, *, opens: bool = False) -> None:
        super().__init__(parent)
        self._title = title
        self._button: QPushButton | None = None
        self._summary = PlainLabel("", "small")
        self.body = QWidget(self)
        self._column = QVBoxLayout(self.body)
        self._summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        px = looks.px
        head = QHBoxLayout()
        head.setSpacing(px(10))
        if opens:
            self._button = QPushButton()
            self._button.setObjectName(f"{name}Button")
            self._button.setCheckable(True)
            self._button.setProperty("role", "section")
            self._button.setAutoDefault(False)
            self._button.setMinimumWidth(1)  # gives way where there is little room
            self._button.toggled.connect(self._on_toggled)
            head.addWidget(self._button)
            head.addWidget(self._summary, 1)
            self._on_toggled(False)
        else:
            self._heading = PlainLabel(title, "section")
            head.addWidget(self._heading, 1)
        self._column.setContentsMargins(0, 0, 0, px(10) if opens else 0)
        self._column.setSpacing(px(12))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(px(9))
        whole.addLayout(head)
        whole.addWidget(self.body)

    def add(self, *widgets: QWidget) -> None:
        """Put widgets below what is there."""
        for widget in widgets:
            self._column.addWidget(widget)

    def set_open(self, opened: bool) -> None:  # noqa: FBT001 - a setter of one flag
        """Open the section, or close it, where it can be."""
        if self._button is not None:
            self._button.setChecked(opened)

    def set_title(self, title: str) -> None:
        """Take another heading."""
        self._title = title
        if self._button is None:
            self._heading.setText(title)

    def set_summary(self, text: str) -> None:
        """Say in a word what it holds, beside the heading."""
        self._summary.setText(text)
        if self._button is not None:
            self._button.setAccessibleDescription(text)

    def _on_toggled(self, opened: bool) -> None:  # noqa: FBT001 - a slot of a toggled button
        self.body.setVisible(opened)
        if self._button is not None:
            self._button.setText(f"▾  {self._title}" if opened else f"▸  {self._title}")
            self._button.setAccessibleName(self._title)
