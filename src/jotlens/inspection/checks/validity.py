"""Checks on time (step 2 of every API: is it still valid?): end, start, age, and dates that are no dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.checks.case import (
    NOT_APPLICABLE,
    UNREADABLE,
    Outcome,
    failed,
    passed,
    unknown,
    warned,
)
from jotlens.inspection.claims import listed, sound_claims, spoken_type
from jotlens.inspection.lifetime import SECOND_US, date_claim, instant_of, microseconds_of
from jotlens.inspection.model import LifetimeState, Purpose
from jotlens.inspection.wording import ago, duration, instant, within
from jotlens.tokens.json_text import Json, Number
from jotlens.tokens.model import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from jotlens.inspection.checks.case import Case, Check
    from jotlens.tokens.json_text import JsonObject

_DATES = ("exp", "nbf", "iat", "auth_time")
_MILLISECONDS_FROM_US = 10**11 * SECOND_US
"""Seconds beyond this (the year 5138) are milliseconds, in all likelihood."""

_WITHOUT_DATES = {
    Purpose.DPOP_PROOF,
    Purpose.SECURITY_EVENT,
    Purpose.KEY_BINDING,
    Purpose.CREDENTIAL,
    Purpose.SESSION_COOKIE,
}
"""Made without an end, or judged by checks of their own."""

_MOST_SECONDS = 10**15
_SOON_S = 300
_SHORT_LIVED_S = 600
_FUTURE_WARNING_S = 300


def exp_present(case: Case) -> Outcome:
    """RFC 9068 section 2.2, OpenID Connect Core section 2: no end means valid for ever."""
    claims = sound_claims(case.token)
    if claims is None or ("exp" not in claims and case.purpose.purpose in _WITHOUT_DATES):
        return NOT_APPLICABLE
    if "exp" in claims:
        return passed() if date_claim(case.token, claims, "exp") is not None else NOT_APPLICABLE
    return failed() if case.requires("exp") else warned()


def exp_passed(case: Case) -> Outcome:
    """RFC 7519 section 4.1.4: on or after `exp` (and the leeway) it must not be accepted."""
    life = case.lifetime
    if case.token.kind in {Kind.MALFORMED, Kind.NONE}:
        return NOT_APPLICABLE
    if life.source is None:
        hidden = sound_claims(case.token) is None and case.token.kind in UNREADABLE
        return _unknown_end(case) if hidden else NOT_APPLICABLE
    origin = "answer" if life.source == "expires_in" else ""
    left = life.seconds_left
    end = _shown(life.expires_at)
    if life.state is LifetimeState.EXPIRED:
        return failed(origin, ago=ago(-left) if left is not None else "long ago", end=end)
    if left is None:
        return passed(origin, within="in the far future", end=end)
    if left < 0 or life.expires_at == case.at:
        return warned("leeway", ago=ago(-left), end=end, leeway=duration(case.policy.leeway_s))
    soon = left < _SOON_S and (life.lifetime_s is None or life.lifetime_s > _SHORT_LIVED_S)
    return (
        warned("soon", within=within(left), end=end) if soon else passed(origin, within=within(left), end=end)
    )


def nbf_reached(case: Case) -> Outcome:
    """RFC 7519 section 4.1.5: before `nbf` (less the leeway) it must not be accepted."""
    claims = sound_claims(case.token)
    start_us = date_claim(case.token, claims, "nbf") if claims is not None else None
    if start_us is None:
        return NOT_APPLICABLE
    ahead_us = start_us - microseconds_of(case.at)
    values = {"start": _shown(instant_of(start_us)), "within": within(_seconds(ahead_us))}
    return passed(**values) if ahead_us <= case.policy.leeway_s * SECOND_US else failed(**values)


def iat_present(case: Case) -> Outcome:
    """RFC 9068 section 2.2, OpenID Connect Core section 2."""
    claims = sound_claims(case.token)
    if claims is None or ("iat" not in claims and case.purpose.purpose in _WITHOUT_DATES):
        return NOT_APPLICABLE
    if "iat" in claims:
        issued_us = date_claim(case.token, claims, "iat")
        return NOT_APPLICABLE if issued_us is None else passed(issued=_shown(instant_of(issued_us)))
    return failed() if case.requires("iat") else warned()


def iat_future(case: Case) -> Outcome:
    """RFC 7519 section 4.1.6 demands nothing, but some libraries refuse a token from the future."""
    claims = sound_claims(case.token)
    issued_us = date_claim(case.token, claims, "iat") if claims is not None else None
    if issued_us is None or case.purpose.purpose is Purpose.DPOP_PROOF:
        return NOT_APPLICABLE
    ahead_us = issued_us - microseconds_of(case.at)
    beyond_us = ahead_us - case.policy.leeway_s * SECOND_US
    if beyond_us <= 0:
        return passed()
    values = {"issued": _shown(instant_of(issued_us)), "ahead": duration(_seconds(ahead_us))}
    return warned(**values) if beyond_us <= _FUTURE_WARNING_S * SECOND_US else failed(**values)


def exp_after_iat(case: Case) -> Outcome:
    """A token that ends before it begins was never valid."""
    claims = sound_claims(case.token)
    if claims is None:
        return NOT_APPLICABLE
    end, issued, start = (date_claim(case.token, claims, name) for name in ("exp", "iat", "nbf"))
    if end is None or (issued is None and start is None):
        return NOT_APPLICABLE
    if issued is not None and end <= issued:
        return failed(end=_shown(instant_of(end)), issued=_shown(instant_of(issued)))
    if start is not None and start > end:
        return failed("start", end=_shown(instant_of(end)), start=_shown(instant_of(start)))
    return passed()


def time_units(case: Case) -> Outcome:
    """RFC 7519 section 2: seconds. JavaScript counts milliseconds, and then a token lives for 50,000 years."""
    claims = sound_claims(case.token)
    if claims is None:
        return NOT_APPLICABLE
    dates = {name: date_claim(case.token, claims, name) for name in _DATES}
    absurd = {name: date for name, date in dates.items() if date is not None and date > _MILLISECONDS_FROM_US}
    if not absurd:
        return NOT_APPLICABLE if all(date is None for date in dates.values()) else passed()
    name, date_us = next(iter(absurd.items()))
    meant = instant_of(date_us // 1_000)
    values = {"names": listed(tuple(absurd)), "value": _written(claims, name)}
    return failed(**values, meant=instant(meant)) if meant is not None else failed("huge", **values)


def time_type(case: Case) -> Outcome:
    """RFC 7519 section 2: a NumericDate is a JSON number. A fraction is legal, and refused by some."""
    claims = sound_claims(case.token)
    names = [name for name in _DATES if claims is not None and name in claims]
    if claims is None or not names:
        return NOT_APPLICABLE
    for name in names:
        value = claims.get(name)
        if date_claim(case.token, claims, name) is None:
            variant = "number" if isinstance(value, Number) else ""
            return failed(variant, name=name, value=_written(claims, name), type=spoken_type(value))
    for name in names:
        date_us = date_claim(case.token, claims, name) or 0
        if case.token.kind is not Kind.PASETO and date_us % SECOND_US:
            return warned(name=name, value=_written(claims, name))
    return passed()


def clock_local(case: Case) -> Outcome:
    """How far the computer's clock is from the issuer's, where that was measured."""
    skew = case.policy.clock_skew_s
    if skew is None:
        return NOT_APPLICABLE
    values = {"skew": duration(skew), "side": "ahead of" if skew > 0 else "behind"}
    if abs(skew) > 300:
        return failed(**values)
    return warned(**values) if abs(skew) > 30 else passed()


def auth_time_max_age(case: Case) -> Outcome:
    """OpenID Connect Core section 3.1.3.7 step 13: the login may be no older than was asked for."""
    claims, most_s = sound_claims(case.token), case.policy.max_age_s
    if most_s is None:
        return NOT_APPLICABLE
    if claims is None:
        return unknown() if case.token.kind in UNREADABLE else NOT_APPLICABLE
    if "auth_time" not in claims:
        return failed("missing", most=duration(most_s))
    login_us = date_claim(case.token, claims, "auth_time")
    if login_us is None:
        return failed("type", type=spoken_type(claims.get("auth_time")))
    age_us = microseconds_of(case.at) - login_us
    values = {"age": ago(_seconds(age_us)), "most": duration(most_s)}
    return passed(**values) if age_us <= (most_s + case.policy.leeway_s) * SECOND_US else failed(**values)


def _unknown_end(case: Case) -> Outcome:
    if case.lifetime.lifetime_s is not None:  # its answer says how long it lives, and nobody says since when
        return unknown("answer", life=duration(case.lifetime.lifetime_s))
    return unknown("" if case.token.kind is Kind.OPAQUE else "encrypted")


def _seconds(span_us: int) -> int:
    """Return whole seconds for words, which end at a million years."""
    return max(-_MOST_SECONDS, min(_MOST_SECONDS, span_us // SECOND_US))


def _shown(at: datetime | None) -> str:
    return instant(at) if at is not None else "a date beyond the calendar"


def _written(claims: JsonObject, name: str) -> str:
    """Return a date as it stands in the token."""
    value: Json = claims.get(name)
    return (
        value.text if isinstance(value, Number) else value if isinstance(value, str) else spoken_type(value)
    )


CHECKS: tuple[Check, ...] = (
    exp_present,
    exp_passed,
    nbf_reached,
    iat_present,
    iat_future,
    exp_after_iat,
    time_units,
    time_type,
    clock_local,
    auth_time_max_age,
)
