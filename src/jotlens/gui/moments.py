"""Instants as a person writes and reads them: “as of” texts in, local or UTC times and countdown digits out."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DIGITS = re.compile(r"\d{9,16}(?:\.\d+)?", re.ASCII)
_ISO_LIKE = re.compile(r"\d{4}-?\d{2}", re.ASCII)
_MILLISECONDS_FROM = 100_000_000_000
"""From here on a number is taken for milliseconds: as seconds it would be the year 5138. Short numbers are no moment."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY_S = 86_400


class MomentTextError(Exception):
    """The text is no moment; the window says what would be."""


def read_moment(text: str, zone: tzinfo | None) -> datetime | None:
    """Return the instant (aware, UTC) that a text names, or None for “now” and for an empty text.

    Understood are ISO 8601, seconds or milliseconds since 1970, and the date of an HTTP header or of a mail. A time
    without a zone is meant in `zone` (None: this computer's). Raises MomentTextError for anything else.
    """
    text = text.strip()
    if text.lower() in {"", "now"}:
        return None
    if _DIGITS.fullmatch(text):
        return _from_number(float(text))
    return _from_words(text, zone)


def moment_words(at: datetime, zone: tzinfo | None) -> str:
    """Return `19 Nov 2026, 18:19:02` in a zone (None: this computer's)."""
    here = in_zone(at, zone)
    return f"{here.day} {_MONTHS[here.month - 1]} {here.year}, {here:%H:%M:%S}"


def zone_words(at: datetime, zone: tzinfo | None) -> str:
    """Return the zone at that instant as its distance from UTC: `UTC`, `UTC+1`, `UTC-3:30`."""
    offset = in_zone(at, zone).utcoffset() or timedelta()
    minutes = round(offset.total_seconds() / 60)
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


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


def _from_number(number: float) -> datetime:
    seconds = number / 1000 if abs(number) >= _MILLISECONDS_FROM else number
    try:
        return _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        raise MomentTextError from None


def _from_words(text: str, zone: tzinfo | None) -> datetime:
    plain = re.sub(r"\s*(?:UTC|GMT|Z)$", "+00:00", text, flags=re.IGNORECASE)
    plain = re.sub(r"(?<=\d)\s+(?=[+-]\d\d:?\d\d$)", "", plain)
    read = _from_iso(plain) or _from_mail_date(text)
    if read is None:
        raise MomentTextError
    if read.tzinfo is None:
        read = read.replace(tzinfo=zone) if zone is not None else read.astimezone()
    try:
        return read.astimezone(UTC)
    except OverflowError:
        raise MomentTextError from None


def _from_iso(text: str) -> datetime | None:
    if not _ISO_LIKE.match(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _from_mail_date(text: str) -> datetime | None:
    from email.utils import parsedate_to_datetime  # only for such texts: it takes 20 ms to import

    try:
        return parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
