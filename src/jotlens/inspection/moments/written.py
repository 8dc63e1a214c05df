"""Times as they stand in a text: found by their look, taken apart into numbers, not yet held against the calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from jotlens.inspection.moments.vocabulary import fields, months, weekdays, zone_meanings

_EDGE = r"(?<![\w.+/-])"
_CLOCK = (
    r"(?P<hour>\d{1,2})(?:(?:[:h]|\.(?=\d\d(?:\s?Uhr|\s*$)))(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,:](?P<fraction>\d{1,9}))?)?)?"
    r"(?:\s?(?P<half>[AaPp])\.?[Mm]\b\.?|\s?Uhr\b)?(?![\d:])"
)
_ZONE = (
    r"\s?\(?(?P<zone>[Zz](?!\w)|(?:UTC|GMT)\s?[+\-\u2212]\d{1,2}(?::?\d{2})?(?!\d)|[+\-\u2212]\d{2}:?\d{2}(?!\d)"
    r"|(?<=\d)[+\-\u2212]\d{2}(?![\d:.])|[+\-\u2212]\d{1,2}(?=\s*$|\[)|[A-Z][A-Za-z_]+(?:/[A-Za-z_]+(?:[+-]\d{1,2})?){1,2}|(?!(?:on|am|at|um)\b)[A-Za-z]{1,5}(?![\w/]))\)?"
)
_DATES = (
    # 2026-03-04, 2026/03/04
    _EDGE + r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)",
    # 20260304, alone or with 140533 behind it
    _EDGE + r"(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])"
    r"(?=[Tt ]?[0-2]\d[0-5]\d(?:[0-5]\d)?(?!\d)|(?!\d))",
    # 04.03.2026
    _EDGE + r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4}|\d{2})(?!\.?\d)",
    # 04/03/2026 and 03/04/2026 look the same
    _EDGE + r"(?P<one>\d{1,2})(?P<mark>[/-])(?P<other>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})(?!\d)",
    # 4 Mar 2026, 04/Mar/2026, 4. März 2026
    _EDGE + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\.?\s?|[/-])(?:(?:of|de)\s)?(?P<name>[^\W\d_]{3,10})"
    r"(?:(?:\.?,?\s(?:de\s)?|[/-])(?P<year>\d{4}|\d{2}(?![\d:])))?(?!\d)",
    # Mar  4 and Mar 4, 2026
    _EDGE
    + r"(?P<name>[^\W\d_]{3,10})\.?\s{1,2}(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\d:])(?:,?\s(?P<year>\d{4})(?![\d:]))?",
    # I0304 14:05:33.123456, as programs of Google write it
    r"(?<!\w)[IWEF](?P<month>\d{2})(?P<day>\d{2})(?=\s\d{2}:\d{2}:\d{2}\.)",
)
_OLD, _OLDEST_TOKEN = 2000, 2010
"""There were no such tokens before 2010: a short year of that time is a day, and the year stands first."""

_MOST_TIMES = 64
"""Nobody asks for a later one."""

_BETWEEN = r"(?:[Tt:_]|,?\s{0,3}(?:(?:at|um|à|@|-)\s)?)"


@dataclass(frozen=True, slots=True)
class Written:
    """A time as it is written: characters `start` to `end` of the text, and what stands in them.

    `year` is None when none is written, `hour` when no time of day is. `either_way` says that day and month could be
    the other way round; `half` is `a` or `p` with a twelve-hour clock; `zone` is empty when none is written.
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int
    either_way: bool = False
    hour: int | None = None
    minute: int = 0
    second: int = 0
    microsecond: int = 0
    half: str = ""
    zone: str = ""


def written_times(text: str) -> tuple[Written, ...]:
    """Return every time in a text, from left to right; dates without a time of day come last."""
    found = [written for pattern in _patterns() for written in _matches(pattern, text)]
    found.sort(key=lambda written: (written.hour is None, written.start, -written.end))
    kept: list[Written] = []
    for written in found[:_MOST_TIMES]:
        if all(written.end <= other.start or written.start >= other.end for other in kept):
            kept.append(written)
    return tuple(kept)


def named_value(text: str) -> int | None:
    """Return where the value of a log's time field begins (`"timestamp": …`, `Date: …`), None without such a field."""
    match = _field().search(text)
    return match.end() if match is not None else None


def clock_alone(text: str) -> str | None:
    """Return a time of day that stands in a text, for a text without a date."""
    match = re.search(r"(?<![\w.:])\d{1,2}:\d{2}(?::\d{2})?(?![\w:])", text)
    return match[0] if match is not None else None


def beside(text: str, written: Written) -> str:
    """Return what stands in the text beside a time and might mean something: no weekday, no marks, no “time=”."""
    rest = re.sub(r"\([^)]*\)|\[[A-Z][\w/+-]*\]", " ", f"{text[: written.start]} {text[written.end :]}")
    words = re.split(r"[\s\[\]()\"'.,;:]+", rest)
    silent = weekdays() | {name.lower() for name in fields()}
    return " ".join(word for word in words if word and word.lower() not in silent)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in _DATES)


@cache
def _rest() -> dict[str, re.Pattern[str]]:
    return {
        "clock": re.compile(_BETWEEN + _CLOCK),
        "digits": re.compile(
            r"[Tt ]?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?:[.,](?P<fraction>\d{1,9}))?(?!\d)"
        ),
        "before": re.compile(_CLOCK + r"(?:" + _ZONE + r")?,?\s(?:(?:on|am)\s)?(?:[^\W\d_]{2,10},?\s)?$"),
        "zone": re.compile(_ZONE),
        "late_year": re.compile(r"\s(?P<year>\d{4})(?!\d)"),
    }


@cache
def _field() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in fields())
    return re.compile(
        rf"(?<![\w@-])[\"']?(?:{names})[\"']?\s*[:=]\s*[\"'\[]?(?=[\w])(?!\d{{1,2}}:)", re.IGNORECASE
    )


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[Written]:
    for match in pattern.finditer(text):
        day = _day(match)
        if day is not None:
            yield _with_clock(text, match, day)


def _day(match: re.Match[str]) -> Written | None:
    """Return the date of a match; None for a word that is no month."""
    parts = match.groupdict()
    start, end, year = match.start(), match.end(), _full_year(parts.get("year"))
    if parts.get("one") is not None:
        one, other = int(parts["one"]), int(parts["other"])
        if len(parts["year"]) == 2 and year is not None and _OLD <= year < _OLDEST_TOKEN:
            return Written(start, end, 2000 + one, month=other, day=int(parts["year"]))  # 26/03/04
        if other > 12 >= one:
            return Written(start, end, year, month=one, day=other)
        return Written(start, end, year, month=other, day=one, either_way=one <= 12 and one != other)
    if parts.get("name") is None:
        return Written(start, end, year, month=int(parts["month"]), day=int(parts["day"]))
    month = months().get(parts["name"].lower())
    return None if month is None else Written(start, end, year, month=month, day=int(parts["day"]))


def _with_clock(text: str, match: re.Match[str], day: Written) -> Written:
    """Add the time of day, the zone and a year that stand behind a date, or the time of day before it."""
    known, end = _rest(), match.end()
    clock = known["clock"].match(text, end)
    if clock is None or (clock["minute"] is None and clock["half"] is None):
        clock = known["digits"].match(text, end) if match.re is _patterns()[1] else None
    if clock is None:
        before = known["before"].search(text, max(0, match.start() - 60), match.start())
        if before is None or (before["minute"] is None and before["half"] is None):
            return day
        return _made(day, before, before.start(), end, day.year, before["zone"] or "")
    zone, end = _zone(text, clock.end())
    year = day.year
    late = known["late_year"].match(text, end) or known["late_year"].match(text, clock.end())
    if year is None and late is not None:
        year, end = int(late["year"]), late.end()
        if not zone:  # Wed Mar  4 14:05:33 2026 +0100, as git writes it
            zone, end = _zone(text, end)
    return _made(day, clock, match.start(), end, year, zone)


def _zone(text: str, start: int) -> tuple[str, int]:
    """Return the zone that stands at a place of the text, empty when there is none, and where what was read ends."""
    zone = _rest()["zone"].match(text, start)
    return (zone["zone"], zone.end()) if zone is not None and _may_be_zone(text, zone) else ("", start)


def _may_be_zone(text: str, match: re.Match[str]) -> bool:
    """Whether a word behind a time is its zone: by its look, or because it is a known one, or the last word of all."""
    word = match["zone"]
    if not word.isalpha() or zone_meanings(word):
        return True
    return not text[match.end() :].strip()


def _made(day: Written, clock: re.Match[str], start: int, end: int, year: int | None, zone: str) -> Written:
    parts = clock.groupdict()
    return Written(
        start=start,
        end=end,
        year=year,
        month=day.month,
        day=day.day,
        either_way=day.either_way,
        hour=int(parts["hour"]),
        minute=int(parts["minute"] or 0),
        second=int(parts["second"] or 0),
        microsecond=int(f"{parts['fraction'] or ''}000000"[:6]),
        half=(parts.get("half") or "").lower(),
        zone=zone,
    )


def _full_year(written: str | None) -> int | None:
    """Return a year of four digits; one of two lies between 1970 and 2069."""
    if written is None or len(written) == 4:
        return None if written is None else int(written)
    short = int(written)
    return short + (1900 if short >= 70 else 2000)
