"""The notice before a token ends: off by default, two minutes before and at the end, and never a word of the token."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from jotlens.gui.end_watch import EndWatch
from jotlens.gui.main_window import MainWindow
from jotlens.gui.teller import Teller
from tests.gui.minted import NOW, claims, jwt
from tests.gui.person import FakeNow, Person

SECOND = "The token in JotLens expires in 2 minutes."
END = "The token in JotLens has expired."


class Told(Teller):
    """Notes what is told."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.words: list[str] = []

    def tell(self, words: str) -> None:
        self.words.append(words)


@pytest.fixture
def told(person: Person) -> Told:
    return Told(person.window)


@pytest.fixture
def watch(person: Person, told: Told) -> EndWatch:
    watch = EndWatch(person.window, told)
    watch.set_on(True)
    return watch


def alive(seconds: int) -> str:
    return jwt(claims(exp=int(NOW.timestamp()) + seconds))


def passes(person: Person, watch: EndWatch, seconds: float) -> None:
    person.now.forward(seconds=seconds)
    watch.look()


def test_it_is_off_by_default_and_remembered(
    person: Person, opens: Callable[[], MainWindow], qtbot: QtBot, now: FakeNow
) -> None:
    assert not person.find(QAction, "tellsEnd").isChecked()
    person.chooses("tellsEnd")
    person.window.close()
    again = Person(opens(), qtbot, now)
    assert again.find(QAction, "tellsEnd").isChecked()
    again.pastes(alive(600))
    (watch,) = again.window.findChildren(EndWatch)
    assert watch.watching


def test_it_tells_two_minutes_before_and_at_the_end(person: Person, watch: EndWatch, told: Told) -> None:
    person.pastes(alive(600))
    passes(person, watch, 479)
    assert told.words == []
    passes(person, watch, 1)
    assert told.words == [SECOND]
    passes(person, watch, 60)
    assert told.words == [SECOND]
    passes(person, watch, 60)
    assert told.words == [SECOND, END]
    passes(person, watch, 60)
    assert told.words == [SECOND, END]
    assert not watch.watching


def test_a_minimised_window_tells_too(person: Person, watch: EndWatch, told: Told) -> None:
    person.pastes(alive(600))
    person.window.showMinimized()
    person.settled()
    assert not person.window.clock.running
    assert watch.watching
    passes(person, watch, 600)
    assert told.words == [END]


def test_a_computer_that_slept_tells_how_little_is_left(person: Person, watch: EndWatch, told: Told) -> None:
    person.pastes(alive(600))
    passes(person, watch, 560)
    assert told.words == ["The token in JotLens expires in 40 seconds."]


def test_looked_at_once_more_it_tells_no_second_time(person: Person, watch: EndWatch, told: Told) -> None:
    person.pastes(alive(600))
    passes(person, watch, 500)
    person.presses("F5")
    person.settled()
    watch.look()
    assert len(told.words) == 1


@pytest.mark.parametrize("seconds", [-60, 0])
def test_what_has_ended_already_is_no_news(person: Person, watch: EndWatch, told: Told, seconds: int) -> None:
    person.pastes(alive(seconds))
    assert not watch.watching
    passes(person, watch, 60)
    assert told.words == []


def test_in_its_last_minutes_only_the_end_is_told(person: Person, watch: EndWatch, told: Told) -> None:
    person.pastes(alive(100))
    assert told.words == []
    passes(person, watch, 100)
    assert told.words == [END]


def test_another_token_takes_its_place(person: Person, watch: EndWatch, told: Told) -> None:
    person.pastes(alive(600))
    person.pastes(alive(6_000))
    passes(person, watch, 700)
    assert told.words == []
    assert watch.watching


@pytest.mark.parametrize("text", [" ", "an opaque text", jwt({"iss": "x"})])
def test_what_has_no_end_is_not_watched(person: Person, watch: EndWatch, text: str) -> None:
    person.pastes(alive(600))
    assert watch.watching
    person.pastes(text)
    assert not watch.watching


def test_for_another_moment_nothing_is_watched(person: Person, watch: EndWatch) -> None:
    person.pastes(alive(600))
    person.types("asOfField", "2026-01-01 12:00 UTC")
    assert not watch.watching


def test_switched_off_it_says_nothing(person: Person, watch: EndWatch, told: Told) -> None:
    person.pastes(alive(600))
    watch.set_on(False)
    passes(person, watch, 600)
    assert told.words == []


class Tray(QSystemTrayIcon):
    """A desktop with notifications, of which the offscreen platform has none."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.shown: list[tuple[str, str]] = []

    def showMessage(self, title: str, message: str, icon: QIcon, msecs: int) -> None:  # type: ignore[override]  # noqa: N802 - Qt's name
        assert not icon.isNull()
        assert msecs > 0
        self.shown.append((title, message))


@pytest.fixture
def tray(person: Person) -> Tray:
    return Tray(person.window)


@pytest.mark.qt_log_ignore("This plugin does not support", "systemTrayWindowChanged")
def test_the_desktop_tells_who_looks_elsewhere_and_a_click_leads_back(person: Person, tray: Tray) -> None:
    teller = Teller(person.window, lambda _: tray)
    person.window.showMinimized()
    person.settled()
    teller.tell(SECOND)
    assert tray.shown == [("JotLens", SECOND)]
    tray.messageClicked.emit()
    assert not person.window.isMinimized()
    assert not tray.isVisible()


def test_who_looks_at_the_window_reads_it_there(person: Person, tray: Tray) -> None:
    Teller(person.window, lambda _: tray).tell(SECOND)
    assert tray.shown == []
    assert person.reads("noteLabel") == SECOND


def test_without_a_tray_the_window_says_it(person: Person) -> None:
    teller = Teller(person.window)
    person.window.showMinimized()
    person.settled()
    teller.tell(END)
    assert person.reads("noteLabel") in {END, ""}
    person.window.showNormal()
    person.settled()
    assert person.reads("noteLabel") == END


def test_nothing_of_the_token_is_told(person: Person, watch: EndWatch, told: Told) -> None:
    person.pastes(alive(600))
    passes(person, watch, 600)
    assert told.words
    assert not [part for part in alive(600).split(".") for words in told.words if part in words]
    assert "auth0" not in " ".join(told.words)
