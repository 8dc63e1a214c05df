"""Logins that a real browser went through, recorded at the sandbox and at oidc-provider: each is told right, and may leave."""

import json
from collections.abc import Callable
from datetime import datetime

import pytest

from jotlens.cases.intake import take_in
from jotlens.cases.source import Bytes
from jotlens.cases.story import tell
from jotlens.cases.story_model import EventKind, MarkKind, Story
from jotlens.reports.disclosure import FingerprintKey, Level
from jotlens.reports.har_writer import learn_har, redacted_har
from jotlens.reports.redaction import Redactor
from tests.support.browser_recordings import Recorded
from tests.support.browser_stories import (
    STORIES,
    BrowserStory,
    all_well,
    opaque_instead_of_jwt,
    refresh_reused,
    state_lost,
)
from tests.support.har_dialects import DIALECTS, Dialect, chrome_sanitised
from tests.support.leaks import leaks

Record = Callable[[BrowserStory], Recorded]
_STORIES = [row[0] for row in STORIES]
_KEY = FingerprintKey(b"a key of these tests")


def _name(item: object) -> str:
    return getattr(item, "__name__", "")


def _told(har: bytes) -> Story:
    return tell(Bytes(har)).story


def _redacted(har: bytes) -> str:
    redactor = Redactor(Level.OUTSIDE, _KEY)
    learn_har(Bytes(har), redactor)
    return b"".join(redacted_har(Bytes(har), redactor)).decode()


def _marks(story: Story) -> list[tuple[object, ...]]:
    return [
        (mark.kind, mark.event, mark.since, mark.sentence, mark.diagnosis and mark.diagnosis.id)
        for mark in story.marks
    ]


def _steps(story: Story) -> list[tuple[EventKind, str]]:
    return [(event.kind, event.title) for event in story.events]


@pytest.mark.parametrize(("story", "kind", "cause", "sentence"), STORIES, ids=_name)
def test_the_first_cause_is_told(
    recorded_story: Record, story: BrowserStory, kind: MarkKind | None, cause: str | None, sentence: str
) -> None:
    recorded = recorded_story(story)
    told = _told(recorded.har)
    first = told.cause
    assert (first.kind if first else None) == kind, told.sentence
    assert (first.diagnosis.id if first and first.diagnosis else None) == cause
    assert len(told.marks) == (0 if kind is None else 1), told.marks
    assert recorded.is_said(sentence, told.sentence), told.sentence


def test_the_steps_of_a_browser(recorded_story: Record) -> None:
    kinds = [event.kind for event in _told(recorded_story(all_well).har).events]
    login = kinds[1 : kinds.index(EventKind.CALLBACK)]
    assert kinds[0] is EventKind.AUTHORIZE
    assert login in (
        [EventKind.LOGIN],  # the sandbox knows its own application, and does not ask
        [EventKind.LOGIN, EventKind.CONSENT, EventKind.RETURN],
    )
    assert kinds[kinds.index(EventKind.CALLBACK) :] == [
        EventKind.CALLBACK,
        EventKind.TOKENS,
        EventKind.API_CALL,
    ]


def test_the_tokens_of_a_browser(recorded_story: Record) -> None:
    recorded = recorded_story(refresh_reused)
    found = take_in((recorded.file,), datetime.fromisoformat)
    names = {place.name for token in found.tokens for place in token.seen}
    assert {"access_token", "id_token", "refresh_token"} <= names
    assert not [
        token for token in found.tokens if "://" in token.text
    ]  # the settings of a page name addresses


@pytest.mark.parametrize("dialect", DIALECTS, ids=_name)
@pytest.mark.parametrize("story", _STORIES, ids=_name)
def test_however_it_is_written_the_story_is_the_same(
    recorded_story: Record, story: BrowserStory, dialect: Dialect
) -> None:
    recorded = recorded_story(story)
    before, written = _told(recorded.har), dialect(recorded.har)
    after = _told(written)
    assert _marks(after) == _marks(before)
    assert _steps(after) == _steps(before)
    redacted = _redacted(written)
    assert _told(redacted.encode()).sentence == before.sentence
    assert leaks(redacted, dict(recorded.secrets)) == []


@pytest.mark.parametrize("story", _STORIES, ids=_name)
def test_the_sanitised_file_tells_the_same_and_holds_no_session_and_no_person(
    recorded_story: Record, story: BrowserStory
) -> None:
    recorded = recorded_story(story)
    unseen = {"e-mail"} if story is state_lost else set()  # no token has come that would name it
    assert {*leaks(recorded.har.decode(), dict(recorded.secrets))} | unseen == {*recorded.secrets} | unseen
    redacted = _redacted(recorded.har)
    assert leaks(redacted, dict(recorded.secrets)) == []
    before, after = tell(Bytes(recorded.har)), tell(Bytes(redacted.encode()))
    assert after.story.sentence == before.story.sentence
    assert _marks(after.story) == _marks(before.story)
    assert _steps(after.story) == _steps(before.story)
    assert [event.exchange.at for event in after.story.events] == [
        event.exchange.at for event in before.story.events
    ]
    assert [link.tie for link in after.links] == [link.tie for link in before.links]


def test_a_password_that_was_typed_is_taken_out_however_short(recorded_at_sandbox: Record) -> None:
    redacted = json.loads(_redacted(recorded_at_sandbox(all_well).har))
    (typed,) = [
        entry["request"]["postData"]
        for entry in redacted["log"]["entries"]
        if entry["request"]["url"].endswith("/u/login") and entry["request"]["method"] == "POST"
    ]
    assert "password=removed&" in f"{typed['text']}&"
    assert {pair["value"] for pair in typed["params"] if pair["name"] == "password"} == {"removed"}


@pytest.mark.parametrize("story", _STORIES, ids=_name)
def test_without_the_headers_that_a_browser_leaves_out_no_call_is_said_to_lack_its_token(
    recorded_story: Record, story: BrowserStory
) -> None:
    recorded = recorded_story(story)
    told = _told(chrome_sanitised(recorded.har))
    if story is all_well:
        assert told.marks == ()
        return
    (mark,) = told.marks
    if story in {refresh_reused, state_lost}:  # what they show is not in a header
        assert told.sentence == _told(recorded.har).sentence
        return
    assert mark.kind is MarkKind.CALL_REFUSED
    assert "Likeliest cause: " in told.sentence
    assert "The recording does not hold the token that was sent" in told.sentence
    if story is opaque_instead_of_jwt:
        assert mark.diagnosis is not None
        assert mark.diagnosis.id == "D1"
