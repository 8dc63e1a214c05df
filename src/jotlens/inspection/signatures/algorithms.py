"""The signing methods that a token may name, as facts: what kind of key each needs and how long its signature is."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from jotlens.tokens.visible import hides


class Family(StrEnum):
    """The mathematics behind a method."""

    HMAC = "HMAC"
    RSA = "RSA"
    RSA_PSS = "RSA-PSS"
    ECDSA = "ECDSA"
    EDDSA = "EdDSA"
    ML_DSA = "ML-DSA"


@dataclass(frozen=True, slots=True)
class Algorithm:
    """One registered method (the `alg` of a JWS).

    `kty` and `curves` say which key fits (RFC 7518 section 6; no curves: the kind has none). `hash_b` is the length of
    its hash in bytes, which is also the least length of an HMAC secret. `signature_b` is the length of a signature in
    bytes, None where the key decides.
    """

    name: str
    family: Family
    kty: str
    curves: tuple[str, ...] = ()
    hash_b: int | None = None
    signature_b: int | None = None

    def signature_length(self, curve: str | None, bits: int | None) -> int | None:
        """Return how many bytes a signature by a key of that curve and size has; None when it cannot be told."""
        if self.signature_b is not None:
            return self.signature_b
        if self.family is Family.EDDSA:
            return _EDDSA_SIGNATURE_B.get(curve or "")
        return None if bits is None else (bits + 7) // 8


CURVE_COORDINATE_B = {"P-256": 32, "P-384": 48, "P-521": 66, "secp256k1": 32}
"""The length of a coordinate on each curve, in bytes (RFC 7518 section 6.2.1.2)."""

_EDDSA_SIGNATURE_B = {"Ed25519": 64, "Ed448": 114}


def _all() -> tuple[Algorithm, ...]:
    sizes = ((256, 32), (384, 48), (512, 64))
    return (
        *(Algorithm(f"HS{bits}", Family.HMAC, "oct", (), size, size) for bits, size in sizes),
        *(Algorithm(f"RS{bits}", Family.RSA, "RSA", (), size) for bits, size in sizes),
        *(Algorithm(f"PS{bits}", Family.RSA_PSS, "RSA", (), size) for bits, size in sizes),
        Algorithm("ES256", Family.ECDSA, "EC", ("P-256",), 32, 64),
        Algorithm("ES384", Family.ECDSA, "EC", ("P-384",), 48, 96),
        Algorithm("ES512", Family.ECDSA, "EC", ("P-521",), 64, 132),
        Algorithm("ES256K", Family.ECDSA, "EC", ("secp256k1",), 32, 64),
        Algorithm("EdDSA", Family.EDDSA, "OKP", ("Ed25519", "Ed448")),
        Algorithm("Ed25519", Family.EDDSA, "OKP", ("Ed25519",)),
        Algorithm("Ed448", Family.EDDSA, "OKP", ("Ed448",)),
        Algorithm("ML-DSA-44", Family.ML_DSA, "AKP", ("ML-DSA-44",), None, 2420),
        Algorithm("ML-DSA-65", Family.ML_DSA, "AKP", ("ML-DSA-65",), None, 3309),
        Algorithm("ML-DSA-87", Family.ML_DSA, "AKP", ("ML-DSA-87",), None, 4627),
    )


ALGORITHMS = {algorithm.name: algorithm for algorithm in _all()}
"""Every method that can be verified here, by its registered name (case matters: RFC 7515 section 4.1.1)."""

DEPRECATED = {"EdDSA": "Ed25519", "RSA1_5": "RSA-OAEP-256"}
"""Registered names that should not be used any more, with what replaces them (RFC 9864, RFC 8725 section 3.2)."""

ENCRYPTION_ALGORITHMS = frozenset(
    {
        *("RSA1_5", "RSA-OAEP", "RSA-OAEP-256", "RSA-OAEP-384", "RSA-OAEP-512", "dir"),
        *("A128KW", "A192KW", "A256KW", "A128GCMKW", "A192GCMKW", "A256GCMKW"),
        *("ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW"),
        *("PBES2-HS256+A128KW", "PBES2-HS384+A192KW", "PBES2-HS512+A256KW"),
    }
)
"""The registered `alg` names of encrypted tokens (RFC 7518 section 4.1 and the registry's later entries)."""


def is_none(alg: str) -> bool:
    """Whether the name says "not signed", in any spelling (RFC 7518 section 3.6).

    Also one that some program may take for it: in letters of another width or style, or with hidden ones between.
    """
    if not alg.isascii():
        alg = "".join(char for char in unicodedata.normalize("NFKC", alg) if not hides(char))
    return alg.strip().casefold() in {"", "none"}


def same_method(name: str, other: str) -> bool:
    """Whether two names mean the same for one and the same key: `EdDSA` is the older name of `Ed25519` and `Ed448`."""
    eddsa = {"EdDSA", "Ed25519", "Ed448"}
    return name == other or ("EdDSA" in {name, other} and {name, other} <= eddsa)
