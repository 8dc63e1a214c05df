"""Checks on DPoP proofs: made for this request, this token and this moment (RFC 9449)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jotlens.inspection.addresses import address, same_target
from jotlens.inspection.checks.case import NOT_APPLICABLE, Outcome, failed, passed, unknown
from jotlens.inspection.checks.login import same_nonce
from jotlens.inspection.checks.presented import own_find
from jotlens.inspection.claims import (
    claim_object,
    claim_text,
    effective_type,
    header_type,
    listed,
    sound_claims,
    spoken_type,
)
from jotlens.inspection.keys.model import PRIVATE_MEMBERS
from jotlens.inspection.lifetime import SECOND_US, date_claim, microseconds_of
from jotlens.inspection.model import Purpose, SignatureStatus
from jotlens.inspection.signatures.algorithms import ALGORITHMS, Family
from jotlens.inspection.wording import ago, within
from jotlens.tokens.base64url import decode, encode
from jotlens.tokens.json_text import JsonObject, read_json
from jotlens.tokens.model import Kind, Part

if TYPE_CHECKING:
    from jotlens.inspection.checks.case import Case, Check

_REQUIRED = ("jti", "htm", "htu", "iat")
_RECENT_S = 60
_MOST_SECONDS = 10**15
_THUMBPRINT_MEMBERS = {
    "EC": ("crv", "kty", "x", "y"),
    "OKP": ("crv", "kty", "x"),
    "RSA": ("e", "kty", "n"),
    "AKP": ("alg", "kty", "pub"),
}
"""The members of a public key that make its thumbprint, in alphabetical order (RFC 7638 section 3.2, RFC 8037)."""


def _is_proof(case: Case) -> bool:
    return case.purpose.purpose is Purpose.DPOP_PROOF or effective_type(case.policy.typ or "") == "dpop+jwt"


def _proof(case: Case) -> JsonObject | None:
    """Return the claims of a DPoP proof; None for every other token."""
    return sound_claims(case.token) if _is_proof(case) else None


def dpop_one_header(case: Case) -> Outcome:
    """RFC 9449 section 4.3 step 1: one DPoP header, with one proof, in a request."""
    if not _is_proof(case):
        return NOT_APPLICABLE
    count = case.policy.dpop_headers
    if count is not None:
        return passed() if count == 1 else failed(count=str(count))
    found = own_find(case)
    others = case.finds.found if case.finds is not None else ()
    proofs = sum((item.field or "").lower() == "dpop" for item in others)
    return (
        passed()
        if found is not None and (found.field or "").lower() == "dpop" and proofs == 1
        else NOT_APPLICABLE
    )


def dpop_wellformed(case: Case) -> Outcome:
    """RFC 9449 section 4.3 step 2: a signed JWT in compact form. Of a damaged one, its structure speaks."""
    if not _is_proof(case) or case.token.kind in {Kind.MALFORMED, Kind.NONE}:
        return NOT_APPLICABLE
    signed = case.token.kind in {Kind.JWS, Kind.UNSECURED}
    return passed() if signed and case.token.claims is not None else failed()


def dpop_claims(case: Case) -> Outcome:
    """RFC 9449 section 4.2: `jti`, `htm`, `htu`, `iat`, and with an access token `ath`."""
    claims = _proof(case)
    if claims is None:
        return NOT_APPLICABLE
    names = (*_REQUIRED, "ath") if case.policy.access_token is not None else _REQUIRED
    missing = tuple(name for name in names if name not in claims)
    return failed(missing=listed(missing)) if missing else passed()


def dpop_typ(case: Case) -> Outcome:
    """RFC 9449 section 4.3 step 4."""
    if _proof(case) is None:
        return NOT_APPLICABLE
    typ = header_type(case.token)
    return passed() if typ == "dpop+jwt" else failed(said=typ or "nothing")


def dpop_alg(case: Case) -> Outcome:
    """RFC 9449 section 4.3 step 5: a method with a private and a public key, and never none."""
    if _proof(case) is None:
        return NOT_APPLICABLE
    alg = case.token.alg or ""
    method = ALGORITHMS.get(alg)
    asymmetric = method is not None and method.family is not Family.HMAC
    return passed(alg=alg) if asymmetric else failed(alg=alg or "nothing")


def dpop_signature(case: Case) -> Outcome:
    """RFC 9449 section 4.3 step 6: signed by the key that it brings; that proves who holds the key, and no more."""
    if _proof(case) is None:
        return NOT_APPLICABLE
    match case.signature.own_key:
        case SignatureStatus.VERIFIED:
            return passed()
        case SignatureStatus.INVALID:
            return failed()
        case SignatureStatus.REJECTED:
            return unknown()
        case _:
            return NOT_APPLICABLE


def dpop_jwk_public(case: Case) -> Outcome:
    """RFC 9449 section 4.3 steps 6 and 7: the proof brings its public key, and no private one."""
    if _proof(case) is None:
        return NOT_APPLICABLE
    key = claim_object(case.token.header, "jwk")
    if key is None:
        return failed("missing")
    private = tuple(name for name in PRIVATE_MEMBERS if name in key)
    return failed(names=listed(private)) if private else passed()


def dpop_htm(case: Case) -> Outcome:
    """RFC 9449 section 4.3 step 8: made for this method, in capital letters."""
    claims, wanted = _proof(case), case.policy.htm
    if claims is None or "htm" not in claims:
        return NOT_APPLICABLE
    said = claims.get("htm")
    if not isinstance(said, str):
        return failed("type", type=spoken_type(said))
    if wanted is None:
        return unknown(said=said)
    return passed(said=said) if said == wanted else failed(said=said, expected=wanted)


def dpop_htu(case: Case) -> Outcome:
    """RFC 9449 section 4.3 step 9: made for this address, without regard to query and fragment."""
    claims, wanted = _proof(case), case.policy.htu
    if claims is None or "htu" not in claims:
        return NOT_APPLICABLE
    said = claims.get("htu")
    if not isinstance(said, str):
        return failed("type", type=spoken_type(said))
    if address(said) is None:
        return failed("address", said=said)
    if wanted is None:
        return unknown(said=said)
    return passed(said=said) if same_target(said, wanted) else failed(said=said, expected=wanted)


def dpop_nonce(case: Case) -> Outcome:
    """RFC 9449 section 4.3 step 10: the nonce that the server asked for."""
    claims, wanted = _proof(case), case.policy.nonce
    return NOT_APPLICABLE if claims is None or wanted is None else same_nonce(claims, wanted)


def dpop_iat(case: Case) -> Outcome:
    """RFC 9449 sections 4.3 step 11 and 11.1: made just now; a minute either way, and the leeway."""
    claims = _proof(case)
    made_us = date_claim(case.token, claims, "iat") if claims is not None else None
    if made_us is None:
        return NOT_APPLICABLE
    age_us = microseconds_of(case.at) - made_us
    age_s = max(-_MOST_SECONDS, min(_MOST_SECONDS, age_us // SECOND_US))
    if abs(age_us) <= (_RECENT_S + case.policy.leeway_s) * SECOND_US:
        return passed()
    return failed(age=ago(age_s)) if age_us > 0 else failed("future", ahead=within(-age_s))


def dpop_ath(case: Case) -> Outcome:
    """RFC 9449 section 4.3 step 12: made for this access token."""
    claims, token = _proof(case), case.policy.access_token
    if claims is None or "ath" not in claims:
        return NOT_APPLICABLE
    said = claims.get("ath")
    if not isinstance(said, str):
        return failed("type", type=spoken_type(said))
    if token is None:
        return unknown()
    return passed() if said.rstrip("=") == _sha256(token) else failed()


def dpop_jkt(case: Case) -> Outcome:
    """RFC 9449 section 4.3 step 12: the access token is bound to the key of this proof (RFC 7638)."""
    bond = _bond(case.policy.access_token) if _proof(case) is not None else None
    thumbprint = _thumbprint(claim_object(case.token.header, "jwk"))
    if bond is None or thumbprint is None:
        return NOT_APPLICABLE
    return passed() if bond == thumbprint else failed()


def _bond(access_token: str | None) -> str | None:
    """Return the key thumbprint (`cnf.jkt`) that a readable access token names."""
    parts = (access_token or "").split(".")
    if len(parts) != 3:
        return None
    text = decode(parts[1], Part.PAYLOAD).data.decode("utf-8", "replace")
    claims = read_json(text, Part.PAYLOAD).value
    return claim_text(claim_object(claims, "cnf"), "jkt") if isinstance(claims, JsonObject) else None


def _thumbprint(key: JsonObject | None) -> str | None:
    members = {
        name: claim_text(key, name) for name in _THUMBPRINT_MEMBERS.get(claim_text(key, "kty") or "", ())
    }
    if not members or None in members.values():
        return None
    text = json.dumps(members, separators=(",", ":"), ensure_ascii=False)
    return _sha256(text)


def _sha256(text: str) -> str:
    import hashlib

    return encode(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest())


CHECKS: tuple[Check, ...] = (
    dpop_one_header,
    dpop_wellformed,
    dpop_claims,
    dpop_typ,
    dpop_alg,
    dpop_signature,
    dpop_jwk_public,
    dpop_htm,
    dpop_htu,
    dpop_nonce,
    dpop_iat,
    dpop_ath,
    dpop_jkt,
)
