"""Two clocks: what a token is by the issuer's clock, beside what it is by this computer's."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from jotlens.inspection.checks.catalogue import run_checks
from jotlens.inspection.lifetime import lifetime
from jotlens.inspection.model import ClockAnswer, Finding, LifetimeState, Status
from jotlens.inspection.sentences import clock_words
from jotlens.inspection.verdict import verdict
from jotlens.inspection.wording import duration
from jotlens.tokens.model import Kind

if TYPE_CHECKING:
    from jotlens.inspection.checks.case import Case

_SPOKEN = ("iat-future", "dpop-iat", "auth-time-max-age")
"""Checks on time that can fail while the lifetime itself is in order."""

_WORTH_SAYING_S = 5
"""Clocks that differ by no more agree, for people (rule book, clock-local)."""


def skew_s(here_at: datetime, issuer_at: datetime) -> int:
    """Return how far this computer's clock is ahead of the issuer's in seconds; negative when it is behind.

    Both are what the clocks showed at one moment: when the issuer's answer with that `Date` came. A `Date` has no
    fractions of a second (RFC 9110 section 5.6.7), so they are dropped here too.
    """
    return int(here_at.timestamp() // 1) - int(issuer_at.timestamp() // 1)


def issuer_clock(case: Case, findings: tuple[Finding, ...]) -> ClockAnswer | None:
    """Return what the case is by the issuer's clock; None when that clock is not known, or beyond the calendar."""
    skew = case.policy.clock_skew_s
    if skew is None or case.token.kind is Kind.NONE:
        return None
    try:
        at = case.at - timedelta(seconds=skew)
        received_at = case.policy.received_at
        shifted = received_at - timedelta(seconds=skew) if received_at is not None else None
    except OverflowError:
        return None
    policy = replace(case.policy, received_at=shifted)
    there = replace(case, at=at, policy=policy, lifetime=lifetime(case.token, policy, at))
    others = run_checks(there)
    by_here, by_there = _spoken(case.lifetime.state, findings), _spoken(there.lifetime.state, others)
    differs = by_here != by_there
    key = "differ" if differs else "agree" if skew else "same"
    side = "ahead" if skew > 0 else "behind"
    return ClockAnswer(
        skew_s=skew,
        at=at,
        lifetime=there.lifetime,
        verdict=verdict(there, others),
        differs=differs,
        worth_saying=differs or abs(skew) > _WORTH_SAYING_S,
        sentence=clock_words(key, here=by_here, there=by_there, skew=duration(skew), side=side),
    )


def _spoken(state: LifetimeState, findings: tuple[Finding, ...]) -> str:
    """Return the key of what is said of a token by one clock: the state, or the check on time that speaks up."""
    if state in {LifetimeState.ACTIVE, LifetimeState.NO_EXPIRY, LifetimeState.UNKNOWN}:
        loud = {finding.id for finding in findings if finding.status in {Status.FAIL, Status.WARN}}
        return next((check_id for check_id in _SPOKEN if check_id in loud), str(state))
    return str(state)
