"""The window itself: its themes at run time, and what it remembers when it is opened again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QSplitter, QWidget
from pytestqt.qtbot import QtBot

from jotlens.gui.main_window import MainWindow
from jotlens.gui.theme import DARK, HIGH_CONTRAST, LIGHT, Theme, ThemeChoice
from tests.gui.minted import ANSWER, CALENDAR, jwt
from tests.gui.person import FakeNow, Person, colors_in

Opens = Callable[[], MainWindow]


@pytest.fixture
def reopens(person: Person, opens: Opens, qtbot: QtBot, now: FakeNow) -> Callable[[], Person]:
    """Return what closes the window and opens it again, as the next start does."""

    def reopen() -> Person:
        person.window.close()
        return Person(opens(), qtbot, now)

    return reopen


@pytest.mark.parametrize("theme", [LIGHT, DARK, HIGH_CONTRAST], ids=lambda theme: theme.name)
def test_another_theme_is_put_on_at_once(person: Person, theme: Theme) -> None:
    person.pastes(CALENDAR)
    for other in ("light", "dark", theme.name):
        person.chooses(f"theme-{other}")
    assert person.window.palette().window().color() == QColor(theme.canvas)
    colors = colors_in(person.window)
    assert {theme.canvas, theme.surface, theme.text, theme.tone("fail").tint} <= colors
    assert theme.tone("fail").ink in colors_in(person.card("cardWho"))
    inks = [selection.format.foreground().color() for selection in person.box.extraSelections()]
    assert inks == [QColor(theme.segment(part)) for part in ("header", "payload", "signature")]


def test_nothing_of_a_light_window_is_left_in_a_dark_one(person: Person) -> None:
    person.pastes(ANSWER)
    person.chooses("theme-dark")
    person.types("audienceField", "https://api.example.com/orders/v1/")
    light = {LIGHT.canvas, LIGHT.surface, LIGHT.sunken, LIGHT.text, LIGHT.muted, LIGHT.line, LIGHT.chosen}
    assert light & colors_in(person.window, least=100) == set()


def test_the_system_is_followed_by_default(person: Person) -> None:
    assert person.find(QAction, "theme-system").isChecked()
    assert person.window.looks.choice is ThemeChoice.SYSTEM


def test_the_theme_and_the_zoom_are_remembered(person: Person, reopens: Callable[[], Person]) -> None:
    person.chooses("theme-dark")
    person.presses("Ctrl+=")
    again = reopens()
    assert again.window.looks.theme is DARK
    assert again.window.looks.zoom == pytest.approx(1.1)
    assert again.find(QAction, "theme-dark").isChecked()


def test_how_times_and_claims_are_shown_is_remembered(person: Person, reopens: Callable[[], Person]) -> None:
    person.chooses("timesInUtc")
    person.chooses("tellingFirst")
    again = reopens()
    assert again.find(QAction, "timesInUtc").isChecked()
    assert again.find(QAction, "tellingFirst").isChecked()
    again.pastes(jwt({"zeta": 1, "iss": "x"}))
    assert [row[0] for row in again.claim_rows()] == ["iss", "zeta"]


def test_secrets_are_blacked_out_again_after_a_start(person: Person, reopens: Callable[[], Person]) -> None:
    person.chooses("showSecrets")
    person.presses("Ctrl+Shift+H")
    again = reopens()
    assert not again.find(QAction, "showSecrets").isChecked()
    assert not again.find(QAction, "hideEverything").isChecked()


def test_the_size_of_the_window_is_remembered(person: Person, reopens: Callable[[], Person]) -> None:
    person.window.resize(750, 510)  # the offscreen platform's screen has 800 by 800
    person.settled()
    assert reopens().window.size().toTuple() == (750, 510)


def widths(person: Person) -> list[int]:
    return person.find(QSplitter, "columns").sizes()


def test_the_widths_of_the_columns_are_remembered(person: Person, reopens: Callable[[], Person]) -> None:
    person.presses("Ctrl+-")
    person.presses("Ctrl+-")
    person.window.resize(790, 560)  # wide at this zoom, and no wider than the offscreen platform's screen
    person.pastes(jwt())
    assert person.widget("columnRight").isVisible()
    person.find(QSplitter, "columns").setSizes([178, 372, 235])
    person.settled()
    wanted = widths(person)
    assert wanted[2] > 228
    again = reopens()
    again.pastes(jwt())
    assert widths(again) == pytest.approx(wanted, abs=8)


def test_the_widths_of_the_columns_outlive_a_window_that_starts_narrow(
    person: Person, reopens: Callable[[], Person]
) -> None:
    for _ in range(2):
        person.presses("Ctrl+-")
    person.window.resize(790, 560)
    person.pastes(jwt())
    person.find(QSplitter, "columns").setSizes([178, 372, 235])
    person.settled()
    wanted = widths(person)
    person.window.resize(650, 560)
    person.settled()
    assert not person.widget("columnRight").isVisible()
    narrow = reopens()
    assert narrow.window.width() == 650
    narrow.pastes(jwt())
    wide = Person(narrow.window, person.qtbot, person.now)
    wide.window.resize(790, 560)
    wide.settled()
    assert widths(wide) == pytest.approx(wanted, abs=8)


def test_a_window_closed_narrow_opens_wide_with_all_its_columns(
    person: Person, reopens: Callable[[], Person]
) -> None:
    person.window.resize(720, 480)
    person.pastes(jwt())
    again = reopens()
    again.window.resize(1_180, 760)
    again.pastes(jwt())
    assert again.widget("columnRight").isVisible()
    assert min(widths(again)) >= 200


def test_the_widths_of_the_claims_are_remembered(person: Person, reopens: Callable[[], Person]) -> None:
    person.pastes(jwt())
    person.claims.header().resizeSection(0, 200)
    person.settled()
    again = reopens()
    again.window.resize(person.window.size())
    again.pastes(jwt())
    assert again.claims.columnWidth(0) == pytest.approx(200, abs=4)


def test_nothing_is_remembered_of_what_was_on_show(person: Person, reopens: Callable[[], Person]) -> None:
    person.pastes(CALENDAR)
    again = reopens()
    assert again.box.edited_text() == ""
    assert again.window.session.inspection is None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("view/theme", "pink"),
        ("view/zoom", "huge"),
        ("view/zoom", "-3"),
        ("view/zoom", "nan"),
        ("window/geometry", "x"),
        ("window/columns", "x"),
        ("claims/name", "0"),
        ("claims/value", "1e9"),
    ],
)
def test_settings_that_somebody_has_spoilt_do_no_harm(
    settings_file: Path, opens: Opens, qtbot: QtBot, now: FakeNow, key: str, value: str
) -> None:
    settings = QSettings(str(settings_file), QSettings.Format.IniFormat)
    settings.setValue(key, value)
    settings.sync()
    person = Person(opens(), qtbot, now)
    person.pastes(jwt())
    assert person.reads("sentence")
    assert 0.8 <= person.window.looks.zoom <= 2.0
    assert min(person.claims.columnWidth(column) for column in range(3)) > 20


def test_the_window_completes_itself_after_the_first_paint(person: Person) -> None:
    window = MainWindow(person.window.looks, None, person.now)
    window.show()
    person.qtbot.waitUntil(lambda: bool(window.property("complete")))
    person.qtbot.waitUntil(lambda: window.findChild(QWidget, "sample-calendar") is not None)
    window.close()
    window.deleteLater()


def test_a_text_that_comes_before_the_window_is_complete_is_shown_too(
    person: Person, qtbot: QtBot, now: FakeNow
) -> None:
    window = MainWindow(person.window.looks, None, now)
    early = Person(window, qtbot, now)
    window.presenter.take_text(CALENDAR)
    window.show()
    early.settled()
    assert early.reads("title") == "Access token"
    assert early.widget("checksPane").isVisible()
    window.close()
    window.deleteLater()


def test_the_window_has_the_picture_of_the_program(person: Person) -> None:
    icon = person.window.windowIcon()
    assert {size.width() for size in icon.availableSizes()} >= {16, 32, 48, 128}
    assert person.window.windowFlags() & Qt.WindowType.Window
