"""While a large text is read, nothing on show speaks of the one before; it can be stopped, and read after all."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QAbstractItemView, QLabel, QPushButton, QStackedWidget, QWidget

from jotlens.gui import reading
from jotlens.gui.jobs import Ticket
from jotlens.gui.widgets.paragraph import Paragraph
from tests.gui.minted import ANSWER, claims, jwt
from tests.gui.person import Person

OLD = jwt(claims(sub="somebody-before", scope="old:scope"))
LARGE = jwt(claims(permissions=[f"read:item-{number}" for number in range(3_000)]))
REFRESH = ANSWER.split('"refresh_token": "')[1].split('"')[0]


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Hold the reading of large texts still until the event is set: how long it takes is not what is tested."""
    go, read = threading.Event(), reading.read_and_inspect

    def wait_and_read(*arguments: object) -> object:
        go.wait(20)
        return read(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "read_and_inspect", wait_and_read)
    yield go
    go.set()


def seen(person: Person) -> str:
    """Everything that can be read in the window."""
    widgets = [widget for widget in person.window.findChildren(QWidget) if widget.isVisible()]
    texts = [widget.text() for widget in widgets if isinstance(widget, QLabel | Paragraph | QPushButton)]
    texts += [widget.accessibleName() for widget in widgets]
    for view in (widget for widget in widgets if isinstance(widget, QAbstractItemView)):
        model = view.model()
        texts += [str(model.index(row, 0).data()) for row in range(model.rowCount())]
    return "\n".join(texts)


def waits_for_page(person: Person) -> None:
    person.qtbot.waitUntil(lambda: person.window.workspace.is_waiting)


def test_nothing_speaks_of_the_token_before(person: Person, held: threading.Event) -> None:
    person.pastes(OLD)
    assert "Access token" in seen(person)
    person.window.presenter.take_text(LARGE)
    waits_for_page(person)
    said = seen(person)
    assert "Reading the text…" in said
    assert f"{len(LARGE):,} characters" in said
    assert "Access token" not in said
    assert "00:30:00" not in said
    assert not person.widget("verdictPane").isVisible()
    assert not person.widget("checksList").isVisible()
    assert not person.counts()
    held.set()
    person.settled()
    assert not person.window.workspace.is_waiting
    assert person.inspection.token.text == LARGE
    assert person.widget("verdictPane").isVisible()
    assert person.widget("checksList").isVisible()


@pytest.mark.usefixtures("held")
def test_the_token_before_can_no_longer_be_copied_or_chosen(person: Person) -> None:
    person.pastes(ANSWER)
    assert person.widget("tokensList").isVisible()
    person.window.presenter.take_text(LARGE)
    person.presses("Ctrl+Shift+C")
    assert person.reads("noteLabel") != "The token is in the clipboard"
    waits_for_page(person)
    assert not person.widget("tokensList").isVisible()
    person.presses("Alt+Down")
    assert person.window.session.entry is None


def test_what_is_quick_shows_no_page_in_between(person: Person, held: threading.Event) -> None:
    person.pastes(OLD)
    shown: list[bool] = []
    centre = person.window.workspace.empty.parentWidget()
    assert isinstance(centre, QStackedWidget)
    centre.currentChanged.connect(lambda _: shown.append(True))
    held.set()
    person.pastes(LARGE)
    assert person.inspection.token.text == LARGE
    assert shown == []


def test_reading_can_be_stopped_and_taken_up_again(person: Person, held: threading.Event) -> None:
    person.pastes(OLD)
    person.window.presenter.take_text(LARGE)
    waits_for_page(person)
    # The page and the button have timers of their own: on a busy machine the page may come a moment before.
    person.qtbot.waitUntil(lambda: person.window.findChild(QPushButton, "stopButton") is not None)
    person.clicks("stopButton")
    assert not person.window.jobs.busy
    assert "This text was not read" in seen(person)
    assert "Access token" not in seen(person)
    assert person.box.edited_text() == LARGE
    held.set()
    person.clicks("readNow")
    person.settled()
    assert person.inspection.token.text == LARGE
    assert not person.window.workspace.is_waiting


@pytest.mark.usefixtures("held")
def test_a_short_text_in_between_is_read_at_once(person: Person) -> None:
    person.window.presenter.take_text(LARGE)
    waits_for_page(person)
    person.window.presenter.take_text(OLD)
    assert person.inspection.token.text == OLD
    assert not person.window.workspace.is_waiting


@pytest.mark.usefixtures("held")
def test_an_emptied_window_waits_for_nothing(person: Person) -> None:
    person.window.presenter.take_text(LARGE)
    waits_for_page(person)
    person.clicks("clearButton")
    assert person.widget("emptyState").isVisible()


@pytest.mark.usefixtures("held")
def test_what_is_called_a_secret_is_blacked_out_before_it_is_read(person: Person) -> None:
    person.window.presenter.take_text(ANSWER + " " * 40_000)
    assert person.window.jobs.busy
    assert REFRESH not in person.box.toPlainText()
    assert person.box.edited_text() == ANSWER + " " * 40_000


def test_how_far_the_reading_is_is_told_and_it_ends_when_it_is_stopped() -> None:
    steps: list[float] = []

    def note(ticket: Ticket, done: object) -> None:
        assert isinstance(done, float)
        steps.append(done)
        if done > 0.5:
            ticket.stop()

    text = "\n".join(jwt(claims(sub=f"usr_{number}")) for number in range(400))
    whole = reading.read_text(text)
    part = reading.read_text(text, Ticket("read", note))
    assert steps == sorted(steps)
    assert 0 < steps[0] < 0.5 < steps[-1] < 1
    assert len(whole.entries) == 400
    assert 200 <= len(part.entries) < 400
