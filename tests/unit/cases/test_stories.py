"""The story of a login is told right: its steps in order, and what went wrong first."""

import pytest

from jotlens.cases.lineage import Tie
from jotlens.cases.source import Bytes
from jotlens.cases.story import Told, tell
from jotlens.cases.story_model import EventKind, MarkKind
from tests.support.recording import CLIENT, Recording
from tests.support.stories import (
    ACCESS,
    ID_TOKEN,
    STORIES,
    Story,
    expired,
    opaque_instead_of_jwt,
    refresh_reused,
)


def _told(story: Story) -> Told:
    recording = Recording()
    story(recording)
    return tell(Bytes(recording.har()))


@pytest.mark.parametrize(
    ("story", "kind", "cause", "sentence"), STORIES, ids=lambda item: getattr(item, "__name__", "")
)
def test_the_first_cause_is_told(
    story: Story, kind: MarkKind | None, cause: str | None, sentence: str
) -> None:
    told = _told(story).story
    first = told.cause
    assert (first.kind if first else None) == kind, told.marks
    assert sentence in told.sentence
    found = first.diagnosis if first else None
    assert (found.id if found else None) == cause
    assert len(told.marks) <= 1, told.marks


def test_the_steps_are_in_order() -> None:
    story = _told(expired).story
    assert [event.kind for event in story.events] == [
        EventKind.AUTHORIZE,
        EventKind.LOGIN,
        EventKind.CALLBACK,
        EventKind.TOKENS,
        EventKind.API_CALL,
        EventKind.API_CALL,
    ]
    assert [event.refused for event in story.events] == [False] * 5 + [True]
    assert story.marks_of(5) == story.marks


def test_what_began_early_is_said_where_it_began() -> None:
    (mark,) = _told(opaque_instead_of_jwt).story.marks
    assert (mark.since, mark.event) == (0, 4)


def test_tokens_are_tied() -> None:
    links = _told(refresh_reused).links
    found = {(link.tie, link.one, link.other) for link in links}
    assert (Tie.AT_HASH, ID_TOKEN, ACCESS) in found
    assert (Tie.CODE, ACCESS, "code-of-one-use") in found
    assert (Tie.NONCE, ID_TOKEN, "n-1") in found
    assert (Tie.AZP, ACCESS, CLIENT) in found
    assert (Tie.REFRESHED, "refresh-token-2", "refresh-token-1") in found
    assert (Tie.ANSWER, ACCESS, ID_TOKEN) in found


def test_a_file_without_a_login_has_no_story() -> None:
    recording = Recording()
    recording.add("GET", "https://app.example/main.js")
    assert tell(Bytes(recording.har())).story.sentence == "There is no login and no token in these exchanges."
