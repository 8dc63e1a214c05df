"""Writes JSON for machines: numbers keep the digits of the token, and every character is ASCII."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from json.encoder import encode_basestring_ascii
from typing import TypeAlias

from jotlens.tokens.json_values import Json, JsonObject, Number

Writable: TypeAlias = "str | bool | int | Number | JsonObject | dict[str, Writable] | list[Writable] | tuple[Writable | Json, ...] | None"
"""What can be written: JSON of a token as it was read, and plain values around it."""

_INDENT = "  "
_text: Callable[[str], str] = encode_basestring_ascii


def write_json(value: Writable, *, indented: bool = False) -> str:
    """Return `value` as JSON text (RFC 8259) in ASCII; lone surrogates are escaped as the token had them.

    Of members with the same name the last one is written, at the place of the first. A number that is none in JSON
    (NaN), or that is too long for Python's own reader, is written as text.
    """
    return _indented(value, "\n") if indented else _compact(value)


def _compact(value: Writable | Json) -> str:
    match value:
        case str():
            return _text(value)
        case dict():
            return "{" + ", ".join([f"{_text(name)}: {_compact(item)}" for name, item in value.items()]) + "}"
        case list() | tuple():
            return "[" + ", ".join([_compact(item) for item in value]) + "]"
        case JsonObject():
            return "{" + ", ".join([f"{_text(name)}: {_compact(item)}" for name, item in _last(value)]) + "}"
        case _:
            return _scalar(value)


def _indented(value: Writable | Json, line: str) -> str:
    match value:
        case dict() | JsonObject():
            members = value.items() if isinstance(value, dict) else _last(value)
            deeper = line + _INDENT
            return _between(
                "{}", line, (f"{_text(name)}: {_indented(item, deeper)}" for name, item in members)
            )
        case list() | tuple():
            deeper = line + _INDENT
            return _between("[]", line, (_indented(item, deeper) for item in value))
        case str():
            return _text(value)
        case _:
            return _scalar(value)


def _between(brackets: str, line: str, items: Iterable[str]) -> str:
    inside = f",{line}{_INDENT}".join(items)
    return f"{brackets[0]}{line}{_INDENT}{inside}{line}{brackets[1]}" if inside else brackets


def _scalar(value: int | Number | None) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Number():
            return value.text if value.value is not None else _text(value.text)


def _last(value: JsonObject) -> list[tuple[str, Json]]:
    return [(name, value.get(name)) for name in value]
