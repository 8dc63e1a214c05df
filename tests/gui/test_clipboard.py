"""What was copied here does not stay in the clipboard for ever: a minute later it is emptied, if it is still there."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from jotlens.gui.clipboard import AFTER_MS, ClipboardKeeper
from jotlens.gui.main_window import MainWindow
from tests.gui.minted import jwt
from tests.gui.person import Person

TOKEN = jwt()


def minute_passes(person: Person) -> None:
    """Let the timer of the clipboard run out, without waiting for it."""
    timer = person.find(QTimer, "clipboardTimer")
    assert timer.isActive()
    assert timer.interval() == AFTER_MS == 60_000
    with person.qtbot.waitSignal(timer.timeout):
        timer.start(0)


def held() -> str:
    return QGuiApplication.clipboard().text()


@pytest.mark.parametrize("keys", ["Ctrl+Shift+C", "Ctrl+Shift+J"])
def test_a_copied_token_is_gone_after_a_minute(person: Person, keys: str) -> None:
    person.pastes(TOKEN)
    person.presses(keys)
    assert held()
    minute_passes(person)
    assert held() == ""
    assert "The clipboard was emptied" in person.reads("noteLabel")


@pytest.mark.parametrize("place", ["pasteBox", "rawView"])
def test_what_was_copied_by_hand_is_gone_as_well(person: Person, place: str) -> None:
    person.pastes(TOKEN)
    person.opens_tab("Raw")
    person.widget(place).setFocus()
    person.presses("Ctrl+A")
    person.presses("Ctrl+C")
    assert held() == TOKEN
    minute_passes(person)
    assert held() == ""


def test_what_was_copied_elsewhere_since_then_stays(person: Person) -> None:
    person.pastes(TOKEN)
    person.presses("Ctrl+Shift+C")
    QGuiApplication.clipboard().setText("something else")
    minute_passes(person)
    assert held() == "something else"
    assert "emptied" not in person.reads("noteLabel")


def test_what_was_pasted_and_not_copied_stays(person: Person) -> None:
    person.pastes(TOKEN)
    assert person.window.findChildren(QTimer, "clipboardTimer") == []
    assert held() == TOKEN


def test_selecting_something_later_does_not_save_what_was_copied(app: QApplication, qtbot: QtBot) -> None:
    keeper = ClipboardKeeper(app)
    keeper.note("copied")
    app.clipboard().setText("copied")
    keeper.note("only selected")
    timer = keeper.findChild(QTimer, "clipboardTimer")
    assert timer is not None
    with qtbot.waitSignal(keeper.emptied):
        timer.start(0)
    assert app.clipboard().text() == ""


def test_it_can_be_switched_off_and_that_is_remembered(
    person: Person, opens: Callable[[], MainWindow]
) -> None:
    assert person.find(QAction, "clearsClipboard").isChecked()
    person.pastes(TOKEN)
    person.presses("Ctrl+Shift+C")
    person.chooses("clearsClipboard")
    assert not person.find(QTimer, "clipboardTimer").isActive()
    person.presses("Ctrl+Shift+C")
    assert not person.find(QTimer, "clipboardTimer").isActive()
    person.window.close()
    again = Person(opens(), person.qtbot, person.now)
    assert not again.find(QAction, "clearsClipboard").isChecked()
    again.pastes(TOKEN)
    again.presses("Ctrl+Shift+C")
    assert again.window.findChildren(QTimer, "clipboardTimer") == []
    assert held() == TOKEN
