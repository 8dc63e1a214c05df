"""Checks on the length of a token's life: how long, why that long, and whether it can end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.addresses import address
from jotlens.inspection.checks.case import NOT_APPLICABLE, Outcome, failed, passed, warned
from jotlens.inspection.claims import audiences, claim_text, sound_claims
from jotlens.inspection.model import LifetimeState, Purpose
from jotlens.inspection.wording import duration, instant, seconds_in_words
from jotlens.tokens.model import Kind

if TYPE_CHECKING:
    from jotlens.inspection.checks.case import Case, Check

ACCESS_TOKEN_S = 86_400
"""The usual life of an access token (24 h): the default of a custom API at Auth0."""

ID_TOKEN_S = 36_000
"""The default life of an ID token at Auth0 (10 h)."""

LONGEST_S = 2_592_000
"""No API of an Auth0 tenant can issue tokens that live longer (30 days)."""

_JUDGED = {Purpose.ACCESS_TOKEN, Purpose.ID_TOKEN, Purpose.UNKNOWN}
_AT_LEAST_LEFT_S = 3_600
_ROUNDING_S = 5


def lifetime_policy(case: Case) -> Outcome:
    """Whether the life is longer than usual: seeds 000 to 003 say to choose it by what the API protects."""
    life_s = case.lifetime.lifetime_s
    if life_s is None or sound_claims(case.token) is None or case.purpose.purpose not in _JUDGED:
        return NOT_APPLICABLE
    usual_s = ID_TOKEN_S if case.purpose.purpose is Purpose.ID_TOKEN else ACCESS_TOKEN_S
    values = {"life": duration(life_s), "usual": duration(usual_s)}
    if life_s > LONGEST_S and _from_auth0(case):
        return failed(**values)
    return warned(**values) if life_s > usual_s else passed(**values)


def lifetime_known(case: Case) -> Outcome:
    """The lifetimes that seeds 000 to 003 and today's settings pages name, with what they tell of the token's origin."""
    life_s = case.lifetime.lifetime_s
    if life_s is None or case.token.kind in {Kind.MALFORMED, Kind.NONE}:
        return NOT_APPLICABLE
    variant = _origin(case, life_s)
    return passed(variant, life=seconds_in_words(life_s)) if variant else NOT_APPLICABLE


def lifetime_no_revocation(case: Case) -> Outcome:
    """Seeds 003 and 004: an access token cannot be taken back; only its end ends it."""
    life = case.lifetime
    readable = sound_claims(case.token) is not None or _is_auth0_opaque(case)
    if case.purpose.purpose is not Purpose.ACCESS_TOKEN or not readable:
        return NOT_APPLICABLE
    if life.state is LifetimeState.NO_EXPIRY:
        return passed("endless")
    if life.state is not LifetimeState.ACTIVE or (life.seconds_left or 0) <= _AT_LEAST_LEFT_S:
        return NOT_APPLICABLE
    end = instant(life.expires_at) if life.expires_at is not None else "a date beyond the calendar"
    return passed(end=end)


def expires_in_match(case: Case) -> Outcome:
    """RFC 6749 section 5.1: the answer's `expires_in` speaks of the access token that came with it."""
    told_s, life_s = case.policy.expires_in_s, case.lifetime.lifetime_s
    of_another = case.purpose.purpose not in {Purpose.ACCESS_TOKEN, Purpose.UNKNOWN}
    if told_s is None or life_s is None or of_another or sound_claims(case.token) is None:
        return NOT_APPLICABLE
    if abs(told_s - life_s) <= max(case.policy.leeway_s, _ROUNDING_S):
        return passed(told=seconds_in_words(told_s))
    return warned(told=seconds_in_words(told_s), life=seconds_in_words(life_s))


def _origin(case: Case, life_s: int) -> str:
    """Return the words that fit a well-known lifetime, or nothing."""
    if case.purpose.purpose is Purpose.ID_TOKEN:
        return "id-token" if life_s == ID_TOKEN_S else ""
    if case.purpose.purpose not in {Purpose.ACCESS_TOKEN, Purpose.UNKNOWN}:
        return ""
    places = audiences(sound_claims(case.token))
    profile_only = _is_auth0_opaque(case) or (bool(places) and all(p.endswith("/userinfo") for p in places))
    if life_s in {7_200, ACCESS_TOKEN_S}:
        return f"{life_s}-userinfo" if profile_only else str(life_s)
    if life_s == 600:
        return "mfa" if any(place.rstrip("/").endswith("/mfa") for place in places) else ""
    client = claim_text(sound_claims(case.token), "azp") or claim_text(sound_claims(case.token), "client_id")
    return "third-party" if life_s == 3_600 and (client or "").startswith("tpc_") else ""


def _is_auth0_opaque(case: Case) -> bool:
    return case.token.format is not None and case.token.format.id in {
        "auth0-encrypted",
        "auth0-reference",
    }


def _from_auth0(case: Case) -> bool:
    place = address(claim_text(sound_claims(case.token), "iss") or "")
    return place is not None and place.host.endswith(".auth0.com")


CHECKS: tuple[Check, ...] = (
    lifetime_policy,
    lifetime_known,
    lifetime_no_revocation,
    expires_in_match,
)
