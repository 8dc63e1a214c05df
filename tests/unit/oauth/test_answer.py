"""What an answer says of itself: its text, how long to wait, and why it cannot be used."""

from datetime import timedelta

import pytest

from jotlens.oauth.failures import NetworkError
from jotlens.oauth.http import Answer
from jotlens.oauth.network_failures import network_error, sentences
from jotlens.oauth.trace import Headers
from tests.support.around import MOMENT


def answer(status: int = 200, body: bytes = b"{}", headers: Headers = ()) -> Answer:
    return Answer(status, "OK", headers, body, MOMENT, 0.1, 0, "https://issuer.example/token?code=hidden")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ((("Retry-After", "30"),), 30),
        ((("retry-after", " 7 "), ("x-ratelimit-reset", "1750000099")), 7),
        ((("x-ratelimit-reset", "1750000012"),), 12),
        ((("X-RateLimit-Reset", "1749999000"),), 0),
        ((("Retry-After", "Sun, 15 Jun 2025 15:07:40 GMT"),), 60),
        ((("Retry-After", "Sun, 15 Jun 2025 15:07:40 -0000"),), 60),
        ((("Retry-After", "soon"),), None),
        ((("Retry-After", "-5"),), None),
        ((("Retry-After", "٣"),), None),
        ((("x-ratelimit-reset", "9" * 30),), None),
        ((), None),
    ],
)
def test_how_long_to_wait(headers: Headers, seconds: float | None) -> None:
    assert answer(429, headers=headers).retry_after_s == seconds


def test_a_wait_of_ages_is_held_at_a_year() -> None:
    waiting = answer(429, headers=(("Retry-After", "999999999"),)).retry_after_s
    assert waiting == timedelta(days=366).total_seconds()


def test_a_reset_counts_only_when_requests_were_too_many() -> None:
    assert answer(500, headers=(("x-ratelimit-reset", "1750000012"),)).retry_after_s is None


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.0, "one second"), (1.2, "2 seconds"), (119.0, "119 seconds"), (121.0, "3 minutes")],
)
def test_waiting_in_words(seconds: float, said: str) -> None:
    error = network_error("too-many", "issuer.example", retry_after_s=seconds)
    assert error.sentence.endswith(f"Try again in {said}.")


@pytest.mark.parametrize(
    ("status", "body", "kind", "code"),
    [
        (200, b"<!DOCTYPE html><p>", "text/plain", "html"),
        (200, b"anything", "text/HTML; charset=utf-8", "html"),
        (200, b"[1]", "application/json", "not-json"),
        (200, b"", "application/json", "not-json"),
        (401, b"Unauthorized", "text/plain", "not-json"),
        (500, b"<html>", "text/html", "server-error"),
        (429, b"slow down", "text/plain", "too-many"),
    ],
)
def test_why_there_is_no_object(status: int, body: bytes, kind: str, code: str) -> None:
    with pytest.raises(NetworkError) as caught:
        answer(status, body, (("Content-Type", kind),)).json_object()
    assert (caught.value.code, caught.value.host, caught.value.status) == (code, "issuer.example", status)


def test_an_object_is_read_whatever_the_status_and_the_label() -> None:
    assert answer(500, b'\xef\xbb\xbf{"error": "x"}', (("Content-Type", "text/html"),)).json_object() == {
        "error": "x"
    }


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        ("application/json", "é".encode(), "é"),
        ("text/plain; charset=ISO-8859-1", b"\xe9", "é"),
        ('text/plain; charset="utf-8"', "é".encode(), "é"),
        ("text/plain; charset=no-such", "é".encode(), "é"),
        ("text/plain", b"\xff", "\ufffd"),
    ],
)
def test_the_text(kind: str, body: bytes, text: str) -> None:
    assert answer(body=body, headers=(("content-type", kind),)).text == text


def test_the_whole_message() -> None:
    whole = answer(401, b"Unauthorized", (("Date", "Sun, 15 Jun 2025 15:06:40 GMT"), ("A", "b")))
    assert whole.whole_text() == "HTTP/1.1 401 OK\nDate: Sun, 15 Jun 2025 15:06:40 GMT\nA: b\n\nUnauthorized"
    assert whole.date == "Sun, 15 Jun 2025 15:06:40 GMT"
    assert "hidden" not in repr(whole)


PLACEHOLDERS = dict.fromkeys(
    "host port seconds megabytes proxy status target said asked difference missing".split(), "something"
)


@pytest.mark.parametrize("code", sentences())
def test_each_sentence_can_be_read_aloud(code: str) -> None:
    said = sentences()[code].format_map(PLACEHOLDERS)
    assert said[0].isupper() or said.startswith("something")
    assert said.endswith(".")
    assert not {"{", "}", "\n"} & set(said)
