"""Time zones as they are written behind a time: a distance, an abbreviation with one meaning or several, a place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from jotlens.inspection.moments.model import MomentTextError
from jotlens.inspection.moments.vocabulary import (
    NamedOffset,
    levels,
    month_name,
    offset_text,
    offset_words,
    said,
    summer_name,
    zone_meanings,
)

_DISTANCE = re.compile(r"(?:UTC|GMT)?\s?(?P<sign>[+\-\u2212])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?")
_FARTHEST_H = 14
_SUMMER_MONTHS = range(4, 10)
"""April to September: all of them lie in the summer time of Europe and of North America."""


@dataclass(frozen=True, slots=True)
class ZoneReading:
    """A zone, with what is to be said of how it was read."""

    zone: tzinfo | None
    remarks: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def read_zone(written: str, at: datetime, *, alone: bool, here: tzinfo | None) -> ZoneReading | None:
    """Return the zone of a time on the clock (`at`, naive); None when the text is no zone and may be any word.

    `alone` says that nothing but the time stands in the text, so that a word behind it must be its zone. Of several
    meanings the one that agrees with the reader's own zone is taken, else the likeliest, and that is said. Raises
    MomentTextError for a zone that is not known.
    """
    distance = _DISTANCE.fullmatch(written)
    if distance is not None:
        return ZoneReading(_distance(distance, written))
    if "/" in written:
        return _place(written, alone=alone)
    meanings = zone_meanings(written.upper())
    if not meanings or (not alone and written != written.upper()):
        if alone and written.upper() not in levels():
            raise MomentTextError(said("errors", "zone", zone=f"“{written}”"))
        return None
    return _abbreviation(written.upper(), meanings, at, here)


def _distance(match: re.Match[str], written: str) -> tzinfo:
    distance = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    if distance > timedelta(hours=_FARTHEST_H):
        raise MomentTextError(said("errors", "zone", zone=f"“{written}”"))
    return timezone(distance if match["sign"] == "+" else -distance)


def _place(name: str, *, alone: bool) -> ZoneReading | None:
    """Return the zone of a place (Europe/Berlin), as far as this computer has the table of them."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # only for such texts: it takes 10 ms to import

    try:
        return ZoneReading(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        if alone:
            raise MomentTextError(said("errors", "zone", zone=f"“{name}”")) from None
        return None


def _abbreviation(
    name: str, meanings: tuple[NamedOffset, ...], at: datetime, here: tzinfo | None
) -> ZoneReading:
    own = at.replace(tzinfo=here).utcoffset() if here is not None else at.astimezone().utcoffset()
    taken = next((meaning for meaning in meanings if meaning.offset == own), meanings[0])
    zone = timezone(taken.offset)
    if len(meanings) > 1:
        others = " and ".join(f"{m.name}, {offset_words(m.offset)}" for m in meanings if m is not taken)
        doubt = said(
            "doubts",
            "zone",
            zone=name,
            name=taken.name,
            offset=offset_words(taken.offset),
            others=others,
            example=offset_text(taken.offset),
        )
        return ZoneReading(zone, doubts=(doubt,))
    if not taken.offset and name in {"UTC", "GMT", "Z", "UT"}:
        return ZoneReading(UTC)
    remarks = [said("remarks", "zone", zone=name, offset=offset_words(taken.offset), name=taken.name)]
    summer = summer_name(name)
    if summer is not None and at.month in _SUMMER_MONTHS:
        remarks.append(said("remarks", "winter", month=month_name(at.month), summer=summer))
    return ZoneReading(zone, tuple(remarks))
