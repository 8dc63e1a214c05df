"""What differs between two tokens, as rows: what it means first, then both values side by side."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from jotlens.inspection.compare import Change, Comparison, What
from jotlens.tokens.json_values import Json, in_words
from jotlens.tokens.visible import visible

Index = QModelIndex | QPersistentModelIndex
_LONGEST = 300


class CompareRole(IntEnum):
    """What the delegate asks for."""

    ROW = Qt.ItemDataRole.UserRole + 28


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One difference: what it means, where it stands, and what the one and the other token say."""

    sentence: str
    where: str
    one: str
    other: str


class ChangesModel(QAbstractListModel):
    """Shows the changes of a comparison."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[ChangeRow, ...] = ()

    def show_comparison(self, comparison: Comparison) -> None:
        """Show another comparison."""
        self.beginResetModel()
        self._rows = tuple(self._row(change) for change in comparison.changes)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        match role:
            case CompareRole.ROW:
                return row
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return row.sentence
            case _:
                return None

    def _row(self, change: Change) -> ChangeRow:
        missing = self.tr("(not there)")
        where = {
            "token": self.tr("the token"),
            "header": self.tr("header: {name}"),
            "claims": self.tr("claim: {name}"),
        }[change.where].format(name=visible(change.name, _LONGEST))
        one = missing if change.what is What.COME else value_words(change.one)
        other = missing if change.what is What.GONE else value_words(change.other)
        if change.where == "token":
            one = other = ""
        return ChangeRow(change.sentence, where, one, other)


def value_words(value: Json) -> str:
    """Return a value as text on a few lines, with nothing hidden in it."""
    match value:
        case tuple():
            return "\n".join(visible(in_words(item), _LONGEST) for item in value)
        case _:
            return visible(in_words(value), _LONGEST)
