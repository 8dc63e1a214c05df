"""Moments of a token's own life that are worth a look: when it was issued, and either side of its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jotlens.inspection.model import Lifetime


class Edge(StrEnum):
    """Which moment of the life it is."""

    ISSUED = "issued"
    BEFORE_END = "before-end"
    AFTER_END = "after-end"


@dataclass(frozen=True, slots=True)
class MomentOffer:
    """A moment to look at the token for (aware, UTC)."""

    edge: Edge
    at: datetime


def moment_offers(life: Lifetime, leeway_s: int) -> tuple[MomentOffer, ...]:
    """Return the moments that a lifetime has.

    Before the end is its last second; after the end is the first instant at which it is refused, the leeway over.
    """
    wanted = (
        (Edge.ISSUED, life.issued_at, 0),
        (Edge.BEFORE_END, life.expires_at, -1),
        (Edge.AFTER_END, life.expires_at, leeway_s),
    )
    offers = []
    for edge, at, by_s in wanted:
        try:
            if at is not None:
                offers.append(MomentOffer(edge, at + timedelta(seconds=by_s)))
        except OverflowError:
            continue
    return tuple(offers)
