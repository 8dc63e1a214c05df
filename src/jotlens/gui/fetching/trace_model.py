"""The steps of a fetch as a list of rows that open, with the causes of a refusal under the step that brought it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QModelIndex, QObject

from jotlens.gui.fetching.trace_words import TraceRow, is_pending, row_of
from jotlens.gui.models.list_model import Index, ListModel
from jotlens.inspection.model import Diagnosis
from jotlens.oauth.trace import Exchange, Step

Row = TraceRow | Diagnosis


class TraceModel(ListModel[Row]):
    """Holds each step twice, whole and masked; the whole ones are shown only while secrets are revealed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: list[Step] = []
        self._masked: list[Step] = []
        self._causes: tuple[Diagnosis, ...] = ()
        self._opened: set[int] = set()
        self._revealed = False

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps so far, secrets included."""
        return tuple(self._steps)

    @property
    def revealed(self) -> bool:
        """Whether secrets are shown."""
        return self._revealed

    def clear(self) -> None:
        """Begin anew."""
        self._steps, self._masked, self._causes, self._opened = [], [], (), set()
        self.show_anew([])

    def put(self, place: int, step: Step, masked: Step) -> None:
        """Take a step that happened, or that is known better now; `masked` is the same without its secrets."""
        if place < len(self._steps):
            self._steps[place], self._masked[place] = step, masked
        else:
            self._steps.append(step)
            self._masked.append(masked)
        self._refresh()

    def show_causes(self, causes: tuple[Diagnosis, ...]) -> None:
        """Show under the last failed step why it was refused, and open that step no further: the causes say more."""
        self._causes = causes
        self._refresh()

    def fail_last(self, code: str) -> None:
        """Show the last step as the one that failed: an answer came, and cannot be used."""
        step = self._steps[-1] if self._steps else None
        if isinstance(step, Exchange) and step.status is not None and step.failure is None:
            masked = self._masked[-1]
            self._steps[-1] = replace(step, failure=code)
            if isinstance(masked, Exchange):
                self._masked[-1] = replace(masked, failure=code)
            self._refresh()

    def set_revealed(self, revealed: bool) -> None:  # noqa: FBT001 - a setter of one flag
        """Show secrets, or dots in their place."""
        if revealed != self._revealed:
            self._revealed = revealed
            self._refresh()

    def turn(self, index: Index) -> None:
        """Open a row, or close it."""
        row = self.row_at(index)
        if isinstance(row, TraceRow):
            self._opened ^= {row.place}
            self._refresh()

    def step_at(self, index: Index) -> Step | None:
        """Return the step behind an index as it is shown; None for a cause."""
        row = self.row_at(index)
        shown = self._steps if self._revealed else self._masked
        return shown[row.place] if isinstance(row, TraceRow) else None

    def exchange_at(self, index: Index) -> Exchange | None:
        """Return the whole request behind an index; None for what is none."""
        row = self.row_at(index)
        step = self._steps[row.place] if isinstance(row, TraceRow) else None
        return step if isinstance(step, Exchange) else None

    def failed(self) -> QModelIndex:
        """Return the index of the last failed step, or of none."""
        for at in range(len(self._rows) - 1, -1, -1):
            row = self._rows[at]
            if isinstance(row, TraceRow) and row.status == "fail":
                return self.index(at, 0)
        return QModelIndex()

    def said(self, at: int, row: Row) -> str:
        if isinstance(row, TraceRow):
            return row.spoken
        return " ".join((self.tr("Cause: {title}.").format(title=row.title), row.cause, row.fix))

    def is_first_cause(self, index: Index) -> bool:
        """Whether a row is the most likely cause."""
        return bool(self._causes) and self.row_at(index) is self._causes[0]

    def _refresh(self) -> None:
        """Make the rows anew: they are few, and their number changes at the end as a rule."""
        rows = self._made_rows()
        common = min(len(rows), len(self._rows))
        if len(rows) > len(self._rows):
            self.beginInsertRows(QModelIndex(), common, len(rows) - 1)
            self._rows = rows
            self.endInsertRows()
        elif len(rows) < len(self._rows):
            self.beginRemoveRows(QModelIndex(), common, len(self._rows) - 1)
            self._rows = rows
            self.endRemoveRows()
        self._rows = rows
        if rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, 0))

    def _made_rows(self) -> list[Row]:
        rows: list[Row] = []
        times = 1
        for place, step in enumerate(self._steps):
            if self._is_asked_again(place):
                times += 1
                continue
            shown = step if self._revealed else self._masked[place]
            rows.append(row_of(place, shown, opened=place in self._opened, times=times))
            times = 1
        if self._causes:
            at = next(
                (at for at in range(len(rows) - 1, -1, -1) if getattr(rows[at], "status", "") == "fail"),
                len(rows) - 1,
            )
            rows[at + 1 : at + 1] = self._causes
        return rows

    def _is_asked_again(self, place: int) -> bool:
        """Whether a step only said that it was too early, and the next one asks the same again."""
        following = self._steps[place + 1] if place + 1 < len(self._steps) else None
        step = self._steps[place]
        return (
            isinstance(following, Exchange)
            and isinstance(step, Exchange)
            and is_pending(step)
            and is_pending(following)
            and step.label == following.label
        )
