"""The holder's proof at the end of an SD-JWT: is it made by the key that the issuer named, for this presentation?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.keys.jwk import key_from_jwk
from jotlens.inspection.keys.model import KeyForm, KeyRing
from jotlens.inspection.model import Policy, SignatureStatus
from jotlens.inspection.signatures.judgement import judge
from jotlens.inspection.signatures.report import KeyBinding
from jotlens.tokens.json_text import JsonObject
from jotlens.tokens.model import Kind

if TYPE_CHECKING:
    from jotlens.tokens.model import Token

_TYP = "kb+jwt"


def verify_key_binding(token: Token) -> KeyBinding | None:
    """Verify the key-binding JWT of an SD-JWT (RFC 9901 section 7.3 step 5); None when there is none.

    This is the one place where a key from inside a token is used: the issuer vouches for it in `cnf`, and the proof
    says nothing about the issuer.
    """
    if token.sd is None or token.sd.key_binding is None:
        return None
    proof = token.sd.key_binding
    jwk = _confirmation_key(token)
    if jwk is None:
        return KeyBinding.NO_KEY
    typ = proof.header.get("typ") if proof.header is not None else None
    if proof.kind is not Kind.JWS or typ != _TYP or proof.claims is None:
        return KeyBinding.NO_PROOF
    key = key_from_jwk(jwk)
    ring = KeyRing((key,), KeyForm.JWK)
    if (
        key.symmetric
        or judge(proof, proof.signatures[0], ring, Policy()).status is not SignatureStatus.VERIFIED
    ):
        return KeyBinding.OTHER_SIGNATURE
    if proof.claims.get("sd_hash") != token.sd.sd_hash:
        return KeyBinding.OTHER_PRESENTATION
    return KeyBinding.FITS


def _confirmation_key(token: Token) -> JsonObject | None:
    """Return `cnf.jwk` of the issuer-signed claims (RFC 7800 section 3.2)."""
    confirmation = token.claims.get("cnf") if token.claims is not None else None
    jwk = confirmation.get("jwk") if isinstance(confirmation, JsonObject) else None
    return jwk if isinstance(jwk, JsonObject) else None
