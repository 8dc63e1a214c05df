"""The tokens of a session as a list that is filtered and sorted in place: values only, no widget a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import tzinfo
from enum import IntEnum, StrEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from jotlens.gui.cases.case import ListedToken
from jotlens.gui.cases.glances import Glance, name_words, place_words, seen_words
from jotlens.gui.moments import in_zone

Index = QModelIndex | QPersistentModelIndex


class Order(StrEnum):
    """What the list is sorted by; what is pinned comes first in each."""

    TIME = "time"
    KIND = "kind"
    VERDICT = "verdict"
    SEEN = "seen"


class CaseRole(IntEnum):
    """What the delegate asks for."""

    ROW = Qt.ItemDataRole.UserRole + 20


@dataclass(frozen=True, slots=True)
class CaseRow:
    """What is drawn of a token: never a part of its text."""

    title: str
    aside: str
    line: str
    place: str
    status: str
    pinned: bool

    @property
    def spoken(self) -> str:
        """The row as it is read out."""
        return ", ".join(filter(None, (self.title, self.aside, self.line, self.place)))


_RANK = {"fail": 0, "warn": 1, "unknown": 2, "na": 3, "": 4, "pass": 5}
_PART_OF_TOKEN = 12
_LAST = 1e11
_STEP = 1e12
_PINNED = -1e14
"""Times in seconds lie below `_LAST`; a verdict counts more than any time, and a pin more than any verdict."""


class CaseTokensModel(QAbstractListModel):
    """Holds every token, and which of them are shown in which order."""

    def __init__(self, words_of_status: Callable[[str], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words_of_status = words_of_status
        self._tokens: list[ListedToken] = []
        self._searched: list[str] = []
        self._shown: list[int] = []
        self._filter: tuple[str, ...] = ()
        self._order = Order.TIME
        self._orders: dict[Order, list[int]] = {}
        self._times: list[float] = []
        self._zone: tzinfo | None = None

    @property
    def tokens(self) -> tuple[ListedToken, ...]:
        """Every token, in the order that they came in."""
        return tuple(self._tokens)

    def show_tokens(self, tokens: Iterable[ListedToken], searched: Iterable[str] = ()) -> None:
        """Show other tokens; `searched` is what `searched_text` says of each, where somebody has asked already."""
        self._tokens = list(tokens)
        self._searched = list(searched) or [searched_text(token) for token in self._tokens]
        self._forget_order()
        self._arrange()

    def set_filter(self, text: str) -> None:
        """Show only the tokens that all of these words fit."""
        words = tuple(text.lower().split())
        if words != self._filter:
            self._filter = words
            self._arrange()

    def set_order(self, order: Order) -> None:
        """Sort by something else."""
        if order is not self._order:
            self._order = order
            self._arrange()

    def set_zone(self, zone: tzinfo | None) -> None:
        """Show times in this zone (None: this computer's)."""
        self._zone = zone
        self._tell_all()

    def learn(self, glances: Iterable[Glance]) -> None:
        """Take in what was found out of tokens; what a person said of them since stays. The order stays too."""
        for glance in glances:
            if glance.place < len(self._tokens) and self._tokens[glance.place].text == glance.token.text:
                known = self._tokens[glance.place]
                self._put(glance.place, replace(glance.token, named=known.named, pinned=known.pinned))
        self._tell_all()

    def change(self, token: ListedToken) -> None:
        """Show something else of a token, or add it at the end where it is a new one."""
        place = next((at for at, known in enumerate(self._tokens) if known.text == token.text), None)
        if place is None:
            self._tokens.append(token)
            self._searched.append(searched_text(token))
            self._forget_order()
        else:
            self._put(place, token)
        self._arrange()

    def remove(self, text: str) -> None:
        """Leave a token out."""
        for place, token in enumerate(self._tokens):
            if token.text == text:
                del self._tokens[place], self._searched[place]
                self._forget_order()
                self._arrange()
                return

    def settle(self) -> None:
        """Sort anew: what was found out of the tokens may be what they are sorted by."""
        if self._order in {Order.KIND, Order.VERDICT} or self._filter:
            self._arrange()

    def token_at(self, index: Index) -> ListedToken | None:
        """Return the token behind an index."""
        row = index.row()
        return self._tokens[self._shown[row]] if index.isValid() and row < len(self._shown) else None

    def token_of(self, text: str) -> ListedToken | None:
        """Return the token with this text."""
        return next((token for token in self._tokens if token.text == text), None)

    def index_of(self, text: str) -> QModelIndex:
        """Return the index of the token with this text, or none."""
        for row, place in enumerate(self._shown):
            if self._tokens[place].text == text:
                return self.index(row, 0)
        return QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        token = self.token_at(index)
        if token is None:
            return None
        match role:
            case CaseRole.ROW:
                return self.row_of(token)
            case Qt.ItemDataRole.DisplayRole:
                return self.row_of(token).spoken
            case Qt.ItemDataRole.AccessibleTextRole:
                row = self.row_of(token)
                return ". ".join(filter(None, (row.spoken, self._words_of_status(row.status))))
            case _:
                return None

    def row_of(self, token: ListedToken) -> CaseRow:
        """Return what is drawn of a token."""
        at = token.at
        kind = token.kind or name_words(token.field) or self.tr("Token")
        title = token.named or kind
        detail = f"{kind} · {token.detail}" if token.named and token.detail else token.detail
        line = " · ".join(filter(None, (detail, seen_words(token))))
        aside = f"{in_zone(at, self._zone):%H:%M:%S}" if at is not None else ""
        place = place_words(token.seen[0]) if token.seen else self.tr("kept by you")
        return CaseRow(title, aside, line, place, token.status or "unknown", token.pinned)

    def _put(self, place: int, token: ListedToken) -> None:
        self._tokens[place] = token
        self._searched[place] = searched_text(token)
        self._forget_order()

    def _tell_all(self) -> None:
        if self._shown:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))

    def _arrange(self) -> None:
        self.beginResetModel()
        shown = self._sorted()
        for word in self._filter:
            shown = self._with_word(word, shown)
        self._shown = shown
        self.endResetModel()

    def _with_word(self, word: str, places: list[int]) -> list[int]:
        """Return the places where a word is in what is known of a token; a long one may be a part of the token itself."""
        searched, tokens = self._searched, self._tokens
        if len(word) < _PART_OF_TOKEN:
            return [place for place in places if word in searched[place]]
        return [place for place in places if word in searched[place] or word in tokens[place].text.lower()]

    def _forget_order(self) -> None:
        self._orders.clear()
        self._times = []

    def _sorted(self) -> list[int]:
        """Return all places in the chosen order; it is kept until a token changes."""
        order = self._orders.get(self._order)
        if order is None:
            keys = self._keys()
            order = self._orders[self._order] = sorted(range(len(keys)), key=keys.__getitem__)
        return order

    def _keys(self) -> list[float] | list[str]:
        """Return what each token is sorted by, as plain numbers or texts: thousands are compared in a frame."""
        times = self._times = self._times or [_time(token) for token in self._tokens]
        match self._order:
            case Order.TIME:
                return times
            case Order.KIND:
                kinds = ("" if token.pinned else f"\x01{token.kind.lower()}" for token in self._tokens)
                return [f"{kind}\x00{time:020.3f}" for kind, time in zip(kinds, times, strict=True)]
            case Order.VERDICT:
                return [
                    time + _STEP * _RANK.get(token.status, 4)
                    for token, time in zip(self._tokens, times, strict=True)
                ]
            case Order.SEEN:
                return [
                    (_PINNED if token.pinned else 0.0) - len(token.seen) + place / _STEP
                    for place, token in enumerate(self._tokens)
                ]


def _time(token: ListedToken) -> float:
    at = token.at
    return (_PINNED if token.pinned else 0.0) + (at.timestamp() if at is not None else _LAST)


def searched_text(token: ListedToken) -> str:
    """Return what is looked through when somebody searches: what is known of a token."""
    first = token.seen[:4]
    places = (part for place in first for part in (place.url, place.file, place.header, place.name) if part)
    return "\n".join((token.named, token.kind, token.detail, token.field, *places)).lower()
