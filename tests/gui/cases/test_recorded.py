"""What a real browser recorded, in the window: the cause stands on top, and three clicks lead to a report."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from jotlens.cases.source import Bytes
from jotlens.cases.story import tell
from jotlens.cases.story_model import MarkKind
from jotlens.gui.cases.case import Case, Tale
from jotlens.gui.cases.case_file import read_case, write_case
from jotlens.reports.disclosure import FingerprintKey, Level
from tests.gui.cases.at_case import AtCase
from tests.gui.test_files import chooses
from tests.support.browser_recordings import Recorded
from tests.support.browser_stories import STORIES, BrowserStory, clock_off, expired, opaque_instead_of_jwt
from tests.support.leaks import leaks

# The offscreen platform says so for every dialog.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Record = Callable[[BrowserStory], Recorded]


@pytest.mark.parametrize(
    ("story", "kind", "cause", "sentence"), STORIES, ids=lambda item: getattr(item, "__name__", "")
)
def test_the_cause_stands_on_top(
    recorded_story: Record,
    at: AtCase,
    story: BrowserStory,
    kind: MarkKind | None,
    cause: str | None,
    sentence: str,
) -> None:
    recorded = recorded_story(story)
    at.opens(recorded.file)
    said = at.reads("storySentence")
    assert recorded.is_said(sentence, said), said
    assert bool(at.reads("storyWhatToDo")) == (cause is not None)
    marked = [row for row in at.told() if "Stands out: " in row]
    assert len(marked) == (0 if kind is None else 1)
    assert all(said in row for row in marked)


@pytest.mark.parametrize("story", [row[0] for row in STORIES], ids=lambda story: story.__name__)
def test_a_saved_case_tells_the_same(recorded_story: Record, tmp_path: Path, story: BrowserStory) -> None:
    recorded = recorded_story(story)
    told = tell(Bytes(recorded.har))
    case = Case(tales=(Tale("case.har", told.story, told.links),))
    key = FingerprintKey(b"a key of these tests")
    data = write_case(case, (), Level.OUTSIDE, key, datetime(2026, 3, 11, tzinfo=UTC))
    assert leaks(data.decode(), dict(recorded.secrets)) == []
    file = tmp_path / "a.jotcase"
    file.write_bytes(data)
    (again,) = read_case(file)[0].tales
    assert again.story.sentence == told.story.sentence
    assert [event.title for event in again.story.events] == [event.title for event in told.story.events]


@pytest.mark.parametrize(
    "story", [expired, opaque_instead_of_jwt, clock_off], ids=lambda story: story.__name__
)
def test_three_clicks_from_a_har_to_a_report(
    recorded_story: Record, at: AtCase, tmp_path: Path, story: BrowserStory
) -> None:
    recorded = recorded_story(story)
    file = Path(shutil.copy(recorded.file, tmp_path / "from the customer.har"))
    at.person.opens_menu("menuFile")
    at.person.chooses("open")
    chooses(at.person, file)  # the first: it is opened, and the cause is read
    cause = at.reads("storySentence")
    assert cause
    assert not cause.startswith("All went well")
    at.person.clicks("reportButton")
    at.person.settled()
    at.person.clicks("reportCopy")
    copied = QGuiApplication.clipboard().text()
    assert cause.partition(":")[0] in copied.replace("\\", "")
    assert leaks(copied.replace("\\", ""), dict(recorded.secrets)) == []
