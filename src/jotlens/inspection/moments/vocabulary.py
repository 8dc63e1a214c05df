"""The words of time (resources/moments.json): months, zones, units, names of log fields, and what is said of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from jotlens.tokens.resources import resource


@dataclass(frozen=True, slots=True)
class NamedOffset:
    """One meaning of an abbreviation such as CET: the distance from UTC, and the name in full."""

    offset: timedelta
    name: str


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(resource("moments.json").read_bytes())
    return table


@cache
def months() -> dict[str, int]:
    """Return the month (1 to 12) of each name, in small letters."""
    return {name: int(number) for number, names in _table()["months"].items() for name in names}


def month_name(month: int) -> str:
    """Return the name of a month (1 to 12): the interpreter's own names change with the computer's language."""
    name: str = _table()["month_names"][month - 1]
    return name


@cache
def weekdays() -> frozenset[str]:
    """Return the names of weekdays, in small letters: they say nothing that the date does not say."""
    return frozenset(_table()["weekdays"])


@cache
def zone_meanings(abbreviation: str) -> tuple[NamedOffset, ...]:
    """Return what an abbreviation in capitals can mean, the likeliest first; empty when it is not known."""
    meanings = _table()["zones"].get(abbreviation, {})
    return tuple(NamedOffset(offset_of(text), name) for text, name in meanings.items())


def summer_name(abbreviation: str) -> str | None:
    """Return what clocks of a zone show in summer (CEST for CET), or None where that is not known."""
    name: str | None = _table()["summer"].get(abbreviation)
    return name


def units() -> tuple[tuple[str, int, int], ...]:
    """Return name, least number and count in a second of each unit that moments are counted in, the coarsest first."""
    return tuple((name, unit["from"], unit["per_second"]) for name, unit in _table()["units"].items())


def fields() -> tuple[str, ...]:
    """Return the names under which logs keep the time of a line."""
    return tuple(_table()["fields"])


def levels() -> frozenset[str]:
    """Return words that stand behind the time in a log and are no zone."""
    return frozenset(_table()["levels"])


def said(group: str, key: str, **values: str) -> str:
    """Return a sentence of `remarks`, `doubts` or `errors`. Raises KeyError for one that is not there."""
    sentence: str = _table()[group][key]
    return sentence.format_map(values)


def offset_of(text: str) -> timedelta:
    """Return `+05:30` as a distance from UTC."""
    hours, minutes = text[1:].split(":")
    distance = timedelta(hours=int(hours), minutes=int(minutes))
    return -distance if text[0] == "-" else distance


def offset_words(offset: timedelta) -> str:
    """Return a distance from UTC for people: `UTC`, `UTC+1`, `UTC-3:30`."""
    minutes = round(offset.total_seconds() / 60)
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def offset_text(offset: timedelta) -> str:
    """Return a distance from UTC as it is written behind a time: `+05:30`."""
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
