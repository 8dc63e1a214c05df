"""Demonstrating proof of possession: a key of this login, and a proof for each request (RFC 9449)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlunsplit

from jotlens.oauth.addresses import check_form
from jotlens.oauth.pkce import base64url, random_text
from jotlens.oauth.signing import sign_jwt

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

    from jotlens.oauth.obtained import Around

ALGORITHM = "ES256"
_ORDER_OF_P256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@dataclass(frozen=True, slots=True)
class ProofKey:
    """A private key on P-256 as its number; `x` and `y` are its public point. Lives in memory, for one login.

    The refresh token of a public client is bound to it (RFC 9449 section 5), and every call with the access token
    needs it: `Obtained` carries it, and `Given` brings it back.
    """

    number: int = field(repr=False)
    x: str
    y: str

    @property
    def jwk(self) -> dict[str, str]:
        """The public key, as the proofs show it."""
        return {"kty": "EC", "crv": "P-256", "x": self.x, "y": self.y}

    @property
    def thumbprint(self) -> str:
        """The SHA-256 thumbprint that tokens carry as `cnf.jkt` (RFC 7638)."""
        members = f'{{"crv":"P-256","kty":"EC","x":"{self.x}","y":"{self.y}"}}'
        return base64url(hashlib.sha256(members.encode("ascii")).digest())


def make_proof_key(random: Callable[[int], bytes]) -> ProofKey:
    """Make a key from 48 random bytes (FIPS 186-5, A.2.1: extra random bits)."""
    number = int.from_bytes(random(48), "big") % (_ORDER_OF_P256 - 1) + 1
    point = _private(number).public_key().public_numbers()
    return ProofKey(number, base64url(point.x.to_bytes(32, "big")), base64url(point.y.to_bytes(32, "big")))


def proof(
    key: ProofKey,
    method: str,
    address: str,
    *,
    now: datetime,
    random: Callable[[int], bytes],
    nonce: str | None = None,
    access_token: str | None = None,
) -> str:
    """Return the value of the `DPoP` header for one request (RFC 9449 section 4.2).

    `htu` is the address without query and fragment. `nonce` is what the server asked for, `access_token` is hashed
    into `ath` where one is sent along.
    """
    claims: dict[str, object] = {
        "jti": random_text(random, 16),
        "htm": method.upper(),
        "htu": urlunsplit(check_form(address)._replace(query="", fragment="")),
        "iat": int(now.timestamp()),
    }
    if nonce is not None:
        claims["nonce"] = nonce
    if access_token is not None:
        claims["ath"] = base64url(hashlib.sha256(access_token.encode("ascii", "replace")).digest())
    header = {"typ": "dpop+jwt", "alg": ALGORITHM, "jwk": key.jwk}
    return sign_jwt(header, claims, _private(key.number))


def prover(
    key: ProofKey, method: str, address: str, access_token: str, around: Around
) -> Callable[[str | None], str]:
    """Return what makes the proofs for a call with an access token, given the nonce that the server asks for."""

    def prove(nonce: str | None) -> str:
        return proof(
            key,
            method,
            address,
            now=around.now(),
            random=around.random,
            nonce=nonce,
            access_token=access_token,
        )

    return prove


def _private(number: int) -> EllipticCurvePrivateKey:
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.derive_private_key(number, ec.SECP256R1())
