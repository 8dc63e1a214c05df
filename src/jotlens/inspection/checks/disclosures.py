"""Checks on the parts of an SD-JWT: its disclosures and the holder's proof (RFC 9901)."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from jotlens.inspection.checks.case import NOT_APPLICABLE, Outcome, failed, passed, unknown, warned
from jotlens.inspection.model import SignatureStatus
from jotlens.inspection.signatures.report import KeyBinding

if TYPE_CHECKING:
    from jotlens.inspection.checks.case import Case, Check

_METHODS = {"sha-256", "sha-384", "sha-512", "sha3-256", "sha3-384", "sha3-512"}


def sd_digests(case: Case) -> Outcome:
    """RFC 9901 section 7.1: every disclosure belongs to one digest of the signed claims, and stands there once."""
    sd = case.token.sd
    if sd is None:
        return NOT_APPLICABLE
    if not sd.disclosures:
        return passed("none")
    method = case.token.claims.get("_sd_alg") if case.token.claims is not None else None
    if isinstance(method, str) and method not in _METHODS:
        return unknown(method=method)
    repeated = sum(item.repeated for item in sd.disclosures)
    strange = sum(not item.matched or not item.readable for item in sd.disclosures)
    if strange:
        return failed(count=str(strange), total=str(len(sd.disclosures)))
    return failed("repeated") if repeated else passed(total=str(len(sd.disclosures)))


def kb_jwt(case: Case) -> Outcome:
    """RFC 9901 section 7.3: the proof is signed by the key of `cnf`, and made for exactly these disclosures."""
    binding = case.signature.key_binding
    match binding:
        case None:
            return NOT_APPLICABLE
        case KeyBinding.NO_KEY:
            return warned()
        case KeyBinding.NO_PROOF:
            return failed("form")
        case KeyBinding.OTHER_SIGNATURE:
            return failed()
        case KeyBinding.OTHER_PRESENTATION:
            return failed("other")
        case KeyBinding.FITS:
            proved = case.signature.verdict.status is SignatureStatus.VERIFIED
            return passed() if proved else passed("unproved")
    assert_never(binding)


CHECKS: tuple[Check, ...] = (
    sd_digests,
    kb_jwt,
)
