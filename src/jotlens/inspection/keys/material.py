"""Public keys as the library `cryptography` holds them: made from numbers, and described."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from jotlens.inspection.keys.model import Key, KeyFlaw, KeyForm
from jotlens.inspection.keys.soundness import is_small_order
from jotlens.inspection.signatures.algorithms import CURVE_COORDINATE_B
from jotlens.tokens.base64url import encode

if TYPE_CHECKING:
    from collections.abc import Callable

    from jotlens.inspection.keys.model import Certificate

LARGEST_MODULUS_BITS = 16_384
"""Larger RSA keys are refused: their arithmetic would stop the program for minutes."""

_JOSE_CURVES = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521", "secp256k1": "secp256k1"}


@runtime_checkable
class _RawPublicKey(Protocol):
    """A public key that is a run of bytes (RFC 8037 section 2)."""

    def public_bytes_raw(self) -> bytes: ...


def rsa_material(modulus: int, exponent: int) -> object:
    """Return the RSA public key of these numbers, or the KeyFlaw that forbids it."""
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers

    if modulus.bit_length() > LARGEST_MODULUS_BITS:
        return KeyFlaw.SIZE
    try:
        return RSAPublicNumbers(exponent, modulus).public_key()
    except (ValueError, OverflowError):
        return KeyFlaw.NUMBERS


def ec_material(crv: str, x: bytes, y: bytes) -> object:
    """Return the public key at a point of a curve (RFC 7518 section 6.2.1), or the KeyFlaw that forbids it."""
    from cryptography.hazmat.primitives.asymmetric import ec

    curves: dict[str, ec.EllipticCurve] = {
        "P-256": ec.SECP256R1(),
        "P-384": ec.SECP384R1(),
        "P-521": ec.SECP521R1(),
        "secp256k1": ec.SECP256K1(),
    }
    if crv not in curves:
        return KeyFlaw.CURVE
    if not len(x) == len(y) == CURVE_COORDINATE_B[crv]:
        return KeyFlaw.POINT
    numbers = ec.EllipticCurvePublicNumbers(int.from_bytes(x), int.from_bytes(y), curves[crv])
    try:
        return numbers.public_key()
    except ValueError:
        return KeyFlaw.POINT


def raw_material(crv: str, data: bytes) -> object:
    """Return the public key of an Edwards or Montgomery curve (RFC 8037) or of ML-DSA, or a KeyFlaw."""
    from cryptography.exceptions import UnsupportedAlgorithm

    kinds = _raw_kinds()
    if crv not in kinds:
        return KeyFlaw.CURVE
    try:
        return kinds[crv][1](data)
    except (ValueError, UnsupportedAlgorithm):
        return KeyFlaw.UNREADABLE


def fingerprints(der: bytes) -> tuple[str, str]:
    """Return `x5t` and `x5t#S256` of a certificate in DER (RFC 7515 sections 4.1.7 and 4.1.8)."""
    sha1 = hashlib.sha1(der, usedforsecurity=False).digest()
    return encode(sha1), encode(hashlib.sha256(der).digest())


def describe(
    form: KeyForm,
    material: object,
    *,
    private: bool = False,
    certificate: Certificate | None = None,
    x5t: str | None = None,
    x5t_s256: str | None = None,
) -> Key:
    """Return a Key with everything that the public key object tells; a KeyFlaw makes a key that cannot be used."""
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    kty = crv = flaw = None
    bits = exponent = modulus = None
    match material:
        case rsa.RSAPublicKey():
            numbers = material.public_numbers()
            kty, bits, exponent, modulus = "RSA", material.key_size, numbers.e, numbers.n
            if bits > LARGEST_MODULUS_BITS:
                flaw = KeyFlaw.SIZE
        case ec.EllipticCurvePublicKey():
            kty, bits = "EC", material.key_size
            crv = _JOSE_CURVES.get(material.curve.name)
            flaw = None if crv is not None else KeyFlaw.CURVE
        case KeyFlaw():
            flaw = material
        case _RawPublicKey() if (crv := _raw_name(material)) is not None:
            kty = "AKP" if crv.startswith("ML-DSA") else "OKP"
            if crv == "Ed25519" and is_small_order(material.public_bytes_raw()):
                flaw = KeyFlaw.WORTHLESS
        case _:
            flaw = KeyFlaw.KIND
    return Key(
        form=form,
        kty=kty,
        crv=crv,
        alg=crv if kty == "AKP" else None,
        bits=bits,
        exponent=exponent,
        modulus=modulus,
        thumbprint=thumbprint(material) if flaw is None else None,
        x5t=x5t,
        x5t_s256=x5t_s256,
        private=private,
        certificate=certificate,
        flaw=flaw,
        material=None if flaw is not None else material,
    )


def with_private_half(private: object, public: object) -> Key:
    """Return the Key of a private key object and its public one."""
    return replace(describe(KeyForm.PEM, public, private=True), private_half=private)


def thumbprint(material: object) -> str | None:
    """Return the SHA-256 thumbprint of a public key (RFC 7638 section 3), None for a kind that has none."""
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    members: dict[str, str]
    match material:
        case rsa.RSAPublicKey():
            rsa_numbers = material.public_numbers()
            members = {"e": _integer(rsa_numbers.e), "kty": "RSA", "n": _integer(rsa_numbers.n)}
        case ec.EllipticCurvePublicKey():
            crv = _JOSE_CURVES[material.curve.name]
            size, numbers = CURVE_COORDINATE_B[crv], material.public_numbers()
            x, y = numbers.x.to_bytes(size), numbers.y.to_bytes(size)
            members = {"crv": crv, "kty": "EC", "x": encode(x), "y": encode(y)}
        case _RawPublicKey() if (name := _raw_name(material)) is not None:
            raw = encode(material.public_bytes_raw())
            akp = name.startswith("ML-DSA")
            members = (
                {"alg": name, "kty": "AKP", "pub": raw} if akp else {"crv": name, "kty": "OKP", "x": raw}
            )
        case _:
            return None
    canonical = json.dumps(members, separators=(",", ":"), sort_keys=True)
    return encode(hashlib.sha256(canonical.encode()).digest())


def _integer(value: int) -> str:
    return encode(value.to_bytes(max(1, (value.bit_length() + 7) // 8)))


def _raw_kinds() -> dict[str, tuple[type, Callable[[bytes], object]]]:
    """Return the classes of the public keys that are plain bytes, by name, and what makes one of bytes."""
    from cryptography.hazmat.primitives.asymmetric import ed448, ed25519, x448, x25519

    kinds: dict[str, tuple[type, Callable[[bytes], object]]] = {
        "Ed25519": (ed25519.Ed25519PublicKey, ed25519.Ed25519PublicKey.from_public_bytes),
        "Ed448": (ed448.Ed448PublicKey, ed448.Ed448PublicKey.from_public_bytes),
        "X25519": (x25519.X25519PublicKey, x25519.X25519PublicKey.from_public_bytes),
        "X448": (x448.X448PublicKey, x448.X448PublicKey.from_public_bytes),
    }
    try:
        from cryptography.hazmat.primitives.asymmetric import mldsa
    except ImportError:  # older releases of the library have no ML-DSA
        return kinds
    return kinds | {
        "ML-DSA-44": (mldsa.MLDSA44PublicKey, mldsa.MLDSA44PublicKey.from_public_bytes),
        "ML-DSA-65": (mldsa.MLDSA65PublicKey, mldsa.MLDSA65PublicKey.from_public_bytes),
        "ML-DSA-87": (mldsa.MLDSA87PublicKey, mldsa.MLDSA87PublicKey.from_public_bytes),
    }


def _raw_name(material: object) -> str | None:
    return next((name for name, (kind, _) in _raw_kinds().items() if isinstance(material, kind)), None)
