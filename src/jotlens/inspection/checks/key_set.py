"""Checks on the issuer's key set, where somebody fetched it: did it come, and is it that of this issuer?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.addresses import same_target
from jotlens.inspection.checks.case import NOT_APPLICABLE, Outcome, failed, passed, unknown
from jotlens.inspection.checks.issuer import describes
from jotlens.inspection.claims import claim_text, sound_claims
from jotlens.inspection.fetched import KeySetFetch

if TYPE_CHECKING:
    from jotlens.inspection.checks.case import Case, Check


def _fetch(case: Case) -> KeySetFetch | None:
    """Return the attempt to fetch a key set; keys that have an address were fetched from there."""
    fetched = case.policy.fetched.key_set
    return fetched or (KeySetFetch(case.keys.source) if case.keys.source is not None else None)


def jwks_reachable(case: Case) -> Outcome:
    """Whether the key set could be had; why not is no fault of the token."""
    fetch = _fetch(case)
    if fetch is None:
        return NOT_APPLICABLE
    return (
        passed(address=fetch.address)
        if fetch.trouble is None
        else unknown(fetch.trouble, address=fetch.address)
    )


def jwks_issuer_link(case: Case) -> Outcome:
    """RFC 8725 section 3.8: the keys are those that this issuer names. Of another issuer, `iss-discovery` speaks."""
    fetch, document = _fetch(case), case.policy.fetched.issuer_document
    said = claim_text(sound_claims(case.token), "iss")
    if fetch is None or document is None or said is None:
        return NOT_APPLICABLE
    named = claim_text(document, "jwks_uri")
    if named is None or not describes(claim_text(document, "issuer") or "", said):
        return NOT_APPLICABLE
    same = same_target(named, fetch.address)
    return passed(address=fetch.address) if same else failed(address=fetch.address, named=named)


CHECKS: tuple[Check, ...] = (
    jwks_reachable,
    jwks_issuer_link,
)
