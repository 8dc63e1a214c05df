"""When the words on show change by themselves: at the edges of a token's life, and from second to second."""

from __future__ import annotations

from datetime import datetime, timedelta

from jotlens.inspection.model import Inspection, Lifetime

_RESTS_AFTER_S = 86_400
"""So long after its end, the words for "expired" change no more from second to second."""


def edges(inspection: Inspection, leeway_s: int) -> list[datetime]:
    """Return the instants at which something else becomes true, by this computer's clock and by the issuer's."""
    life, other = inspection.lifetime, inspection.other_clock
    instants = [at for at in (life.issued_at, life.not_before, life.expires_at) if at is not None]
    skews = (0,) if other is None else (0, other.skew_s)
    return [_shifted(at, by + skew) for at in instants for by in (-leeway_s, 0, leeway_s) for skew in skews]


def counts(life: Lifetime, now: datetime) -> bool:
    """Whether the words for this life change from second to second."""
    if life.not_before is not None and life.not_before > now:
        return True
    return life.expires_at is not None and now < _shifted(life.expires_at, _RESTS_AFTER_S)


def _shifted(at: datetime, by_s: int) -> datetime:
    try:
        return at + timedelta(seconds=by_s)
    except OverflowError:
        return at
