"""The story of a login is told right: its steps in order, and what went wrong first."""

import pytest

from jotlens.cases.lineage import Tie
from jotlens.cases.source import Bytes
from jotlens.cases.story import Told, tell
from jotlens.cases.story_model import EventKind, MarkKind
from tests.support.recording import API, APP, CLIENT, ISSUER, Recording
from tests.support.stories import (
    ACCESS,
    ID_TOKEN,
    INVALID,
    PAGE,
    STORIES,
    TIMES,
    Story,
    clock_off,
    clock_off_at_issuer,
    expired,
    opaque_instead_of_jwt,
    refresh_reused,
    wrong_audience,
)
from tests.support.terminal import healthy_token


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


def test_a_server_that_handles_the_callback_asks_for_tokens_unseen() -> None:
    recording = Recording()
    recording.page(f"{APP}/", PAGE)
    recording.authorize(audience=API)
    recording.log_in(page="<h1>Welcome</h1>")
    recording.add("GET", f"{APP}/orders")
    assert tell(Bytes(recording.har())).story.marks == ()


def test_a_recording_that_ends_with_the_callback_says_nothing_of_its_state() -> None:
    recording = Recording()
    recording.page(f"{APP}/", PAGE)
    recording.authorize(audience=API)
    recording.log_in(page=PAGE)
    assert tell(Bytes(recording.har())).story.marks == ()


def test_a_consent_at_the_path_of_an_interaction_is_one() -> None:
    recording = Recording()
    recording.authorize(audience=API)
    for step, form in (("login", {"login": "zoe", "password": "correct horse"}), ("confirm", {"go": "yes"})):
        recording.add("POST", f"{ISSUER}interaction/x1/{step}", 303, form=form)
    events = tell(Bytes(recording.har())).story.events
    assert [event.kind for event in events[1:]] == [EventKind.LOGIN, EventKind.CONSENT]


def test_what_led_to_a_step_of_the_same_time_stands_before_it() -> None:
    recording = Recording()
    recording.authorize(audience=API)
    recording.log_in()
    for entry in recording.entries:
        entry["startedDateTime"] = "2026-03-10T13:00:00Z"
    recording.entries.reverse()
    events = tell(Bytes(recording.har())).story.events
    assert [event.kind for event in events][-2:] == [EventKind.LOGIN, EventKind.CALLBACK]


@pytest.mark.parametrize(
    ("cookie", "kind"), [("theme=dark", MarkKind.NO_TOKEN_SENT), ("", MarkKind.CALL_REFUSED)]
)
def test_a_call_without_a_token_where_headers_are_recorded(cookie: str, kind: MarkKind) -> None:
    recording = Recording()
    recording.tokens(access_token=ACCESS)
    recording.add("GET", f"{API}/orders", 401, headers={"Cookie": cookie} if cookie else {})
    (mark,) = tell(Bytes(recording.har())).story.marks
    assert mark.kind is kind


def test_a_clock_that_is_off_is_told_once() -> None:
    recording = Recording(ahead_s=-420)
    recording.authorize(audience=API)
    recording.log_in()
    recording.tokens(access_token=ACCESS)
    recording.call(ACCESS, 401, 'Bearer error="invalid_token"', {"message": "jwt not active"})
    story = tell(Bytes(recording.har())).story
    assert [mark.kind for mark in story.marks] == [MarkKind.CLOCK_OFF]


@pytest.mark.parametrize(
    ("set_before", "sent"),
    [
        ("login_state=abcdefgh; Path=/other", ""),  # is for another path
        ("login_state=; Max-Age=0", ""),  # was ended
        ("login_state=abcdefgh; Path=/", "login_state=abcdefgh"),  # came along
    ],
)
def test_no_cookie_is_missed_that_was_not_to_come(set_before: str, sent: str) -> None:
    recording = Recording()
    recording.add("GET", f"{APP}/login", 302, answer_headers={"Set-Cookie": set_before})
    recording.authorize(audience=API)
    recording.log_in()
    last = recording.entries[-1]
    last["request"]["headers"] = [{"name": "Cookie", "value": f"a=b; {sent}"}]
    last["response"].update(status=400, content={"mimeType": "text/plain", "text": "mismatching_state"})
    story = tell(Bytes(recording.har())).story
    assert story.sentence == (
        "app.example did not know the state of the login any more, though the answer brought the one that was sent."
    )


def test_a_clock_that_is_off_is_held_against_a_host_that_is_known() -> None:
    recording = Recording(ahead_s=-420)
    token = healthy_token(aud=API, azp=CLIENT, **(TIMES | {"iss": "https://tenant.example/"}))
    recording.authorize(audience=API)
    recording.log_in()
    recording.tokens(access_token=token)
    recording.call(token, 401, 'Bearer error="invalid_token"', {"message": "jwt not active"})
    assert (
        "recorded on is 7 min behind that of api.example, so" in tell(Bytes(recording.har())).story.sentence
    )


def test_an_audience_that_names_the_host_is_not_called_another_place() -> None:
    recording = Recording()
    recording.call(ACCESS, 401, INVALID, {"message": "jwt audience invalid. expected: https://api.example/"})
    assert tell(Bytes(recording.har())).story.sentence == (
        "The token is for https://api.example, and api.example expects another audience: every letter and slash of "
        "it counts."
    )


def test_an_audience_that_the_login_asked_for_is_not_called_what_the_api_expects() -> None:
    cause = _told(wrong_audience).story.cause
    assert cause is not None
    assert cause.diagnosis is not None
    assert cause.diagnosis.id == "D3"
    assert "the API does not find its own name there" in cause.diagnosis.cause
    assert not any("what is expected" in said for said in cause.diagnosis.evidence)


def test_whose_clock_is_off_is_told_to_set_it_right() -> None:
    fixes = []
    for story in (clock_off_at_issuer, clock_off):
        cause = _told(story).story.cause
        assert cause is not None
        assert cause.diagnosis is not None
        fixes.append(cause.diagnosis.fix)
    assert fixes[0].startswith("Whoever runs the login server has to set its clock right")
    assert "on the API's machine" in fixes[1]
