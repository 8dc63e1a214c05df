"""The findings of an inspection as a list: grouped by the four questions, worst first, passed ones folded away."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, Qt

from jotlens.gui.models.list_model import Index, ListModel
from jotlens.inspection.model import Finding, Inspection, Question, Severity, Status

SHOWN = (Status.FAIL, Status.WARN, Status.UNKNOWN, Status.PASS)
"""The outcomes that are shown, worst first."""

_SEVERITIES = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a group."""

    question: Question
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One finding; `opened` shows all of it, closed only what it is."""

    finding: Finding
    opened: bool
    spoken: str


@dataclass(frozen=True, slots=True)
class Fold:
    """The passed checks of a group in one row; `opened` shows them below."""

    question: Question
    text: str
    opened: bool


Row = Heading | Line | Fold


class FindingsModel(ListModel[Row]):
    """Holds the rows. What a person opened stays open when the same checks are run again."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._findings: tuple[Finding, ...] = ()
        self._turned: set[str] = set()
        self._unfolded: set[Question] = set()
        self.counts: Counter[Status] = Counter()

    def show_inspection(self, inspection: Inspection | None) -> None:
        """Show the findings of an inspection, or none."""
        findings = inspection.findings if inspection is not None else ()
        self._findings = tuple(finding for finding in findings if finding.status in SHOWN)
        self.counts = Counter(finding.status for finding in self._findings)
        self._show(self._made())

    def turn(self, index: Index) -> None:
        """Open a row, or close it again."""
        match self.row_at(index):
            case Line(finding=finding):
                self._turned ^= {finding.id}
            case Fold(question=question):
                self._unfolded ^= {question}
            case _:
                return
        self._show(self._made())

    def row_of(self, check_id: str) -> QModelIndex:
        """Return the index of a check's row, invalid when it is not on show."""
        for at, row in enumerate(self._rows):
            if isinstance(row, Line) and row.finding.id == check_id:
                return self.index(at)
        return QModelIndex()

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row_at(index)
        if row is None:
            return Qt.ItemFlag.NoItemFlags
        if isinstance(row, Heading):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def said(self, at: int, row: Row) -> str:
        return row.spoken if isinstance(row, Line) else row.text

    def _made(self) -> list[Row]:
        rows: list[Row] = []
        groups = [(question, self._group(question)) for question in Question]
        for question, group in sorted(groups, key=lambda pair: _rank(pair[1][0]) if pair[1] else (9, 9)):
            if not group:
                continue
            rows.append(Heading(question, self._question(question)))
            rows.extend(self._line(finding) for finding in group if finding.status is not Status.PASS)
            passed = [finding for finding in group if finding.status is Status.PASS]
            if passed:
                rows.append(Fold(question, self._passed(len(passed)), question in self._unfolded))
                if question in self._unfolded:
                    rows.extend(self._line(finding) for finding in passed)
        return rows

    def _group(self, question: Question) -> list[Finding]:
        return sorted((f for f in self._findings if f.question is question), key=_rank)

    def _line(self, finding: Finding) -> Line:
        opened = (finding.status is Status.FAIL) != (finding.id in self._turned)
        status = {
            Status.FAIL: self.tr("Failed"),
            Status.WARN: self.tr("Warning"),
            Status.UNKNOWN: self.tr("Not checked"),
            Status.PASS: self.tr("Passed"),
        }[finding.status]
        return Line(
            finding, opened, f"{status}: {finding.title}. {finding.message} {finding.next_step}".strip()
        )

    def _question(self, question: Question) -> str:
        return {
            Question.WHAT: self.tr("What it is"),
            Question.WHEN: self.tr("When it lives"),
            Question.WHO: self.tr("Who made it"),
            Question.FOR_WHAT: self.tr("What it is for"),
        }[question]

    def _passed(self, count: int) -> str:
        return (
            self.tr("1 check passed") if count == 1 else self.tr("{count} checks passed").format(count=count)
        )

    def _show(self, rows: list[Row]) -> None:
        if rows == self._rows:
            return
        if [_key(row) for row in rows] == [_key(row) for row in self._rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.show_anew(rows)


def _rank(finding: Finding) -> tuple[int, int]:
    return SHOWN.index(finding.status), _SEVERITIES[finding.severity]


def _key(row: Row) -> str:
    return row.finding.id if isinstance(row, Line) else f"{type(row).__name__} {row.question}"
