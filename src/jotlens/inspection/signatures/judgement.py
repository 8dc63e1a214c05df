"""One signature judged: refused for what it is, or by the keys, or put to the mathematics (RFC 7515 section 5.2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jotlens.inspection.keys.secret_text import readings
from jotlens.inspection.model import SignatureStatus
from jotlens.inspection.signatures.algorithms import ALGORITHMS, Algorithm, Family, is_none
from jotlens.inspection.signatures.critical import CriticalFault, critical_findings, protected_header
from jotlens.inspection.signatures.key_choice import (
    Considered,
    Misfit,
    consider,
    name_is_known,
    subject,
    wanted_kid,
)
from jotlens.inspection.signatures.mathematics import Fit, fit
from jotlens.inspection.signatures.report import SignatureResult
from jotlens.tokens.base64url import encode
from jotlens.tokens.model import Defect
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from jotlens.inspection.keys.model import Key, KeyRing
    from jotlens.inspection.model import Policy
    from jotlens.tokens.json_text import JsonObject
    from jotlens.tokens.model import Signature, Token

_NOT_STRICT = {
    Defect.BASE64URL_ALPHABET,
    Defect.BASE64URL_PADDING,
    Defect.BASE64URL_LENGTH,
    Defect.BASE64URL_CANONICAL,
}
_CRITICAL = {
    CriticalFault.UNKNOWN: "The token demands that an extension is understood which JotLens does not know.",
    CriticalFault.B64_UNLISTED: "The body is signed unencoded, but the token does not demand that this is understood.",
}
_MALFORMED_CRIT = "The token's list of mandatory extensions is malformed."
_MISFITS = {
    Misfit.HMAC_WITH_PUBLIC: "The token wants a shared secret, and the key is a public one: that is never combined.",
    Misfit.KIND: "The key is of another kind than the token's method needs.",
    Misfit.CURVE: "The key lies on another curve than the token's method needs.",
    Misfit.METHOD: "The key is published for another method than the token names.",
    Misfit.USE: "The key is not meant for signatures.",
    Misfit.KEY_OPS: "The key is not meant for verifying signatures.",
}


@dataclass(frozen=True, slots=True)
class _Signed:
    """A signature that is fit for the mathematics: its header, its method and the bytes that it should cover."""

    header: JsonObject
    alg: str
    value: bytes
    message: bytes
    detached: bool


def judge(token: Token, signature: Signature, ring: KeyRing, policy: Policy) -> SignatureResult:
    """Judge one signature of a token; never raises.

    What no key can mend is rejected first, also without a key: no or several meanings of the header, `alg` none, an
    empty signature, an extension that is not understood.
    """
    alg = signature.header.get("alg") if signature.header is not None else None
    named = alg if isinstance(alg, str) else None
    base = SignatureResult(SignatureStatus.REJECTED, "", named, ALGORITHMS.get(named or ""), signature)
    refusal = _refusal(token, signature, named)
    if signature.header is None or named is None or refusal:
        return replace(base, reason=refusal or "The header cannot be read.")
    signed = _signed(token, signature, signature.header, named, policy)
    if not ring.keys:
        reason = "No key was given, so nobody has checked the signature yet."
        return replace(base, status=SignatureStatus.NOT_CHECKED, reason=reason)
    known = name_is_known(signed.header, ring)
    if base.algorithm is None:
        return replace(
            base, reason=f"JotLens does not know the method “{visible(named, 24)}”.", kid_known=known
        )
    considered = consider(signed.header, base.algorithm, ring)
    chosen = subject(considered)
    looked = replace(base, considered=considered, kid_known=known, key=chosen.key if chosen else None)
    if any(fault.defect in _NOT_STRICT for fault in token.faults):
        reason = "A part of the token is not written as it must be (base64url), so strict programs refuse it."
        return replace(looked, reason=reason)
    taken = [item.key for item in considered if not item.misfits]
    if not taken:
        return replace(looked, reason=_why_none(considered, chosen, signed.header))
    return _compute(looked, signed, base.algorithm, taken, ring)


def _refusal(token: Token, signature: Signature, alg: str | None) -> str:
    """Return why no key could make this signature good, or nothing."""
    if signature.header is None:
        return "The header cannot be read."
    if alg is None:
        return "The token does not say how it was signed."
    if is_none(alg):
        return "The token declares itself unsigned."
    if signature.value is None:
        return "The token has no signature."
    if any(fault.defect is Defect.HEADER_COLLISION for fault in token.faults):
        return "A header name stands in two places, so programs may read different things."
    faults = {finding.fault for finding in critical_findings(signature.header, protected_header(signature))}
    if faults:
        return next((text for fault, text in _CRITICAL.items() if faults == {fault}), _MALFORMED_CRIT)
    return ""


def _signed(token: Token, signature: Signature, header: JsonObject, alg: str, policy: Policy) -> _Signed:
    """Put the signing input together; a payload that travelled apart comes in (RFC 7515 appendix F, RFC 7797)."""
    message, payload = signature.signing_input, policy.detached_payload
    detached = not token.payload
    if detached and (payload is not None or message is None):
        octets = (payload or "").encode(errors="surrogatepass")
        body = octets if header.get("b64") is False else encode(octets).encode()
        message = signature.protected_b64.encode() + b"." + body
    return _Signed(header, alg, signature.value or b"", message or b"", detached and payload is None)


def _compute(
    looked: SignatureResult, signed: _Signed, algorithm: Algorithm, taken: list[Key], ring: KeyRing
) -> SignatureResult:
    """Ask the mathematics about every key taken, and about every way to read a secret text."""
    answers = set()
    for tried, key in enumerate(taken, 1):
        for reading, candidate in readings(key) if algorithm.family is Family.HMAC else ((None, key),):
            answer = fit(algorithm, candidate, signed.message, signed.value)
            answers.add(answer)
            if answer is Fit.YES:
                return replace(
                    looked,
                    status=SignatureStatus.VERIFIED,
                    reason=f"The signature fits {_named(key)}."
                    if reading is None
                    else f"The signature fits {_named(key)} when it is read as {reading}.",
                    key=candidate,
                    tried=tried,
                    fitted=ring.keys.index(key) + 1,
                    reading=reading,
                )
    tried = len(taken)
    if signed.detached:
        reason = "The body of the token is not here: with it, the signature can be checked."
        return replace(looked, status=SignatureStatus.NOT_CHECKED, reason=reason, tried=tried)
    if answers == {Fit.REFUSED}:
        return replace(looked, reason="The key cannot be used for the token's method.", tried=tried)
    whose = _named(taken[0]) if tried == 1 else f"any of the {tried} keys that might"
    reason = f"The signature does not fit {whose}: the token was changed, or another key signed it."
    return replace(looked, status=SignatureStatus.INVALID, reason=reason, tried=tried)


def _why_none(considered: tuple[Considered, ...], chosen: Considered | None, header: JsonObject) -> str:
    """Say why no key was taken: by the key that was meant, or by what all of them have in common."""
    items = [chosen] if chosen is not None else list(considered)
    shared = set(items[0].misfits).intersection(*(item.misfits for item in items))
    weightiest = next((misfit for misfit in Misfit if misfit in shared), None)
    match weightiest:
        case None:
            return "None of the keys is one that the token could have been signed with."
        case Misfit.NAME:
            kid = visible(wanted_kid(header) or "", 32)
            return f"The token names the key “{kid}”, and the key set has none of that name."
        case Misfit.UNUSABLE:
            return items[0].key.problem or ""
        case _:
            return _MISFITS[weightiest]


def _named(key: Key) -> str:
    what = "secret" if key.symmetric else "key"
    return f"the {what} “{visible(key.kid, 32)}”" if key.kid else f"the {what} that you gave"
