"""The licences, to be read: a title each on the left, the text on the right."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QStringListModel, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListView, QPlainTextEdit, QWidget

from jotlens.gui.help.licences import Notice
from jotlens.gui.looks import Looks


class LicencesWindow(QWidget):
    """A window beside the main one; Esc closes it."""

    def __init__(self, looks: Looks, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._notices: tuple[Notice, ...] = ()
        self._titles = QStringListModel(self)
        self._list = QListView()
        self._text = QPlainTextEdit()
        px = looks.px
        self.setObjectName("licencesWindow")
        self.setWindowTitle(self.tr("Licences"))
        self.setAccessibleName(self.tr("Licences"))
        self._list.setObjectName("licencesContents")
        self._list.setAccessibleName(self.tr("Parts"))
        self._list.setModel(self._titles)
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.setFixedWidth(px(190))
        self._text.setObjectName("licencesText")
        self._text.setAccessibleName(self.tr("Text of the licence"))
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setPlainText(self.tr("Gathering the texts…"))
        row = QHBoxLayout(self)
        row.setContentsMargins(px(10), px(10), px(10), px(10))
        row.setSpacing(px(10))
        row.addWidget(self._list)
        row.addWidget(self._text, 1)
        self.setMinimumSize(px(420), px(260))
        self.resize(px(820), px(560))
        self._list.selectionModel().currentChanged.connect(self._on_chosen)
        close = QShortcut(QKeySequence.StandardKey.Cancel, self)
        close.setObjectName("licencesClose")
        close.activated.connect(self.close)

    def show_notices(self, notices: tuple[Notice, ...]) -> None:
        """Show these texts, the first one chosen."""
        self._notices = notices
        self._titles.setStringList([notice.title for notice in notices])
        self._list.selectionModel().setCurrentIndex(
            self._titles.index(0), QItemSelectionModel.SelectionFlag.ClearAndSelect
        )

    def _on_chosen(self) -> None:
        row = self._list.currentIndex().row()
        if 0 <= row < len(self._notices):
            self._text.setPlainText(self._notices[row].text)
