"""Checks on the shared secret of an HMAC token: its length, its spelling, and whether it can be guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.checks.case import NOT_APPLICABLE, Outcome, failed, passed, unknown, warned
from jotlens.inspection.model import SignatureStatus
from jotlens.inspection.signatures.algorithms import ALGORITHMS, Family

if TYPE_CHECKING:
    from jotlens.inspection.checks.case import Case, Check
    from jotlens.inspection.signatures.algorithms import Algorithm


def _method(case: Case) -> Algorithm | None:
    """Return the HMAC method of a signed token, None for any other token."""
    found = (ALGORITHMS.get(result.alg or "") for result in case.signature.results)
    return next((item for item in found if item is not None and item.family is Family.HMAC), None)


def hmac_secret_length(case: Case) -> Outcome:
    """RFC 7518 section 3.2: a secret as long as the hash at least."""
    method, key = _method(case), case.signature.key
    if method is None or key is None or not key.symmetric or key.secret is None or method.hash_b is None:
        return NOT_APPLICABLE
    octets = len(key.secret)
    values = {"alg": method.name, "length": str(octets), "bits": str(8 * octets), "least": str(method.hash_b)}
    if not octets:
        return failed("empty")
    return passed(**values) if octets >= method.hash_b else failed(**values)


def hmac_secret_guessable(case: Case) -> Outcome:
    """RFC 8725 sections 2.2 and 3.5: a secret that stands in public lists is none; nothing else is tried."""
    if _method(case) is None:
        return NOT_APPLICABLE
    report = case.signature
    if report.published:
        return failed()
    if report.guessed_secret is not None:
        return failed("guessed")
    if report.verdict.status is SignatureStatus.VERIFIED:
        return passed()
    tried = len(case.keys.guesses) if report.guessed else case.keys.tried
    return passed("tried", count=f"{tried:,}") if tried else unknown()


def hmac_secret_encoding(case: Case) -> Outcome:
    """Practice: the same secret as text, base64 or hexadecimal makes three different keys."""
    result = case.signature.deciding
    if _method(case) is None or result is None or result.status is not SignatureStatus.VERIFIED:
        return NOT_APPLICABLE
    return warned(reading=str(result.reading)) if result.reading is not None else passed()


CHECKS: tuple[Check, ...] = (
    hmac_secret_length,
    hmac_secret_guessable,
    hmac_secret_encoding,
)
