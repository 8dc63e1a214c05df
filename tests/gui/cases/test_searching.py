"""While files are searched: it is said, it can be stopped, and the window can be closed in the middle of it."""

import gzip
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from jotlens.gui.cases import opening
from jotlens.gui.jobs import Ticket
from tests.gui.cases.at_case import AtCase, recorded
from tests.gui.minted import jwt
from tests.gui.person import Person
from tests.support.har_files import write_har
from tests.support.stories import expired

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def large(tmp_path: Path) -> Path:
    file = tmp_path / "large.log"
    line = f"2026-03-10T13:00:00Z GET /orders Authorization: Bearer {jwt()} and much more that is no token\n"
    file.write_text(line * 40_000)
    return file


def _begins(person: Person, file: Path) -> None:
    """Open a large file, and wait until it is being searched and some of it was."""
    person.window.presenter.take_files((file,))
    person.qtbot.waitUntil(lambda: bool(person.window.findChildren(QWidget, "storyPage")), timeout=20_000)
    desk = person.window.presenter.cases
    with person.qtbot.waitSignal(person.window.jobs.progressed, timeout=20_000):
        pass
    assert desk.is_searching


def test_it_is_said_and_can_be_stopped_and_what_was_found_is_shown(person: Person, large: Path) -> None:
    _begins(person, large)
    at = AtCase(person)
    assert at.reads("storySentence") == "Looking for tokens in large.log…"
    person.clicks("stopScan")
    person.settled()
    assert "The search was stopped" in at.reads("storyAbout")
    assert len(at.desk.panel.model.tokens) == 1
    assert len(at.desk.panel.model.tokens[0].seen) < 40_000


def test_the_button_in_the_status_bar_stops_it_too(person: Person, large: Path) -> None:
    _begins(person, large)
    person.qtbot.waitUntil(lambda: person.find(QPushButton, "stopButton").isVisible(), timeout=20_000)
    person.clicks("stopButton")
    person.settled()
    assert "The search was stopped" in AtCase(person).reads("storyAbout")


def test_the_window_closes_in_the_middle_of_a_search(person: Person, large: Path) -> None:
    _begins(person, large)
    threads = [thread for thread in threading.enumerate() if thread.name == "jotlens-case"]
    assert threads
    person.window.close()
    threads[0].join(10)
    assert not threads[0].is_alive()


def test_another_file_supersedes_the_search(person: Person, large: Path, tmp_path: Path) -> None:
    _begins(person, large)
    at = AtCase(person)
    at.opens(recorded(expired, tmp_path))
    assert "expired 3 min 10 s before this call" in at.reads("storySentence")
    assert len(at.rows()) == 3


def test_a_packed_recording_is_read(person: Person, tmp_path: Path) -> None:
    plain = recorded(expired, tmp_path)
    packed = tmp_path / "case.har.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    at = AtCase(person)
    at.opens(packed)
    assert "expired 3 min 10 s before this call" in at.reads("storySentence")


def test_a_file_larger_than_the_box_takes_is_searched_where_it_is(person: Person, tmp_path: Path) -> None:
    known = write_har(tmp_path / "x.har", size=40_000_000, tokens=50, seed=3)
    at = AtCase(person)
    at.opens(tmp_path / "x.har")
    assert len(at.desk.panel.model.tokens) == len(known.places)
    assert person.box.toPlainText() == ""


def test_stopping_before_anything_was_found_leaves_an_empty_list(tmp_path: Path) -> None:
    from tests.gui.minted import NOW

    ticket = Ticket("case", lambda _ticket, _news: None)
    found = opening.open_given((recorded(expired, tmp_path),), NOW, ticket, lambda: True)
    assert not found.case.is_whole
    assert found.case.tokens == ()
