"""A text with several tokens: a list of them, keys to go through it, and secrets that stay blacked out."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from jotlens.gui.reading import Entry
from jotlens.gui.widgets.sheet_text import BULLET, SECRET
from jotlens.gui.widgets.tokens_view import TokensView
from jotlens.inspection.model import Purpose
from jotlens.tokens.model import Kind
from tests.gui.minted import ANSWER, claims, jwt
from tests.gui.person import Person

REFRESH = ANSWER.split('"refresh_token": "')[1].split('"')[0]


@pytest.fixture
def tokens(person: Person) -> TokensView:
    """Paste a token answer, and return the list of its tokens."""
    person.pastes(ANSWER)
    return person.find(TokensView, "tokensList")


def titles(tokens: TokensView) -> list[str]:
    return [
        str(tokens.model().index(row, 0).data()).split(",")[0] for row in range(tokens.model().rowCount())
    ]


def test_one_token_needs_no_list(person: Person) -> None:
    person.pastes(jwt())
    assert not person.widget("tokensList").isVisible()


def test_the_three_tokens_of_an_answer_are_listed(tokens: TokensView) -> None:
    assert tokens.isVisible()
    assert titles(tokens) == ["Access token", "ID token", "Refresh token"]
    assert tokens.currentIndex().row() == 0


def test_alt_down_goes_through_the_list_and_around(person: Person, tokens: TokensView) -> None:
    seen = []
    for _ in range(4):
        seen.append((tokens.currentIndex().row(), person.inspection.purpose.purpose))
        person.presses("Alt+Down")
    assert seen == [
        (0, Purpose.ACCESS_TOKEN),
        (1, Purpose.ID_TOKEN),
        (2, Purpose.REFRESH_TOKEN),
        (0, Purpose.ACCESS_TOKEN),
    ]


def test_alt_up_goes_back(person: Person, tokens: TokensView) -> None:
    person.presses("Alt+Up")
    assert tokens.currentIndex().row() == 2
    assert person.inspection.purpose.purpose is Purpose.REFRESH_TOKEN
    person.presses("Alt+Up")
    assert person.reads("title") == "ID token"


def test_the_arrow_keys_choose_in_the_list(person: Person, tokens: TokensView) -> None:
    tokens.setFocus()
    person.presses("Down")
    assert person.reads("title") == "ID token"
    assert person.window.session.index == 1


def test_a_click_chooses_in_the_list(person: Person, tokens: TokensView) -> None:
    spot = tokens.visualRect(tokens.model().index(1, 0)).center()
    QTest.mouseClick(tokens.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert person.reads("title") == "ID token"


@pytest.mark.usefixtures("tokens")
def test_the_box_shows_where_the_chosen_token_stands(person: Person) -> None:
    person.presses("Alt+Down")
    start = ANSWER.index('"id_token": "') + len('"id_token": "')
    assert person.box.textCursor().position() == start
    assert ANSWER[start:].startswith(person.inspection.token.text)


@pytest.mark.usefixtures("tokens")
def test_copy_token_copies_the_chosen_one(person: Person) -> None:
    person.presses("Alt+Down")
    person.presses("Ctrl+Shift+C")
    copied = person.window.session.entry
    assert copied is not None
    assert copied.token.text in ANSWER
    assert person.window.session.index == 1


def test_the_list_holds_no_text_of_a_token(tokens: TokensView) -> None:
    said = [str(tokens.model().index(row, 0).data()) for row in range(3)]
    assert not any("eyJ" in text or REFRESH[:8] in text for text in said)


@pytest.mark.usefixtures("tokens")
def test_a_refresh_token_is_blacked_out_until_secrets_are_shown(person: Person) -> None:
    start = ANSWER.index(REFRESH)
    assert (start, start + len(REFRESH), SECRET) in [
        (ink.start, ink.end, ink.part) for ink in person.box.inks
    ]
    assert "Secrets are blacked out" in person.reads("pasteNote")
    person.chooses("showSecrets")
    assert SECRET not in {ink.part for ink in person.box.inks}
    assert "blacked out" not in person.reads("pasteNote")
    person.chooses("showSecrets")
    assert SECRET in {ink.part for ink in person.box.inks}


@pytest.mark.usefixtures("tokens")
def test_the_raw_refresh_token_is_blacked_out_until_it_is_asked_for(person: Person) -> None:
    person.presses("Alt+Up")
    person.opens_tab("Raw")
    assert ink_of_secret(person) == [(0, len(REFRESH))]
    person.clicks("rawReveal")
    assert ink_of_secret(person) == []
    assert person.find(QAction, "showSecrets").isChecked()


@pytest.mark.usefixtures("tokens")
def test_what_is_blacked_out_has_the_colour_of_its_ground(person: Person) -> None:
    assert person.box.edited_text() == ANSWER  # with what is laid out a moment later
    start = ANSWER.index(REFRESH)
    colors = [
        (selection.format.foreground().color(), selection.format.background().color())
        for selection in person.box.extraSelections()
        if selection.cursor.selectionStart() <= start < selection.cursor.selectionEnd()
    ]
    assert len(colors) == 1
    assert colors[0][0] == colors[0][1]


@pytest.mark.usefixtures("tokens")
@pytest.mark.parametrize("place", ["pasteBox", "rawView"])
def test_selecting_everything_does_not_uncover_a_secret(person: Person, place: str) -> None:
    person.presses("Alt+Up")
    person.opens_tab("Raw")
    view = person.find(QPlainTextEdit, place)
    view.setFocus()
    person.presses("Ctrl+A")
    assert BULLET * len(REFRESH) in view.textCursor().selectedText()
    assert REFRESH not in view.textCursor().selectedText()
    person.chooses("showSecrets")
    assert REFRESH in view.toPlainText()


def test_a_token_inside_a_token_stands_below_it(person: Person) -> None:
    inner = jwt(claims(sub="inside"))
    outer = jwt(inner)
    person.pastes(outer)
    tokens = person.find(TokensView, "tokensList")
    assert [entry.level for entry in entries(person)] == [0, 1]
    assert tokens.isVisible()
    person.presses("Alt+Down")
    assert person.inspection.token.text == inner
    assert person.inspection.token.kind is Kind.JWS


def test_another_paste_begins_at_the_first_token(person: Person, tokens: TokensView) -> None:
    person.presses("Alt+Up")
    person.presses("Ctrl+L")
    person.pastes(ANSWER.replace("  ", " "))
    assert tokens.currentIndex().row() == 0
    assert person.reads("title") == "Access token"


def ink_of_secret(person: Person) -> list[tuple[int, int]]:
    """Where the raw view blacks out."""
    view = person.find(QPlainTextEdit, "rawView")
    hidden = [s for s in view.extraSelections() if s.format.background().style() != Qt.BrushStyle.NoBrush]
    return [(s.cursor.selectionStart(), s.cursor.selectionEnd()) for s in hidden]


def entries(person: Person) -> tuple[Entry, ...]:
    reading = person.window.session.reading
    assert reading is not None
    return reading.entries
