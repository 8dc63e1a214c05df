"""A HAR file that was redacted holds no session and no person, and tells the same story."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from jotlens.cases.source import Bytes
from jotlens.cases.story import tell
from jotlens.reports.disclosure import FingerprintKey, Level
from jotlens.reports.har_writer import learn_har, redacted_har
from jotlens.reports.redacted_token import SHAPE
from jotlens.reports.redaction import Redactor
from jotlens.tokens.model import Kind
from jotlens.tokens.read import read
from tests.support.leaks import leaks
from tests.support.recording import Recording
from tests.support.stories import ACCESS, ID_TOKEN, STORIES

KEY = FingerprintKey(b"a key of these tests")


def redacted(har: bytes, level: Level = Level.OUTSIDE, key: FingerprintKey = KEY) -> str:
    redactor = Redactor(level, key)
    learn_har(Bytes(har), redactor)
    return b"".join(redacted_har(Bytes(har), redactor)).decode()


def _har(story: Callable[[Recording], None]) -> bytes:
    recording = Recording()
    story(recording)
    return recording.har()


@pytest.mark.parametrize("story", [row[0] for row in STORIES], ids=lambda story: story.__name__)
@pytest.mark.parametrize("level", [Level.OUTSIDE, Level.INSIDE])
def test_it_tells_the_same_story(story: Callable[[Recording], None], level: Level) -> None:
    har = _har(story)
    before, after = tell(Bytes(har)), tell(Bytes(redacted(har, level).encode()))
    assert after.story.sentence == before.story.sentence
    assert [(mark.kind, mark.event, mark.since) for mark in after.story.marks] == [
        (mark.kind, mark.event, mark.since) for mark in before.story.marks
    ]
    assert [(event.kind, event.title, event.exchange.at) for event in after.story.events] == [
        (event.kind, event.title, event.exchange.at) for event in before.story.events
    ]
    assert [link.tie for link in after.links] == [link.tie for link in before.links]


@pytest.mark.parametrize("story", [row[0] for row in STORIES], ids=lambda story: story.__name__)
def test_nothing_of_the_session_is_left(story: Callable[[Recording], None]) -> None:
    secrets = {
        "access token's signature": ACCESS.split(".")[2],
        "ID token's signature": ID_TOKEN.split(".")[2],
        "opaque token": "opaque-access-token-1",
        "refresh token": "refresh-token-1",
        "next refresh token": "refresh-token-2",
        "code": "code-of-one-use",
        "verifier": "verifier-of-the-login",
        "password": "correct horse",
        "cookie": "session-of-zoe",
        "e-mail": "zoe@example.com",
    }
    har = _har(story)
    assert leaks(redacted(har), secrets) == []
    if story.__name__ != "login_refused":
        assert leaks(har.decode(), secrets), "the story has secrets"


def _with_body(body: str, **more: Any) -> bytes:
    recording = Recording()
    recording.add("GET", "https://api.example/x", answer=body, **more)
    return recording.har()


TOKEN = "s3cr3t-0paque-t0ken-value"


@pytest.mark.parametrize(
    "body",
    [
        f'{{"refresh_token": "{TOKEN}", "note": "again: {TOKEN}"}}',
        json.dumps({"inner": json.dumps({"refresh_token": TOKEN})}),
        f'window.__state = JSON.parse(\'{{\\"refresh_token\\":\\"{TOKEN}\\"}}\')',
        f"<a href='https://app.example/cb?x=1&amp;access_token={TOKEN}'>x</a>",
        f"next=https%3A%2F%2Fapp.example%2Fcb%23access_token%3D{TOKEN}%26state%3D1",
        base64.b64encode(json.dumps({"refresh_token": TOKEN}).encode()).decode(),
        f"GET / HTTP/1.1\r\nAuthorization: Bearer {TOKEN}\r\n\r\n",
        f"curl -H 'Cookie: a=b; appSession={TOKEN}' https://api.example/",
        f"refresh_token: {TOKEN[:10]}",
    ],
)
def test_a_secret_is_found_in_whatever_it_stands(body: str) -> None:
    assert leaks(redacted(_with_body(body)), {"token": TOKEN}) == []


@pytest.mark.parametrize(
    "body",
    [
        f"https://api.example/x?token={TOKEN}&q=\\ud800",
        f"password={TOKEN}&email=zoe@example.com&q=\ud800",
        f"x=%7B%22token%22%3A%22{TOKEN}%22%2C%22q%22%3A%22%5Cud800%22%7D",
        base64.b64encode(f'{{"token": "{TOKEN}", "q": "\\ud800"}}'.encode()).decode(),
    ],
)
def test_half_a_surrogate_pair_stops_nothing(body: str) -> None:
    assert leaks(redacted(_with_body(body)), {"token": TOKEN, "email": "zoe@example.com"}) == []
    recording = Recording()
    recording.add("POST", f"https://api.example/{body}", form={"q": "x"}, headers={"X-Note": body})
    recording.entries[0]["request"]["postData"]["text"] = body
    coded = base64.b64encode(body.encode("utf-8", "replace")).decode()
    recording.entries[0]["response"]["content"] = {"encoding": "base64", "text": coded}
    assert leaks(redacted(recording.har()), {"token": TOKEN, "email": "zoe@example.com"}) == []


def test_what_is_secret_in_one_place_is_taken_out_in_all() -> None:
    recording = Recording()
    wrapped = "\n> ".join([TOKEN[:9], TOKEN[9:18], TOKEN[18:]])
    encoded = base64.b64encode(f"x{TOKEN}".encode()).decode()
    recording.add("GET", f"https://api.example/{TOKEN}/x", answer=f"a {TOKEN} {wrapped} {encoded}")
    recording.add("GET", "https://api.example/y", headers={"Authorization": f"Bearer {TOKEN}"})
    out = redacted(recording.har())
    assert leaks(out, {"token": TOKEN}) == []
    assert "https://api.example/removed-" in out


def test_one_person_is_one_user_throughout() -> None:
    recording = Recording()
    person = {"sub": "auth0|77", "email": "zoe@example.com", "name": "Zoe Doe"}
    other = {"sub": "auth0|78", "email": "max@example.com"}
    recording.add("GET", "https://api.example/me", answer=person)
    recording.add(
        "GET", "https://api.example/users/zoe%40example.com?login_hint=ZOE@example.com", answer=other
    )
    out = redacted(recording.har())
    for personal in ("zoe", "77", "Doe", "max", "78"):
        assert personal not in out.replace("T13:", "")
    texts = [entry["response"]["content"]["text"] for entry in json.loads(out)["log"]["entries"]]
    assert json.loads(texts[0]) == {
        "sub": "auth0|user-1",
        "email": "user-1@redacted.invalid",
        "name": "user-1",
    }
    assert json.loads(texts[1])["email"] == "user-2@redacted.invalid"
    assert "users/user-1@redacted.invalid?login_hint=user-1@redacted.invalid" in out


def test_inside_the_house_persons_are_named() -> None:
    recording = Recording()
    recording.add(
        "GET",
        "https://api.example/me",
        headers={"Authorization": f"Bearer {ACCESS}"},
        answer={"sub": "auth0|77", "email": "zoe@example.com"},
    )
    out = redacted(recording.har(), Level.INSIDE)
    assert "zoe@example.com" in out
    assert leaks(out, {"signature": ACCESS.split(".")[2]}) == []


def test_two_people_with_the_same_words_agree_on_a_token() -> None:
    har = _with_body("x", headers={"Authorization": f"Bearer {TOKEN}"})
    one, other = (
        redacted(har, key=FingerprintKey.shared(words)) for words in ("our ticket 7", " our ticket 7 ")
    )
    assert one == other
    assert redacted(har, key=FingerprintKey.shared("another")) != one


def test_the_dangerous_level_changes_nothing_of_an_exchange() -> None:
    har = _with_body("x", headers={"Authorization": f"Bearer {TOKEN}"})
    out = json.loads(redacted(har, Level.EVERYTHING))
    assert out["log"]["entries"] == json.loads(har)["log"]["entries"]


def test_what_is_not_secret_stays() -> None:
    body = json.dumps({"name": "Orders", "items": [1, 2.5, None, True], "url": "https://a.example/x?page=3"})
    out = json.loads(redacted(_with_body(body, headers={"Accept": "application/json"})))
    entry = out["log"]["entries"][0]
    assert entry["response"]["content"]["text"] == body
    assert entry["request"]["headers"][0]["value"] == "application/json"


def test_a_picture_is_left_out() -> None:
    recording = Recording()
    recording.add("GET", "https://api.example/a.png", answer="x")
    recording.entries[0]["response"]["content"] = {
        "mimeType": "image/png",
        "encoding": "base64",
        "text": base64.b64encode(bytes(range(256))).decode(),
    }
    content = json.loads(redacted(recording.har()))["log"]["entries"][0]["response"]["content"]
    assert content["text"] == ""


def test_the_attributes_of_a_cookie_and_every_cookie_of_a_header_are_seen_to() -> None:
    uid = "K7pX2mQ9wLzR4tYb"
    joined = f"_interaction={uid}; Path=/interaction/{uid}; Expires=Sun, 29 Nov 2026 16:54:35 GMT"
    for between in ("\n", ", "):
        value = f"{joined}{between}sid={TOKEN}; HttpOnly"
        out = redacted(_with_body("x", answer_headers={"Set-Cookie": value}))
        assert leaks(out, {"uid": uid, "token": TOKEN}) == []
        assert "Expires=Sun, 29 Nov 2026 16:54:35 GMT" in out


def test_a_token_that_is_encrypted_stays_one() -> None:
    header = base64.urlsafe_b64encode(b'{"alg":"dir","enc":"A256GCM"}').decode().rstrip("=")
    token = f"{header}..wVCTlQL-hOB_Q5TR.fGFf-eT5igt2IQCpVetGEQ9mTh3N72GNb94iMdlD5ac.EgXwikr_tfF_RotsTc9fXg"
    out = redacted(_with_body("x", headers={"Authorization": f"Bearer {token}"}))
    (sent,) = json.loads(out)["log"]["entries"][0]["request"]["headers"]
    after = read(sent["value"].removeprefix("Bearer "))
    assert read(token).kind is after.kind is Kind.JWE
    assert [len(part) for part in after.text.split(".")] == [len(part) for part in token.split(".")]
    assert leaks(out, {str(number): part for number, part in enumerate(token.split(".")[2:])}) == []


@pytest.mark.parametrize("name", ["csrf", "_csrf", "authenticity_token", "code", "id_token"])
def test_what_a_form_on_a_page_hides_is_taken_out(name: str) -> None:
    field = f'<input value="{TOKEN}" type="hidden" name="{name}">'
    out = redacted(_with_body(f"<form>{field}<input name='page' value='3'></form>"))
    assert leaks(out, {"token": TOKEN}) == []
    assert "<input name='page' value='3'>" in out


@pytest.mark.parametrize("code", ["invalid_token", "TOKEN_EXPIRED", "404"])
def test_the_code_of_an_error_stays_wherever_it_stands(code: str) -> None:
    recording = Recording()
    challenge = f'Bearer error="{code}"'
    recording.add(
        "GET",
        "https://api.example/x",
        401,
        answer={"code": code},
        answer_headers={"WWW-Authenticate": challenge},
    )
    (entry,) = json.loads(redacted(recording.har()))["log"]["entries"]
    assert {"name": "WWW-Authenticate", "value": challenge} in entry["response"]["headers"]
    assert json.loads(entry["response"]["content"]["text"]) == {"code": code}


@pytest.mark.parametrize("word", ["completed", "California", "SUCCEEDED"])
def test_a_word_that_is_some_state_is_not_looked_for_elsewhere(word: str) -> None:
    recording = Recording()
    recording.add("GET", "https://api.example/orders/7", answer={"state": word})
    recording.add("GET", "https://api.example/", answer=f"It was {word} there.")
    job, page = json.loads(redacted(recording.har()))["log"]["entries"]
    assert word not in job["response"]["content"]["text"]
    assert page["response"]["content"]["text"] == f"It was {word} there."


@pytest.mark.parametrize("text", ["eyJ" * 40, "eyJ." + "eyJ" * 40])
def test_what_begins_like_a_token_many_times_is_gone_through_once(text: str) -> None:
    assert [match.span() for match in SHAPE.finditer(text)] == [(0, len(text))]
    assert redacted(_with_body(f"of {text} here")).count(text) == 1


def test_what_an_element_holds_as_plain_characters_is_taken_out() -> None:
    out = redacted(_with_body(f"<a:login><a:password> <![CDATA[{TOKEN}]]></a:password><b><![CDATA[x]]></b>"))
    assert leaks(out, {"password": TOKEN}) == []
    assert "<b><![CDATA[x]]></b>" in out


@pytest.mark.parametrize(
    "element",
    [
        '<property name="password">{}</property>',
        "<entry key='client_secret'>{}</entry>",
        "<textarea name=code rows=2>{}</textarea>",
    ],
)
def test_what_an_element_holds_under_the_name_of_an_attribute_is_taken_out(element: str) -> None:
    label = '<a name="token">Token</a><string name="secret">Your secret</string>'
    out = redacted(_with_body(element.format(TOKEN) + label))
    assert leaks(out, {"secret": TOKEN}) == []
    assert json.dumps(label)[1:-1] in out


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("email", "Email address"),
        ("firstName", "First name"),
        ("username", "User name"),
        ("phone", "Your phone"),
    ],
)
def test_the_label_of_a_field_is_no_person(name: str, label: str) -> None:
    recording = Recording()
    recording.add("GET", "https://api.example/texts", answer={name: label})
    recording.add("GET", "https://api.example/", answer=f"{label} is missing.")
    page = json.loads(redacted(recording.har()))["log"]["entries"][1]
    assert page["response"]["content"]["text"] == f"{label} is missing."


def test_a_name_that_begins_with_the_family_is_one() -> None:
    recording = Recording()
    recording.add("GET", "https://api.example/", answer='From: "Doe-Miller, Zoe" <zoe@example.com>')
    recording.add("GET", "https://api.example/", answer="As Doe-Miller, Zoe wrote, hello there, all.")
    first, second = json.loads(redacted(recording.har()))["log"]["entries"]
    assert first["response"]["content"]["text"] == 'From: "user-1" <user-1@redacted.invalid>'
    assert second["response"]["content"]["text"] == "As user-1 wrote, hello there, all."


@pytest.mark.parametrize("names", ['id="f1" name="code"', 'name="code" id="f1"', 'name="f1" id="code"'])
def test_a_field_is_known_by_its_name_and_by_its_id(names: str) -> None:
    out = redacted(_with_body(f'<input type="hidden" {names} value="{TOKEN}">'))
    assert leaks(out, {"token": TOKEN}) == []


def test_a_full_name_is_the_person_wherever_it_stands() -> None:
    recording = Recording()
    recording.add("GET", "https://api.example/list", answer="<li>Zoe Doe-Miller (zoe@example.com)</li>")
    recording.add("GET", "https://api.example/me", answer={"sub": "auth0|77", "name": "Max Mustermann"})
    recording.add("GET", "https://api.example/", answer="Hello Max Mustermann, hello Zoe Doe-Miller.")
    out = redacted(recording.har())
    assert leaks(out, {"one": "Zoe Doe-Miller", "other": "Max Mustermann"}) == []
    assert "<li>user-1 (user-1@redacted.invalid)</li>" in out
    assert "Hello user-2, hello user-1." in out
    assert "Max Mustermann" in redacted(recording.har(), Level.INSIDE)
