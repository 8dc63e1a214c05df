"""Says where in a log, a mail or any other text a byte stands: on which line, under which name, at what time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from urllib.parse import unquote

from jotlens.cases.model import Part, Place
from jotlens.cases.scan import Hit
from jotlens.cases.source import Source
from jotlens.tokens.surroundings import field_before

_STEP = 1 << 18
_LONGEST_LINE = 1 << 16
_CLOSE = 512
_MOST_LINES_BACK = 20
_TOKEN = re.compile(r"[A-Za-z0-9_.~+/=-]{60,}+")
_ADDRESS = re.compile(r"https?://[^\s\"'<>`\\]+")
_PARAMETER = re.compile(r"[?#&;]([A-Za-z_][\w.\[\]-]{0,60})=\Z")
_COOKIE = re.compile(r"(?i)\b((?:set-)?cookie)[\"'`]?\s{0,4}[:=,]")
_COOKIE_NAME = re.compile(r"[;:,\s\"'`]([^\s;=:\"',`]{1,120})=\Z")
_HEADERS = frozenset({"authorization", "proxy-authorization", "dpop", "x-auth-token", "x-access-token"})

ReadTime = Callable[[str], datetime | None]
"""Reads the time that a line names; None where it names none."""


class LogPlaces:
    """Looks up places, one after the other from front to end: lines are counted on from one to the next."""

    def __init__(self, source: Source, file: str, read_time: ReadTime) -> None:
        self._source = source
        self._file = file
        self._read_time = read_time
        self._counted = 0
        self._line = 1
        self._line_start = 0
        self._at: datetime | None = None
        self._timed = -1

    def place(self, hit: Hit) -> Place:
        """Return where a hit stands."""
        self._count_to(hit.start)
        start = max(self._line_start, hit.start - _LONGEST_LINE)
        close = self._source.read_at(start, hit.start - start)
        before = (close if hit.around is None else hit.around).decode("utf-8", "replace")
        header, name = _names(before[-_CLOSE:])
        return Place(
            self._file,
            hit.start,
            line=self._line,
            part=_part(header),
            header=header,
            name=name,
            url=_address(before),
            at=self._time(),
        )

    def _count_to(self, offset: int) -> None:
        while self._counted < offset:
            data = self._source.read_at(self._counted, min(offset - self._counted, _STEP))
            if not data:
                self._counted = offset
                return
            breaks = data.count(b"\n")
            if breaks:
                self._line += breaks
                self._line_start = self._counted + data.rfind(b"\n") + 1
            self._counted += len(data)

    def _time(self) -> datetime | None:
        """Return the time of the line, or of the nearest of the lines before that names one."""
        if self._timed != self._line_start:
            self._timed = self._line_start
            text = self._source.read_at(self._line_start, _LONGEST_LINE)
            self._at = self._read(text.partition(b"\n")[0]) or self._time_before()
        return self._at

    def _time_before(self) -> datetime | None:
        start = max(self._line_start - _LONGEST_LINE, 0)
        lines = self._source.read_at(start, self._line_start - start).split(b"\n")
        for line in reversed(lines[-_MOST_LINES_BACK - 1 :]):
            at = self._read(line) if line.strip() else None
            if at is not None:
                return at
        return None

    def _read(self, line: bytes) -> datetime | None:
        return self._read_time(_TOKEN.sub("…", line.decode("utf-8", "replace"))[:2000])


def _names(before: str) -> tuple[str | None, str | None]:
    """Return the header and the name under which something stands behind this text."""
    text = before.replace('\\"', '"')
    cookies = [match for match in _COOKIE.finditer(text) if "\n" not in text[match.start() :]]
    if cookies and (cookie := _COOKIE_NAME.search(text)):
        return cookies[-1][1].lower(), cookie[1]
    parameter = _PARAMETER.search(text) or (_PARAMETER.search(unquote(text)) if "%" in text else None)
    if parameter:
        return None, parameter[1]
    name = field_before(text, len(text))
    if name is not None and name.lower() in _HEADERS:
        return name.lower(), None
    return None, name


def _part(header: str | None) -> Part:
    match header:
        case "cookie":
            return Part.REQUEST_COOKIE
        case "set-cookie":
            return Part.RESPONSE_COOKIE
        case None:
            return Part.OTHER
        case _:
            return Part.REQUEST_HEADER


def _address(before: str) -> str:
    """Return the last address on the line before a place, without what is asked there."""
    found = _ADDRESS.findall(before)
    return re.split(r"[?#]", found[-1])[0] if found else ""
