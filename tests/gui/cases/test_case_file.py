"""A case that is saved: redacted, opened again with the same story, and nothing of it when it is no case."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jotlens.cases.source import Bytes
from jotlens.cases.story import tell
from jotlens.gui.cases.case import Case, ListedToken, Tale
from jotlens.gui.cases.case_file import CaseFileError, read_case, write_case
from jotlens.reports.disclosure import FingerprintKey, Level
from tests.gui.cases.at_case import AtCase, recorded
from tests.gui.cases.test_report import SECRETS
from tests.gui.minted import jwt
from tests.support.leaks import leaks
from tests.support.recording import Recording
from tests.support.stories import ACCESS, STORIES, Story, expired

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KEY = FingerprintKey(b"a key of these tests")


@pytest.mark.parametrize("story", [row[0] for row in STORIES], ids=lambda story: story.__name__)
def test_a_saved_case_tells_the_same_story_and_holds_no_session(tmp_path: Path, story: Story) -> None:
    recording = Recording()
    story(recording)
    told = tell(Bytes(recording.har()))
    tokens = tuple(ListedToken(text) for text in {text for event in told.story.events for text in event.sent})
    case = Case(tokens=tokens, tales=(Tale("case.har", told.story, told.links),))
    data = write_case(case, (), Level.OUTSIDE, KEY, datetime(2026, 3, 11, tzinfo=UTC))
    assert leaks(data.decode(), SECRETS) == []
    file = tmp_path / "a.jotcase"
    file.write_bytes(data)
    again, goods = read_case(file)
    assert goods == ()
    story_again = again.tales[0].story
    assert [(event.kind, event.refused, event.exchange.at) for event in story_again.events] == [
        (event.kind, event.refused, event.exchange.at) for event in told.story.events
    ]
    assert [mark.kind for mark in story_again.marks] == [mark.kind for mark in told.story.marks]
    assert story_again.sentence == told.story.sentence


def test_a_case_is_saved_and_opened_again_in_the_window(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(expired, tmp_path))
    at.desk.panel.named.emit(at.desk.panel.model.tokens[0], "the one of zoe@example.com")
    at.person.presses("Ctrl+Shift+S")
    at.person.settled()
    file = tmp_path / "monday.jotcase"
    at.saves(file)
    saved = file.read_text()
    assert leaks(saved, SECRETS) == []
    assert json.loads(saved)["level"] == "outside"
    at.person.clicks("closeCase")
    at.opens(file)
    assert at.reads("storySentence") == "The token expired 3 min 10 s before this call to api.example."
    assert len(at.rows()) == 3
    assert any("the one of user-1" in row for row in at.rows())
    at.person.clicks("stepToken-0")
    at.person.settled()
    assert at.person.inspection.lifetime.seconds_left == -190
    assert at.person.inspection.token.text != ACCESS


def test_what_is_known_good_is_saved_with_the_case_without_its_signature(at: AtCase, tmp_path: Path) -> None:
    good = jwt()
    at.opens(recorded(expired, tmp_path))
    at.person.pastes(good)
    at.person.chooses("keepGood")
    at.person.presses("Ctrl+Shift+S")
    at.person.settled()
    at.saves(tmp_path / "a.jotcase")
    assert good.split(".")[2] not in (tmp_path / "a.jotcase").read_text()
    at.person.chooses("clear")
    assert at.desk.comparing.goods.all == ()
    at.opens(tmp_path / "a.jotcase")
    assert len(at.desk.comparing.goods.all) == 1


@pytest.mark.parametrize(
    "data",
    [
        b'{"jotcase":1}',
        b'{"jotcase":99,"tales":[],"tokens":[],"known_good":[]}',
        b'{"jotcase":1,"tales":[{}],"tokens":[],"known_good":[]}',
        b'{"jotcase":1,"tales":[],"tokens":[{"text":1,"seen":[{}]}],"known_good":[]}',
        b'{"jotcase":1,"tales":[],"tokens":[],"known_good":[7]}',
        b'{"jotcase":[' + b"[" * 100_000,
    ],
)
def test_what_is_no_case_is_told_as_unreadable(at: AtCase, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "a.jotcase"
    file.write_bytes(data)
    with pytest.raises(CaseFileError):
        read_case(file)
    at.opens(file)
    assert "a.jotcase cannot be read." in at.reads("storyAbout")


def test_there_is_nothing_to_save_in_an_empty_window(at: AtCase) -> None:
    at.person.presses("Ctrl+Shift+S")
    at.person.settled()
    assert "There is no case to save" in at.person.reads("noteLabel")
