"""What the clocks of the hosts showed: by the Date headers of their answers, against the clock of the recording."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from statistics import median

from jotlens.cases.exchange import Exchange

OFF_S = 30
"""Clocks that differ by less are taken to agree: requests take time, and dates have no fractions of a second."""


def skews(exchanges: Iterable[Exchange]) -> dict[str, float]:
    """Return by host how many seconds the recording's clock is ahead of the host's (RFC 9110 section 6.6.1)."""
    from email.utils import parsedate_to_datetime

    seen: dict[str, list[float]] = defaultdict(list)
    for exchange in exchanges:
        date, at = exchange.response.header("date"), exchange.answered_at
        if date is None or at is None:
            continue
        try:
            shown: datetime = parsedate_to_datetime(date)
        except ValueError:
            continue
        if shown.tzinfo is None:
            shown = shown.replace(tzinfo=UTC)
        seen[exchange.host].append((at - shown).total_seconds())
    return {host: median(values) for host, values in seen.items()}
