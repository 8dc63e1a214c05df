"""The claims as a model: it keeps Qt's rules for any JSON, and the token's own spelling."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from jotlens.gui.models.claims_model import ClaimsModel, Column
from jotlens.tokens.json_values import JsonObject
from jotlens.tokens.read import read
from tests.gui.minted import NOW, jwt

VALUES = some.recursive(
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats(allow_nan=False, allow_infinity=False)
    | some.text(),
    lambda inner: (
        some.lists(inner, max_size=16) | some.dictionaries(some.text(max_size=8), inner, max_size=5)
    ),
    max_leaves=30,
)

ODD = {
    "empty": "{}",
    "duplicates": '{"a": 1, "a": 2, "b": {"c": 1, "c": 2}, "a": [1, 1]}',
    "nested": '{"a": ' * 60 + "1" + "}" * 60,
    "lists": '{"short": [1, "two", null], "long": ['
    + ",".join(map(str, range(40)))
    + '], "mixed": [{}, [], [[]]]}',
    "numbers": '{"huge": 123456789012345678901234567890, "float": 1E2, "negative": -0.0, "exp": 99999999999999}',
    "texts": '{"number": "1", "blank": " ", "": "", "true": "true", "hidden": "\\u202e", "long": "%s"}'
    % ("x" * 9_000),
}
TEN_THOUSAND = json.dumps({f"claim_{number}": number for number in range(10_000)})


@pytest.fixture
def model(app: QApplication) -> ClaimsModel:
    return ClaimsModel("claims", lambda: NOW, app)


def members(written: str) -> JsonObject:
    found = read(jwt(written)).claims
    assert found is not None
    return found


def watched(model: ClaimsModel) -> QAbstractItemModelTester:
    """Let Qt's own tester watch a model: what it finds it says as a warning, and a warning of Qt fails the test."""
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    tester.setUseFetchMore(False)  # else it fetches in the middle of a change, and finds itself at fault
    return tester


def rows(model: ClaimsModel, parent: QModelIndex | None = None) -> list[tuple[str, str]]:
    """The names and values below an index, after fetching them all."""
    above = parent if parent is not None else QModelIndex()
    while model.canFetchMore(above):
        model.fetchMore(above)
    below = range(model.rowCount(above))
    return [(str(model.index(r, 0, above).data()), str(model.index(r, 1, above).data())) for r in below]


def every_index(model: ClaimsModel, parent: QModelIndex) -> Iterator[QModelIndex]:
    rows(model, parent)
    for row in range(model.rowCount(parent)):
        index = model.index(row, Column.NAME, parent)
        yield index
        yield from every_index(model, index)


@pytest.mark.parametrize("written", ODD.values(), ids=ODD.keys())
def test_the_model_keeps_the_rules_of_models(model: ClaimsModel, written: str) -> None:
    tester = watched(model)
    model.show_members(members(written))
    for index in list(every_index(model, QModelIndex())):
        assert model.parent(index) == model.parent(index.siblingAtColumn(Column.MEANING))
        assert model.index(index.row(), Column.NAME, model.parent(index)) == index
    model.refresh_times()
    model.set_telling_first(True)
    model.show_members(None)
    assert model.rowCount() == 0
    assert tester.model() is model


@pytest.mark.parametrize("written", [TEN_THOUSAND, json.dumps({"list": list(range(10_000))})])
def test_the_model_keeps_the_rules_when_it_makes_rows_later(model: ClaimsModel, written: str) -> None:
    tester = watched(model)
    model.show_members(members(written))
    parent = QModelIndex() if model.canFetchMore(QModelIndex()) else model.index(0, Column.NAME)
    before = model.rowCount(parent)
    model.fetchMore(parent)
    assert before < model.rowCount(parent) < 10_000
    model.show_members(None)
    assert tester.model() is model


@pytest.mark.usefixtures("app")
@given(some.dictionaries(some.text(max_size=8), VALUES, max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_any_object_can_be_shown(claims: dict[str, object]) -> None:
    model = ClaimsModel("claims", lambda: NOW)
    tester = watched(model)
    model.show_members(members(json.dumps(claims)))
    shown = list(every_index(model, QModelIndex()))
    assert len([index for index in shown if not index.parent().isValid()]) == len(claims)
    for index in shown:
        for column in Column:
            cell = index.siblingAtColumn(column)
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                assert isinstance(cell.data(role), str)
    assert tester.model() is model


def test_numbers_keep_the_spelling_of_the_token(model: ClaimsModel) -> None:
    model.show_members(members(ODD["numbers"]))
    assert dict(rows(model)) == {
        "huge": "123456789012345678901234567890",
        "float": "1E2",
        "negative": "-0.0",
        "exp": "99999999999999",
    }


def test_a_text_that_looks_like_a_number_keeps_its_quotes(model: ClaimsModel) -> None:
    model.show_members(members(ODD["texts"]))
    shown = dict(rows(model))
    assert (shown["number"], shown["true"], shown[""], shown["blank"]) == ('"1"', '"true"', '""', '" "')
    assert shown["hidden"] == "\\u202e"
    assert len(shown["long"]) < 5_000


def test_both_of_two_claims_with_one_name_are_shown_and_warned_of(model: ClaimsModel) -> None:
    model.show_members(members(ODD["duplicates"]))
    assert [row[0] for row in rows(model)] == ["a", "a", "b", "a"]
    meanings = [str(model.index(row, Column.MEANING).data()) for row in range(4)]
    assert [meaning.startswith("Written more than once") for meaning in meanings] == [True, True, False, True]
    assert model.cell(model.index(0, 0), Column.NAME).warned


def test_ten_thousand_claims_are_made_when_they_are_asked_for(model: ClaimsModel) -> None:
    model.show_members(members(TEN_THOUSAND))
    assert 0 < model.rowCount() < 1_000
    assert len(rows(model)) == 10_000
    assert rows(model)[-1] == ("claim_9999", "9999")


def test_finding_goes_beyond_what_is_made(model: ClaimsModel) -> None:
    model.show_members(members(TEN_THOUSAND))
    found = model.find("claim_9999", QModelIndex())
    assert found.data() == "claim_9999"
    assert model.find("claim_9998", found, -1).data() == "claim_9998"
    assert not model.find("nothing of this", QModelIndex()).isValid()


def test_a_nested_value_is_counted_in_its_own_row(model: ClaimsModel) -> None:
    model.show_members(members('{"address": {"street": "Elm", "geo": {}}, "list": [{}, {}, {}]}'))
    assert rows(model) == [("address", "{ street, geo }"), ("list", "[ 3 ]")]
    assert rows(model, model.index(0, 0)) == [("street", "Elm"), ("geo", "{ }")]
    assert rows(model, model.index(1, 0)) == [("0", "{ }"), ("1", "{ }"), ("2", "{ }")]


@pytest.mark.parametrize(
    ("written", "copied"),
    [
        ('"a\\u0000b"', "a\0b"),
        ("1E2", "1E2"),
        ("null", "null"),
        ('["a", {"b": 1.0}]', '["a", {"b": 1.0}]'),
        ('{"z": true, "a": "\\u00e4"}', '{"z": true, "a": "ä"}'),
    ],
)
def test_what_is_copied_is_the_whole_value(model: ClaimsModel, written: str, copied: str) -> None:
    model.show_members(members(f'{{"claim": {written}}}'))
    assert model.copied(model.index(0, Column.VALUE)) == copied
    assert model.copied(model.index(0, Column.NAME)) == "claim"


def test_a_date_beyond_the_calendar_is_a_number(model: ClaimsModel) -> None:
    model.show_members(
        members('{"exp": 99999999999999, "iat": -99999999999999, "nbf": 1e400, "auth_time": "soon"}')
    )
    for row in range(4):
        assert model.cell(model.index(row, 0), Column.VALUE).friendly == ""


def test_the_columns_have_headings(model: ClaimsModel) -> None:
    headings = [model.headerData(column, Qt.Orientation.Horizontal) for column in Column]
    assert headings == ["Name", "Value", "Meaning"]
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_names_inside_claims_have_their_meaning_and_places_in_lists_none(model: ClaimsModel) -> None:
    model.show_members(
        members(
            '{"address": {"country": "AT", "x": 1}, "realm_access": {"roles": ["a"]}, "aud": [{"y": 1}, {"sub": 2}]}'
        )
    )
    said = {
        index.siblingAtColumn(Column.NAME).data(): str(index.siblingAtColumn(Column.MEANING).data() or "")
        for index in every_index(model, QModelIndex())
    }
    assert said["country"].startswith("Country: ")
    assert said["roles"].startswith("Realm roles: ")
    assert said["x"] == said["0"] == said["1"] == said["y"] == said["sub"] == ""
