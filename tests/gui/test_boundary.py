"""When things take long or go wrong: the window says so, can be stopped, closes all the same, and shows no values."""

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QProgressBar

from jotlens.gui.app import catch_bugs, describe_bug
from jotlens.gui.jobs import Jobs, Ticket
from tests.gui.minted import SECRET, jwt
from tests.gui.person import Person

# The offscreen platform says so for every dialog.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Held:
    """A job that hangs until it is let go, as one that waits for a slow disk does."""

    def __init__(self) -> None:
        self.free = threading.Event()
        self.ended = threading.Event()
        self.report: Ticket | None = None

    def __call__(self, ticket: Ticket) -> str:
        self.report = ticket
        self.free.wait(30)
        self.ended.set()
        return "late"


@pytest.fixture
def held() -> Iterator[Held]:
    job = Held()
    yield job
    job.free.set()


def test_what_takes_longer_than_a_moment_shows_that_it_works(person: Person, held: Held) -> None:
    jobs = person.window.jobs
    jobs.run("file", held, lambda _: None)
    person.qtbot.waitUntil(lambda: bool(person.window.findChildren(QProgressBar, "workBar")))
    bar = person.find(QProgressBar, "workBar")
    person.qtbot.waitUntil(bar.isVisible)
    assert (bar.minimum(), bar.maximum()) == (0, 0)
    assert held.report is not None
    held.report.progress(0.5)
    person.qtbot.waitUntil(lambda: bar.value() == 50)
    held.free.set()
    person.qtbot.waitUntil(lambda: not bar.isVisible())


def test_what_is_quick_shows_nothing(person: Person) -> None:
    person.pastes(jwt())
    person.types("keyField", SECRET)
    assert not any(bar.isVisible() for bar in person.window.findChildren(QProgressBar))


def test_what_takes_long_can_be_stopped(person: Person, held: Held) -> None:
    arrived: list[str] = []
    person.window.jobs.run("file", held, arrived.append)
    person.qtbot.waitUntil(lambda: bool(person.window.findChildren(QObject, "stopButton")))
    person.qtbot.waitUntil(lambda: person.widget("stopButton").isVisible())
    person.clicks("stopButton")
    assert not person.window.jobs.busy
    assert person.reads("noteLabel") == "Stopped"
    assert not person.widget("stopButton").isVisible()
    held.free.set()
    person.qtbot.waitUntil(held.ended.is_set)
    person.pastes(jwt())
    assert arrived == []


def test_the_window_can_be_used_while_a_job_hangs(person: Person, held: Held) -> None:
    person.window.jobs.run("key", held, lambda _: None)
    person.window.presenter.take_text(jwt())
    person.qtbot.waitUntil(lambda: person.window.session.inspection is not None)
    assert person.reads("title") == "Access token"


def test_the_window_closes_while_a_job_hangs(person: Person, held: Held) -> None:
    arrived: list[str] = []
    person.window.jobs.run("file", held, arrived.append)
    person.window.close()
    assert not person.window.isVisible()
    assert not person.window.jobs.busy
    assert not held.ended.is_set()
    held.free.set()
    person.qtbot.waitUntil(held.ended.is_set)
    QApplication.processEvents()
    assert arrived == []


def test_a_result_that_comes_after_the_window_is_gone_is_dropped(person: Person, held: Held) -> None:
    jobs = Jobs()
    jobs.run("file", held, lambda _: None)
    jobs.deleteLater()
    person.qtbot.waitUntil(lambda: held.report is not None)
    QApplication.sendPostedEvents()
    held.free.set()
    person.qtbot.waitUntil(held.ended.is_set)


@pytest.fixture
def caught(person: Person, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Let the window catch what nobody expects, as it does when it is the program."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # so that it is put back
    catch_bugs(person.window, person.window.looks)
    return person


def happens(error: BaseException) -> None:
    """Let an exception reach the boundary, as one in a slot does."""
    sys.excepthook(type(error), error, error.__traceback__)


def fault(text: str) -> ValueError:
    """Return an exception that names a value, with the place where it was raised."""
    with pytest.raises(ValueError, match="invalid literal") as raised:
        int(text)
    return raised.value


def test_a_bug_is_said_in_plain_words_without_a_value(
    caught: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    happens(fault(f"invalid: {jwt()}"))
    dialog = caught.find(QDialog, "bugDialog")
    assert dialog.isVisible()
    details = dialog.findChild(QPlainTextEdit, "bugDetails")
    assert details is not None
    assert "ValueError" in details.toPlainText()
    assert "test_boundary.py" in details.toPlainText()
    assert "eyJ" not in details.toPlainText()
    assert "eyJ" not in capsys.readouterr().err
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert caught.window.isVisible()
    caught.pastes(jwt())
    assert caught.reads("title") == "Access token"


def test_a_fault_that_comes_back_is_said_once(caught: Person, capsys: pytest.CaptureFixture[str]) -> None:
    error = fault("x")
    for _ in range(5):
        happens(error)
    assert len(caught.window.findChildren(QDialog, "bugDialog")) == 1
    assert capsys.readouterr().err.count("ValueError") == 1
    caught.find(QDialog, "bugDialog").close()


def test_interrupting_the_program_closes_the_window(caught: Person) -> None:
    happens(KeyboardInterrupt())
    assert not caught.window.isVisible()


def test_places_are_named_and_paths_of_this_computer_are_not() -> None:
    said = describe_bug(ValueError, fault("x").__traceback__)
    assert said.splitlines()[0] == "ValueError"
    assert "/" not in said
