"""Checks on rights (step 4 of every API: does it allow this?): scopes, permissions, organization, strength of login."""

from __future__ import annotations

import re
from collections import Counter
from itertools import filterfalse
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
from jotlens.inspection.claims import (
    SCOPE_NAMES,
    Texts,
    audiences,
    claim_text,
    for_management,
    has_scope_claim,
    listed,
    scopes,
    sound_claims,
    spoken_type,
    texts,
)
from jotlens.inspection.model import Purpose
from jotlens.tokens.json_text import JsonObject

if TYPE_CHECKING:
    from jotlens.inspection.checks.case import Case, Check

_BEARS_RIGHTS = {Purpose.ACCESS_TOKEN, Purpose.UNKNOWN}
_IDENTITY_SCOPES = {"openid", "profile", "email", "offline_access", "address", "phone"}
_SCOPE_CHARACTERS = re.compile(r"[\x21\x23-\x5b\x5d-\x7e ]*")

_METHODS = {
    "pwd": "password",
    "mfa": "several factors",
    "otp": "one-time code",
    "sms": "text message",
    "hwk": "hardware key",
    "swk": "software key",
    "fpt": "fingerprint",
    "face": "face",
    "pin": "PIN",
    "kba": "personal questions",
    "sc": "smart card",
    "tel": "phone call",
    "wia": "Windows sign-in",
    "rba": "risk assessment",
    "user": "presence test",
    "phr": "phishing-resistant method",
    "phrh": "phishing-resistant hardware",
    "pop": "proof of a key",
    "iris": "iris",
    "vbm": "voice",
    "mca": "several channels",
    "geo": "place",
    "fed": "another identity provider",
}
"""The methods of RFC 8176 section 2 and a few that providers add."""


def scope_format(case: Case) -> Outcome:
    """RFC 6749 section 3.3: names of visible characters with single spaces between them, in one text."""
    claims = sound_claims(case.token)
    if claims is None or not has_scope_claim(claims):
        return NOT_APPLICABLE
    for name in SCOPE_NAMES:
        value = claims.get(name)
        if name not in claims or (name == "scp" and texts(value) is not None and not isinstance(value, str)):
            continue
        if not isinstance(value, str):
            return warned("list" if texts(value) is not None else "type", name=name, type=spoken_type(value))
        if "," in value:
            return warned("comma", value=value)
        if not _SCOPE_CHARACTERS.fullmatch(value):
            return warned("character", value=value)
        if value != " ".join(value.split()):
            return warned("space", value=value)
    names = scopes(claims)
    if repeated := tuple(name for name, count in Counter(names).items() if count > 1):
        return warned("repeated", names=listed(repeated))
    return passed(names=listed(names)) if names else NOT_APPLICABLE


def scope_required(case: Case) -> Outcome:
    """RFC 9068 section 4, seed 003 step 4: every scope of the operation is in `scope` (or `scp`)."""
    claims, wanted = sound_claims(case.token), case.policy.scopes
    if claims is None:
        hidden = bool(wanted) and case.token.kind in UNREADABLE
        return unknown("unreadable", wanted=listed(wanted)) if hidden else NOT_APPLICABLE
    granted = scopes(claims)
    if not wanted:
        asks = granted and case.purpose.purpose in _BEARS_RIGHTS and not for_management(audiences(claims))
        return unknown(granted=listed(granted)) if asks else NOT_APPLICABLE
    missing = tuple(name for name in wanted if name not in granted)
    if not missing:
        return passed(wanted=listed(wanted))
    if not has_scope_claim(claims):
        return failed("absent", missing=listed(missing))
    profile_only = bool(granted) and _IDENTITY_SCOPES.issuperset(granted)
    variant = "profile" if profile_only and not _IDENTITY_SCOPES.intersection(missing) else ""
    return failed(variant, missing=listed(missing), granted=listed(granted) or "nothing")


def scope_absent(case: Case) -> Outcome:
    """RFC 9068 section 2.2.3: no `scope` at all. `scope-required` and `permissions` say more where they can."""
    claims = sound_claims(case.token)
    if claims is None or case.purpose.purpose is not Purpose.ACCESS_TOKEN or case.policy.scopes:
        return NOT_APPLICABLE
    if has_scope_claim(claims):
        return NOT_APPLICABLE if scopes(claims) else warned()
    return NOT_APPLICABLE if _permissions(claims) else warned()


def permissions_required(case: Case) -> Outcome:
    """The rights that the user's roles give, with role-based access control switched on for the API."""
    claims, wanted = sound_claims(case.token), case.policy.permissions
    if not wanted:
        return NOT_APPLICABLE
    if claims is None:
        hidden = case.token.kind in UNREADABLE
        return unknown("unreadable", wanted=listed(wanted)) if hidden else NOT_APPLICABLE
    if "permissions" not in claims:
        return failed("off", missing=listed(wanted))
    given = texts(claims.get("permissions"))
    if given is None:
        return failed("type", type=spoken_type(claims.get("permissions")))
    missing = tuple(name for name in wanted if name not in given)
    return failed(missing=listed(missing)) if missing else passed(wanted=listed(wanted))


def scope_permission_mismatch(case: Case) -> Outcome:
    """A right may stand in `permissions` without having been requested as a scope: the API decides which one counts."""
    claims = sound_claims(case.token)
    given = _permissions(claims) if claims is not None else ()
    if claims is None or not given or not has_scope_claim(claims):
        return NOT_APPLICABLE
    granted = frozenset(scopes(claims))
    if only := tuple(n for n in case.policy.scopes if n not in granted and n in given):
        return warned(names=listed(only))
    if only := tuple(n for n in case.policy.permissions if n not in given and n in granted):
        return warned("scope", names=listed(only))
    unasked = tuple(filterfalse(granted.__contains__, given))
    return passed(names=listed(unasked)) if unasked else NOT_APPLICABLE


def scope_oidc_only(case: Case) -> Outcome:
    """Only scopes for reading the user's profile: those of the API were not granted."""
    claims = sound_claims(case.token)
    if claims is None or case.purpose.purpose is not Purpose.ACCESS_TOKEN or case.policy.scopes:
        return NOT_APPLICABLE
    names, places = scopes(claims), audiences(claims)
    profile_only = bool(places) and all(place.endswith("/userinfo") for place in places)
    if not names or not _IDENTITY_SCOPES.issuperset(names) or profile_only or _permissions(claims):
        return NOT_APPLICABLE
    return warned(names=listed(names))


def scope_response_match(case: Case) -> Outcome:
    """RFC 6749 section 5.1: what was granted of the scopes that were asked for.

    An answer that names no scope granted all of them. Without the answer the token's own scopes tell, except of those
    that many servers do not write into it.
    """
    asked, claims = case.policy.requested_scopes, sound_claims(case.token)
    answer = case.finds.answer if case.finds is not None else None
    if not asked or case.purpose.purpose not in _BEARS_RIGHTS:
        return NOT_APPLICABLE
    if answer is not None:
        granted = set(asked if answer.scope is None else answer.scope.split())
    elif claims is not None and has_scope_claim(claims):
        granted = _IDENTITY_SCOPES.union(scopes(claims))
    else:
        return NOT_APPLICABLE
    missing = tuple(name for name in asked if name not in granted)
    if not missing:
        return passed(asked=listed(asked))
    return warned("offline" if missing == ("offline_access",) else "", missing=listed(missing))


def org_match(case: Case) -> Outcome:
    """Organizations: `org_id` exactly, or `org_name` in any case of letters; the API has to compare it."""
    claims, wanted = sound_claims(case.token), case.policy.organization
    if claims is None:
        hidden = wanted is not None and case.token.kind in UNREADABLE
        return unknown("unreadable", expected=wanted or "") if hidden else NOT_APPLICABLE
    ids = {name: claim_text(claims, name) for name in ("org_id", "org_name")}
    said = ids["org_id"] or ids["org_name"]
    if wanted is None:
        return unknown(said=said) if said else NOT_APPLICABLE
    if said is None:
        wrong = next((name for name in ids if name in claims), None)
        if wrong is not None:
            return failed("type", name=wrong, type=spoken_type(claims.get(wrong)))
        return failed("missing", expected=wanted)
    if ids["org_id"] == wanted or (ids["org_name"] or "").lower() == wanted.lower():
        return passed(said=wanted)
    return failed(said=listed(tuple(filter(None, ids.values()))), expected=wanted)


def acr_required(case: Case) -> Outcome:
    """OpenID Connect Core section 3.1.3.7 step 12, RFC 9470: the login was strong enough."""
    claims, wanted = sound_claims(case.token), case.policy.acr
    if wanted is None:
        return NOT_APPLICABLE
    if claims is None:
        hidden = case.token.kind in UNREADABLE
        return unknown("unreadable", expected=wanted) if hidden else NOT_APPLICABLE
    if "acr" not in claims:
        return failed("missing", expected=wanted)
    said = texts(claims.get("acr"))
    if said is None:
        return failed("type", type=spoken_type(claims.get("acr")))
    accepted = {wanted, *wanted.split()}
    return (
        passed(said=listed(said))
        if accepted.intersection(said)
        else failed(said=listed(said), expected=wanted)
    )


def amr_info(case: Case) -> Outcome:
    """RFC 8176: how the user logged in."""
    claims = sound_claims(case.token)
    if claims is None or "amr" not in claims:
        return NOT_APPLICABLE
    methods = texts(claims.get("amr"))
    if methods is None or isinstance(claims.get("amr"), str):
        return warned(type=spoken_type(claims.get("amr")))
    return passed(methods=listed(tuple(_METHODS.get(name, name) for name in methods)) or "no method")


def authorization_details(case: Case) -> Outcome:
    """RFC 9396 section 9.1: a permission for one special action, such as one payment."""
    claims = sound_claims(case.token)
    if claims is None or "authorization_details" not in claims:
        return NOT_APPLICABLE
    value = claims.get("authorization_details")
    details = [item for item in value if isinstance(item, JsonObject)] if isinstance(value, tuple) else []
    kinds = tuple(kind for item in details if (kind := claim_text(item, "type")))
    if not isinstance(value, tuple) or not kinds or len(kinds) != len(value):
        return warned()
    return passed(types=listed(kinds))


def _permissions(claims: JsonObject) -> Texts:
    return texts(claims.get("permissions")) or ()


CHECKS: tuple[Check, ...] = (
    scope_format,
    scope_required,
    scope_absent,
    permissions_required,
    scope_permission_mismatch,
    scope_oidc_only,
    scope_response_match,
    org_match,
    acr_required,
    amr_info,
    authorization_details,
)
