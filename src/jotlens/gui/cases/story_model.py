"""The steps of a story as rows of a timeline, with what stands out under the step where it shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from jotlens.cases.story_model import Event, EventKind, Mark, Story
from jotlens.gui.moments import in_zone
from jotlens.inspection.wording import duration

Index = QModelIndex | QPersistentModelIndex

_PAUSE_S = 60
"""A pause of so long between two steps is worth saying."""


class StoryRole(IntEnum):
    """What the delegate asks for."""

    ROW = Qt.ItemDataRole.UserRole + 24


@dataclass(frozen=True, slots=True)
class Remark:
    """What stands out at a step: its mark and colour, a word, and the sentence."""

    status: str
    word: str
    sentence: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step as it is drawn. `pause` is how long it is after the step before, where that is long."""

    status: str
    time: str
    name: str
    title: str
    remarks: tuple[Remark, ...]
    pause: str
    first: bool
    last: bool

    @property
    def spoken(self) -> str:
        """The row as it is read out."""
        told = (f"{remark.word}: {remark.sentence}" for remark in self.remarks)
        return ". ".join(filter(None, (self.pause, self.time, self.name, self.title, *told)))


class StepsModel(QAbstractListModel):
    """Shows the events of a story."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._story: Story | None = None
        self._zone: tzinfo | None = None
        self._rows: dict[int, StepRow] = {}

    def show_story(self, story: Story | None) -> None:
        """Show another story."""
        self.beginResetModel()
        self._story = story
        self._rows.clear()
        self.endResetModel()

    def set_zone(self, zone: tzinfo | None) -> None:
        """Show times in this zone (None: this computer's)."""
        if zone is not self._zone:
            self._zone = zone
            self._rows.clear()
            if self.rowCount():
                self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))

    def event_at(self, index: Index) -> Event | None:
        """Return the event behind an index."""
        events = self._events
        return events[index.row()] if index.isValid() and index.row() < len(events) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._events)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self.event_at(index) is None:
            return None
        match role:
            case StoryRole.ROW:
                return self._row(index.row())
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._row(index.row()).spoken
            case _:
                return None

    @property
    def _events(self) -> tuple[Event, ...]:
        return self._story.events if self._story is not None else ()

    def _row(self, at: int) -> StepRow:
        row = self._rows.get(at)
        if row is None:
            row = self._rows[at] = self._made(at)
        return row

    def _made(self, at: int) -> StepRow:
        events = self._events
        event = events[at]
        remarks = tuple(self._remark(mark, at) for mark in self._story.marks_of(at)) if self._story else ()
        status = "fail" if event.refused else "pass"
        if any(remark.status == "fail" for remark in remarks):
            status = "fail"
        elif remarks:
            status = "warn"
        sent_at = event.exchange.at
        time = f"{in_zone(sent_at, self._zone):%H:%M:%S}" if sent_at is not None else ""
        before = events[at - 1].exchange.at if at else None
        return StepRow(
            status,
            time,
            self.kind_words(event.kind),
            event.title,
            remarks,
            self._pause(before, sent_at),
            first=at == 0,
            last=at == len(events) - 1,
        )

    def _pause(self, before: datetime | None, sent_at: datetime | None) -> str:
        if before is None or sent_at is None:
            return ""
        seconds = (sent_at - before).total_seconds()
        return self.tr("{time} later").format(time=duration(seconds)) if seconds >= _PAUSE_S else ""

    def _remark(self, mark: Mark, at: int) -> Remark:
        if mark.event == at:
            return Remark("fail", self.tr("Stands out"), mark.sentence)
        return Remark("warn", self.tr("It began here"), mark.sentence)

    def kind_words(self, kind: EventKind) -> str:
        """Return what a step was, in a word or two."""
        return {
            EventKind.AUTHORIZE: self.tr("Authorize"),
            EventKind.LOGIN: self.tr("Login"),
            EventKind.CONSENT: self.tr("Consent"),
            EventKind.RETURN: self.tr("Code"),
            EventKind.CALLBACK: self.tr("Callback"),
            EventKind.TOKENS: self.tr("Tokens"),
            EventKind.REFRESH: self.tr("Refresh"),
            EventKind.MACHINE: self.tr("Tokens"),
            EventKind.USERINFO: self.tr("User info"),
            EventKind.API_CALL: self.tr("API call"),
            EventKind.KEYS: self.tr("Keys"),
            EventKind.DESCRIPTION: self.tr("Description"),
            EventKind.LOGOUT: self.tr("Logout"),
        }[kind]
