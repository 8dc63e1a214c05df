"""Instants as a person reads them: local or UTC times, the name of the zone, and countdown digits."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from jotlens.inspection.moments.vocabulary import offset_words

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY_S = 86_400


def moment_words(at: datetime, zone: tzinfo | None) -> str:
    """Return `19 Nov 2026, 18:19:02` in a zone (None: this computer's)."""
    here = in_zone(at, zone)
    return f"{here.day} {_MONTHS[here.month - 1]} {here.year}, {here:%H:%M:%S}"


def zone_words(at: datetime, zone: tzinfo | None) -> str:
    """Return the zone at that instant as its distance from UTC: `UTC`, `UTC+1`, `UTC-3:30`."""
    return offset_words(in_zone(at, zone).utcoffset() or timedelta())


def in_zone(at: datetime, zone: tzinfo | None) -> datetime:
    """Return the same instant in a zone; at the ends of the calendar, where zones fail, in UTC."""
    try:
        return at.astimezone(zone)
    except (OverflowError, ValueError, OSError):
        return at


def countdown_digits(seconds: int) -> str:
    """Return `02:13:44`, or with days `3 d 02:13:44`; fixed in width, so that nothing jumps while it runs."""
    days, rest = divmod(max(0, seconds), _DAY_S)
    digits = f"{rest // 3600:02}:{rest % 3600 // 60:02}:{rest % 60:02}"
    return f"{days:,} d {digits}" if days else digits
