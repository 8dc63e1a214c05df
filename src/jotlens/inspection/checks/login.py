"""Checks on what belongs to a login: nonce and hashes of ID tokens, logout tokens, proofs, and tokens bound to a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.checks.algorithm import is_hmac
from jotlens.inspection.checks.case import (
    NOT_APPLICABLE,
    UNREADABLE,
    Outcome,
    failed,
    passed,
    unknown,
    warned,
)
from jotlens.inspection.checks.presented import sent_as_bearer, told_type
from jotlens.inspection.claims import (
    audiences,
    claim_object,
    claim_text,
    effective_type,
    header_type,
    listed,
    sound_claims,
    spoken_type,
    texts,
)
from jotlens.inspection.model import Purpose, SignatureStatus
from jotlens.inspection.near_miss import near_miss
from jotlens.inspection.purpose import BACK_CHANNEL_LOGOUT
from jotlens.inspection.signatures.algorithms import ALGORITHMS
from jotlens.inspection.wording import duration
from jotlens.tokens.base64url import encode
from jotlens.tokens.json_text import JsonObject
from jotlens.tokens.model import Kind

if TYPE_CHECKING:
    from jotlens.inspection.checks.case import Case, Check

_LOGOUT_CLAIMS = ("iss", "aud", "iat", "exp", "jti")
_HASHES = {32: "sha256", 48: "sha384", 64: "sha512"}
_LOGOUT_S = 120


def nonce_match(case: Case) -> Outcome:
    """OpenID Connect Core sections 3.1.3.7 step 11 and 3.2.2.11: the answer belongs to this very login."""
    claims, wanted = sound_claims(case.token), case.policy.nonce
    if wanted is None or case.purpose.purpose is Purpose.DPOP_PROOF:
        return NOT_APPLICABLE
    if claims is None:
        return unknown("unreadable") if case.token.kind in UNREADABLE else NOT_APPLICABLE
    return same_nonce(claims, wanted)


def same_nonce(claims: JsonObject, wanted: str) -> Outcome:
    """Whether the claims have the nonce that is wanted."""
    if "nonce" not in claims:
        return failed("missing", expected=wanted)
    said = claims.get("nonce")
    if not isinstance(said, str):
        return failed("type", type=spoken_type(said))
    return passed() if said == wanted else failed(said=said, expected=wanted)


def at_hash(case: Case) -> Outcome:
    """OpenID Connect Core section 3.1.3.6: the left half of the access token's hash."""
    return _half_hash(case, "at_hash", case.policy.access_token)


def c_hash(case: Case) -> Outcome:
    """OpenID Connect Core section 3.3.2.11: the left half of the authorization code's hash."""
    return _half_hash(case, "c_hash", case.policy.code)


def s_hash(case: Case) -> Outcome:
    """FAPI 1.0 Part 2 section 5.1: the left half of the hash of `state`, where the ID token has it."""
    claims = sound_claims(case.token)
    named = claims is not None and "s_hash" in claims
    return _half_hash(case, "s_hash", case.policy.state) if named else NOT_APPLICABLE


def id_aud_client(case: Case) -> Outcome:
    """OpenID Connect Core section 3.1.3.7 step 3: the ID token is for the application that asked for it.

    It speaks in place of `aud-match`; where the two nearly agree, `aud-near-miss` does.
    """
    places, client = audiences(sound_claims(case.token)), case.policy.client_id
    if client is None or not places or case.purpose.purpose is not Purpose.ID_TOKEN:
        return NOT_APPLICABLE
    if client in places:
        return passed(said=client)
    if case.policy.audience is None and any(near_miss(place, client) for place in places[:20]):
        return NOT_APPLICABLE
    return failed(said=listed(places), expected=client)


def id_alg(case: Case) -> Outcome:
    """OpenID Connect Core section 3.1.3.7 steps 7 and 8: RS256, or what was agreed. `alg-allowed` knows what you allow."""
    alg, document = case.token.alg, case.policy.fetched.issuer_document
    if case.purpose.purpose is not Purpose.ID_TOKEN or alg is None or case.policy.algorithms:
        return NOT_APPLICABLE
    offered = texts(document.get("id_token_signing_alg_values_supported")) if document is not None else None
    if offered:
        return passed("offered", alg=alg) if alg in offered else failed(alg=alg, offered=listed(offered))
    return passed(alg=alg) if alg == "RS256" else NOT_APPLICABLE


def id_hs256_secret(case: Case) -> Outcome:
    """OpenID Connect Core section 10.1: the secret is that of the application, its letters taken as they are."""
    if case.purpose.purpose is not Purpose.ID_TOKEN or not is_hmac(case.token.alg):
        return NOT_APPLICABLE
    verified = case.signature.verdict.status is SignatureStatus.VERIFIED
    return passed("verified") if verified else passed(alg=case.token.alg or "")


def userinfo_sub(case: Case) -> Outcome:
    """OpenID Connect Core section 5.3.2: the profile counts only if it is of the same subject as the ID token."""
    claims, profile = sound_claims(case.token), case.policy.fetched.userinfo
    if claims is None or profile is None or case.purpose.purpose is not Purpose.ID_TOKEN:
        return NOT_APPLICABLE
    said, other = claim_text(claims, "sub"), claim_text(profile, "sub")
    if said is None:
        return NOT_APPLICABLE
    if other is None:
        return failed("missing")
    return passed(said=said) if said == other else failed(said=said, other=other)


def logout_typ(case: Case) -> Outcome:
    """OpenID Connect Back-Channel Logout section 2.4: the type logout+jwt is recommended."""
    if sound_claims(case.token) is None or not _is_logout(case):
        return NOT_APPLICABLE
    typ = header_type(case.token)
    if typ == "logout+jwt":
        return passed()
    return warned(said=typ or "nothing") if typ in {"", "jwt"} else failed(said=typ)


def logout_events(case: Case) -> Outcome:
    """Back-Channel Logout sections 2.4 and 2.6: `events` holds the logout event, with an object as its value."""
    claims = sound_claims(case.token)
    if claims is None or not _is_logout(case):
        return NOT_APPLICABLE
    events = claim_object(claims, "events")
    if events is None or BACK_CHANNEL_LOGOUT not in events:
        return failed()
    event = events.get(BACK_CHANNEL_LOGOUT)
    return passed() if isinstance(event, JsonObject) else failed("type", type=spoken_type(event))


def logout_sub_or_sid(case: Case) -> Outcome:
    """Back-Channel Logout section 2.6: it names a user, a session, or both."""
    claims = sound_claims(case.token)
    if claims is None or not _is_logout(case):
        return NOT_APPLICABLE
    named = claim_text(claims, "sub") or claim_text(claims, "sid")
    return passed() if named else failed()


def logout_no_nonce(case: Case) -> Outcome:
    """Back-Channel Logout section 2.4: a nonce is forbidden, so that no ID token passes for a logout token."""
    claims = sound_claims(case.token)
    if claims is None or not _is_logout(case):
        return NOT_APPLICABLE
    return failed() if "nonce" in claims else passed()


def logout_claims(case: Case) -> Outcome:
    """Back-Channel Logout section 2.4: what it has to carry."""
    claims = sound_claims(case.token)
    if claims is None or not _is_logout(case):
        return NOT_APPLICABLE
    missing = tuple(name for name in _LOGOUT_CLAIMS if name not in claims)
    return failed(missing=listed(missing)) if missing else passed()


def logout_age(case: Case) -> Outcome:
    """Back-Channel Logout section 2.4: short, preferably two minutes at most."""
    life_s = case.lifetime.lifetime_s
    if life_s is None or sound_claims(case.token) is None or not _is_logout(case):
        return NOT_APPLICABLE
    return passed(life=duration(life_s)) if life_s <= _LOGOUT_S else warned(life=duration(life_s))


def bound_dpop(case: Case) -> Outcome:
    """RFC 9449 sections 6 and 7, RFC 7800: only the holder of a key may use the token."""
    claims = sound_claims(case.token)
    if claims is None or "cnf" not in claims or case.token.kind is Kind.SD_JWT:
        return NOT_APPLICABLE
    bond = claim_object(claims, "cnf")
    if bond is None:
        return warned("type", type=spoken_type(claims.get("cnf")))
    if "jkt" in bond:
        return failed("bearer") if _sent_as_bearer(case) else warned()
    if "x5t#S256" in bond or case.purpose.purpose is Purpose.CREDENTIAL:
        return NOT_APPLICABLE
    return warned("key")


def bound_mtls(case: Case) -> Outcome:
    """RFC 8705 section 3: only the holder of a client certificate may use the token."""
    bond = claim_object(sound_claims(case.token), "cnf")
    return warned() if bond is not None and "x5t#S256" in bond else NOT_APPLICABLE


def _half_hash(case: Case, name: str, hashed: str | None) -> Outcome:
    claims = sound_claims(case.token)
    if claims is None or hashed is None or case.purpose.purpose is Purpose.DPOP_PROOF:
        return NOT_APPLICABLE
    if name not in claims:
        return unknown("missing") if case.purpose.purpose is Purpose.ID_TOKEN else NOT_APPLICABLE
    said = claims.get(name)
    if not isinstance(said, str):
        return failed("type", type=spoken_type(said))
    digest = _digest(case.token.alg or "", hashed)
    if digest is None:
        return unknown("method", alg=case.token.alg or "nothing")
    return passed() if said.rstrip("=") == encode(digest[: len(digest) // 2]) else failed()


def _digest(alg: str, text: str) -> bytes | None:
    """Return the hash that belongs to a signature method: SHA-256 for RS256 and so on, SHA-512 for Ed25519."""
    import hashlib

    method = ALGORITHMS.get(alg)
    name = "sha512" if alg in {"EdDSA", "Ed25519"} else _HASHES.get((method.hash_b if method else None) or 0)
    return hashlib.new(name, text.encode("utf-8", "surrogatepass")).digest() if name else None


def _is_logout(case: Case) -> bool:
    return (
        case.purpose.purpose is Purpose.LOGOUT_TOKEN or effective_type(case.policy.typ or "") == "logout+jwt"
    )


def _sent_as_bearer(case: Case) -> bool:
    return sent_as_bearer(case) or (told_type(case) or "").lower() == "bearer"


CHECKS: tuple[Check, ...] = (
    nonce_match,
    at_hash,
    c_hash,
    s_hash,
    id_aud_client,
    id_alg,
    id_hs256_secret,
    userinfo_sub,
    logout_typ,
    logout_events,
    logout_sub_or_sid,
    logout_no_nonce,
    logout_claims,
    logout_age,
    bound_dpop,
    bound_mtls,
)
