"""The members of a header or a claims set as a tree of name, value and meaning, in the order the token has them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import IntEnum
from typing import Literal

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from jotlens.gui.models.claim_texts import copied_value, is_container, shown_value, telling_rank
from jotlens.gui.models.claim_words import ITEM, ClaimWords, Path
from jotlens.gui.widgets.plain import plain_tooltip
from jotlens.tokens.json_values import Json, JsonObject
from jotlens.tokens.visible import visible

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The three columns."""

    NAME = 0
    VALUE = 1
    MEANING = 2


_BATCH = 48
"""So many rows of one container are made at a time; a view fetches the next ones as a person scrolls."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows: its text, for a date the friendly time below it, and whether its name is written twice."""

    text: str
    friendly: str
    warned: bool


@dataclass(slots=True)
class _Node:
    """One row; `below` is what it holds, None until somebody asks for it."""

    name: str
    path: Path
    value: Json
    parent: int
    row: int
    level: int
    repeated: bool
    below: _Rows | None = None
    cells: dict[int, Cell] = field(default_factory=dict)


@dataclass(slots=True)
class _Rows:
    """The rows of one container: its members, how often each name occurs, and the numbers of the nodes made so far."""

    members: list[tuple[str, Json]]
    repeated: frozenset[str]
    numbers: list[int]


_NONE = _Rows([], frozenset(), [])
"""What a plain value holds."""


class ClaimsModel(QAbstractItemModel):
    """Shows one JSON object. Rows are made when they are asked for, so a large token costs nothing at first."""

    def __init__(
        self, where: Literal["header", "claims"], now: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._words = ClaimWords(where, now)
        self._telling_first = False
        self._shown: JsonObject | None = None
        self._nodes: list[_Node] = []
        self._top = _Rows([], frozenset(), [])

    def show_members(self, shown: JsonObject | None) -> None:
        """Show another object, or nothing; of the same one only the times are said anew, and what was chosen stays."""
        if shown is not None and shown is self._shown:
            self.refresh_times()
        else:
            self._show(shown)

    def inner_rows(self) -> int:
        """Return how many rows stand below those of the object itself, one level deep."""
        return sum(_size(value) for _, value in self._top.members)

    def set_zone(self, zone: tzinfo | None) -> None:
        """Show times in a zone (None: this computer's)."""
        self._words.zone = zone
        self.refresh_times()

    def set_telling_first(self, telling_first: bool) -> None:  # noqa: FBT001 - a setter of one flag
        """Put the most telling claims first, or keep the order of the token."""
        if telling_first != self._telling_first:
            self._telling_first = telling_first
            self._show(self._shown)

    def refresh_times(self) -> None:
        """Say the words for times anew."""
        for node in self._nodes:
            node.cells.pop(Column.VALUE, None)
        made = len(self._top.numbers)
        if made:
            self.dataChanged.emit(self.index(0, Column.VALUE), self.index(made - 1, Column.VALUE))

    def copied(self, index: Index) -> str:
        """Return what copying this cell gives: the name, or the value as the token has it."""
        node = self._nodes[index.internalId()]
        return node.name if index.column() == Column.NAME else copied_value(node.value)

    def find(self, wanted: str, after: Index, step: int = 1) -> QModelIndex:
        """Return the next row (or the one before, `step` -1) that holds the words in any column, around the end.

        Whole branches are searched, also those that are still closed.
        """
        wanted = wanted.casefold()
        if not wanted:
            return QModelIndex()
        order = self._walk()
        places = {number: place for place, number in enumerate(order)}
        start = places[after.internalId()] if after.isValid() else -1 if step > 0 else 0
        for distance in range(1, len(order) + 1):
            number = order[(start + step * distance) % len(order)]
            if self._holds(number, wanted):
                return self.createIndex(self._nodes[number].row, Column.NAME, number)
        return QModelIndex()

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return len(Column)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        if parent.isValid() and parent.column() != Column.NAME:
            return 0
        return len(self._below(parent).numbers)

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008 - Qt's own signature
        if not parent.isValid():
            return bool(self._top.members)
        return parent.column() == Column.NAME and is_container(self._nodes[parent.internalId()].value)

    def canFetchMore(self, parent: Index) -> bool:
        below = self._below(parent)
        return len(below.numbers) < len(below.members)

    def fetchMore(self, parent: Index) -> None:
        below = self._below(parent)
        first = len(below.numbers)
        last = min(first + _BATCH, len(below.members)) - 1
        if last >= first:
            self.beginInsertRows(QModelIndex(parent), first, last)  # type: ignore[arg-type]  # the stubs forget persistent ones
            self._make(below, parent.internalId() if parent.isValid() else -1, last + 1)
            self.endInsertRows()

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 - as above
        numbers = self._below(parent).numbers
        if 0 <= row < len(numbers) and 0 <= column < len(Column):
            return self.createIndex(row, column, numbers[row])
        return QModelIndex()

    def parent(self, child: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        if not child.isValid():
            return QModelIndex()
        above = self._nodes[child.internalId()].parent
        return QModelIndex() if above < 0 else self.createIndex(self._nodes[above].row, Column.NAME, above)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("Name"), self.tr("Value"), self.tr("Meaning"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        node = self._nodes[index.internalId()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.cell(index, index.column()).text
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip(self._told(node, index.column()))
            case Qt.ItemDataRole.AccessibleTextRole:
                cell = self.cell(index, index.column())
                return f"{cell.text}\n{cell.friendly}" if cell.friendly else cell.text
            case _:
                return None

    def cell(self, index: Index, column: int) -> Cell:
        """Return what a cell of a row shows; it is made once, since a row is measured and drawn many times."""
        node = self._nodes[index.internalId()]
        cell = node.cells.get(column)
        if cell is None:
            is_value = column == Column.VALUE
            friendly = self._words.friendly(node.path, node.value) if is_value else ""
            cell = node.cells[column] = Cell(self._text(node, column), friendly, node.repeated)
        return cell

    def _text(self, node: _Node, column: int) -> str:
        match column:
            case Column.NAME:
                return visible(node.name, 200)
            case Column.VALUE:
                return shown_value(node.value)
            case _ if node.repeated:
                return self.tr("Written more than once: programs may read different ones")
            case _:
                return self._words.meaning(node.path)

    def _told(self, node: _Node, column: int) -> str:
        if column == Column.VALUE:
            return self._words.told_of_value(node.path, node.value)
        return self._words.told_of_name(node.path)

    def _show(self, shown: JsonObject | None) -> None:
        self.beginResetModel()
        self._shown = shown
        self._nodes = []
        self._top = self._rows(shown, 0)
        self._make(self._top, -1, _BATCH)
        self.endResetModel()

    def _below(self, parent: Index) -> _Rows:
        """The rows below an index; below none are those of the object itself."""
        if not parent.isValid():
            return self._top
        number = parent.internalId()
        node = self._nodes[number]
        if node.below is None:
            node.below = self._rows(node.value, node.level + 1)
            self._make(node.below, number, _BATCH)
        return node.below

    def _rows(self, value: Json, level: int) -> _Rows:
        """Lay out the rows of a container, without making any."""
        if isinstance(value, JsonObject):
            members = list(value.members)
            if self._telling_first and level == 0:
                members.sort(key=lambda member: telling_rank(member[0]))
            counts = Counter(name for name, _ in members) if len(set(value)) < len(members) else {}
            return _Rows(members, frozenset(name for name, count in counts.items() if count > 1), [])
        if isinstance(value, tuple) and is_container(value):
            return _Rows([(str(at), item) for at, item in enumerate(value)], frozenset(), [])
        return _NONE

    def _make(self, rows: _Rows, parent: int, until: int) -> None:
        """Make the nodes of the rows up to `until`."""
        above = self._nodes[parent] if parent >= 0 else None
        level, way = (above.level + 1, above.path) if above is not None else (0, ())
        in_list = above is not None and not isinstance(above.value, JsonObject)
        for row in range(len(rows.numbers), min(until, len(rows.members))):
            name, value = rows.members[row]
            rows.numbers.append(len(self._nodes))
            path = (*way, ITEM if in_list else name)
            self._nodes.append(_Node(name, path, value, parent, row, level, name in rows.repeated))

    def _walk(self) -> list[int]:
        """Return the numbers of all nodes in the order of the tree, after making every one there is."""
        walked: list[int] = []
        waiting: list[tuple[QModelIndex, int]] = [(QModelIndex(), 0)]
        while waiting:
            parent, row = waiting.pop()
            while self.canFetchMore(parent):
                self.fetchMore(parent)
            numbers = self._below(parent).numbers
            if row >= len(numbers):
                continue
            walked.append(numbers[row])
            waiting.append((parent, row + 1))
            waiting.append((self.createIndex(row, Column.NAME, numbers[row]), 0))
        return walked

    def _holds(self, number: int, wanted: str) -> bool:
        """Whether a row shows the words; of the meaning only its title counts, which is never cut."""
        node = self._nodes[number]
        title = self._words.title(node.path)
        friendly = self._words.friendly(node.path, node.value)
        texts = (visible(node.name), shown_value(node.value), title, friendly)
        return any(wanted in text.casefold() for text in texts)


def _size(value: Json) -> int:
    if isinstance(value, JsonObject):
        return len(value.members)
    return len(value) if isinstance(value, tuple) and is_container(value) else 0
