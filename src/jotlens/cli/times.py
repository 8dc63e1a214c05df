"""Times on the command line and in batches: read by the one reader of moments, in UTC where no zone is written."""

from __future__ import annotations

from datetime import UTC, datetime

from jotlens.cli.failures import WrongUsageError
from jotlens.inspection.moments.model import Moment, MomentTextError
from jotlens.inspection.moments.read import read_moment

_MILLISECONDS = 10**11


def read_time(text: str, now: datetime) -> Moment | None:
    """Read whatever names a moment; None for `now`. A time without a zone is UTC. Raises WrongUsageError."""
    if not text.strip():
        raise WrongUsageError("The time is empty. Write it like 2016-03-24 12:00 UTC, or now.")
    try:
        return read_moment(text, UTC, now)
    except MomentTextError as error:
        raise WrongUsageError(error.sentence) from None


def read_sure_time(text: str, now: datetime) -> datetime | None:
    """Read a time for a machine, which cannot be told that a time has two meanings. Raises WrongUsageError."""
    moment = read_time(text, now)
    if moment is not None and moment.doubts:
        raise WrongUsageError(" ".join(moment.doubts))
    return moment.at if moment is not None else None


def instant_of_seconds(seconds: float) -> datetime:
    """Return seconds since 1970 as an instant in UTC. Raises WrongUsageError beyond the calendar."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        hint = " It looks like milliseconds: divide it by 1000." if abs(seconds) >= _MILLISECONDS else ""
        raise WrongUsageError(f"The time {seconds:.0f} lies beyond the year 9999.{hint}") from None


def iso(at: datetime) -> str:
    """Return an instant as machines read it: ISO 8601 in UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
