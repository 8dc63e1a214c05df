"""Writes a HAR file that may leave: the same exchanges at the same times, without anyone's session in them."""

from __future__ import annotations

import json
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Callable, Iterator
from typing import Any

from jotlens.cases.har_entries import HarEntries
from jotlens.cases.source import Source
from jotlens.reports.codings import as_base64
from jotlens.reports.disclosure import REMOVED, Level
from jotlens.reports.redacted_token import BEGINNINGS
from jotlens.reports.redaction import Redactor
from jotlens.tokens.find import find

_LISTS = frozenset({"headers", "cookies", "queryString", "params"})
_ADDRESSES = frozenset({"url", "redirectURL"})
_PLAIN = frozenset({"startedDateTime", "method", "httpVersion"})
_TEXTS = frozenset(
    {"mimeType", "pageref", "statusText", "connection", "comment", "text", "_priority", "_resourceType"}
)
_FRAME = frozenset({"request", "response", "postData", "cache", "beforeRequest", "afterRequest", "timings"})
"""What HAR 1.2 gives a shape; of anything else the names tell what is secret in it."""


def learn_har(source: Source, redactor: Redactor, stopped: Callable[[], bool] = lambda: False) -> None:
    """Let the redactor see the whole file, so that what is secret in one place is taken out in all."""
    redactor.is_learning = True
    try:
        for entry in HarEntries(source):
            if stopped():
                return
            redacted_entry(entry.value, redactor)
    finally:
        redactor.is_learning = False


def redacted_har(
    source: Source, redactor: Redactor, stopped: Callable[[], bool] = lambda: False
) -> Iterator[bytes]:
    """Yield the redacted file, in pieces; its creator, pages and comments are left out, but for their times."""
    entries = HarEntries(source)
    opening = b'{"log": {"version": "1.2", "creator": {"name": "JotLens", "version": "1", '
    yield opening + b'"comment": "redacted: %s"}, "entries": [' % redactor.level.value.encode()
    between = b"\n"
    for entry in entries:
        if stopped():
            return
        value = redacted_entry(entry.value, redactor)
        yield between + json.dumps(value, separators=(",", ":")).encode()
        between = b",\n"
    yield b"\n]}}\n"


def redacted_entry(entry: dict[str, Any], redactor: Redactor) -> dict[str, Any]:
    """Return an entry as it may leave."""
    return entry if redactor.level is Level.EVERYTHING else _members(entry, redactor)


def _members(members: dict[str, Any], redactor: Redactor) -> dict[str, Any]:
    return {redactor.text(name): _member(name, value, redactor) for name, value in members.items()}


def _member(name: str, value: object, redactor: Redactor) -> object:
    match value:
        case dict() if name == "content":
            return _content(value, redactor)
        case dict() if name in _FRAME:
            return _members(value, redactor)
        case dict() if name in _LISTS:
            return {redactor.text(key): _value(name, key, member, redactor) for key, member in value.items()}
        case list() if name in _LISTS:
            return [_pair(name, item, redactor) for item in value]
        case str() if name in _ADDRESSES:
            return redactor.address(value)
        case str() if name in {"serverIPAddress", "_remoteAddress"}:
            return ""
        case str() if name in _PLAIN:
            return redactor.words(value)
        case str() if name in _TEXTS:
            return redactor.text(value)
        case _:
            return redactor.named(name, value)


def _pair(of: str, item: object, redactor: Redactor) -> object:
    match item:
        case dict() if isinstance(name := item.get("name"), str):
            return {
                redactor.text(key): _value(of, name, member, redactor)
                if key == "value"
                else redactor.named(key, member)
                for key, member in item.items()
            }
        case [str() as name, value]:
            return [redactor.text(name), _value(of, name, value, redactor)]
        case _:
            return redactor.tree(item)


def _value(of: str, name: str, value: object, redactor: Redactor) -> object:
    if isinstance(value, list):
        return [_value(of, name, item, redactor) for item in value]
    if not isinstance(value, str):
        return redactor.named(name, value)
    match of:
        case "headers":
            return redactor.header(name, value)
        case "cookies":
            return redactor.cookie(value)
        case _:
            return redactor.member(name, value)


def _content(content: dict[str, Any], redactor: Redactor) -> dict[str, Any]:
    kept = {name: _member(name, value, redactor) for name, value in content.items() if name != "text"}
    text = content.get("text")
    if not isinstance(text, str):
        return kept
    if redactor.is_learning and any(beginning in text for beginning in BEGINNINGS):
        redactor.learn(found.text for found in find(text).found)  # tokens in pieces
    if str(content.get("encoding", "")).lower() != "base64":
        return {**kept, "text": redactor.text(text)}
    try:
        body = b64decode(text).decode()
    except (Base64Error, ValueError):
        return {**kept, "text": "", "encoding": "", "comment": f"{REMOVED}: not a text"}
    return {**kept, "text": as_base64(redactor.text(body))}
