"""A field that leaves pasting to others: what comes from the clipboard may be meant for another place."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit


class PastingField(QLineEdit):
    """Asks before the clipboard is put in, by keys or by the menu.

    Signals:
        paste_requested: a person wants to paste here. Whoever answers calls `paste` to let it happen as usual.
    """

    paste_requested = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_requested.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() == "edit-paste":
                action.triggered.disconnect()
                action.triggered.connect(self.paste_requested)
        menu.setParent(self, menu.windowFlags())
        menu.setObjectName("fieldMenu")
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())
