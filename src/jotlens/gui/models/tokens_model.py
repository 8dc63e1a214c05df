"""The tokens of a pasted text as a list; what each one is, is found out when its row is first drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from jotlens.gui.reading import Entry

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """What the delegate asks for."""

    ROW = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class TokenRow:
    """What the list says of a token: never a part of its text."""

    title: str
    detail: str
    status: str
    level: int


class TokensModel(QAbstractListModel):
    """Shows the entries of a reading."""

    def __init__(self, describe: Callable[[Entry], TokenRow], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._describe = describe
        self._entries: tuple[Entry, ...] = ()
        self._known: dict[int, TokenRow] = {}

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """Show other tokens."""
        self.beginResetModel()
        self._entries = entries
        self._known.clear()
        self.endResetModel()

    def forget(self) -> None:
        """Describe every token anew: the time, the key or what is expected has changed."""
        self._known.clear()
        if self._entries:
            self.dataChanged.emit(self.index(0), self.index(len(self._entries) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self._entries):
            return None
        match role:
            case Role.ROW:
                return self._row(index.row())
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                row = self._row(index.row())
                return f"{row.title}, {row.detail}"
            case _:
                return None

    def _row(self, at: int) -> TokenRow:
        row = self._known.get(at)
        if row is None:
            row = self._known[at] = self._describe(self._entries[at])
        return row
