"""The members of a header or a claims set as a tree of name, value and meaning, in the order the token has them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from enum import IntEnum
from typing import Literal

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from jotlens.gui.models.claim_texts import copied_value, is_container, shown_value, telling_rank
from jotlens.gui.moments import moment_words, zone_words
from jotlens.gui.widgets.plain import plain_tooltip
from jotlens.inspection.lifetime import instant_of, numeric_date
from jotlens.inspection.wording import relative
from jotlens.tokens.dictionary import meaning
from jotlens.tokens.json_values import Json, JsonObject
from jotlens.tokens.visible import visible

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The three columns."""

    NAME = 0
    VALUE = 1
    MEANING = 2


_BATCH = 128
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
        self._where: Literal["header", "claims"] = where
        self._now = now
        self._zone: tzinfo | None = None
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
        self._zone = zone
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
                return self.cell(index).text
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip(self._told(node, index.column()))
            case Qt.ItemDataRole.AccessibleTextRole:
                cell = self.cell(index)
                return f"{cell.text}\n{cell.friendly}" if cell.friendly else cell.text
            case _:
                return None

    def cell(self, index: Index) -> Cell:
        """Return what a cell shows; it is made once, since a row is measured and drawn many times."""
        node, column = self._nodes[index.internalId()], index.column()
        cell = node.cells.get(column)
        if cell is None:
            friendly = self._friendly(node) if column == Column.VALUE else ""
            cell = node.cells[column] = Cell(self._text(node, column), friendly, node.repeated)
        return cell

    def _text(self, node: _Node, column: int) -> str:
        match column:
            case Column.NAME:
                return visible(node.name, 200)
            case Column.VALUE:
                return shown_value(node.value)
            case _:
                return self._meaning(node)

    def _meaning(self, node: _Node) -> str:
        if node.repeated:
            return self.tr("Written more than once: programs may read different ones")
        found = self._known(node)
        return "" if found is None else f"{found[0]}: {found[1]}"

    def _known(self, node: _Node) -> tuple[str, str, str, str] | None:
        """Title, explanation, type and source of a member that the dictionary knows."""
        if node.level > 0:
            return None
        found = meaning(node.name, self._where)
        return None if found is None else (found.title, found.explanation, found.type, found.source)

    def _instant(self, node: _Node) -> datetime | None:
        """The instant that a member names, if its meaning is a date (RFC 7519 section 2)."""
        found = self._known(node)
        if found is None or "NumericDate" not in found[2]:
            return None
        date_us = numeric_date(node.value)
        return None if date_us is None else instant_of(date_us)

    def _friendly(self, node: _Node) -> str:
        at = self._instant(node)
        if at is None:
            return ""
        seconds = int((at - self._now()).total_seconds())
        return f"{moment_words(at, self._zone)} · {relative(seconds)}"

    def _told(self, node: _Node, column: int) -> str:
        """The tooltip: a date in every form at once; elsewhere the meaning with its source, or the whole value."""
        at = self._instant(node)
        if column == Column.VALUE and at is not None:
            return self._every_form(node, at)
        if column == Column.VALUE:
            text = self._text(node, column)
            return text if len(text) > 30 else ""
        found = self._known(node)
        if found is None:
            return self.tr("This name is in no registry that JotLens knows.") if node.level == 0 else ""
        title, explanation, _, source = found
        return f"{title}\n{explanation}\n{source}"

    def _every_form(self, node: _Node, at: datetime) -> str:
        seconds = int((at - self._now()).total_seconds())
        lines = (
            (self.tr("Local"), f"{moment_words(at, None)} {zone_words(at, None)}"),
            (self.tr("UTC"), moment_words(at, UTC)),
            (self.tr("ISO 8601"), at.isoformat().replace("+00:00", "Z")),
            (self.tr("Relative"), relative(seconds)),
            (self.tr("In the token"), self._text(node, Column.VALUE)),
        )
        return "\n".join(f"{name}: {text}" for name, text in lines)

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
        level = self._nodes[parent].level + 1 if parent >= 0 else 0
        for row in range(len(rows.numbers), min(until, len(rows.members))):
            name, value = rows.members[row]
            rows.numbers.append(len(self._nodes))
            self._nodes.append(_Node(name, value, parent, row, level, name in rows.repeated))

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
        known = self._known(node)
        texts = (visible(node.name), shown_value(node.value), known[0] if known else "", self._friendly(node))
        return any(wanted in text.casefold() for text in texts)


def _size(value: Json) -> int:
    if isinstance(value, JsonObject):
        return len(value.members)
    return len(value) if isinstance(value, tuple) and is_container(value) else 0
