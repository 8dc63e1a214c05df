"""JSON as it was written: order, duplicate names and the spelling of numbers are kept, and every fault has a place."""

from __future__ import annotations

import json
import re

from jotlens.tokens.json_careful import MOST_LEVELS, CarefulReader, JsonReading
from jotlens.tokens.json_values import Json, JsonObject, Number
from jotlens.tokens.model import Defect, Fault, Part

__all__ = ["Json", "JsonObject", "JsonReading", "Number", "decode_utf8", "read_json"]

_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89abAB]", re.ASCII)

_CONTAINERS = frozenset((list, JsonObject))


def decode_utf8(data: bytes, part: Part) -> tuple[str, tuple[Fault, ...]]:
    """Return the text of `data`; bytes that are not UTF-8 become visible escapes and a fault (RFC 8259 section 8.1)."""
    try:
        text, faults = data.decode(), ()
    except UnicodeDecodeError as error:
        return data.decode(errors="backslashreplace"), (Fault(Defect.JSON_UTF8, part, error.start),)
    if text.startswith("\ufeff"):
        return text[1:], (Fault(Defect.JSON_UTF8, part, 0, "byte order mark"),)
    return text, faults


def read_json(text: str, part: Part) -> JsonReading:
    """Read one JSON text; never raises, and never loses what stands before a fault.

    A valid text without duplicates, odd numbers or deep nesting takes the interpreter's own fast scanner. Anything
    else is read once more, member by member, to say where it departs from RFC 8259.
    """
    hooks = _Hooks()
    try:
        value = hooks.value(hooks.decoder.decode(text))
    except (ValueError, RecursionError):
        return CarefulReader(text, part).read()
    if hooks.suspicious or _SURROGATE_ESCAPE.search(text):
        return CarefulReader(text, part).read()
    return JsonReading(value, found=True, complete=True)


class _Hooks:
    """The fast scanner's callbacks: they keep the order and the spelling, and notice what needs a careful reading."""

    def __init__(self) -> None:
        self.suspicious = False
        self.decoder = json.JSONDecoder(
            object_pairs_hook=self._object,
            parse_int=self._integer,
            parse_float=self._fraction,
            parse_constant=self._constant,
        )
        self._levels: dict[int, int] = {}

    def value(self, scanned: object) -> Json:
        """Return a value of the scanner with its lists as tuples."""
        return self._taken(scanned)[0]

    def _taken(self, scanned: object, outside: int = 0) -> tuple[Json, int]:
        """Return a value and how many levels it has; a scanner may go deeper than anything that comes after it."""
        if isinstance(scanned, list):
            if outside >= MOST_LEVELS:
                self.suspicious = True
                return (), 0
            if _CONTAINERS.isdisjoint(map(type, scanned)):  # a long plain list costs nothing more
                return tuple(scanned), 1
            taken = [self._taken(item, outside + 1) for item in scanned]
            return tuple(item for item, _ in taken), 1 + max((level for _, level in taken), default=0)
        levels = self._levels.get(id(scanned), 1) if isinstance(scanned, JsonObject) else 0
        return scanned, levels  # type: ignore[return-value]  # the scanner makes nothing else

    def _object(self, pairs: list[tuple[str, object]]) -> JsonObject:
        taken = [(name, *self._taken(value)) for name, value in pairs]
        made = JsonObject(tuple((name, value) for name, value, _ in taken))
        levels = 1 + max((level for _, _, level in taken), default=0)
        if levels > 1:
            self._levels[id(made)] = levels
        if levels > MOST_LEVELS or len({name for name, _ in pairs}) != len(pairs):
            self.suspicious = True
        return made

    def _integer(self, text: str) -> Number:
        if len(text) > 15:
            self.suspicious = True
        return Number(text)

    def _fraction(self, text: str) -> Number:
        if "e" in text or "E" in text:
            self.suspicious = True
        return Number(text)

    def _constant(self, text: str) -> Number:
        self.suspicious = True
        return Number(text)
