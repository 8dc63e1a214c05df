"""Says where in a HAR file a byte stands, by looking only at the bytes around it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime

from jotlens.cases.exchange import instant
from jotlens.cases.har_strings import string_place
from jotlens.cases.model import Place
from jotlens.cases.scan import Hit
from jotlens.cases.source import Source

_BEHIND = 1 << 16
_AHEAD = 1 << 16
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

    No other exchange begins before `followed`. `answered_at` is None until the answer has come into view; nothing before
    `seen` is one.
    """

    start: int
    method: str
    url: str = field(repr=False)
    at: datetime | None
    followed: int
    seen: int
    answered_at: int | None = None
    status: int | None = None


class HarPlaces:
    """Looks up places, one after the other from front to end: what was read for one is at hand for the next."""

    def __init__(self, source: Source, file: str) -> None:
        self._source = source
        self._file = file
        self._window = b""
        self._base = 0
        self._ends = False
        self._exchange: _Exchange | None = None
        head = source.read_at(0, _BEHIND)
        started, request = head.find(_STARTED), head.find(_REQUEST)
        self._time_comes_first = 0 <= started < request

    def place(self, hit: Hit) -> Place:
        """Return where a hit stands; only the file and the byte where no request is near it."""
        offset = hit.start
        exchange = self._exchange_of(offset, len(hit.text) + _NEAR)
        if exchange is None:
            return Place(self._file, offset)
        if exchange.answered_at is None:
            self._look_for_answer(exchange, offset)
        answers = exchange.answered_at is not None and exchange.answered_at < offset
        start = max(exchange.start - self._base, 0)
        within = string_place(self._window, start, offset - self._base, hit.around, answers=answers)
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

    def _exchange_of(self, offset: int, ahead: int) -> _Exchange | None:
        """Have the bytes around a place at hand, and so many ahead of it; return the exchange that it stands in.

        That is the one of the last request before it, unless the next exchange has begun since.
        """
        if not self._sees(offset, ahead):
            self._base, self._window = self._source.at_hand()
            self._ends = False
            if not self._sees(offset, ahead):
                self._move_to(offset, _BEHIND)
        request, behind = self._request_before(offset), _BEHIND
        while request < _NEAR and self._base > 0 and behind <= _FARTHEST:
            self._move_to(offset, behind)
            request, behind = self._request_before(offset), behind * 8
        if request < 0:
            request = self._window.find(_REQUEST, offset - self._base)
        if request < 0:
            return None
        if self._exchange is None or self._exchange.start != self._base + request:
            self._exchange = self._read(request, offset - self._base)
        self._exchange.followed = offset
        return self._exchange

    def _sees(self, offset: int, ahead: int) -> bool:
        here, length = offset - self._base, len(self._window)
        return 0 <= here < length and (self._ends or here + ahead <= length)

    def _request_before(self, offset: int) -> int:
        window, here, known = self._window, offset - self._base, self._exchange
        is_known = known is not None and self._base <= known.start and known.followed <= offset
        followed = known.followed - self._base if known is not None and is_known else 0
        request = _last(window, b"q", 3, _REQUEST, here, followed)
        if self._time_comes_first:
            begun = _last(window, b"D", 8, _STARTED, here, max(request, followed, here - _REACH))
            if begun > request:
                return window.find(_REQUEST, here)
        return known.start - self._base if request < 0 and known is not None and is_known else request

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
        at = _TIME.match(window, started) if started >= 0 else None
        at = at or self._time_ahead(len(window))
        start = self._base + request
        return _Exchange(
            start,
            _text(_METHOD.search(window, request, reach)),
            _text(_URL.search(window, request, reach)),
            instant(_text(at)),
            start,
            start,
        )

    def _look_for_answer(self, exchange: _Exchange, offset: int) -> None:
        start = max(exchange.seen - self._base, 0)
        here = max(offset - self._base, start)
        place = _member(self._window, _RESPONSE, start, here + _REACH)
        if (
            not self._ends
            and (place < 0 or place + _NEAR > len(self._window))
            and not self._sees(offset, _REACH)
        ):
            self._move_to(offset, _BEHIND)
            self._look_for_answer(exchange, offset)
            return
        exchange.seen = self._base + here
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
