"""Times in words: durations, “in 2 h 13 min” and “3 min 10 s ago”, and instants; no clock and no locale."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_MINUTE_S = 60
_HOUR_S = 60 * _MINUTE_S
_DAY_S = 24 * _HOUR_S
_YEAR_S = 31_556_952
_MONTH_S = _YEAR_S // 12
"""The mean Gregorian year of 365.2425 days, and its twelfth: nobody counts leap days in a token's age."""

_UNITS = (
    (_YEAR_S, "year", "years"),
    (_MONTH_S, "month", "months"),
    (_DAY_S, "day", "days"),
    (_HOUR_S, "h", "h"),
    (_MINUTE_S, "min", "min"),
    (1, "s", "s"),
)
_MANY_YEARS = 1_000_000


def duration(seconds: float) -> str:
    """Return a length of time in its two largest units: `42 s`, `3 min 10 s`, `1 day 4 h`, `10 years 8 months`.

    The sign is ignored, and fractions of a second are dropped.
    """
    rest = math.floor(abs(seconds))
    if rest >= _MANY_YEARS * _YEAR_S:
        return "over a million years"
    for index, (size, one, many) in enumerate(_UNITS):
        if rest >= size or size == 1:
            count, rest = divmod(rest, size)
            said = f"{count:,} {one if count == 1 else many}"
            below = _UNITS[index + 1] if index + 1 < len(_UNITS) else None
            return said if below is None else _with_rest(said, rest // below[0], below)
    raise AssertionError(seconds)


def ago(seconds: float) -> str:
    """Return how long ago something was: `3 min 10 s ago`, `just now`."""
    return f"{duration(seconds)} ago" if seconds >= 1 else "just now"


def within(seconds: float) -> str:
    """Return how far ahead something is: `in 2 h 13 min`, `now`."""
    return f"in {duration(seconds)}" if seconds >= 1 else "now"


def relative(seconds: float) -> str:
    """Return when something is, `seconds` from now: `in 2 h 13 min` or `3 min 10 s ago`."""
    return ago(-seconds) if seconds < 0 else within(seconds)


def instant(at: datetime) -> str:
    """Return an aware UTC datetime as `21 Jul 2011, 20:59:30 UTC`."""
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}, {at.hour:02}:{at.minute:02}:{at.second:02} UTC"


def seconds_in_words(seconds: int) -> str:
    """Return a lifetime as both people and settings pages write it: `86,400 s (1 day)`."""
    return f"{seconds:,} s ({duration(seconds)})" if abs(seconds) >= _MINUTE_S else f"{seconds} s"


def _with_rest(said: str, count: int, unit: tuple[int, str, str]) -> str:
    return f"{said} {count} {unit[1] if count == 1 else unit[2]}" if count else said
