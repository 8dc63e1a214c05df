"""One signature judged: refused for what it is, or by the keys, or put to the mathematics (RFC 7515 section 5.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jotlens.inspection.keys.secret_text import readings
from jotlens.inspection.model import SignatureStatus
from jotlens.inspection.signatures.algorithms import ALGORITHMS, Algorithm, is_none
from jotlens.inspection.signatures.critical import CriticalFault, critical_findings, demands, protected_header
from jotlens.inspection.signatures.key_choice import (
    Considered,
    Misfit,
    consider,
    meant_key,
    name_is_known,
    wanted_kid,
)
from jotlens.inspection.signatures.mathematics import Fit, fit
from jotlens.inspection.signatures.report import SignatureResult
from jotlens.tokens.base64url import encode
from jotlens.tokens.model import Defect
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from jotlens.inspection.keys.model import Key, KeyRing
    from jotlens.inspection.model import Policy
    from jotlens.inspection.signatures.report import SecretReading
    from jotlens.tokens.json_text import JsonObject
    from jotlens.tokens.model import Signature, Token

NOT_STRICT = {
    Defect.BASE64URL_ALPHABET,
    Defect.BASE64URL_PADDING,
    Defect.BASE64URL_LENGTH,
    Defect.BASE64URL_CANONICAL,
}
_CRITICAL = {
    CriticalFault.UNKNOWN: "The token demands that an extension is understood which JotLens does not know.",
    CriticalFault.B64_UNLISTED: "The body is signed unencoded, but the token does not demand that this is understood.",
}
NO_KEY = "No key was given, so nobody has checked the signature yet."
LENIENT = "A part of the token is not written as it must be (base64url), so strict programs refuse it."
_MALFORMED_CRIT = "The token's list of mandatory extensions is malformed."
_MISFITS = {
    Misfit.HMAC_WITH_PUBLIC: "The token wants a shared secret, and the key is a public one: that is never combined.",
    Misfit.KIND: "The key is of another kind than the token's method needs.",
    Misfit.CURVE: "The key lies on another curve than the token's method needs.",
    Misfit.METHOD: "The key is published for another method than the token names.",
    Misfit.USE: "The key is not meant for signatures.",
    Misfit.KEY_OPS: "The key is not meant for verifying signatures.",
}


def judge(token: Token, signature: Signature, ring: KeyRing, policy: Policy) -> SignatureResult:
    """Judge one signature of a token; never raises.

    What no key can mend is rejected first, also without a key: no or several meanings of the header, `alg` none, an
    empty signature, an extension that is not understood.
    """
    header, value = signature.header, signature.value
    said = header.get("alg") if header is not None else None
    alg = said if isinstance(said, str) else None
    algorithm = ALGORITHMS.get(alg or "")
    refusal = _refusal(token, signature, alg)
    if header is None or alg is None or value is None or refusal:
        return SignatureResult(SignatureStatus.REJECTED, refusal, alg, algorithm, signature)
    if not ring.keys:
        return SignatureResult(SignatureStatus.NOT_CHECKED, NO_KEY, alg, algorithm, signature)
    known = name_is_known(header, ring)
    if algorithm is None:
        reason = f"JotLens does not know the method “{visible(alg, 24)}”."
        return SignatureResult(SignatureStatus.REJECTED, reason, alg, algorithm, signature, kid_known=known)
    subject = Judged(alg, algorithm, signature, known)
    if token.faults and any(fault.defect in NOT_STRICT for fault in token.faults):
        return refused(subject, LENIENT, consider(header, algorithm, ring))
    message, detached = _message(token, signature, header, policy)
    return judged(subject, ring, header, lambda key: _ask(algorithm, key, message, value), detached=detached)


class Judged(NamedTuple):
    """What is judged: the name of the method, the method, the signature, and whether a key of its name was given."""

    alg: str
    algorithm: Algorithm
    signature: Signature
    kid_known: bool | None = None


def refused(subject: Judged, reason: str, considered: tuple[Considered, ...] = ()) -> SignatureResult:
    """Return that a signature is refused without asking the mathematics."""
    meant = meant_key(considered)
    alg, algorithm, signature, known = subject
    return SignatureResult(
        SignatureStatus.REJECTED,
        reason,
        alg,
        algorithm,
        signature,
        considered,
        meant.key if meant is not None else None,
        known,
    )


def judged(
    subject: Judged,
    ring: KeyRing,
    header: JsonObject,
    ask: Callable[[Key], tuple[Fit, Key, SecretReading | None]],
    *,
    detached: bool = False,
) -> SignatureResult:
    """Choose among the keys, and put those taken to the mathematics.

    `ask` answers for one key: whether it fits, the key as it was used, and how its text was read.
    """
    alg, algorithm, signature, known = subject
    considered = consider(header, algorithm, ring)
    taken = [item.key for item in considered if not item.misfits]
    if not taken:
        return refused(subject, _why_none(considered, header), considered)
    outcome = _compute(ask, taken, detached=detached)
    tried = len(outcome.answers)
    return SignatureResult(
        outcome.status,
        outcome.reason,
        alg,
        algorithm,
        signature,
        considered,
        outcome.key or taken[0],
        known,
        tried,
        ring.keys.index(taken[tried - 1]) + 1 if outcome.key is not None else None,
        outcome.reading,
        outcome.answers,
    )


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
    return _extensions(signature, signature.header)


def _extensions(signature: Signature, header: JsonObject) -> str:
    """Return what is wrong with the demands on whoever verifies; nearly every token makes none."""
    if not demands(header):
        return ""
    faults = {finding.fault for finding in critical_findings(header, protected_header(signature))}
    if not faults:
        return ""
    return next((text for fault, text in _CRITICAL.items() if faults == {fault}), _MALFORMED_CRIT)


def _message(token: Token, signature: Signature, header: JsonObject, policy: Policy) -> tuple[bytes, bool]:
    """Return what was signed, and whether a part of it is missing.

    A payload that travelled apart comes in here (RFC 7515 appendix F, RFC 7797).
    """
    message, payload = signature.signing_input, policy.detached_payload
    if token.payload:
        return message or b"", False
    if payload is not None or message is None:
        octets = (payload or "").encode(errors="surrogatepass")
        body = octets if header.get("b64") is False else encode(octets).encode()
        message = signature.protected_b64.encode() + b"." + body
    return message, payload is None


class _Outcome(NamedTuple):
    """What the mathematics said: of every key that it was asked about, and of all together."""

    status: SignatureStatus
    reason: str
    key: Key | None = None
    reading: SecretReading | None = None
    answers: tuple[Fit, ...] = ()


def _compute(
    ask: Callable[[Key], tuple[Fit, Key, SecretReading | None]], taken: list[Key], *, detached: bool
) -> _Outcome:
    """Ask the mathematics about every key taken, until one fits."""
    answers: list[Fit] = []
    for key in taken:
        answer, fitting, reading = ask(key)
        answers.append(answer)
        if answer is Fit.YES:
            how = f" when it is read as {reading}" if reading is not None else ""
            reason = f"The signature fits {_named(key)}{how}."
            return _Outcome(SignatureStatus.VERIFIED, reason, fitting, reading, tuple(answers))
    status, reason = SignatureStatus.INVALID, ""
    if detached:
        status = SignatureStatus.NOT_CHECKED
        reason = "The body of the token is not here: with it, the signature can be checked."
    elif set(answers) == {Fit.REFUSED}:
        status, reason = SignatureStatus.REJECTED, "The key cannot be used for the token's method."
    else:
        whose = _named(taken[0]) if len(taken) == 1 else f"any of the {len(taken)} keys that might"
        reason = f"The signature does not fit {whose}: the token was changed, or another key signed it."
    return _Outcome(status, reason, answers=tuple(answers))


def _ask(
    algorithm: Algorithm, key: Key, message: bytes, value: bytes
) -> tuple[Fit, Key, SecretReading | None]:
    """Ask about one key, and about every way to read it if it is the text of a secret."""
    if not key.symmetric:
        return fit(algorithm, key, message, value), key, None
    answers = set()
    for reading, candidate in readings(key):
        answer = fit(algorithm, candidate, message, value)
        if answer is Fit.YES:
            return answer, candidate, reading
        answers.add(answer)
    return (Fit.REFUSED if answers == {Fit.REFUSED} else Fit.NO), key, None


def _why_none(considered: tuple[Considered, ...], header: JsonObject) -> str:
    """Say why no key was taken: by the key that was meant, or by what all of them have in common."""
    wanted = wanted_kid(header)
    if wanted is not None and _is_missing(wanted, considered):
        return f"The token names the key “{visible(wanted, 32)}”, and the key set has none of that name."
    meant = meant_key(considered)
    items = [meant] if meant is not None else list(considered)
    shared = set(items[0].misfits).intersection(*(item.misfits for item in items))
    weightiest = next((misfit for misfit in Misfit if misfit in shared), None)
    match weightiest:
        case None:
            return "None of the keys is one that the token could have been signed with."
        case Misfit.UNUSABLE:
            return items[0].key.problem or ""
        case _:
            return _MISFITS[weightiest]


def _is_missing(wanted: str, considered: tuple[Considered, ...]) -> bool:
    """Whether keys were left out for their names, and none bears the one that the token names."""
    strangers = any(Misfit.NAME in item.misfits for item in considered)
    return strangers and all(item.key.kid != wanted for item in considered)


def _named(key: Key) -> str:
    what = "secret" if key.symmetric else "key"
    return f"the {what} “{visible(key.kid, 32)}”" if key.kid else f"the {what} that you gave"
