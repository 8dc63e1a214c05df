"""What stands before the window while everything is hidden, for a shared screen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.glyphs import Mark
from jotlens.gui.widgets.plain import PlainLabel


class Curtain(QWidget):
    """Hides all there is to see.

    Signals:
        lifted: a person wants to see again.
    """

    lifted = Signal()

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self.button = QPushButton(self.tr("Show everything again"))
        self._build()
        self.button.clicked.connect(self.lifted)

    def _build(self) -> None:
        px, middle = self._looks.px, Qt.AlignmentFlag.AlignHCenter
        self.setObjectName("curtain")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.button.setObjectName("curtainButton")
        self.button.setAccessibleName(self.tr("Show everything again"))
        self.button.setProperty("role", "primary")
        column = QVBoxLayout(self)
        column.setSpacing(px(10))
        column.addStretch(2)
        column.addWidget(Mark("eye-off", 32, self._looks), 0, middle)
        column.addWidget(PlainLabel(self.tr("Everything is hidden"), "title"), 0, middle)
        column.addWidget(
            PlainLabel(self.tr("The token and what was said of it are still here."), "muted"), 0, middle
        )
        column.addSpacing(px(4))
        column.addWidget(self.button, 0, middle)
        column.addStretch(3)
