"""A token inside an encrypted one: with which keys it is checked, and how what is said of both becomes one list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jotlens.inspection.model import SignatureStatus, Status
from jotlens.inspection.signatures.verify import verify_signature
from jotlens.tokens.model import Kind

if TYPE_CHECKING:
    from jotlens.inspection.keys.model import Key, KeyRing
    from jotlens.inspection.model import Finding, Policy
    from jotlens.tokens.model import Token

_ENCRYPTED = {Kind.JWE, Kind.JWE_JSON}


def keys_inside(token: Token, keys: KeyRing, opened_with: Key | None, policy: Policy) -> KeyRing:
    """Return the keys to check a token with that was found inside an encrypted one.

    The key that opened the outer token need not be the issuer's: where the signature does not fit it, that says
    nothing against the token, and the key is left out. Another layer of encryption may be for the same reader.
    """
    if opened_with is None or token.kind in _ENCRYPTED:
        return keys
    tried = verify_signature(token, replace(keys, guesses=()), policy)
    if tried.verdict.status is SignatureStatus.VERIFIED:
        return keys
    return replace(keys, keys=tuple(key for key in keys.keys if key is not opened_with))


def joined(outer: tuple[Finding, ...], inner: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return one finding a check: of both tokens the one that matters more, and of equals that of the outer one.

    What could not be checked of the outer token alone is left to the inner one, which is what it holds.
    """
    return tuple(min(_silent(one), other, key=_weight) for one, other in zip(outer, inner, strict=True))


def _silent(finding: Finding) -> Finding:
    if finding.status is not Status.UNKNOWN:
        return finding
    return replace(finding, status=Status.NOT_APPLICABLE, title="", message="", next_step="")


def _weight(finding: Finding) -> int:
    order = (Status.FAIL, Status.WARN, Status.UNKNOWN, Status.PASS, Status.NOT_APPLICABLE)
    return order.index(finding.status)
