"""A list of which each row is a value: what the models of such lists share."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")

ROW = Qt.ItemDataRole.UserRole + 1
"""What a delegate asks for: the value of a row."""


class ListModel(QAbstractListModel, Generic[Row]):
    """Holds the rows. A model of this kind makes them, and says them in words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Row] = ()

    @abstractmethod
    def said(self, at: int, row: Row) -> str:
        """Return a row in words: what a screen reader says."""

    def row_at(self, index: Index) -> Row | None:
        """Return the row behind an index."""
        return self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index)
        if row is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self.said(index.row(), row)
            case _:
                return row if role == ROW else None

    def show_anew(self, rows: Sequence[Row]) -> None:
        """Show other rows, from the top."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
