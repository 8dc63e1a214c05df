"""The evidence: claims with their meanings and times, the header, the raw texts, finding and copying."""

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit, QToolTip

from jotlens.gui.models.claims_model import Column
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.gui.widgets.sheet_text import Ink
from tests.gui.minted import AUDIENCE, OPAQUE, at, claims, jwt
from tests.gui.person import Person

NESTED = claims(address={"street": "Elm", "geo": {"lat": 1.50, "names": ["a", "b", {"deep": "needle"}]}})


def row_of(person: Person, name: str, column: Column = Column.VALUE) -> QModelIndex:
    model = person.claims.model()
    rows = [row for row in range(model.rowCount()) if model.index(row, Column.NAME).data() == name]
    assert len(rows) == 1
    return model.index(rows[0], column)


def test_claims_stand_in_the_order_of_the_token(person: Person) -> None:
    person.pastes(jwt({"zeta": 1, "exp": at(60), "alpha": 2, "iss": "https://issuer.example/"}))
    assert [row[0] for row in person.claim_rows()] == ["zeta", "exp", "alpha", "iss"]


def test_the_most_telling_claims_can_stand_first(person: Person) -> None:
    person.pastes(jwt({"zeta": 1, "exp": at(60), "alpha": 2, "iss": "https://issuer.example/"}))
    person.chooses("tellingFirst")
    assert [row[0] for row in person.claim_rows()] == ["iss", "exp", "zeta", "alpha"]
    person.chooses("tellingFirst")
    assert [row[0] for row in person.claim_rows()] == ["zeta", "exp", "alpha", "iss"]


def test_a_claim_has_its_meaning(person: Person) -> None:
    person.pastes(jwt(claims(my_own="x")))
    meanings = {name: meaning for name, _, meaning in person.claim_rows()}
    assert meanings["iss"].startswith("Issuer: ")
    assert meanings["my_own"] == ""


def test_a_moment_stands_in_every_form_at_once_in_its_tooltip(person: Person) -> None:
    person.pastes(jwt(claims(exp=at(60))))
    person.chooses("timesInUtc")
    tip = str(row_of(person, "exp").data(Qt.ItemDataRole.ToolTipRole))
    assert "2 Jan 2026, 03:05:05" in tip
    assert "2026-01-02T03:05:05Z" in tip
    assert "in 1 min" in tip
    assert str(at(60)) in tip
    spoken = str(row_of(person, "exp").data(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken.startswith(f"{at(60)}\n2 Jan 2026, 03:05:05")


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_hovering_says_the_meaning_without_delay(person: Person) -> None:
    person.pastes(jwt())
    spot = person.claims.visualRect(row_of(person, "aud", Column.MEANING)).center()
    QTest.mouseMove(person.claims.viewport(), spot + QPoint(3, 1))
    QTest.mouseMove(person.claims.viewport(), spot)
    person.qtbot.waitUntil(lambda: "Audience" in QToolTip.text())
    QToolTip.hideText()


@pytest.mark.parametrize("how", ["key", "click"])
def test_a_value_is_copied_as_the_token_has_it(person: Person, how: str) -> None:
    person.pastes(jwt('{"plain": "a\\u202eb", "big": 123456789012345678901234567890, "iss": "x"}'))
    for name, copied in (("plain", "a\u202eb"), ("big", "123456789012345678901234567890")):
        index = row_of(person, name)
        if how == "key":
            person.claims.setFocus()
            person.claims.setCurrentIndex(index)
            person.presses("Ctrl+C")
        else:
            corner = person.claims.visualRect(index).topRight()
            QTest.mouseClick(person.claims.viewport(), Qt.MouseButton.LeftButton, pos=corner + QPoint(-8, 8))
        assert QGuiApplication.clipboard().text() == copied
        assert person.reads("noteLabel") == "Copied"


def test_a_click_elsewhere_copies_nothing(person: Person) -> None:
    person.pastes(jwt())
    QGuiApplication.clipboard().setText("before")
    spot = person.claims.visualRect(row_of(person, "aud", Column.NAME)).center()
    QTest.mouseClick(person.claims.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert QGuiApplication.clipboard().text() == "before"
    assert person.claims.currentIndex().row() == row_of(person, "aud").row()


def finds(person: Person, wanted: str) -> str:
    """Search, and return the name of the claim that was found."""
    person.presses("Ctrl+F")
    assert person.focused.objectName() == "findField"
    QTest.keyClicks(person.focused, wanted)
    return str(person.claims.currentIndex().siblingAtColumn(Column.NAME).data())


@pytest.mark.parametrize(
    ("wanted", "name"), [("scope", "scope"), ("USR_1", "sub"), ("Audience:", "aud"), ("2 jan 2026", "iat")]
)
def test_find_looks_at_names_values_meanings_and_times(person: Person, wanted: str, name: str) -> None:
    person.pastes(jwt())
    person.chooses("timesInUtc")
    assert finds(person, wanted) == name


def test_find_goes_on_with_enter_and_back_with_shift_enter(person: Person) -> None:
    person.pastes(jwt({"a1": 0, "b": 0, "a2": 0, "a3": 0}))
    assert finds(person, "a") == "a1"
    seen = []
    for keys in ("Return", "Return", "Return", "Shift+Return", "Shift+Return"):
        person.presses(keys)
        seen.append(person.claims.currentIndex().siblingAtColumn(Column.NAME).data())
    assert seen == ["a2", "a3", "a1", "a3", "a2"]


def test_find_opens_what_is_nested(person: Person) -> None:
    person.pastes(jwt(NESTED))
    assert finds(person, "needle") == "deep"
    assert person.claims.visualRect(person.claims.currentIndex()).height() > 0
    assert person.claims.isExpanded(person.claims.currentIndex().parent())


def test_find_says_when_there_is_nothing(person: Person) -> None:
    person.pastes(jwt())
    finds(person, "no such thing")
    assert "Not found" in [label.text() for label in person.window.findChildren(QLabel) if label.isVisible()]
    QTest.keyClick(person.focused, Qt.Key.Key_Escape)


def test_find_searches_the_raw_token_too(person: Person) -> None:
    person.pastes(jwt())
    person.opens_tab("Raw")
    person.presses("Ctrl+F")
    QTest.keyClicks(person.focused, jwt()[-20:])
    view = person.find(QPlainTextEdit, "rawView")
    assert view.textCursor().selectedText() == jwt()[-20:]


def test_escape_closes_the_find_line_and_gives_the_focus_to_the_claims(person: Person) -> None:
    person.pastes(jwt())
    finds(person, "aud")
    person.presses("Escape")
    assert not person.widget("findField").isVisible()
    assert person.focused is person.claims


def test_what_was_chosen_stays_when_the_same_token_is_checked_again(person: Person) -> None:
    person.pastes(jwt(NESTED))
    person.claims.setCurrentIndex(row_of(person, "aud"))
    person.claims.collapse(row_of(person, "address", Column.NAME))
    person.types("audienceField", AUDIENCE)
    person.presses("F5")
    person.waits(61)
    assert person.claims.currentIndex().siblingAtColumn(Column.NAME).data() == "aud"
    assert not person.claims.isExpanded(row_of(person, "address", Column.NAME))


def test_times_in_the_claims_follow_the_clock(person: Person) -> None:
    person.pastes(jwt(claims(exp=at(600))))
    assert "in 10 min" in str(row_of(person, "exp").data(Qt.ItemDataRole.AccessibleTextRole))
    person.waits(120)
    assert "in 8 min" in str(row_of(person, "exp").data(Qt.ItemDataRole.AccessibleTextRole))


def test_the_raw_token_is_coloured_by_segment(person: Person) -> None:
    person.pastes(jwt())
    header, payload, signature = jwt().split(".")
    assert person.box.inks == (
        Ink(0, len(header), "header"),
        Ink(len(header) + 1, len(header) + 1 + len(payload), "payload"),
        Ink(len(jwt()) - len(signature), len(jwt()), "signature"),
    )
    colors = {selection.format.foreground().color().name() for selection in person.box.extraSelections()}
    assert colors == {person.window.looks.theme.segment(part) for part in ("header", "payload", "signature")}


def test_a_token_of_five_parts_has_five_colours(person: Person) -> None:
    person.pastes(OPAQUE)
    parts = [ink.part for ink in person.box.inks]
    assert parts == ["header", "encrypted key", "initialization vector", "ciphertext", "authentication tag"]


def test_the_raw_page_shows_each_text_as_it_was_written(person: Person) -> None:
    written = '{"exp":1E2 ,"sub":"\\u00e4"}'
    person.pastes(jwt(written))
    person.opens_tab("Raw")
    view = person.find(QPlainTextEdit, "rawView")
    assert view.toPlainText() == person.inspection.token.text
    assert view.isReadOnly()
    person.clicks("raw-payload")
    assert view.toPlainText() == written
    person.clicks("raw-header")
    assert view.toPlainText() == '{"alg": "HS256", "typ": "JWT"}'
    assert not person.find(QAbstractButton, "raw-footer").isVisible()


def test_without_claims_a_page_says_why_and_what_helps(person: Person) -> None:
    person.pastes(OPAQUE)
    assert not person.claims.isVisible()
    assert person.widget("claimsNotice").isVisible()
    said = [paragraph.text() for paragraph in person.widget("claimsNotice").findChildren(Paragraph)]
    assert "Its content is encrypted" in said
    assert "What helps" in said
