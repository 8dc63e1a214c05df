"""The titles of the guide's pages as a list."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from jotlens.gui.help.pages import Page

Index = QModelIndex | QPersistentModelIndex


class ContentsModel(QAbstractListModel):
    """Shows pages in their order."""

    def __init__(self, pages: tuple[Page, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pages = pages

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.pages)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole} and index.isValid():
            return self.pages[index.row()].title
        return None
