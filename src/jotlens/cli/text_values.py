"""Claims and headers as lines for people: what each name means, the value as it was written, and times in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from jotlens.inspection.lifetime import instant_of, numeric_date
from jotlens.inspection.wording import instant, relative
from jotlens.tokens.dictionary import meaning
from jotlens.tokens.json_values import Json, JsonObject, Number
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from typing import Literal

    from jotlens.cli.page import Look

_LONGEST_VALUE = 400
_WIDEST_LABEL = 30
_MOST_LINES = 200
_DEEPEST = 6
_DATE = "NumericDate"
_AMBIGUOUS = {"", "true", "false", "null"}


def member_lines(
    members: JsonObject, where: Literal["header", "claims"], at: datetime, look: Look
) -> list[str]:
    """Return a line or more for each member, in the order written and duplicates included; times as seen from `at`."""
    rows = [(_label(name, where), _value_lines(name, value, where, at)) for name, value in members.members]
    column = min(_WIDEST_LABEL, max((len(label) for label, _ in rows), default=0)) + 4
    lines: list[str] = []
    for label, values in rows:
        lines += _row(label, values, column, look)
        if len(lines) > _MOST_LINES:
            left = len(rows) - rows.index((label, values)) - 1
            return [*lines[:_MOST_LINES], f"  … and more ({left:,} names); --json shows all of it."]
    return lines


def value_text(value: Json) -> str:
    """Return a single value on one line, cut when it is very long; a text that could be mistaken is quoted."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Number():
            return visible(value.text, _LONGEST_VALUE)
        case str():
            return _text(value)
        case JsonObject():
            return "{}" if not value.members else "{…}"
        case tuple():
            return "[]" if not value else "[…]"


def _label(name: str, where: Literal["header", "claims"]) -> str:
    known = meaning(name, where)
    shown = visible(name, 60) or '""'
    return f"{known.title} ({shown})" if known is not None else shown


def _value_lines(name: str, value: Json, where: Literal["header", "claims"], at: datetime) -> list[str]:
    known = meaning(name, where)
    if known is not None and known.type == _DATE and (said := _time_in_words(value, at)):
        return [f"{value_text(value)}: {said}"]
    return list(_nested(value, 0))


def _time_in_words(value: Json, at: datetime) -> str | None:
    date = numeric_date(value)
    moment = instant_of(date) if date is not None else None
    if moment is None:
        return None
    return f"{instant(moment)} ({relative((moment - at).total_seconds())})"


def _nested(value: Json, depth: int) -> Iterator[str]:
    indent = "  " * depth
    match value:
        case JsonObject() if value.members and depth < _DEEPEST:
            for name, item in value.members:
                yield from _member(visible(name, 60), item, depth, indent)
        case tuple() if value and depth < _DEEPEST:
            for item in value:
                if _is_nest(item):
                    yield f"{indent}-"
                    yield from _nested(item, depth + 1)
                else:
                    yield indent + value_text(item)
        case _:
            yield indent + value_text(value)


def _member(name: str, item: Json, depth: int, indent: str) -> Iterator[str]:
    if _is_nest(item):
        yield f"{indent}{name}:"
        yield from _nested(item, depth + 1)
    else:
        yield f"{indent}{name}: {value_text(item)}"


def _is_nest(value: Json) -> bool:
    return isinstance(value, JsonObject | tuple) and bool(
        value.members if isinstance(value, JsonObject) else value
    )


def _row(label: str, values: list[str], column: int, look: Look) -> list[str]:
    lines: list[str] = []
    for value in values:
        blanks = column + len(value) - len(value.lstrip(" "))
        lines += look.wrapped(value.lstrip(" "), blanks)
    head = f"  {label}"
    if len(head) > column - 2:
        return [head, *lines]
    return [head.ljust(column) + lines[0][column:], *lines[1:]]


def _text(value: str) -> str:
    shown = visible(value, _LONGEST_VALUE)
    if len(value) > _LONGEST_VALUE:
        shown += f" ({len(value):,} characters)"
    looks_otherwise = value.strip() in _AMBIGUOUS or value != value.strip() or _is_number(value)
    return f'"{shown}"' if looks_otherwise else shown


def _is_number(value: str) -> bool:
    return Number(value).value is not None if len(value) < 40 else False
