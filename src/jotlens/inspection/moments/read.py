"""The one reader of moments: whatever a ticket, a header or a line of a log calls the time, as one instant."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo

from jotlens.inspection.moments.calendar import on_calendar
from jotlens.inspection.moments.model import Moment, MomentTextError
from jotlens.inspection.moments.vocabulary import said, units
from jotlens.inspection.moments.written import Written, beside, clock_alone, named_value, written_times

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBER = re.compile(r"\d+(?:\.\d{1,9})?", re.ASCII)
_MOST_DIGITS = 30
_NUMBER_IN_TEXT = re.compile(r"(?<![\w.-])\d{10}(?:\d{3}){0,3}(?:\.\d{1,9})?(?![\w.-])", re.ASCII)
_DIGITS_OF_A_DATE = re.compile(
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)?",
    re.ASCII,
)
_RARE_ISO = re.compile(r"\d{4}-?W\d\d|\d{8}T\d{4}|\d{4}-\d\d-\d\dT\d\d(?![\d.,:])", re.ASCII)
_LONGEST_TEXT = 10_000
_LONGEST_DATE = 80
_NEAR = 12
"""So far behind the name of a field its time may begin: a weekday may stand before it."""


def read_moment(text: str, zone: tzinfo | None, now: datetime) -> Moment | None:
    """Return the moment that a text names, or None for “now” and for an empty text.

    Understood are ISO 8601, RFC 2822, the dates of HTTP, counts since 1970 (seconds to nanoseconds), dates as people
    write them, syslog, Apache and nginx, and any line that holds one of these. A time without a zone is meant in
    `zone` (None: this computer's); `now` (aware) tells the year where none is written. Raises MomentTextError.
    """
    text = text.strip()[:_LONGEST_TEXT]
    if text.lower() in {"", "now"}:
        return None
    if _NUMBER.fullmatch(text) and not _DIGITS_OF_A_DATE.fullmatch(text):
        return _from_number(text)
    times = written_times(text)
    named = named_value(text)
    if named is not None:
        number = _NUMBER.match(text, named)
        behind = [time for time in times if named <= time.start <= named + _NEAR and time.hour is not None]
        if behind:
            return _from_times(
                text, (behind[0], *(time for time in times if time is not behind[0])), zone, now
            )
        if number is not None and len(number[0].partition(".")[0]) >= 10:
            return _with_remark(_from_number(number[0]), said("remarks", "in-text", written=number[0]))
    return _unnamed(text, times, zone, now)


def _unnamed(text: str, times: tuple[Written, ...], zone: tzinfo | None, now: datetime) -> Moment:
    short = len(text) <= _LONGEST_DATE  # a date without a time of day counts when nothing else is written
    usable = tuple(time for time in times if time.hour is not None or (short and not beside(text, time)))
    if usable:
        return _from_times(text, usable, zone, now)
    number = _NUMBER_IN_TEXT.search(text)
    if number is not None:
        return _with_remark(_from_number(number[0]), said("remarks", "in-text", written=number[0]))
    iso = _from_iso(text)
    if iso is not None:
        return on_calendar(iso, "", zone, now, alone=True)
    clock = clock_alone(text)
    raise MomentTextError(said("errors", "no-time" if clock is None else "no-date"))


def _from_times(text: str, times: tuple[Written, ...], zone: tzinfo | None, now: datetime) -> Moment:
    """Read the first time that the calendar has; what is wrong with the first is told when none is right."""
    refused: MomentTextError | None = None
    for time in times:
        around = beside(text, time)
        try:
            read = on_calendar(time, text[time.start : time.end], zone, now, alone=not around)
        except MomentTextError as error:
            refused = refused or error
            continue
        if not around:
            return read
        read = _with_remark(read, said("remarks", "in-text", written=text[time.start : time.end].strip()))
        more = any(other is not time and other.hour is not None for other in times)
        return _with_remark(read, said("remarks", "others")) if more else read
    raise refused or MomentTextError(said("errors", "no-time"))


def _from_number(text: str) -> Moment:
    """Read a count since 1970 by its size: each unit reaches from 1973 to the year 5138."""
    whole, _, fraction = text.partition(".")
    if len(whole) > _MOST_DIGITS:
        raise MomentTextError(said("errors", "beyond"))
    number = int(whole)
    for name, least, per_second in reversed(units()):
        if number >= least:
            micro = (number * 1_000_000 + int(f"{fraction}000000"[:6])) // per_second
            try:
                at = _EPOCH + timedelta(microseconds=micro)
            except OverflowError:
                break
            return Moment(at, () if per_second == 1 else (said("remarks", "number", unit=name),))
    else:
        raise MomentTextError(said("errors", "short-number"))
    raise MomentTextError(said("errors", "beyond"))


def _from_iso(text: str) -> Written | None:
    """Read the rarer forms of ISO 8601, such as weeks (2026-W10-3T14:05)."""
    if not _RARE_ISO.match(text):
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    offset = at.utcoffset()
    minutes = round(offset.total_seconds() / 60) if offset is not None else 0
    distance = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    return Written(
        start=0,
        end=len(text),
        year=at.year,
        month=at.month,
        day=at.day,
        hour=at.hour,
        minute=at.minute,
        second=at.second,
        microsecond=at.microsecond,
        zone=distance if offset is not None else "",
    )


def _with_remark(moment: Moment, remark: str) -> Moment:
    return Moment(moment.at, (*moment.remarks, remark), moment.doubts)
