"""Says where in a HAR file a byte stands, by looking only at the bytes around it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime

from jotlens.cases.exchange import instant
from jotlens.cases.har_strings import StringPlace, string_place
from jotlens.cases.model import Place
from jotlens.cases.scan import Hit
from jotlens.cases.source import Source

_BEHIND = 1 << 16
_AHEAD = 1 << 19
_REACH = 1 << 16
_NEAR = 1 << 10
_FARTHEST = 1 << 24

_REQUEST = b'"request"'
_RESPONSE = b'"response"'
_STARTED = b'"startedDateTime"'
_STRING = rb'\s*:\s*"((?:[^"\\]|\\.)*+)"'
_URL = re.compile(rb'"url"' + _STRING)
_METHOD = re.compile(rb'"method"' + _STRING)
_STATUS = re.compile(rb'"status"\s*:\s*([0-9]{1,3})')
_TIME = re.compile(_STARTED + _STRING)
_HAR = re.compile(rb'\A(?:\xef\xbb\xbf)?\s*\{\s*"log"\s*:\s*\{')


def is_har(source: Source) -> bool:
    """Whether a source begins as a HAR file does (HAR 1.2, section log)."""
    return _HAR.match(source.read_at(0, 1024)) is not None


@dataclass(slots=True)
class _Exchange:
    """One request with its answer: where both begin in the file, and what of it belongs to every place in it.

    `answered_at` is None until the answer has come into view; nothing before `seen` is one.
    """

    start: int
    method: str
    url: str = field(repr=False)
    at: datetime | None
    seen: int
    answered_at: int | None = None
    status: int | None = None


_NO_EXCHANGE = _Exchange(-1, "", "", None, -1)


class HarPlaces:
    """Looks up places, one after the other from front to end: what was read for one is at hand for the next."""

    def __init__(self, source: Source, file: str) -> None:
        self._source = source
        self._file = file
        self._window = b""
        self._base = 0
        self._ends = False
        self._exchange = _NO_EXCHANGE
        head = source.read_at(0, _BEHIND)
        started, request = head.find(_STARTED), head.find(_REQUEST)
        self._time_comes_first = 0 <= started < request

    def place(self, hit: Hit) -> Place:
        """Return where a hit stands; only the file and the byte where no request is near it."""
        request = self._request_of(hit.start)
        if request < 0:
            return Place(self._file, hit.start)
        here = hit.start - self._base
        if self._exchange.start != self._base + request:
            self._exchange = self._read(request, here)
        exchange = self._exchange
        self._look_for_answer(exchange, here)
        answers = exchange.answered_at is not None and exchange.answered_at < hit.start
        within = string_place(self._window, max(request, 0), here, hit.around, answers=answers)
        return self._made(hit.start, exchange, within)

    def _made(self, offset: int, exchange: _Exchange, within: StringPlace) -> Place:
        return Place(
            self._file,
            offset,
            exchange_at=exchange.start,
            part=within.part,
            header=within.header,
            name=within.name,
            method=exchange.method,
            url=exchange.url,
            status=exchange.status,
            at=exchange.at,
        )

    def _request_of(self, offset: int) -> int:
        """Have the bytes around a place at hand; return where in them its request begins, -1 where there is none.

        That is the last request before it, unless the next exchange has begun since.
        """
        behind = _BEHIND
        here = offset - self._base
        sees_enough = self._ends or here + _REACH <= len(self._window)
        if not (here >= _NEAR or self._base == 0) or not sees_enough or not 0 <= here < len(self._window):
            self._move_to(offset, behind)
        while True:
            here = offset - self._base
            request = _last(self._window, b"q", 3, _REQUEST, here)
            if request >= 0 or self._base == 0 or behind >= _FARTHEST:
                break
            behind *= 8
            self._move_to(offset, behind)
        if self._time_comes_first:
            begun = _last(self._window, b"D", 8, _STARTED, here, max(request, here - _REACH, 0))
            if begun > request:
                request = self._window.find(_REQUEST, here)
        elif request < 0:
            request = self._window.find(_REQUEST, here)
        return request

    def _move_to(self, offset: int, behind: int) -> None:
        self._base = max(offset - behind, 0)
        wanted = offset - self._base + _AHEAD
        self._window = self._source.read_at(self._base, wanted)
        self._ends = len(self._window) < wanted

    def _read(self, request: int, here: int) -> _Exchange:
        window, reach = self._window, request + _REACH
        if self._time_comes_first:
            started = _last(window, b"D", 8, _STARTED, request)
        else:
            started = window.find(_STARTED, max(request, here))
        at = _TIME.match(window, started) if started >= 0 else self._time_ahead(len(window))
        return _Exchange(
            self._base + request,
            _text(_METHOD.search(window, request, reach)),
            _text(_URL.search(window, request, reach)),
            instant(_text(at)),
            self._base + request,
        )

    def _look_for_answer(self, exchange: _Exchange, here: int) -> None:
        if exchange.answered_at is None:
            start = max(exchange.seen - self._base, 0)
            place = _member(self._window, _RESPONSE, start, max(here, start) + _REACH)
            exchange.seen = self._base + max(here, start)
            if place >= 0:
                exchange.answered_at = self._base + place
                status = _STATUS.search(self._window, place, place + (1 << 14))
                exchange.status = int(status[1]) if status else None

    def _time_ahead(self, place: int) -> re.Match[bytes] | None:
        """Return the time of an exchange whose answer is longer than what is at hand."""
        start, step = self._base + place - _NEAR, _BEHIND
        while not self._time_comes_first and step <= _FARTHEST:
            data = self._source.read_at(start, step)
            match = _TIME.search(data)
            if match is not None or len(data) < step:
                return match
            start, step = start + step - _NEAR, step * 2
        return None


def _last(window: bytes, letter: bytes, ahead: int, name: bytes, end: int, start: int = 0) -> int:
    """Return where a member of this name begins last before a place; looking for a rare letter of it is fastest."""
    place = window.rfind(letter, start, end)
    while place >= 0:
        if window.startswith(name, place - ahead) and _is_member(window, place - ahead + len(name)):
            return place - ahead
        place = window.rfind(letter, start, place)
    return -1


def _member(window: bytes, name: bytes, start: int, end: int) -> int:
    """Return where a member of this name begins first between two places."""
    place = window.find(name, start, end)
    while place >= 0 and not _is_member(window, place + len(name)):
        place = window.find(name, place + 1, end)
    return place


def _is_member(window: bytes, end: int) -> bool:
    return window[end : end + 1] == b":" or window[end : end + 16].lstrip().startswith(b":")


def _text(match: re.Match[bytes] | None) -> str:
    """Return the text of a JSON string that was found as it is written."""
    if match is None:
        return ""
    if b"\\" not in match[1]:
        return match[1].decode("utf-8", "replace")
    try:
        return str(json.loads(b'"' + match[1] + b'"'))
    except ValueError:
        return match[1].decode("utf-8", "replace")
