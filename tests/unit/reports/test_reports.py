"""A report says what happened, holds nobody's session, and whatever a token says in it stays text."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest

from jotlens.cases.source import Bytes
from jotlens.reports.disclosure import FingerprintKey, Level
from jotlens.reports.render import Form, markdown_text, render
from jotlens.reports.report import Evidence, Wish, make_report
from tests.support.leaks import leaks
from tests.support.recording import API, CLIENT, Recording
from tests.support.stories import ACCESS, ID_TOKEN, STORIES, TIMES, expired, opaque_instead_of_jwt
from tests.support.terminal import healthy_token

KEY = FingerprintKey(b"a key of these tests")
MADE_AT = datetime(2026, 3, 11, 8, tzinfo=UTC)
SECRETS = {
    "access token's signature": ACCESS.split(".")[2],
    "ID token's signature": ID_TOKEN.split(".")[2],
    "opaque token": "opaque-access-token-1",
    "refresh token": "refresh-token-1",
    "code": "code-of-one-use",
    "password": "correct horse",
    "cookie": "session-of-zoe",
    "e-mail": "zoe@example.com",
}


def _made(data: bytes, level: Level = Level.OUTSIDE, zone: str = "") -> Evidence:
    wish = Wish(level, KEY, MADE_AT, lambda _: None, ZoneInfo(zone) if zone else None, zone)
    return make_report(Bytes(data), "case.har", wish)


def _report(story: Callable[[Recording], None], zone: str = "") -> Evidence:
    recording = Recording()
    story(recording)
    return _made(recording.har(), zone=zone)


@pytest.mark.parametrize(
    "data", [b"", b"a log without a token", b'{"log": {"entries": []}}', ACCESS.encode()], ids=len
)
def test_what_holds_no_login_is_not_called_a_login_that_went_well(data: bytes) -> None:
    report = _made(data).report
    assert report.reply.startswith("Thank you for what you sent. There is no login in it")
    assert "went well" not in report.reply + report.sentence


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("story", [row[0] for row in STORIES], ids=lambda story: story.__name__)
def test_nothing_of_the_session_is_in_a_report(story: Callable[[Recording], None], form: Form) -> None:
    text = render(_report(story).report, form)
    assert leaks(text.replace("\\", "") if form is Form.MARKDOWN else text, SECRETS) == []


def test_a_report_says_the_cause_and_the_steps() -> None:
    report = _report(expired, "Europe/Berlin").report
    assert report.sentence == "The token expired 3 min 10 s before this call to api.example."
    assert report.cause is not None
    assert report.cause.id == "D4"
    assert [step.at for step in report.steps][:2] == [
        "10 Mar 2026, 13:00:00 UTC",
        "10 Mar 2026, 13:00:01 UTC",
    ]
    assert report.steps[0].at_zone == "2026-03-10 14:00:00"
    assert report.steps[-1].marks == (report.sentence,)
    assert report.reply.startswith(
        "Thank you for the recording. This is what we see in it: The token expired"
    )


def test_a_token_is_told_as_of_the_moment_when_it_was_refused() -> None:
    report = _report(expired).report
    tokens = {token.fingerprint: token for token in report.tokens}
    access = tokens[KEY.fingerprint(ACCESS)]
    assert access.at == "10 Mar 2026, 13:13:10 UTC"
    assert "exp-passed" in {check.id for check in access.checks}
    assert ("exp", "1773148200 (10 Mar 2026, 13:10:00 UTC)") in access.claims


def test_the_three_forms_say_the_same() -> None:
    report = _report(opaque_instead_of_jwt, "Europe/Berlin").report
    told = json.loads(render(report, Form.JSON))
    assert told["schema"] == "jotlens.report/1"
    assert told["cause"]["id"] == "D1"
    for form in (Form.MARKDOWN, Form.HTML):
        text = render(report, form).replace("\\", "")
        assert "The login asked for no audience" in text
        assert "2026-03-10 14:00:00" in text
        assert "For sharing outside" in text


HOSTILE = "<script>alert(1)</script><img src=https://evil.example/x onerror=a()> [link](https://evil.example) ![p](https://evil.example/p)"


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def _hostile() -> Evidence:
    recording = Recording()
    token = healthy_token(aud=API, azp=CLIENT, role=HOSTILE, **{HOSTILE: HOSTILE}, **TIMES)
    recording.authorize()
    recording.log_in()
    recording.tokens(access_token=token)
    recording.call(
        token, 401, f'Bearer error="invalid_token", error_description="{HOSTILE}"', {"message": HOSTILE}
    )
    recording.add(
        "GET", f"https://app.example/callback?error=access_denied&error_description={HOSTILE}&state=s-1"
    )
    return _made(recording.har())


def test_markup_in_a_token_stays_text_in_html() -> None:
    text = render(_hostile().report, Form.HTML)
    assert "&lt;script&gt;" in text, "it is there, as text"
    reader = _Tags()
    reader.feed(text)
    assert not reader.tags & {"script", "img", "a", "iframe", "link", "form", "object", "svg"}
    assert not reader.attributes & {"src", "href", "onerror", "onload", "style", "action"}
    assert "default-src 'none'" in text


def test_markup_in_a_token_stays_text_in_markdown() -> None:
    text = render(_hostile().report, Form.MARKDOWN)
    assert "<script" not in text.replace("\\<", "")
    assert re.search(r"(?<!\\)\]\(", text) is None
    assert "https://evil" not in text


@pytest.mark.parametrize(
    ("text", "written"),
    [("a|b", r"a\|b"), ("a\n\n# b", r"a \# b"), ("`x`", r"\`x\`"), ("https://a.b", "https:\u200b//a.b")],
)
def test_nothing_is_markup_in_markdown(text: str, written: str) -> None:
    assert markdown_text(text) == written


def test_a_log_has_a_report_of_its_tokens() -> None:
    token = healthy_token(email="zoe@example.com")
    report = _made(f"2026-03-10T13:05:09Z Authorization: Bearer {token}\n".encode()).report
    assert report.sentence == "1 token was found."
    (told,) = report.tokens
    assert told.fingerprint == KEY.fingerprint(token)
    assert ("email", "user-1@redacted.invalid") in told.claims
    assert dict(report.replaced)["token"] >= 1


def test_the_dangerous_level_says_so() -> None:
    recording = Recording()
    opaque_instead_of_jwt(recording)
    evidence = _made(recording.har(), Level.EVERYTHING)
    assert evidence.report.level_words.startswith("Dangerous")
    assert evidence.file == recording.har()
    assert 'class="danger"' in render(evidence.report, Form.HTML)


def test_an_opaque_token_is_called_by_its_place() -> None:
    recording = Recording()
    recording.tokens(access_token="opaque-access-1", refresh_token="opaque-refresh-1")
    recording.add(
        "GET", f"{API}/orders", answer_headers={"Set-Cookie": "appSession=opaque-session-1; Path=/"}
    )
    titles = [token.title for token in _made(recording.har()).report.tokens]
    assert sorted(titles) == ["Access token, opaque", "Refresh token", "Session cookie"]


def test_what_stays_is_not_counted_as_replaced() -> None:
    recording = Recording()
    recording.add("GET", f"{API}/me", answer={"access_token": "undefined", "api_key": "null"})
    assert _made(recording.har()).report.replaced == ()
