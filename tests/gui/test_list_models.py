"""The lists of findings and of tokens as models: grouped, worst first, folded, and made when they are looked at."""

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from jotlens.gui.models.findings_model import SHOWN, FindingsModel, Fold, Heading, Line
from jotlens.gui.models.tokens_model import TokenRow, TokensModel
from jotlens.gui.reading import Entry, read_text
from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import Inspection, Policy, Severity, Status
from tests.gui.minted import ANSWER, AUDIENCE, CALENDAR, CUT_OFF, NOW, OPAQUE, claims, jwt

TEXTS = [
    jwt(),
    CALENDAR,
    CUT_OFF,
    OPAQUE,
    ANSWER,
    "Bearer null",
    jwt('{"a": 1, "a": 2}'),
    jwt(claims(exp=1e300)),
]


def watched(model: QAbstractListModel) -> QAbstractItemModelTester:
    """Let Qt's own tester watch a model: what it finds it says as a warning, and a warning of Qt fails the test."""
    return QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)


def inspected(text: str, audience: str | None = None) -> Inspection:
    reading = read_text(text)
    return inspect(reading.entries[0].token, Policy(audience=audience), KeyRing(), NOW, finds=reading.finds)


@pytest.fixture
def findings(app: QApplication) -> FindingsModel:
    return FindingsModel(app)


def lines(model: FindingsModel) -> list[Line]:
    found = (model.row_at(model.index(row)) for row in range(model.rowCount()))
    return [row for row in found if isinstance(row, Line)]


def places(model: FindingsModel, kind: type) -> list[QModelIndex]:
    indexes = [model.index(row) for row in range(model.rowCount())]
    return [index for index in indexes if isinstance(model.row_at(index), kind)]


def test_the_findings_keep_the_rules_of_models(findings: FindingsModel) -> None:
    tester = watched(findings)
    for text in TEXTS:
        findings.show_inspection(inspected(text))
        for fold in places(findings, Fold):
            findings.turn(fold)
        for line in places(findings, Line):
            findings.turn(line)
    findings.show_inspection(None)
    assert findings.rowCount() == 0
    assert tester.model() is findings


@pytest.mark.parametrize("text", TEXTS)
def test_every_finding_that_says_something_is_shown_once(findings: FindingsModel, text: str) -> None:
    inspection = inspected(text)
    findings.show_inspection(inspection)
    for fold in reversed(places(findings, Fold)):
        findings.turn(fold)
    shown = [line.finding.id for line in lines(findings)]
    assert sorted(shown) == sorted(f.id for f in inspection.findings if f.status in SHOWN)
    assert sum(findings.counts.values()) == len(shown)


def test_within_a_group_the_worst_comes_first(findings: FindingsModel) -> None:
    findings.show_inspection(inspected(CALENDAR, "https://elsewhere.example/"))
    ranks: list[tuple[int, int]] = []
    for row in range(findings.rowCount()):
        match findings.row_at(findings.index(row)):
            case Heading():
                ranks = []
            case Line(finding=finding):
                rank = (SHOWN.index(finding.status), list(Severity).index(finding.severity))
                assert not ranks or ranks[-1] <= rank
                ranks.append(rank)
    assert isinstance(findings.row_at(findings.index(0)), Heading)
    first = findings.row_at(findings.index(1))
    assert isinstance(first, Line)
    assert first.finding.status is Status.FAIL


def test_what_failed_is_open_and_what_passed_is_folded_away(findings: FindingsModel) -> None:
    findings.show_inspection(inspected(CALENDAR))
    assert {line.finding.status: line.opened for line in lines(findings)} == {
        Status.FAIL: True,
        Status.WARN: False,
        Status.UNKNOWN: False,
    }
    fold = places(findings, Fold)[0]
    before = findings.rowCount()
    findings.turn(fold)
    assert findings.rowCount() > before
    findings.turn(places(findings, Fold)[0])
    assert findings.rowCount() == before


def test_what_a_person_opened_stays_open_when_the_checks_run_again(findings: FindingsModel) -> None:
    findings.show_inspection(inspected(jwt()))
    closed = next(line for line in lines(findings) if not line.opened)
    findings.turn(findings.row_of(closed.finding.id))
    findings.show_inspection(inspected(jwt(), AUDIENCE))
    assert next(line for line in lines(findings) if line.finding.id == closed.finding.id).opened


def test_a_heading_can_be_neither_chosen_nor_opened(findings: FindingsModel) -> None:
    findings.show_inspection(inspected(jwt()))
    heading = places(findings, Heading)[0]
    before = findings.rowCount()
    findings.turn(heading)
    assert findings.rowCount() == before
    assert not findings.flags(heading) & Qt.ItemFlag.ItemIsSelectable


def test_a_check_is_found_by_its_name(findings: FindingsModel) -> None:
    findings.show_inspection(inspected(CALENDAR))
    found = findings.row_at(findings.row_of("exp-passed"))
    assert isinstance(found, Line)
    assert found.finding.id == "exp-passed"
    assert not findings.row_of("no-such-check").isValid()


def entries(text: str) -> tuple[Entry, ...]:
    return read_text(text).entries


def test_tokens_are_described_when_they_are_looked_at(app: QApplication) -> None:
    asked: list[str] = []

    def describe(entry: Entry) -> TokenRow:
        asked.append(entry.token.text)
        return TokenRow("A token", f"of {len(entry.token.text)} characters", "pass", entry.level)

    model = TokensModel(describe, app)
    tester = watched(model)
    model.show_entries(entries(ANSWER) * 3_334)
    assert model.rowCount() == 10_002
    asked.clear()
    assert str(model.index(9_000).data()).startswith("A token, of ")
    assert len(asked) == 1
    model.index(9_000).data()
    assert len(asked) == 1
    model.forget()
    model.index(9_000).data()
    assert 2 <= len(asked) < 100
    model.show_entries(())
    assert model.rowCount() == 0
    assert tester.model() is model
