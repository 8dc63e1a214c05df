"""The signature of a DPoP proof, held against the key that the proof itself brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.claims import claim_object, header_type
from jotlens.inspection.keys.jwk import key_from_jwk
from jotlens.inspection.keys.model import KeyForm, KeyRing
from jotlens.inspection.model import Policy, SignatureStatus
from jotlens.inspection.signatures.judgement import judge
from jotlens.tokens.model import Kind

if TYPE_CHECKING:
    from jotlens.tokens.model import Token


def verify_own_key(token: Token) -> SignatureStatus | None:
    """Verify a DPoP proof with the key in its header (RFC 9449 section 4.3 step 6); None for every other token.

    That a proof fits its own key says that its maker holds that key. It says nothing of who that is: it never makes a
    token genuine, and no other token is held against a key of its own.
    """
    if token.kind is not Kind.JWS or header_type(token) != "dpop+jwt":
        return None
    jwk = claim_object(token.header, "jwk")
    if jwk is None:
        return None
    key = key_from_jwk(jwk)
    if key.symmetric or key.private:
        return None
    return judge(token, token.signatures[0], KeyRing((key,), KeyForm.JWK), Policy()).status
