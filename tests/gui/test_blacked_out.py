"""Blacked-out secrets: the editor holds bullets, one for one, and gives the characters back when it is asked for them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.sheet_text import BULLET, SECRET, Ink, to_sheet
from jotlens.gui.widgets.token_view import TokenView
from tests.gui.minted import ANSWER
from tests.gui.person import Person

REFRESH = ANSWER.split('"refresh_token": "')[1].split('"')[0]
BEFORE, KEPT, AFTER = "first=", "s3cr\u200bet\U0001f511-value", " • last=open"
TEXT = BEFORE + KEPT + AFTER
INK = Ink(len(BEFORE), len(BEFORE) + len(KEPT), SECRET)
PLACE = len(BEFORE)
"""Where the bullets begin in the document."""


@pytest.fixture
def view(app: QApplication, qtbot: QtBot) -> TokenView:
    made = TokenView(Looks(app))
    qtbot.addWidget(made)
    made.resize(300, 400)
    made.show()
    return made


def put_cursor(view: TokenView, start: int, end: int | None = None) -> None:
    cursor = view.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(start if end is None else end, QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)


def writes(view: TokenView, text: str) -> None:
    """Write what no key is there for, as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(view, event)


def spoken(view: QPlainTextEdit) -> str:
    """What a screen reader finds in an editor."""
    interface = QAccessible.queryAccessibleInterface(view)
    return interface.text(QAccessible.Text.Value) + interface.textInterface().text(
        0, interface.textInterface().characterCount()
    )


@pytest.mark.parametrize("place", ["pasteBox", "rawView"])
def test_a_screen_reader_finds_no_secret(person: Person, place: str) -> None:
    person.pastes(ANSWER)
    person.presses("Alt+Up")
    person.opens_tab("Raw")
    view = person.find(QPlainTextEdit, place)
    assert BULLET * len(REFRESH) in view.toPlainText()
    assert REFRESH not in view.toPlainText()
    assert REFRESH not in spoken(view)
    assert BULLET * len(REFRESH) in spoken(view)
    assert person.box.edited_text() == ANSWER
    person.chooses("showSecrets")
    assert REFRESH in spoken(view)
    person.chooses("showSecrets")
    assert REFRESH not in spoken(view)


def test_what_comes_before_the_bullets_is_still_said(view: TokenView) -> None:
    view.show_text(TEXT, (INK,))
    assert view.toPlainText() == BEFORE + BULLET * len(KEPT) + AFTER
    assert view.edited_text() == TEXT


@pytest.mark.parametrize(
    ("start", "end", "copied"),
    [
        (0, len(TEXT) - 1, TEXT[:-1]),
        (PLACE + 1, PLACE + 4, KEPT[1:4]),
        (PLACE - 2, PLACE + 3, BEFORE[-2:] + KEPT[:3]),
        (PLACE + 6, PLACE + len(KEPT) + 3, KEPT[6:] + " • "),
    ],
)
def test_copying_gives_the_characters_behind_the_bullets(
    view: TokenView, app: QApplication, start: int, end: int, copied: str
) -> None:
    view.show_text(TEXT, (INK,))
    put_cursor(view, start, end)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert app.clipboard().text() == copied


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (0, "x" + TEXT),
        (PLACE, BEFORE + "x" + KEPT + AFTER),
        (PLACE + 2, BEFORE + KEPT[:2] + "x" + KEPT[2:] + AFTER),
        (PLACE + len(KEPT), BEFORE + KEPT + "x" + AFTER),
    ],
)
def test_typing_beside_and_between_bullets_keeps_every_character(
    view: TokenView, place: int, text: str
) -> None:
    view.show_text(TEXT, (INK,))
    put_cursor(view, place)
    QTest.keyClicks(view, "x")
    assert view.edited_text() == text
    assert view.take_edit() == text
    assert view.text == text


def test_what_was_typed_between_bullets_is_blacked_out_when_it_is_known(view: TokenView) -> None:
    view.show_text(TEXT, (INK,))
    put_cursor(view, PLACE + 2)
    QTest.keyClicks(view, "xy")
    view.take_edit()
    view.show_inks((Ink(INK.start, INK.end + 2, SECRET),))
    assert view.toPlainText() == BEFORE + BULLET * (len(KEPT) + 2) + AFTER
    assert view.textCursor().position() == PLACE + 4
    assert view.edited_text() == BEFORE + KEPT[:2] + "xy" + KEPT[2:] + AFTER


def test_a_line_break_between_bullets_is_kept(view: TokenView) -> None:
    view.show_text(TEXT, (INK,))
    put_cursor(view, PLACE + 3)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert view.take_edit() == BEFORE + KEPT[:3] + "\n" + KEPT[3:] + AFTER


@pytest.mark.parametrize(
    ("start", "end", "key"),
    [
        (PLACE + 4, None, Qt.Key.Key_Backspace),
        (PLACE + len(KEPT), None, Qt.Key.Key_Backspace),
        (PLACE, None, Qt.Key.Key_Delete),
        (PLACE + 3, PLACE + 5, Qt.Key.Key_Delete),
    ],
)
def test_a_secret_that_loses_a_character_goes_whole_and_can_be_brought_back(
    view: TokenView, start: int, end: int | None, key: Qt.Key
) -> None:
    view.show_text(TEXT, (INK,))
    put_cursor(view, start, end)
    QTest.keyClick(view, key)
    assert view.take_edit() == BEFORE + AFTER
    assert view.toPlainText() == BEFORE + AFTER
    QTest.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert view.take_edit() == TEXT
    assert view.toPlainText() == BEFORE + BULLET * len(KEPT) + AFTER


@pytest.mark.parametrize(
    ("start", "key"), [(PLACE, Qt.Key.Key_Backspace), (PLACE + len(KEPT), Qt.Key.Key_Delete)]
)
def test_a_character_beside_a_secret_is_deleted_alone(view: TokenView, start: int, key: Qt.Key) -> None:
    view.show_text(TEXT, (INK,))
    put_cursor(view, start)
    QTest.keyClick(view, key)
    gone = start - 1 if key == Qt.Key.Key_Backspace else start
    assert view.take_edit() == TEXT[:gone] + TEXT[gone + 1 :]


def test_what_is_typed_over_a_part_of_a_secret_replaces_all_of_it(view: TokenView) -> None:
    view.show_text(TEXT, (INK,))
    put_cursor(view, 2, PLACE + 3)
    QTest.keyClicks(view, "x")
    assert view.take_edit() == BEFORE[:2] + "x" + AFTER


def test_a_secret_of_which_another_program_deletes_a_part_goes_whole(view: TokenView) -> None:
    view.show_text(TEXT, (INK,))
    cursor = QTextCursor(view.document())
    cursor.setPosition(PLACE + 1)
    cursor.setPosition(PLACE + 3, QTextCursor.MoveMode.KeepAnchor)
    cursor.removeSelectedText()
    assert view.take_edit() == BEFORE + AFTER
    assert view.toPlainText() == BEFORE + AFTER


def test_bullets_that_were_given_are_no_secret(view: TokenView) -> None:
    given = "a••b" + TEXT
    view.show_text(given, (Ink(INK.start + 4, INK.end + 4, SECRET),))
    writes(view, "•")
    assert view.edited_text() == "•" + given


def test_several_secrets_get_their_own_characters_back(view: TokenView) -> None:
    text = "a=one\nb=two\nc=three"
    view.show_text(text, (Ink(2, 5, SECRET), Ink(8, 11, SECRET), Ink(14, 19, SECRET)))
    put_cursor(view, 8, 11)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert view.take_edit() == "a=one\nb=\nc=three"


def test_a_long_secret_is_blacked_out_over_all_its_paragraphs(view: TokenView) -> None:
    secret = "".join(f"{number:05}" for number in range(2_000))
    view.show_text(f"<{secret}>\nend", (Ink(1, 1 + len(secret), SECRET),))
    QTest.keyClicks(view, "x")
    assert not any(char.isdigit() for char in view.toPlainText())
    assert view.take_edit() == f"x<{secret}>\nend"
    put_cursor(view, 5_000)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert view.take_edit() == "x<>\nend"


def test_an_input_method_may_write_between_bullets(view: TokenView) -> None:
    view.show_text(TEXT, (INK,))
    put_cursor(view, PLACE)
    writes(view, "漢")
    assert view.edited_text() == BEFORE + "漢" + KEPT + AFTER


def test_showing_secrets_keeps_the_place(view: TokenView) -> None:
    view.show_text(TEXT, (INK,))
    put_cursor(view, PLACE + 2, PLACE + 9)
    view.show_inks(())
    assert view.textCursor().selectedText() == to_sheet(KEPT[2:9])
    QTest.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    view.show_inks((INK,))
    assert view.textCursor().selectedText() == BULLET * 7
    QTest.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert KEPT[:4] not in view.toPlainText()


def test_typing_beside_a_secret_in_the_window_keeps_it(person: Person) -> None:
    person.pastes(ANSWER)
    person.box.setFocus()
    person.box.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(person.box, " ")
    person.qtbot.waitUntil(lambda: person.window.session.text == ANSWER + " ")
    person.settled()
    assert REFRESH not in person.box.toPlainText()
    assert person.box.edited_text() == ANSWER + " "


def test_a_secret_far_down_a_long_list_is_blacked_out(person: Person) -> None:
    answers = [f'{{"access_token": "at-{at:030}", "refresh_token": "rt-{at:030}"}}' for at in range(150)]
    person.pastes("\n".join(answers))
    assert len(person.window.session.reading.entries if person.window.session.reading else ()) == 300
    assert person.box.edited_text() == "\n".join(answers)
    assert "rt-" not in person.box.toPlainText()
    assert person.box.toPlainText().count("at-") == 150
