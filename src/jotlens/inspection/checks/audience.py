"""Checks on the audience: for whom the token is (step 1 of every API: is it for me?)."""

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
from jotlens.inspection.checks.presented import used_as_access_token
from jotlens.inspection.claims import (
    Texts,
    audiences,
    claim_text,
    for_management,
    has_scope_claim,
    listed,
    sound_claims,
    spoken_type,
    texts,
)
from jotlens.inspection.model import Purpose, Status
from jotlens.inspection.near_miss import near_miss

if TYPE_CHECKING:
    from jotlens.inspection.checks.case import Case, Check
    from jotlens.inspection.model import Difference

_WITHOUT_AUDIENCE = {Purpose.DPOP_PROOF, Purpose.CREDENTIAL, Purpose.SECURITY_EVENT, Purpose.SESSION_COOKIE}
_FOR_APPLICATIONS = {Purpose.ID_TOKEN, Purpose.LOGOUT_TOKEN}
_USERINFO = "/userinfo"


def expected_audience(case: Case) -> str | None:
    """Return whom the token should be for: the audience typed, or the application for tokens made for applications."""
    if case.policy.audience is None and case.purpose.purpose in _FOR_APPLICATIONS:
        return case.policy.client_id
    return case.policy.audience


def aud_present(case: Case) -> Outcome:
    """RFC 7519 section 4.1.3: a text, or a list of texts. RFC 9068 section 2.2 and OpenID Connect ask for it."""
    claims = sound_claims(case.token)
    if claims is None:
        return NOT_APPLICABLE
    value, places = claims.get("aud"), audiences(claims)
    if places:
        return passed(said=listed(places))
    if "aud" in claims:
        empty = value is None or texts(value) is not None
        return failed("empty") if empty else failed("type", type=spoken_type(value))
    if case.purpose.purpose in _WITHOUT_AUDIENCE and case.policy.audience is None:
        return NOT_APPLICABLE
    if expected := expected_audience(case):
        return failed("expected", expected=expected)
    if case.seen.profile.client_is_audience:
        return NOT_APPLICABLE
    return failed() if case.requires("aud") else warned()


def aud_match(case: Case) -> Outcome:
    """RFC 7519 section 4.1.3, seed 003 step 1: the text, or one of the list. `aud-near-miss` takes what is close."""
    claims, expected = sound_claims(case.token), expected_audience(case)
    if claims is None:
        hidden = expected is not None and case.token.kind in UNREADABLE
        return unknown("unreadable", expected=expected or "") if hidden else NOT_APPLICABLE
    places = audiences(claims)
    if not places:
        return NOT_APPLICABLE
    if expected is None:
        return (
            NOT_APPLICABLE if for_management(places) else unknown(_unknown_variant(case), said=listed(places))
        )
    if expected in places:
        return passed("several" if len(places) > 1 else "", said=expected, count=str(len(places)))
    if _closest(places, expected):
        return NOT_APPLICABLE
    if case.policy.audience is None and case.purpose.purpose is Purpose.ID_TOKEN:
        return NOT_APPLICABLE  # id-aud-client says it
    values = {"said": listed(places), "expected": expected}
    if case.seen.looks.purpose is Purpose.ID_TOKEN:
        return failed("id-token", **values)
    if _all_userinfo(places):
        return failed("userinfo", **values)
    return failed("management" if for_management(places) else "", **values)


def aud_near_miss(case: Case) -> Outcome:
    """Almost the expected audience: a slash, a letter, http for https. It speaks in place of `aud-match`."""
    places, expected = audiences(sound_claims(case.token)), expected_audience(case)
    if expected is None or expected in places:
        return NOT_APPLICABLE
    found = _closest(places, expected)
    if found is None:
        return NOT_APPLICABLE
    phrase, difference = found
    values = {"said": difference.said, "expected": expected, "phrase": phrase}
    return Outcome(Status.FAIL, "", values, difference)


def aud_userinfo_only(case: Case) -> Outcome:
    """Seeds 000 to 002: only /userinfo takes it, and its lifetime cannot be changed."""
    if case.token.format is not None and case.token.format.id == "auth0-encrypted":
        return passed("opaque")
    places = audiences(sound_claims(case.token))
    if not places or not _all_userinfo(places) or expected_audience(case) is not None:
        return NOT_APPLICABLE
    return warned(said=listed(places))


def aud_multiple(case: Case) -> Outcome:
    """RFC 9068 section 3: each receiver could use the token at the others. An API with /userinfo is as it should be."""
    places = audiences(sound_claims(case.token))
    if len(places) < 2 or for_management(places):
        return NOT_APPLICABLE
    if len(places) == 2 and len([place for place in places if place.endswith(_USERINFO)]) == 1:
        return passed(said=listed(places))
    return warned(count=str(len(places)), said=listed(places))


def aud_client_id(case: Case) -> Outcome:
    """OpenID Connect Core section 2: an ID token is for the application, and no API may take it."""
    claims, policy = sound_claims(case.token), case.policy
    places = audiences(claims)
    if claims is None or not places or not _for_application(case, places):
        return NOT_APPLICABLE
    if policy.audience is not None and policy.audience not in places:
        return NOT_APPLICABLE
    told_elsewhere = case.seen.looks.purpose is Purpose.ID_TOKEN  # by id-token-as-access
    used = used_as_access_token(case) in {"chosen", "rights"} and not told_elsewhere
    return failed(said=listed(places)) if used else passed(said=listed(places))


def aud_management(case: Case) -> Outcome:
    """Seed 001: a token for the Management API is a JWT in form, and to be treated as opaque all the same."""
    places = audiences(sound_claims(case.token))
    if not for_management(places):
        return NOT_APPLICABLE
    return passed(said=listed(places))


def _unknown_variant(case: Case) -> str:
    return "application" if case.purpose.purpose in _FOR_APPLICATIONS else ""


def _closest(places: Texts, expected: str) -> tuple[str, Difference] | None:
    return next(filter(None, (near_miss(place, expected) for place in places[:20])), None)


def _all_userinfo(places: Texts) -> bool:
    return all(place.endswith(_USERINFO) for place in places)


def _for_application(case: Case, places: Texts) -> bool:
    """Whether the audience is an application: an ID token, or one whose only audience is the application itself."""
    claims = sound_claims(case.token)
    if case.seen.looks.purpose is Purpose.ID_TOKEN:
        return True
    if claims is None or has_scope_claim(claims) or len(places) != 1:
        return False
    return places[0] in {case.policy.client_id, claim_text(claims, "azp")}


CHECKS: tuple[Check, ...] = (
    aud_present,
    aud_match,
    aud_near_miss,
    aud_userinfo_only,
    aud_multiple,
    aud_client_id,
    aud_management,
)
