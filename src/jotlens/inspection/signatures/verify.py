"""Whether a token's signature holds under the keys that a person chose; keys inside the token are never used."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jotlens.inspection.keys.weak_secrets import find_secret, is_published, is_quick
from jotlens.inspection.model import KeyUsed, SignatureStatus, SignatureVerdict
from jotlens.inspection.signatures.judgement import judge
from jotlens.inspection.signatures.key_binding import verify_key_binding
from jotlens.inspection.signatures.own_key import verify_own_key
from jotlens.inspection.signatures.paseto import is_signed, judge_paseto
from jotlens.inspection.signatures.report import SignatureReport, SignatureResult, worst
from jotlens.inspection.signatures.unverifiable import is_for_microsoft_graph
from jotlens.tokens.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from jotlens.inspection.keys.model import Key, KeyRing
    from jotlens.inspection.model import Policy
    from jotlens.tokens.model import Token

__all__ = ["SignatureReport", "SignatureResult", "verify_signature"]

_SIGNED = (Kind.JWS, Kind.JWS_JSON, Kind.SD_JWT, Kind.UNSECURED)
_COMPUTED = (SignatureStatus.VERIFIED, SignatureStatus.INVALID)
_NOT_SIGNED = {
    Kind.JWE: "An encrypted token carries no signature of its own: one may stand inside.",
    Kind.JWE_JSON: "An encrypted token carries no signature of its own: one may stand inside.",
    Kind.PASETO: "This PASETO token is encrypted with a shared key, and JotLens does not open such tokens: whoever has "
    "the key can.",
    Kind.SAML: "JotLens reads SAML messages, but does not verify their signatures.",
    Kind.OPAQUE: "Only the server that issued this text can tell whether it is genuine.",
    Kind.MALFORMED: "Only a part of a token is here, so there is no signature to check.",
    Kind.NONE: "There is no token, so there is no signature.",
}


def verify_signature(
    token: Token, keys: KeyRing, policy: Policy, *, should_stop: Callable[[], bool] = lambda: False
) -> SignatureReport:
    """Verify every signature of a token with the given keys; never raises.

    A token is verified only when all its signatures are. The algorithm must fit the key's own kind, curve, `alg`,
    `use` and `key_ops`; the header alone decides nothing (RFC 8725 section 3.1). `keys.guesses` are tried on HMAC
    tokens that no given key verifies; a hit is reported and verifies nothing. `should_stop` ends that search early.
    """
    if token.kind in _SIGNED and token.signatures:
        results = tuple([judge(token, signature, keys, policy) for signature in token.signatures])
        if is_for_microsoft_graph(token):
            results = tuple(map(_excused, results))
    elif token.kind is Kind.PASETO and is_signed(token):
        results = (judge_paseto(token, keys, policy),)
    else:
        return _without(token)
    verdict = _verdict(results, keys)
    report = SignatureReport(
        verdict, results, key_binding=verify_key_binding(token), own_key=verify_own_key(token)
    )
    if verdict.status is SignatureStatus.VERIFIED:
        secrets = [result.key.secret for result in results if result.key is not None and result.key.secret]
        published = bool(secrets) and any(_is_known(secret, keys.guesses) for secret in secrets)
        return replace(report, published=published) if published else report
    return _guess(report, token, keys, should_stop)


def _without(token: Token) -> SignatureReport:
    """Say why there is no signature that a key could judge."""
    if token.kind is Kind.MALFORMED and not _is_fragment(token):
        return _unjudged(
            token, SignatureStatus.REJECTED, "The token is damaged, so its signature proves nothing."
        )
    return _unjudged(
        token, SignatureStatus.NOT_CHECKED, _NOT_SIGNED.get(token.kind, "There is no signature.")
    )


def _excused(result: SignatureResult) -> SignatureResult:
    """A signature that only its issuer can verify is not called false."""
    if result.status is not SignatureStatus.INVALID:
        return result
    reason = "Microsoft signed something else than what the token shows, so only Microsoft can verify it."
    return replace(result, status=SignatureStatus.NOT_CHECKED, reason=reason)


def _is_fragment(token: Token) -> bool:
    """Whether only a header is left of a damaged token, so that nothing can be said about a signature."""
    empty = all(signature.signing_input is None and signature.value is None for signature in token.signatures)
    return bool(token.signatures) and empty


def _unjudged(token: Token, status: SignatureStatus, reason: str) -> SignatureReport:
    return SignatureReport(SignatureVerdict(status, token.alg, None, reason))


def _verdict(results: tuple[SignatureResult, ...], keys: KeyRing) -> SignatureVerdict:
    """Return the verdict of the worst signature, and say which it is when there are several."""
    deciding = worst(results) or results[0]
    reason = deciding.reason
    if len(results) > 1:
        if deciding.status is SignatureStatus.VERIFIED:
            reason = f"All {len(results)} signatures fit."
        else:
            reason = f"Signature {results.index(deciding) + 1} of {len(results)}: {reason}"
    computed = deciding.status in _COMPUTED
    used = key_used(deciding.key, keys) if computed and deciding.key is not None else None
    return SignatureVerdict(deciding.status, deciding.alg, used, reason)


def key_used(key: Key, keys: KeyRing) -> KeyUsed:
    """Return what a verdict says of the key it rests on."""
    return KeyUsed(keys.source or str(key.form), key.kid, key.thumbprint)


def _is_known(secret: bytes, guesses: tuple[str, ...]) -> bool:
    return is_published(secret) or secret.decode(errors="surrogateescape") in guesses


def _guess(
    report: SignatureReport, token: Token, keys: KeyRing, should_stop: Callable[[], bool]
) -> SignatureReport:
    if not keys.guesses or not is_quick(token, len(keys.guesses)):
        return report
    found = find_secret(token, keys.guesses, should_stop)
    return replace(report, guessed=found is not None or not should_stop(), guessed_secret=found)
