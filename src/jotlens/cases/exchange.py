"""Reads one request with its answer from an entry of a HAR file, whatever of it is missing or odd."""

from __future__ import annotations

import json
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from jotlens.cases.har_entries import Entry

Pairs = tuple[tuple[str, str], ...]
_LONGEST_BODY = 1 << 22


@dataclass(frozen=True, slots=True)
class Message:
    """The headers (names in small letters), the cookies and the body of a request or an answer; all text is as sent."""

    headers: Pairs = field(default=(), repr=False)
    cookies: Pairs = field(default=(), repr=False)
    body: str = field(default="", repr=False)
    media_type: str = ""

    def header(self, name: str) -> str | None:
        """Return the first header of this name (small letters)."""
        return next((value for key, value in self.headers if key == name), None)

    def fields(self) -> Pairs:
        """Return the members of a JSON object, or the parameters of a form, that the body holds; numbers as text."""
        return tuple(_fields(self.body))


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer.

    `index` counts the entries of a file from 0; `start` is the byte where the request begins (`Place.exchange_at`).
    `at` is when it was sent and `answered_at` when the answer had come, in UTC; None where the file does not say.
    `status` is 0 where no answer came.
    """

    index: int
    start: int
    method: str
    url: str = field(repr=False)
    status: int
    at: datetime | None
    answered_at: datetime | None
    request: Message
    response: Message
    redirect: str = field(default="", repr=False)
    problem: str = ""

    @property
    def host(self) -> str:
        """The host that was asked, with its port where one is written."""
        return _split(self.url)[0]

    @property
    def path(self) -> str:
        """The path that was asked for."""
        return _split(self.url)[1]

    def query(self) -> Pairs:
        """Return the parameters of the address."""
        return parameters(self.url, fragment=False)


def read_exchange(entry: Entry, index: int) -> Exchange:
    """Return the exchange of an entry; never raises."""
    value = entry.value
    request, response = _object(value, "request"), _object(value, "response")
    at = instant(_text(value, "startedDateTime"))
    answer = _message(response, _object(response, "content"))
    redirect = answer.header("location") or _text(response, "redirectURL")
    return Exchange(
        index,
        entry.request_at,
        _text(request, "method").upper(),
        _text(request, "url"),
        _whole(response.get("status")),
        at,
        _later(at, value.get("time")),
        _message(request, _object(request, "postData")),
        answer,
        redirect,
        _text(response, "_error"),
    )


def instant(text: str) -> datetime | None:
    """Read the time of an exchange (ISO 8601); one without a zone is taken for UTC."""
    try:
        at = datetime.fromisoformat(text)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def parameters(address: str, *, fragment: bool = True) -> Pairs:
    """Return the parameters of an address: of its query, and of its fragment where that is asked for."""
    try:
        parts = urlsplit(address)
        found = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=500)
        if fragment:
            found += parse_qsl(parts.fragment, keep_blank_values=True, max_num_fields=500)
    except ValueError:
        return ()
    return tuple(found)


def _split(address: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", ""
    return parts.netloc.rpartition("@")[2].lower(), parts.path


def _message(part: dict[str, Any], content: dict[str, Any]) -> Message:
    headers = tuple((name.lower(), value) for name, value in _pairs(part.get("headers")))
    body = _text(content, "text")
    if content.get("encoding") == "base64":
        body = _decoded(body)
    if not body:
        body = "&".join(f"{name}={value}" for name, value in _pairs(content.get("params")))
    return Message(
        headers, tuple(_pairs(part.get("cookies"))), body[:_LONGEST_BODY], _text(content, "mimeType")
    )


def _decoded(body: str) -> str:
    try:
        return b64decode(body[: _LONGEST_BODY // 3 * 4]).decode("utf-8", "replace")
    except (Base64Error, ValueError):
        return ""


def _fields(body: str) -> Iterator[tuple[str, str]]:
    text = body.strip()
    if text.startswith("{"):
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return
        for name, member in value.items() if isinstance(value, dict) else ():
            if isinstance(member, str | int | float):
                yield name, str(member)
    elif "=" in text and len(text) < 1 << 18 and "\n" not in text and "<" not in text:
        yield from parse_qsl(text, keep_blank_values=True)


def _pairs(value: object) -> Iterator[tuple[str, str]]:
    for item in value if isinstance(value, list) else ():
        if isinstance(item, dict):
            yield _text(item, "name"), _text(item, "value")


def _object(value: dict[str, Any], name: str) -> dict[str, Any]:
    member = value.get(name)
    return member if isinstance(member, dict) else {}


def _text(value: dict[str, Any], name: str) -> str:
    member = value.get(name)
    return member if isinstance(member, str) else ""


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _later(at: datetime | None, milliseconds: object) -> datetime | None:
    if at is None or not isinstance(milliseconds, int | float) or not 0 <= milliseconds < 1e9:
        return at
    return at + timedelta(milliseconds=milliseconds)
