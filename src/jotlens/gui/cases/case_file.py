"""A case as a file (.jotcase): the steps of its story and its tokens, redacted like everything that leaves."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from jotlens.cases.exchange import Exchange, Message, instant, read_exchange
from jotlens.cases.har_entries import Entry
from jotlens.cases.model import CaseFile, Part, Place
from jotlens.cases.story import told
from jotlens.cases.story_model import Beside
from jotlens.gui.cases.case import Case, ListedToken, Tale
from jotlens.gui.cases.known_good import KnownGood
from jotlens.inspection.wording import instant as instant_words
from jotlens.reports.disclosure import FingerprintKey, Level
from jotlens.reports.har_writer import redacted_entry
from jotlens.reports.redaction import Redactor

SUFFIX = ".jotcase"
VERSION = 1
MOST_BYTES = 256 << 20
_MARK = b'{"jotcase":'


class CaseFileError(Exception):
    """The file is no case that this version can read; it has no text, so that nothing of the file is shown."""


def is_case_file(head: bytes) -> bool:
    """Whether a file begins as a saved case does."""
    return head.startswith(_MARK)


def write_case(
    case: Case, goods: tuple[KnownGood, ...], level: Level, key: FingerprintKey, saved_at: datetime
) -> bytes:
    """Return the file of a case. Everything in it went through the redactor, the names that a person gave included."""
    redactor = Redactor(level, key)
    _fields(case, goods, redactor)  # what is secret in one place is taken out in all
    redactor.replaced.clear()
    fields = {"jotcase": VERSION, "level": level.value, "saved_at": instant_words(saved_at)}
    return json.dumps(fields | _fields(case, goods, redactor), separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def _fields(case: Case, goods: tuple[KnownGood, ...], redactor: Redactor) -> dict[str, Any]:
    return {
        "tales": [
            {
                "file": redactor.text(tale.file),
                "entries": [
                    redacted_entry(entry_of(event.exchange), redactor) for event in tale.story.events
                ],
                "beside": redactor.tree(json.loads(json.dumps(asdict(tale.story.beside)))),
            }
            for tale in case.tales
        ],
        "tokens": [
            {
                "text": redactor.secret(token.text, "token")
                if redactor.level is not Level.EVERYTHING
                else token.text,
                "field": token.field,
                "name": redactor.text(token.named),
                "pinned": token.pinned,
                "seen": [_place(place, redactor) for place in token.seen],
            }
            for token in case.tokens
        ],
        "known_good": [
            {
                "of": redactor.text(good.of),
                "purpose": good.purpose,
                "text": redactor.secret(good.text, "token")
                if redactor.level is not Level.EVERYTHING
                else good.text,
            }
            for good in goods
        ],
    }


def _place(place: Place, redactor: Redactor) -> dict[str, Any]:
    fields = {
        "file": redactor.text(place.file),
        "offset": place.offset,
        "line": place.line,
        "part": place.part.value,
        "header": place.header,
        "name": place.name,
        "method": place.method,
        "url": redactor.address(place.url),
        "status": place.status,
        "at": place.at.isoformat() if place.at is not None else None,
    }
    return {name: value for name, value in fields.items() if value not in {None, ""}}


def entry_of(exchange: Exchange) -> dict[str, Any]:
    """Return an exchange as an entry of a HAR file (HAR 1.2, section entries)."""
    took = (
        (exchange.answered_at - exchange.at).total_seconds() * 1000
        if exchange.at is not None and exchange.answered_at is not None
        else 0
    )
    entry: dict[str, Any] = {
        "startedDateTime": exchange.at.isoformat() if exchange.at is not None else "",
        "time": took,
        "request": {"method": exchange.method, "url": exchange.url, **_message(exchange.request)},
        "response": {
            "status": exchange.status,
            "redirectURL": exchange.redirect,
            **_message(exchange.response),
            "content": {"mimeType": exchange.response.media_type, "text": exchange.response.body},
        },
    }
    if exchange.request.body:
        entry["request"]["postData"] = {
            "mimeType": exchange.request.media_type,
            "text": exchange.request.body,
        }
    return entry


def _message(message: Message) -> dict[str, Any]:
    return {
        "headers": [{"name": name, "value": value} for name, value in message.headers],
        "cookies": [{"name": name, "value": value} for name, value in message.cookies],
    }


def read_case(path: Path, stopped: Callable[[], bool] = lambda: False) -> tuple[Case, tuple[KnownGood, ...]]:
    """Read a saved case. Raises OSError, and CaseFileError for what is none."""
    if path.stat().st_size > MOST_BYTES:
        raise CaseFileError
    try:
        fields = json.loads(path.read_bytes())
        if fields["jotcase"] != VERSION:
            raise CaseFileError
        tales = tuple(_tales(fields["tales"], stopped))
        tokens = tuple(_token(token) for token in fields["tokens"])
        goods = tuple(
            KnownGood(str(good["of"]), str(good["purpose"]), str(good["text"]))
            for good in fields["known_good"]
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise CaseFileError from None
    names = dict.fromkeys([tale.file for tale in tales] or [path.name])
    return Case(tuple(CaseFile(name) for name in names), tokens, tales), goods


def _tales(tales: list[dict[str, Any]], stopped: Callable[[], bool]) -> Iterator[Tale]:
    for tale in tales:
        entries = [entry for entry in tale["entries"] if isinstance(entry, dict)]
        exchanges = (
            read_exchange(Entry(at, at, at, entry), at) for at, entry in enumerate(entries) if not stopped()
        )
        found = told(exchanges, _beside(tale.get("beside", {})))
        yield Tale(str(tale["file"]), found.story, found.links)


def _beside(fields: dict[str, Any]) -> Beside:
    by_script = tuple(event for event in fields.get("by_script", ()) if isinstance(event, int))
    kept_back = tuple(
        (event, tuple(str(name) for name in names))
        for event, names in fields.get("kept_back", ())
        if isinstance(event, int)
    )
    return Beside(fields.get("is_sanitised") is True, by_script, kept_back)


def _token(fields: dict[str, Any]) -> ListedToken:
    return ListedToken(
        str(fields["text"]),
        tuple(_seen(place) for place in fields["seen"]),
        str(fields.get("field", "")),
        str(fields.get("name", "")),
        pinned=fields.get("pinned") is True,
    )


def _seen(fields: dict[str, Any]) -> Place:
    line, status = fields.get("line"), fields.get("status")
    return Place(
        str(fields["file"]),
        int(fields["offset"]),
        line=line if isinstance(line, int) else None,
        part=Part(fields.get("part", Part.OTHER.value)),
        header=_optional(fields.get("header")),
        name=_optional(fields.get("name")),
        method=str(fields.get("method", "")),
        url=str(fields.get("url", "")),
        status=status if isinstance(status, int) else None,
        at=instant(str(fields["at"])) if "at" in fields else None,
    )


def _optional(value: object) -> str | None:
    return value if isinstance(value, str) else None
