"""JSON read member by member, without recursion: slower, but every fault is found and nothing before it is lost."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from jotlens.tokens.json_values import INTEGER, NUMBER, Json, JsonObject, Number
from jotlens.tokens.model import Defect, Fault, Part

MOST_LEVELS = 64
"""Objects and lists nested deeper than this are kept as text (the check json-depth speaks of 32)."""

MOST_FAULTS = 64
"""More than these tell a reader nothing; the first ones do."""

_LOOSE_NUMBER = re.compile(r"[-+]?(?:NaN|Infinity|[\d.][\w.+-]*)", re.ASCII)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x1f]")
_SPACE = re.compile(r"[ \t\r\n]*")
_NAMED = {"true": True, "false": False, "null": None}
_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{}]', re.DOTALL)
_NAMED_WORD = re.compile(r"true|false|null")
_PORTABLE = 2**53
_LENIENT = json.JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True)
class JsonReading:
    """What could be read: `value` is meaningful only when `found`; `complete` says that the text is valid JSON."""

    value: Json
    found: bool
    complete: bool
    faults: tuple[Fault, ...] = ()


def _is_portable(number: str) -> bool:
    """Whether every reader gets the same value: no integer beyond 2^53, nothing that overflows a double."""
    if INTEGER.fullmatch(number):
        return len(number) <= 17 and abs(int(number)) <= _PORTABLE
    return abs(float(number)) != float("inf")


@dataclass(slots=True)
class _Open:
    """An object or list that is being read; `name` is the member whose value comes next."""

    start: int
    members: list[tuple[str, Json]] | None
    items: list[Json]
    path: tuple[str, ...]
    names: set[str] = field(default_factory=set)
    name: str = ""


class _StopError(Exception):
    """The text cannot be read beyond this place."""

    def __init__(self, position: int, detail: str) -> None:
        super().__init__(detail)
        self.position = position
        self.detail = detail


class CarefulReader:
    """A reader without recursion that records every fault, and closes what is open where it has to stop."""

    def __init__(self, text: str, part: Part) -> None:
        self._text = text
        self._part = part
        self._at = 0
        self._faults: list[Fault] = []
        self._stack: list[_Open] = []
        self._syntax = Defect.HEADER_JSON if part is Part.HEADER else Defect.PAYLOAD_JSON

    def read(self) -> JsonReading:
        """Read the whole text; what is open where it cannot go on is closed there."""
        value: Json = None
        found, complete = False, True
        try:
            value = self._document()
            found = True
            self._skip_space()
            if self._at < len(self._text):
                complete = False
                self._fault(Defect.JSON_TRAILING, self._at, self._text[self._at : self._at + 1])
        except _StopError as stop:
            complete = False
            self._fault(self._syntax, stop.position, stop.detail)
            if self._stack:
                value, found = self._close_all(), True
        complete = complete and not any(fault.defect is self._syntax for fault in self._faults)
        return JsonReading(value, found, complete, tuple(self._faults))

    def _fault(self, defect: Defect, position: int, detail: str) -> None:
        if len(self._faults) >= MOST_FAULTS:
            return
        path = self._stack[-1].path if self._stack else ()
        self._faults.append(Fault(defect, self._part, position, detail, path))

    def _skip_space(self) -> None:
        match = _SPACE.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _peek(self) -> str:
        self._skip_space()
        if self._at >= len(self._text):
            raise _StopError(self._at, "the end")
        return self._text[self._at]

    def _document(self) -> Json:
        while True:
            opened, value = self._value_or_open()
            if opened:
                continue
            while self._stack:
                top = self._stack[-1]
                self._take(top, value)
                if self._more(top):
                    break
                value = self._close()
            else:
                return value

    def _value_or_open(self) -> tuple[bool, Json]:
        """Read a scalar, or open a container; an empty container is a value at once."""
        mark = self._peek()
        if mark not in "{[":
            return False, self._scalar(mark)
        if len(self._stack) >= MOST_LEVELS:
            return False, self._too_deep()
        self._open(mark)
        top = self._stack[-1]
        if self._peek() == ("}" if mark == "{" else "]"):
            self._at += 1
            return False, self._close()
        if top.members is not None:
            self._name(top)
        return True, None

    def _open(self, mark: str) -> None:
        above = self._stack[-1] if self._stack else None
        path = (*above.path, above.name or str(len(above.items))) if above else ()
        self._stack.append(_Open(self._at, [] if mark == "{" else None, [], path))
        self._at += 1

    def _take(self, top: _Open, value: Json) -> None:
        if top.members is None:
            top.items.append(value)
        else:
            top.members.append((top.name, value))

    def _more(self, top: _Open) -> bool:
        """After a value: step over the comma, or over the closing bracket (False)."""
        mark = self._peek()
        closing = "]" if top.members is None else "}"
        if mark == closing:
            self._at += 1
            return False
        if mark != ",":
            raise _StopError(self._at, mark)
        comma = self._at
        self._at += 1
        if self._peek() == closing:
            self._fault(self._syntax, comma, ",")
            self._at += 1
            return False
        if top.members is not None:
            self._name(top)
        return True

    def _name(self, top: _Open) -> None:
        mark, start = self._peek(), self._at
        if mark != '"':
            raise _StopError(start, mark)
        name = self._string()
        if name in top.names:
            self._fault(Defect.JSON_DUPLICATE_NAMES, start, name)
        top.names.add(name)
        if self._peek() != ":":
            raise _StopError(self._at, self._peek())
        self._at += 1
        top.name = name

    def _string(self) -> str:
        start = self._at
        try:
            value, self._at = _LENIENT.raw_decode(self._text, start)
        except json.JSONDecodeError as error:
            raise _StopError(error.pos, '"') from None
        if _CONTROL.search(self._text, start, self._at):
            self._fault(self._syntax, start, "control character")
        string = str(value)
        if _SURROGATE.search(string):
            self._fault(Defect.JSON_SURROGATE, start, "")
        return string

    def _scalar(self, mark: str) -> Json:
        if mark == '"':
            return self._string()
        if word := _NAMED_WORD.match(self._text, self._at):
            self._at = word.end()
            return _NAMED[word.group()]
        match = _LOOSE_NUMBER.match(self._text, self._at)
        if match is None:
            raise _StopError(self._at, mark)
        start, text = self._at, match.group()
        self._at = match.end()
        if self._stack and self._at == len(self._text):  # cut off: nobody knows which digits are missing
            raise _StopError(self._at, "the end")
        if not NUMBER.fullmatch(text):
            named = text.lstrip("+-") in {"NaN", "Infinity"}
            self._fault(Defect.JSON_NUMBERS if named else self._syntax, start, text)
        elif not _is_portable(text):
            self._fault(Defect.JSON_NUMBERS, start, text)
        return Number(text)

    def _too_deep(self) -> Json:
        """Keep the rest of a monstrously nested text as text: no reader of tokens goes there."""
        if not any(fault.defect is Defect.JSON_DEPTH for fault in self._faults):
            self._fault(Defect.JSON_DEPTH, self._at, str(MOST_LEVELS))
        start, depth = self._at, 0
        for match in _STRING_OR_BRACKET.finditer(self._text, start):
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match.group(), 0)
            if depth == 0:
                self._at = match.end()
                return self._text[start : self._at]
        raise _StopError(len(self._text), "the end")

    def _close(self) -> Json:
        top = self._stack.pop()
        return tuple(top.items) if top.members is None else JsonObject(tuple(top.members))

    def _close_all(self) -> Json:
        value = self._close()
        while self._stack:
            self._take(self._stack[-1], value)
            value = self._close()
        return value
