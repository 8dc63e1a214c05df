"""A list to choose one entry from, which does not change when somebody only scrolls past it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

from jotlens.gui.looks import Looks

_LEAST_CHARACTERS = 12


class Choice(QComboBox):
    """Says where a long entry is cut, and draws the arrow that the style sheet leaves to it."""

    def __init__(self, looks: Looks) -> None:
        super().__init__()
        self._looks = looks
        self.setMinimumContentsLength(_LEAST_CHARACTERS)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def name(self, object_name: str, label: str) -> None:
        """Take a name for programs and one for people; its list gets both too."""
        self.setObjectName(object_name)
        self.setAccessibleName(label)
        self.view().setObjectName(f"{object_name}List")
        self.view().setAccessibleName(label)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = option.fontMetrics.elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, self.width() - self._looks.px(44)
        )
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.setPen(QColor(self._looks.theme.muted))
        place = self.rect().adjusted(self._looks.px(8), 0, -self._looks.px(8), 0)
        side = Qt.AlignmentFlag.AlignRight if self.isLeftToRight() else Qt.AlignmentFlag.AlignLeft
        painter.drawText(place, side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, "▾")

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
