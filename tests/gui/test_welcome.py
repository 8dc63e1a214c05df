"""The first run: a sample and three hints, which can be closed for ever, and never stand in the way."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSettings, QSize
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from jotlens.gui.main_window import MainWindow
from jotlens.gui.memory import Memory
from jotlens.gui.welcome import SAMPLE, welcome
from jotlens.gui.widgets.hint import Hint, beside
from tests.gui.minted import jwt
from tests.gui.person import FakeNow, Person
from tests.gui.test_accessibility import complaints, name_of

Opens = Callable[[], MainWindow]


@pytest.fixture
def memory(settings_file: Path) -> Memory:
    return Memory(QSettings(str(settings_file), QSettings.Format.IniFormat))


@pytest.fixture
def newcomer(person: Person, memory: Memory) -> Person:
    """A person who has started JotLens for the first time."""
    assert welcome(person.window, memory) is not None
    person.settled()
    return person


def words(person: Person) -> str:
    return person.reads("hintTitle")


def gone(person: Person) -> bool:
    person.settled()
    return all(not hint.isVisible() for hint in person.window.findChildren(Hint))


def test_it_opens_on_a_sample_and_leads_through_the_window(newcomer: Person) -> None:
    assert newcomer.window.session.text
    assert words(newcomer) == "Your token comes here"
    newcomer.clicks("hintNext")
    assert words(newcomer) == "The verdict"
    newcomer.clicks("hintNext")
    assert words(newcomer) == "What you expect"
    assert newcomer.find(QPushButton, "hintNext").text() == "Done"
    newcomer.clicks("hintNext")
    assert gone(newcomer)
    assert newcomer.focused is newcomer.box


def test_the_hints_are_used_by_keyboard(newcomer: Person) -> None:
    assert newcomer.focused.objectName() == "hintNext"
    newcomer.presses("Space")
    assert words(newcomer) == "The verdict"
    newcomer.presses("Tab")
    assert newcomer.focused.objectName() == "hintClose"
    newcomer.presses("Space")
    assert gone(newcomer)


def test_escape_closes_them(newcomer: Person) -> None:
    newcomer.presses("Esc")
    assert gone(newcomer)


@pytest.mark.parametrize("close", ["hintClose", "hintNext"])
def test_closed_once_they_never_come_back(newcomer: Person, opens: Opens, memory: Memory, close: str) -> None:
    for _ in range(3 if close == "hintNext" else 1):
        newcomer.clicks(close)
    newcomer.window.close()
    later = opens()
    assert welcome(later, memory) is None
    assert later.session.text == ""
    assert later.workspace.empty.isVisible()


def test_who_has_closed_nothing_sees_them_again(newcomer: Person, opens: Opens, memory: Memory) -> None:
    newcomer.window.close()
    assert welcome(opens(), memory) is not None


def test_who_pastes_knows_the_way(newcomer: Person, memory: Memory) -> None:
    newcomer.clicks("offerButton")
    newcomer.settled()
    assert newcomer.field("audienceField").text()
    newcomer.pastes(jwt())
    assert gone(newcomer)
    assert newcomer.field("audienceField").text() == ""  # what the sample expects is not expected of theirs
    assert newcomer.window.session.expectation.as_of is None
    assert memory.flag("help/knows-the-way")


def test_a_window_that_was_opened_with_a_text_is_left_alone(person: Person, memory: Memory) -> None:
    person.pastes(jwt())
    assert welcome(person.window, memory) is None
    assert person.window.session.text == jwt()


def test_every_control_of_a_hint_has_names_and_the_button_tells_the_words(newcomer: Person) -> None:
    assert complaints(newcomer.window) == []
    hint = newcomer.find(Hint, "hint")
    assert name_of(hint).startswith("Your token comes here. What you see is a sample.")
    assert newcomer.focused.accessibleDescription() == name_of(hint)


@pytest.mark.parametrize("size", [(1180, 760), (720, 480), (640, 420)])
@pytest.mark.parametrize("zoom", [0, 4])
def test_a_hint_stands_inside_the_window(newcomer: Person, size: tuple[int, int], zoom: int) -> None:
    newcomer.window.resize(*size)
    for _ in range(zoom):
        newcomer.chooses("zoomIn")
    newcomer.settled()
    for _ in range(3):
        hint = newcomer.find(Hint, "hint")
        assert newcomer.window.rect().contains(hint.geometry())
        for name in ("hintWords", "hintClose", "hintNext"):
            part = newcomer.widget(name)
            assert hint.rect().contains(QRect(part.mapTo(hint, QPoint()), part.size()))
        newcomer.clicks("hintNext")


def test_a_hint_goes_with_what_it_explains(newcomer: Person) -> None:
    hint = newcomer.find(Hint, "hint")
    newcomer.chooses("hideEverything")
    assert not hint.isVisible()
    newcomer.chooses("hideEverything")
    assert hint.isVisible()


@pytest.mark.parametrize(
    ("target", "side"),
    [
        (QRect(0, 50, 200, 300), "right"),
        (QRect(800, 50, 200, 300), "left"),
        (QRect(0, 50, 1000, 200), "below"),
        (QRect(0, 500, 1000, 200), "above"),
    ],
)
def test_a_callout_stands_beside_what_it_explains(target: QRect, side: str) -> None:
    place, tip = beside(target, QSize(280, 140), QRect(0, 0, 1000, 700), 9)
    inner = place.adjusted(9, 9, -9, -9)
    assert not inner.intersects(target)
    assert place.contains(tip) or target.contains(tip)
    found = {
        "right": inner.left() > target.right(),
        "left": inner.right() < target.left(),
        "below": inner.top() > target.bottom(),
        "above": inner.bottom() < target.top(),
    }
    assert found[side]


def test_where_there_is_no_room_it_stands_in_the_corner_that_is_farther_away() -> None:
    place, _ = beside(QRect(300, 20, 690, 670), QSize(500, 140), QRect(0, 0, 1000, 700), 9)
    assert place == QRect(9, 550, 500, 140)


def test_the_sample_is_one_of_those_in_the_menu(person: Person) -> None:
    person.opens_menu("menuSamples")
    person.chooses(f"menuSample-{SAMPLE}")
    assert person.window.session.text


def test_a_window_of_tests_and_pictures_has_no_hints(opens: Opens, qtbot: QtBot, now: FakeNow) -> None:
    person = Person(opens(), qtbot, now)
    assert person.window.session.text == ""
    assert person.window.findChildren(QWidget, "hint") == []
