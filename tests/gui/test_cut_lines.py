"""Long lines are cut for the editor: what is done at a cut by hand changes no more than what was done."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.sheet_text import Ink
from jotlens.gui.widgets.token_view import TokenView
from tests.gui.minted import claims, jwt
from tests.gui.person import Person

LINES = ("head", "".join(f"{number:04}." for number in range(1_000)), "tail")
TEXT = "\n".join(LINES)
LONG = jwt(claims(permissions=[f"read:item-{number}" for number in range(400)]))


@pytest.fixture
def view(app: QApplication, qtbot: QtBot) -> TokenView:
    made = TokenView(Looks(app))
    qtbot.addWidget(made)
    made.resize(300, 400)
    made.show()
    made.show_text(TEXT)
    assert made.edited_text() == TEXT  # with what is laid out a moment later
    return made


def put_cursor(view: TokenView, block: int, column: int) -> int:
    """Put the cursor into a paragraph, and return the place in the text."""
    cursor = view.textCursor()
    cursor.setPosition(view.document().findBlockByNumber(block).position() + column)
    view.setTextCursor(cursor)
    lengths = [view.document().findBlockByNumber(at).length() - 1 for at in range(block)]
    return sum(lengths) + 1 + column  # one line break: the one behind the head


@pytest.mark.parametrize("block", [1, 2, 4])
@pytest.mark.parametrize("column", [0, 7])
def test_a_character_deleted_forwards_is_all_that_is_gone(view: TokenView, block: int, column: int) -> None:
    place = put_cursor(view, block, column)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert view.take_edit() == TEXT[:place] + TEXT[place + 1 :]


@pytest.mark.parametrize("block", [2, 4])
def test_a_character_deleted_backwards_across_a_cut_is_all_that_is_gone(view: TokenView, block: int) -> None:
    place = put_cursor(view, block, 0)
    QTest.keyClick(view, Qt.Key.Key_Backspace)
    assert view.take_edit() == TEXT[: place - 1] + TEXT[place:]


def test_deleting_forwards_at_the_end_of_a_piece_takes_the_next_character(view: TokenView) -> None:
    place = put_cursor(view, 2, 0)
    view.moveCursor(QTextCursor.MoveOperation.PreviousCharacter)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert view.take_edit() == TEXT[:place] + TEXT[place + 1 :]


def test_a_line_break_can_be_typed_and_undone(view: TokenView) -> None:
    place = put_cursor(view, 2, 5)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert view.take_edit() == TEXT[:place] + "\n" + TEXT[place:]
    QTest.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert view.take_edit() == TEXT


def test_a_real_line_break_can_be_deleted(view: TokenView) -> None:
    put_cursor(view, 1, 0)
    QTest.keyClick(view, Qt.Key.Key_Backspace)
    assert view.take_edit() == "head" + "\n".join(LINES[1:])


def test_the_first_piece_of_a_line_can_be_deleted_with_its_cut(view: TokenView) -> None:
    put_cursor(view, 1, 0)
    cursor = view.textCursor()
    first = cursor.block().length() - 1
    cursor.setPosition(cursor.block().next().position(), QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert view.take_edit() == "head\n" + LINES[1][first:] + "\ntail"


def test_colours_stay_in_their_places_after_an_edit(view: TokenView) -> None:
    place = TEXT.index("0950")
    put_cursor(view, 1, 3)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    text = view.take_edit()
    view.show_inks((Ink(place - 1, place + 3, "payload"),))
    assert text[place - 1 : place + 3] == "0950"
    assert [one.cursor.selectedText() for one in view.extraSelections()] == ["0950"]


def test_deleting_a_character_of_a_long_token_adds_nothing(person: Person) -> None:
    person.pastes(LONG)
    person.box.setFocus()
    cursor = person.box.textCursor()
    cursor.setPosition(40)
    person.box.setTextCursor(cursor)
    person.presses("Delete")
    person.qtbot.waitUntil(lambda: person.window.session.text != LONG)
    person.settled()
    assert person.window.session.text == LONG[:40] + LONG[41:]
    assert "line breaks" not in person.reads("pasteNote")
