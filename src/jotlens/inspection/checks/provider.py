"""Checks on what certain providers do in their own way: Management API tokens, tokens for the provider alone, old ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.checks.case import NOT_APPLICABLE, Outcome, failed, passed, warned
from jotlens.inspection.claims import (
    audiences,
    claim_object,
    claim_text,
    for_management,
    listed,
    scopes,
    sound_claims,
)
from jotlens.inspection.signatures.unverifiable import is_for_microsoft_graph

if TYPE_CHECKING:
    from jotlens.inspection.checks.case import Case, Check

_OWN_ACCOUNT = {
    "read:current_user",
    "update:current_user_identities",
    "update:current_user_metadata",
    "create:current_user_metadata",
    "delete:current_user_metadata",
    "create:current_user_device_credentials",
    "delete:current_user_device_credentials",
}
"""What the Management API grants to a user about their own account."""

_IDENTITY = {"openid", "profile", "email", "address", "phone", "offline_access"}


def mgmt_opaque(case: Case) -> Outcome:
    """Seed 001: a Management API token can be decoded, and it is to be treated as opaque."""
    return passed() if for_management(audiences(sound_claims(case.token))) else NOT_APPLICABLE


def mgmt_single_aud(case: Case) -> Outcome:
    """The Management API refuses tokens that are also for another API; /userinfo beside it does no harm."""
    places = audiences(sound_claims(case.token))
    if not for_management(places):
        return NOT_APPLICABLE
    others = tuple(
        place for place in places if not for_management((place,)) and not place.endswith("/userinfo")
    )
    return failed(others=listed(others)) if others else passed()


def mgmt_spa_scopes(case: Case) -> Outcome:
    """A user's own token has rights on the user's own account only; the other scopes are for programs."""
    claims = sound_claims(case.token)
    if claims is None or not for_management(audiences(claims)):
        return NOT_APPLICABLE
    program = (claim_text(claims, "sub") or "").endswith("@clients") or "gty" in claims
    if program or not scopes(claims):
        return NOT_APPLICABLE
    beyond = tuple(name for name in scopes(claims) if name not in _OWN_ACCOUNT | _IDENTITY)
    return warned(names=listed(beyond)) if beyond else passed()


def idp_not_ours(case: Case) -> Outcome:
    """A token that a login provider issued for its own services: no other API can check it."""
    owner = case.seen.profile.only_at
    if owner is None:
        return NOT_APPLICABLE
    expected = case.policy.audience
    if expected is None or expected in audiences(sound_claims(case.token)):
        return passed(owner=owner)
    return warned(owner=owner, expected=expected)


def microsoft_graph_nonce(case: Case) -> Outcome:
    """Microsoft: a nonce in the header means that others than Microsoft cannot verify the signature."""
    return passed() if is_for_microsoft_graph(case.token) else NOT_APPLICABLE


def legacy_token(case: Case) -> Outcome:
    """Tokens of earlier generations: an object `scopes`, no end, or 64 characters without any structure."""
    if case.token.format is not None and case.token.format.id == "auth0-mgmt-v1":
        return warned("reference")
    claims = sound_claims(case.token)
    if claims is None:
        return NOT_APPLICABLE
    if claim_object(claims, "scopes") is not None and "scope" not in claims:
        return warned()
    return warned("endless") if for_management(audiences(claims)) and "exp" not in claims else NOT_APPLICABLE


CHECKS: tuple[Check, ...] = (
    mgmt_opaque,
    mgmt_single_aud,
    mgmt_spa_scopes,
    idp_not_ours,
    microsoft_graph_nonce,
    legacy_token,
)
