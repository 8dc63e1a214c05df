"""Says where in a HAR file a byte stands, by looking only at the bytes around it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

from jotlens.cases.model import Part, Place
from jotlens.cases.source import Source
from jotlens.tokens.surroundings import field_before

_STEP = 1 << 16
_AHEAD = 1 << 17
_NEAR = 1 << 10
_FARTHEST = 1 << 24

_REQUEST = b'"request"'
_RESPONSE = b'"response"'
_STARTED = b'"startedDateTime"'
_STRING = rb'\s*:\s*"((?:[^"\\]|\\.)*+)"'
_URL = re.compile(rb'"url"' + _STRING)
_METHOD = re.compile(rb'"method"' + _STRING)
_TIME = re.compile(_STARTED + _STRING)
_HAR = re.compile(rb'\A(?:\xef\xbb\xbf)?\s*\{\s*"log"\s*:\s*\{')
_PARTS = {
    b"url": (Part.REQUEST_ADDRESS, Part.REDIRECT),
    b"queryString": (Part.REQUEST_ADDRESS, Part.OTHER),
    b"postData": (Part.REQUEST_BODY, Part.OTHER),
    b"content": (Part.OTHER, Part.RESPONSE_BODY),
    b"redirectURL": (Part.OTHER, Part.REDIRECT),
}
"""By the member that a place stands in: which part of an exchange it is, in the request and in the answer."""

_SECTIONS = (b"headers", b"cookies", *_PARTS)


def is_har(source: Source) -> bool:
    """Whether a source begins as a HAR file does (HAR 1.2, section log)."""
    return _HAR.match(source.read_at(0, 1024)) is not None


@dataclass(frozen=True, slots=True)
class _Exchange:
    """One request with its answer: where it begins in the file, and what of it belongs to every place in it."""

    start: int
    method: str
    url: str = field(repr=False)
    at: datetime | None


class HarPlaces:
    """Looks up places, one after the other from front to end: what was read for one is at hand for the next."""

    def __init__(self, source: Source, file: str) -> None:
        self._source = source
        self._file = file
        self._window = b""
        self._base = 0
        self._exchange = _Exchange(-1, "", "", None)
        head = source.read_at(0, _STEP)
        self._time_comes_first = head.find(_STARTED) < head.find(_REQUEST)

    def place(self, offset: int) -> Place:
        """Return where a byte stands; only the file and the byte where no request is near it."""
        here, request = self._look(offset)
        if request < 0:
            return Place(self._file, offset)
        if self._exchange.start != self._base + request:
            self._exchange = self._read(request, here)
        exchange = self._exchange
        part, name = self._part(request, here)
        return Place(
            self._file,
            offset,
            exchange_at=exchange.start,
            part=part,
            name=name,
            method=exchange.method,
            url=exchange.url,
            at=exchange.at,
        )

    def _look(self, offset: int) -> tuple[int, int]:
        """Have the bytes around a place at hand; return where in them it stands, and where its request begins.

        That is the last request before it, unless the next exchange has begun since.
        """
        step = _STEP
        while True:
            here = offset - self._base
            if 0 <= here and here + _NEAR <= len(self._window):
                request = self._window.rfind(_REQUEST, 0, here)
                if request >= 0 or self._base == 0 or step > _FARTHEST:
                    break
                step *= 4
            self._base = max(offset - step, 0)
            self._window = self._source.read_at(self._base, offset - self._base + _AHEAD)
            if offset - self._base + _NEAR > len(self._window):  # the end of the file is near
                self._window += b"\0" * (offset - self._base + _NEAR - len(self._window))
        begun = self._window.find(_STARTED, max(request, 0), here) if self._time_comes_first else -1
        if request < 0 or begun >= 0:
            request = self._window.find(_REQUEST, here)
        return here, request

    def _read(self, request: int, here: int) -> _Exchange:
        window = self._window
        if self._time_comes_first:
            started = window.rfind(_STARTED, 0, request)
        else:
            started = window.find(_STARTED, max(request, here))
        at = _TIME.match(window, started) if started >= 0 else self._time_ahead(len(window))
        return _Exchange(
            self._base + request,
            _text(_METHOD.search(window, request, request + _STEP)),
            _text(_URL.search(window, request, request + _STEP)),
            _instant(_text(at)),
        )

    def _time_ahead(self, place: int) -> re.Match[bytes] | None:
        """Return the time of an exchange whose answer is longer than what is at hand."""
        start, step = self._base + place - _NEAR, _STEP
        while not self._time_comes_first and step <= _FARTHEST:
            data = self._source.read_at(start, step)
            match = _TIME.search(data)
            if match is not None or len(data) < step:
                return match
            start, step = start + step - _NEAR, step * 2
        return None

    def _part(self, request: int, here: int) -> tuple[Part, str | None]:
        """Return in which part of its exchange a place stands, and under which name."""
        window = self._window
        answers = window.rfind(_RESPONSE, max(request, 0), here) >= 0
        close = window[max(here - _NEAR, 0) : here]
        name = field_before(close.decode("utf-8", "replace").replace('\\"', '"'), len(close))
        section = self._section(request, here)
        if section in {b"headers", b"cookies"}:
            return _header_part(close, section, answers=answers), name
        part = _PARTS.get(section, (Part.OTHER, Part.OTHER))[answers]
        return part, name

    def _section(self, request: int, here: int) -> bytes:
        """Return the name of the nearest member before a place that says which part it is in."""
        window, end = self._window, here
        names = [(window.rfind(b'"%s"' % name, max(request, 0), end), name) for name in _SECTIONS]
        return max(names)[1]


def _header_part(close: bytes, section: bytes, *, answers: bool) -> Part:
    lower = close.lower()
    in_cookie = section == b"cookies" or lower.rfind(b'cookie"') > lower.rfind(b'"name"')
    if answers:
        return Part.RESPONSE_COOKIE if in_cookie else Part.RESPONSE_HEADER
    return Part.REQUEST_COOKIE if in_cookie else Part.REQUEST_HEADER


def _text(match: re.Match[bytes] | None) -> str:
    """Return the text of a JSON string that was found as it is written."""
    if match is None:
        return ""
    try:
        return str(json.loads(b'"' + match[1] + b'"'))
    except ValueError:
        return match[1].decode("utf-8", "replace")


def _instant(text: str) -> datetime | None:
    """Read the time of an exchange (ISO 8601); one without a zone is taken for UTC."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
