"""A line for a secret: masked, unknown to the memory of input methods, and nothing of it left to undo."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QToolButton

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.glyphs import glyph_icon

_LONGEST = 32_000


class SecretLine(QLineEdit):
    """Masked until the eye is pressed.

    Signals:
        copied: (str) a revealed secret went to the clipboard by hand.
        eye_pressed: (bool) a person wants to see the secret, or to have it hidden again.
    """

    copied = Signal(str)
    eye_pressed = Signal(bool)

    def __init__(self, looks: Looks, object_name: str, label: str) -> None:
        super().__init__()
        self._looks = looks
        self._eye = QAction(self)
        self.setObjectName(object_name)
        self.setAccessibleName(label)
        self.setMaxLength(_LONGEST)
        self.setDragEnabled(False)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        hints = Qt.InputMethodHint
        self.setInputMethodHints(
            hints.ImhSensitiveData
            | hints.ImhHiddenText
            | hints.ImhNoPredictiveText
            | hints.ImhNoAutoUppercase
        )
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self._eye.setObjectName(object_name.removesuffix("Field") + "Eye")
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self.eye_pressed)
        for button in self.findChildren(QToolButton):
            button.setObjectName(object_name.removesuffix("Field") + "EyeButton")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_masked(True)
        looks.changed.connect(self._draw_eye)

    @property
    def masked(self) -> bool:
        """Whether dots are shown instead of the letters."""
        return self.echoMode() is QLineEdit.EchoMode.Password

    def set_masked(self, masked: bool) -> None:  # noqa: FBT001 - a setter of one flag
        """Mask what is in the line, or show it."""
        self.setEchoMode(QLineEdit.EchoMode.Password if masked else QLineEdit.EchoMode.Normal)
        self._eye.blockSignals(True)
        self._eye.setChecked(not masked)
        self._eye.blockSignals(False)
        self._draw_eye()

    def take(self) -> str:
        """Return what was typed and empty the line, its history of undoing too."""
        text = self.text()
        self.setText("")  # also clears what could be undone
        self.set_masked(True)
        return text

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.masked and any(
            event.matches(key) for key in (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut)
        ):
            self.copied.emit(self.selectedText())
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        menu.setParent(self, menu.windowFlags())
        menu.setObjectName("secretMenu")
        for action in menu.actions():
            if action.objectName() in {"edit-copy", "edit-cut"}:
                selected = self.selectedText()
                action.triggered.connect(lambda *_, text=selected: self.copied.emit(text))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())

    def _draw_eye(self) -> None:
        words = self.tr("Show the secret") if self.masked else self.tr("Hide the secret")
        self._eye.setIcon(glyph_icon("eye" if self.masked else "eye-off", self._looks.theme.muted))
        self._eye.setText(words)
        self._eye.setToolTip(words)
        for button in self.findChildren(QToolButton):
            button.setAccessibleName(words)
