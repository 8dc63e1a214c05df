"""A written time held against the calendar: its year, the order of day and month, its zone, and what cannot be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from jotlens.inspection.moments.model import Moment, MomentTextError
from jotlens.inspection.moments.vocabulary import month_name, offset_text, offset_words, said
from jotlens.inspection.moments.zones import ZoneReading, read_zone

if TYPE_CHECKING:
    from jotlens.inspection.moments.written import Written

_A_DAY = timedelta(days=1)
_YEARS_BACK = 9
"""So many years back there has been a 29 February."""


def on_calendar(written: Written, text: str, zone: tzinfo | None, now: datetime, *, alone: bool) -> Moment:
    """Return the moment of a written time; `text` is how it stands there, `alone` that nothing stands beside it.

    Raises MomentTextError with a sentence for a day, a time of day or a zone that does not exist.
    """
    if written.year is None:
        return _without_year(written, zone, now, alone=alone)
    if not written.either_way:
        return _on_day(written, zone, alone=alone)
    # A ticket tells of the past, and who writes am and pm writes the month first, as a rule.
    swapped = replace(written, month=written.day, day=written.month)
    first, second = (swapped, written) if written.half else (written, swapped)
    readings = [(_on_day(each, zone, alone=alone), each) for each in (first, second)]
    readings.sort(key=lambda reading: reading[0].at > now + _A_DAY)
    (taken, as_taken), (_, as_other) = readings
    day_first = as_taken.day == written.day
    doubt = said(
        "doubts",
        "order",
        written=text.strip(),
        first="day" if day_first else "month",
        second="month" if day_first else "day",
        date=_date(as_taken),
        other=_date(as_other),
    )
    return Moment(taken.at, taken.remarks, (doubt, *taken.doubts))


def _date(written: Written) -> str:
    return f"{written.day} {month_name(written.month)} {written.year}"


def _without_year(written: Written, zone: tzinfo | None, now: datetime, *, alone: bool) -> Moment:
    for year in range(now.year + 1, now.year - _YEARS_BACK, -1):
        try:
            read = _on_day(replace(written, year=year), zone, alone=alone)
        except MomentTextError:
            continue
        if read.at <= now + _A_DAY:
            return Moment(read.at, (*read.remarks, said("remarks", "no-year", year=str(year))), read.doubts)
    return _on_day(replace(written, year=now.year), zone, alone=alone)  # and tell what is wrong with it


def _on_day(written: Written, zone: tzinfo | None, *, alone: bool) -> Moment:
    clock = _clock(written)
    remarks = [] if written.hour is not None else [said("remarks", "no-clock")]
    found = read_zone(written.zone, clock, alone=alone, here=zone) if written.zone else None
    reading = found or ZoneReading(zone)
    at, doubts = _instant(clock, reading.zone)
    if found is None:
        offset = at - clock.replace(tzinfo=UTC)
        remarks.append(said("remarks", "no-zone", offset=offset_words(-offset)))
    return Moment(at, (*reading.remarks, *remarks), (*reading.doubts, *doubts))


def _clock(written: Written) -> datetime:
    """Return the time that the clock showed, without a zone. A leap second is the first of the next minute."""
    year, month, hour, leap = written.year or 1, written.month, written.hour or 0, written.second == 60
    if not 1 <= month <= 12:
        raise MomentTextError(said("errors", "month", number=str(month)))
    shown = f"{hour}:{written.minute:02}" + (f":{written.second:02}" if written.second else "")
    if written.half:
        if not 1 <= hour <= 12:
            raise MomentTextError(said("errors", "clock", clock=f"{shown} {written.half}m"))
        hour = hour % 12 + (12 if written.half == "p" else 0)
    next_day = hour == 24 and not written.minute and not written.second
    try:
        day = datetime(year, month, written.day)  # noqa: DTZ001 - the zone comes later
    except ValueError:
        name = f"{month_name(month)} {year}"
        raise MomentTextError(said("errors", "day", number=str(written.day), month=name)) from None
    if not next_day and (hour > 23 or written.minute > 59 or written.second > 60):
        raise MomentTextError(said("errors", "clock", clock=shown))
    try:
        return day + timedelta(
            hours=hour,
            minutes=written.minute,
            seconds=written.second,
            microseconds=0 if leap else written.microsecond,
        )
    except OverflowError:
        raise MomentTextError(said("errors", "beyond")) from None


def _instant(clock: datetime, zone: tzinfo | None) -> tuple[datetime, tuple[str, ...]]:
    """Return the instant in UTC, and what is doubtful about an hour that came twice or never."""
    try:
        first, second = (
            (naive.replace(tzinfo=zone) if zone is not None else naive.astimezone()).astimezone(UTC)
            for naive in (clock, clock.replace(fold=1))
        )
    except (OverflowError, ValueError, OSError):
        raise MomentTextError(said("errors", "beyond")) from None
    if first == second:
        return first, ()
    if first < second:
        example = offset_text(clock.replace(tzinfo=UTC) - first)
        return first, (said("doubts", "twice", example=example),)
    shown = f"{first:%H:%M:%S} UTC"
    return first, (said("doubts", "skipped", shown=shown),)
