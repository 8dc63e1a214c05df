"""Signs the JWTs that a client shows: client assertions, assertions of a JWT bearer, DPoP proofs (RFC 7515)."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from jotlens.oauth.failures import ConnectionGapError
from jotlens.oauth.pkce import base64url

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.hashes import HashAlgorithm

    PrivateKey: TypeAlias = EllipticCurvePrivateKey | Ed25519PrivateKey | Ed448PrivateKey | RSAPrivateKey

_CURVES = {"secp256r1": ("ES256", 32), "secp384r1": ("ES384", 48), "secp521r1": ("ES512", 66)}
_HMAC = {"HS256": "sha256", "HS384": "sha384", "HS512": "sha512"}


def algorithms_of(key: PrivateKey) -> tuple[str, ...]:
    """Return the algorithms that a private key can sign with, the usual one first; none for a key of another trade."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa

    match key:
        case rsa.RSAPrivateKey():
            return ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")
        case ec.EllipticCurvePrivateKey():
            curve = _CURVES.get(key.curve.name)
            return (curve[0],) if curve else ()
        case ed25519.Ed25519PrivateKey():
            return ("EdDSA", "Ed25519")
        case ed448.Ed448PrivateKey():
            return ("EdDSA", "Ed448")


def choose_algorithm(key: PrivateKey, wanted: str) -> str:
    """Return the algorithm to sign with; raises ConnectionGapError where the key does not fit `wanted`."""
    known = algorithms_of(key)
    if not known:
        raise ConnectionGapError(
            "key-unfit", "The key file holds a key of a kind that JotLens cannot sign with.", "key_file"
        )
    if wanted and wanted not in known:
        raise ConnectionGapError(
            "key-algorithm",
            f"The key in the key file cannot sign with {wanted}. It can sign with {', '.join(known)}.",
            "key_algorithm",
        )
    return wanted or known[0]


def sign_jwt(header: Mapping[str, object], claims: Mapping[str, object], key: PrivateKey) -> str:
    """Return a JWT in compact form, signed with the `alg` of the header, which must fit the key."""
    signed = _signed_part(header, claims)
    return f"{signed}.{base64url(_signature(signed.encode('ascii'), str(header['alg']), key))}"


def sign_jwt_with_secret(header: Mapping[str, object], claims: Mapping[str, object], secret: str) -> str:
    """Return a JWT in compact form, signed with HS256, HS384 or HS512 and the octets of a client secret."""
    signed = _signed_part(header, claims)
    digest = hmac.digest(secret.encode(), signed.encode("ascii"), _HMAC[str(header["alg"])])
    return f"{signed}.{base64url(digest)}"


def _signed_part(header: Mapping[str, object], claims: Mapping[str, object]) -> str:
    parts = (json.dumps(part, separators=(",", ":")).encode() for part in (header, claims))
    return ".".join(base64url(part) for part in parts)


def _signature(data: bytes, algorithm: str, key: PrivateKey) -> bytes:
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    if isinstance(key, rsa.RSAPrivateKey):
        chosen = _hash(algorithm)
        if algorithm.startswith("RS"):
            return key.sign(data, padding.PKCS1v15(), chosen)
        salted = padding.PSS(mgf=padding.MGF1(chosen), salt_length=chosen.digest_size)  # RFC 7518 section 3.5
        return key.sign(data, salted, chosen)
    if isinstance(key, ec.EllipticCurvePrivateKey):
        size = _CURVES[key.curve.name][1]
        r, s = decode_dss_signature(key.sign(data, ec.ECDSA(_hash(algorithm))))
        return r.to_bytes(size, "big") + s.to_bytes(size, "big")  # RFC 7518 section 3.4
    return key.sign(data)


def _hash(algorithm: str) -> HashAlgorithm:
    from cryptography.hazmat.primitives import hashes

    return {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512()}[algorithm[-3:]]


def thumbprints_of_certificate(path: str) -> dict[str, str]:
    """Return `x5t` and `x5t#S256` of a certificate file, in PEM (RFC 7515 sections 4.1.7 and 4.1.8)."""
    from pathlib import Path

    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    try:
        der = x509.load_pem_x509_certificate(Path(path).read_bytes()).public_bytes(Encoding.DER)
    except (OSError, ValueError):
        raise ConnectionGapError(
            "certificate-unreadable",
            "The certificate file cannot be read as a certificate in PEM.",
            "certificate_file",
        ) from None
    sha1 = hashlib.sha1(der, usedforsecurity=False).digest()
    return {"x5t": base64url(sha1), "x5t#S256": base64url(hashlib.sha256(der).digest())}
