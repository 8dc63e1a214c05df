"""JSON as it was written: order, duplicate names and the spelling of numbers are kept, and every fault has a place."""

from __future__ import annotations

import json
import re

from jotlens.tokens.json_careful import CarefulReader
from jotlens.tokens.json_values import Json, JsonObject, JsonReading, Number
from jotlens.tokens.model import Defect, Fault, Part

__all__ = ["Json", "JsonObject", "JsonReading", "Number", "decode_utf8", "read_json"]

_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89abAB]", re.ASCII)


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
        value = hooks.decoder.decode(text)
    except (ValueError, RecursionError):
        return CarefulReader(text, part).read()
    if hooks.suspicious or _SURROGATE_ESCAPE.search(text):
        return CarefulReader(text, part).read()
    return JsonReading(_frozen(value), found=True, complete=True)


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

    def _object(self, pairs: list[tuple[str, Json]]) -> JsonObject:
        if len({name for name, _ in pairs}) != len(pairs):
            self.suspicious = True
        return JsonObject(tuple((name, _frozen(value)) for name, value in pairs))

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


def _frozen(value: object) -> Json:
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    return value  # type: ignore[return-value]  # the scanner makes nothing else
