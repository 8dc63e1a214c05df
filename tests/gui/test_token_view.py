"""The editor that shows a token: a long text is laid out in two steps, and nobody can tell."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.sheet_text import BULLET, SECRET, Ink
from jotlens.gui.widgets.token_view import TokenView

LONG = "".join(f"{number:06}." for number in range(6_000))


@pytest.fixture
def view(app: QApplication, qtbot: QtBot) -> TokenView:
    made = TokenView(Looks(app))
    qtbot.addWidget(made)
    made.resize(300, 400)
    made.show()
    return made


def laid_out(view: TokenView) -> str:
    """The characters that the editor holds, without the breaks it was cut at."""
    return view.toPlainText().replace("\n", "")


def test_the_rest_of_a_long_text_follows(view: TokenView, qtbot: QtBot) -> None:
    view.show_text(LONG)
    assert 0 < len(laid_out(view)) < len(LONG)
    qtbot.waitUntil(lambda: laid_out(view) == LONG)


def test_typing_before_the_rest_is_there_loses_nothing(view: TokenView) -> None:
    view.show_text(LONG)
    QTest.keyClicks(view, "ab")
    assert view.edited_text() == f"ab{LONG}"


def test_undoing_does_not_take_the_rest_away(view: TokenView) -> None:
    view.show_text(LONG)
    QTest.keyClicks(view, "x")
    for _ in range(4):
        QTest.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert view.edited_text() == LONG


def test_a_place_far_down_can_be_selected_at_once(view: TokenView) -> None:
    view.show_text(LONG)
    start = LONG.index("005900")
    view.select(start, start + 6)
    assert view.textCursor().selectedText() == "005900"


def test_everything_is_copied_that_was_given(view: TokenView, app: QApplication) -> None:
    view.show_text(LONG)
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert app.clipboard().text() == LONG


def test_a_secret_in_the_rest_is_blacked_out_with_it(view: TokenView, qtbot: QtBot) -> None:
    start = LONG.index("005000")
    view.show_text(LONG, (Ink(start, start + 6, SECRET),))
    qtbot.waitUntil(lambda: laid_out(view) == LONG.replace("005000", BULLET * 6))
    blacked = [one for one in view.extraSelections() if one.cursor.selectedText() == BULLET * 6]
    assert len(blacked) == 1
    assert blacked[0].format.background() == blacked[0].format.foreground()


def test_another_text_is_not_followed_by_the_rest_of_the_one_before(view: TokenView, qtbot: QtBot) -> None:
    view.show_text(LONG)
    view.show_text("short")
    with qtbot.waitSignal(view.blockCountChanged, timeout=400, raising=False) as grown:
        pass
    assert not grown.signal_triggered
    assert view.toPlainText() == "short"
