"""When a token lives: its dates as seconds and instants, and its state at one moment."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from jotlens.inspection.claims import readable_claims
from jotlens.inspection.model import Lifetime, LifetimeState, Purpose
from jotlens.inspection.purpose import guess_purpose
from jotlens.tokens.json_text import Json, Number
from jotlens.tokens.model import Defect, Kind

if TYPE_CHECKING:
    from jotlens.inspection.model import Policy
    from jotlens.tokens.json_text import JsonObject
    from jotlens.tokens.model import Token

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_SECONDS = 2**62
_ANSWERED = {Kind.OPAQUE, Kind.JWE, Kind.JWE_JSON, Kind.PASETO, Kind.JWS}
"""Kinds whose life may only be known from the answer that brought them."""


SECOND_US = 1_000_000
"""Dates are counted in whole microseconds since 1970: exact, however long the number, and cheap to compare."""


def numeric_date(value: Json) -> int | None:
    """Return a NumericDate in microseconds since 1970 (RFC 7519 section 2); fractions of a second are allowed.

    None for anything but a finite JSON number: a text of digits is no date, and neither is NaN or 1e400.
    """
    number = value.value if isinstance(value, Number) else None
    if number is None or (isinstance(number, float) and not math.isfinite(number)):
        return None
    whole = math.floor(number)
    return whole * SECOND_US + int((number - whole) * SECOND_US)


def date_claim(token: Token, claims: JsonObject, name: str) -> int | None:
    """Return a date among the claims in microseconds since 1970, or None when it is missing or unreadable.

    PASETO writes its dates as ISO 8601 texts with an offset instead (PASETO registered claims).
    """
    value = claims.get(name)
    if token.kind is Kind.PASETO and isinstance(value, str):
        return _iso_date(value)
    return numeric_date(value)


def instant_of(date_us: int) -> datetime | None:
    """Return the instant in UTC, or None before the year 1 and beyond the year 9999."""
    try:
        return _EPOCH + timedelta(microseconds=date_us)
    except OverflowError:
        return None


def microseconds_of(at: datetime) -> int:
    """Return an aware datetime in microseconds since 1970."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def lifetime(token: Token, policy: Policy, at: datetime) -> Lifetime:
    """Return when the token lives, seen from the aware instant `at`.

    On or after `exp` plus the leeway it is expired (RFC 7519 section 4.1.4), before `nbf` minus the leeway it is not
    yet valid (section 4.1.5); dates are taken as they are written, even absurd ones. What cannot be read may repeat
    its dates in its header (section 5.3: claimed, as nothing protects the meaning), or is counted from the
    `expires_in` of its answer (RFC 6749 section 5.1) and the moment that answer came. Otherwise the state is UNKNOWN.
    """
    now_us, leeway_us = microseconds_of(at), policy.leeway_s * SECOND_US
    claims = readable_claims(token) or _dated_header(token)
    if claims is not None:
        return _from_dates(_Dates.read(token, claims), now_us, leeway_us)
    if policy.expires_in_s is not None and _is_answered(token):
        return _from_answer(policy.expires_in_s, policy.received_at, now_us, leeway_us)
    return Lifetime(LifetimeState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class _Dates:
    """The dates of a token in microseconds.

    `readable` is False when `exp` or `nbf` is there and is no date, or when the claims are damaged and `exp` may
    have stood in what is lost.
    """

    issued_us: int | None
    start_us: int | None
    end_us: int | None
    readable: bool

    @staticmethod
    def read(token: Token, claims: JsonObject) -> _Dates:
        issued, start, end = (date_claim(token, claims, name) for name in ("iat", "nbf", "exp"))
        damaged = any(fault.defect is Defect.PAYLOAD_JSON for fault in token.faults)
        readable = end is not None or ("exp" not in claims and not damaged)
        readable = readable and ("nbf" not in claims or start is not None)
        return _Dates(issued, start, end, readable)


def _from_dates(dates: _Dates, now_us: int, leeway_us: int) -> Lifetime:
    begin_us = dates.start_us if dates.issued_us is None else dates.issued_us
    whole_us = None if dates.end_us is None or begin_us is None else dates.end_us - begin_us
    return Lifetime(
        state=_state(dates, now_us, leeway_us),
        issued_at=None if dates.issued_us is None else instant_of(dates.issued_us),
        not_before=None if dates.start_us is None else instant_of(dates.start_us),
        expires_at=None if dates.end_us is None else instant_of(dates.end_us),
        seconds_left=None if dates.end_us is None else _seconds(dates.end_us - now_us),
        lifetime_s=None if whole_us is None or whole_us < 0 else _seconds(whole_us),
        source=None if dates.end_us is None else "claims",
    )


def _seconds(span_us: int) -> int | None:
    """Return whole seconds, rounded down; None for what no clock will ever count."""
    seconds = span_us // SECOND_US
    return seconds if abs(seconds) < _MOST_SECONDS else None


def _state(dates: _Dates, now_us: int, leeway_us: int) -> LifetimeState:
    if dates.end_us is not None and now_us >= dates.end_us + leeway_us:
        return LifetimeState.EXPIRED
    if dates.start_us is not None and now_us < dates.start_us - leeway_us:
        return LifetimeState.NOT_YET_VALID
    if not dates.readable:
        return LifetimeState.UNKNOWN
    return LifetimeState.NO_EXPIRY if dates.end_us is None else LifetimeState.ACTIVE


def _from_answer(expires_in_s: int, received_at: datetime | None, now_us: int, leeway_us: int) -> Lifetime:
    if received_at is None:
        return Lifetime(LifetimeState.UNKNOWN, lifetime_s=max(0, expires_in_s))
    end_us = microseconds_of(received_at) + expires_in_s * SECOND_US
    return Lifetime(
        state=LifetimeState.EXPIRED if now_us >= end_us + leeway_us else LifetimeState.ACTIVE,
        expires_at=instant_of(end_us),
        seconds_left=(end_us - now_us) // SECOND_US,
        lifetime_s=max(0, expires_in_s),
        source="expires_in",
    )


def _dated_header(token: Token) -> JsonObject | None:
    """Return the header of an encrypted token that repeats `exp` there, as session cookies of server SDKs do."""
    header = token.header if token.kind in {Kind.JWE, Kind.JWE_JSON} else None
    return header if header is not None and "exp" in header else None


def _is_answered(token: Token) -> bool:
    """Whether `expires_in` speaks of this token: it tells the life of the access token and of no other."""
    return token.kind in _ANSWERED and guess_purpose(token).purpose in {Purpose.ACCESS_TOKEN, Purpose.UNKNOWN}


def _iso_date(text: str) -> int | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if at.tzinfo is None else microseconds_of(at)
