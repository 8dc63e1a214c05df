"""Room for the words: nothing that matters is cut off, in a large window and in a small one, at any zoom."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QTabBar, QWidget

from jotlens.gui.widgets.answer_card import AnswerCard
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.tokens.resources import resource
from tests.gui.minted import ANSWER, AUDIENCE, CALENDAR, CUT_OFF, OPAQUE, at, claims, jwt
from tests.gui.person import Person

TEXTS = {
    "alive": jwt(),
    "seeds": CALENDAR,
    "opaque": OPAQUE,
    "cut-off": CUT_OFF,
    "answer": ANSWER,
    "no-token": "Bearer null",
    "github": (resource("samples/expired.txt").read_text(encoding="utf-8")),
    "early": jwt(claims(nbf=at(9_999_999), exp=at(99_999_999), iss=f"https://{'long-name-' * 9}.example/")),
}
SIZES = [(1180, 760), (720, 480)]
ZOOMS = [1.0, 1.5]


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    width, height = request.param
    return width, height


@pytest.fixture(params=ZOOMS)
def zoom(request: pytest.FixtureRequest) -> float:
    return float(request.param)


def arranged(person: Person, size: tuple[int, int], zoom: float, text: str) -> None:
    person.window.resize(*size)
    while person.window.looks.zoom < zoom:
        person.presses("Ctrl+=")
    person.pastes(text)


def on_show(person: Person) -> Iterator[QWidget]:
    """Every widget that can be seen, but for parts that have been scrolled out of sight."""
    for widget in person.window.findChildren(QWidget):
        if widget.isVisible() and widget.width() > 0:
            yield widget


def clipped(person: Person) -> list[str]:
    """The words that have less room than they need."""
    found = []
    for widget in on_show(person):
        match widget:
            case QLabel() if widget.wordWrap():
                short = widget.height() < widget.heightForWidth(widget.width())
            case QLabel() if widget.text():
                hint = widget.sizeHint()
                short = widget.width() < hint.width() or widget.height() < hint.height()
            case Paragraph() | AnswerCard():
                short = widget.height() < widget.heightForWidth(widget.width())
            case QAbstractButton() if widget.text():
                needed = widget.fontMetrics().horizontalAdvance(widget.text().replace("&", ""))
                short = widget.width() < needed or widget.height() < widget.fontMetrics().height()
            case QLineEdit():
                short = widget.height() < widget.fontMetrics().height() or widget.width() < 40
            case _:
                continue
        if short:
            words = getattr(widget, "text", widget.accessibleName)()
            found.append(f"{type(widget).__name__} {widget.objectName()} {widget.size().toTuple()}: {words}")
    return found


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_no_words_are_clipped(person: Person, size: tuple[int, int], zoom: float, text: str) -> None:
    arranged(person, size, zoom, text)
    assert clipped(person) == []


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_the_whole_verdict_is_in_the_window(person: Person, size: tuple[int, int], text: str) -> None:
    arranged(person, size, 1.0, text)
    for name in ("title", "cardWhat", "cardWhen", "cardWho", "cardForWhat", "banner"):
        widget = person.widget(name)
        assert widget.visibleRegion().boundingRect() == widget.rect(), name


def test_an_empty_window_has_room_for_its_words(person: Person, size: tuple[int, int], zoom: float) -> None:
    arranged(person, size, zoom, " ")
    assert clipped(person) == []


def test_what_to_do_and_a_near_miss_have_room(person: Person, size: tuple[int, int], zoom: float) -> None:
    arranged(person, size, zoom, jwt())
    person.presses("Ctrl+E")
    person.types("audienceField", AUDIENCE.rstrip("/"))
    person.clicks("whatToDo")
    person.settled()
    assert person.reads("nextStep")
    assert clipped(person) == []


def test_more_expected_values_have_room(person: Person, size: tuple[int, int], zoom: float) -> None:
    arranged(person, size, zoom, jwt())
    person.presses("Ctrl+E")
    person.clicks("moreButton")
    person.types("asOfField", "nonsense")
    assert person.reads("asOfSaid")
    assert clipped(person) == []


def test_a_narrow_window_shows_checks_and_expected_values_as_tabs(person: Person) -> None:
    person.pastes(jwt())
    bar = person.find(QTabBar, "evidenceTabs")
    assert person.widget("columnRight").isVisible()
    own = [bar.tabText(at) for at in range(bar.count())]
    assert own[:3] == ["Claims", "Header", "Raw"]
    person.window.resize(720, 480)
    person.settled()
    assert not person.widget("columnRight").isVisible()
    assert [bar.tabText(at) for at in range(bar.count())] == [*own, "Checks", "Expected"]
    assert bar.tabRect(bar.count() - 1).right() <= bar.width()
    person.window.resize(1180, 760)
    person.settled()
    assert person.widget("columnRight").isVisible()
    assert person.widget("checksPane").isVisible()
    assert [bar.tabText(at) for at in range(bar.count())] == own


def test_the_cards_stand_in_one_row_or_two_and_two(person: Person) -> None:
    names = ("cardWhat", "cardWhen", "cardWho", "cardForWhat")
    person.pastes(jwt())
    assert len({person.card(name).y() for name in names}) == 1
    person.window.resize(720, 480)
    person.settled()
    assert len({person.card(name).y() for name in names}) == 2


def test_the_window_fits_a_small_screen(person: Person) -> None:
    person.pastes(jwt())
    person.window.resize(1, 1)
    person.settled()
    assert person.window.width() <= 720
    assert person.window.height() <= 480
