"""The private half of a key, made when something is to be decrypted with it and not before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.keys.model import Key, KeyFlaw
from jotlens.tokens import base64url
from jotlens.tokens.json_values import JsonObject
from jotlens.tokens.model import Defect, Part

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

_CHINESE_REMAINDER = ("p", "q", "dp", "dq", "qi")


def private_key(key: Key) -> object:
    """Return the private key object of `cryptography`, None for a key without one, or the KeyFlaw that forbids it."""
    held = key.private_half
    if not isinstance(held, JsonObject):
        return held
    secret = _integer(held, "d")
    if secret is None:
        return KeyFlaw.INCOMPLETE
    try:
        return _of_jwk(key, held, secret)
    except (ValueError, OverflowError):
        return KeyFlaw.NUMBERS if key.kty == "RSA" else KeyFlaw.UNREADABLE


def _of_jwk(key: Key, jwk: JsonObject, secret: int) -> object:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa, x448, x25519

    match key.material:
        case rsa.RSAPublicKey():
            return _rsa(key.material.public_numbers(), jwk, secret)
        case ec.EllipticCurvePublicKey():
            return _ec(key.material, secret)
        case x25519.X25519PublicKey():
            return x25519.X25519PrivateKey.from_private_bytes(_octets(jwk, "d") or b"")
        case x448.X448PublicKey():
            return x448.X448PrivateKey.from_private_bytes(_octets(jwk, "d") or b"")
    return KeyFlaw.KIND


def _rsa(public: rsa.RSAPublicNumbers, jwk: JsonObject, secret: int) -> object:
    """RFC 7518 section 6.3.2: the five numbers beside `d` may be left out together; then they are worked out."""
    from cryptography.hazmat.primitives.asymmetric import rsa as maker

    if "oth" in jwk:
        return KeyFlaw.KIND
    given = [_integer(jwk, name) for name in _CHINESE_REMAINDER]
    numbers = [number for number in given if number is not None]
    if len(numbers) < len(given):
        p, q = maker.rsa_recover_prime_factors(public.n, public.e, secret)
        numbers = [
            p,
            q,
            maker.rsa_crt_dmp1(secret, p),
            maker.rsa_crt_dmq1(secret, q),
            maker.rsa_crt_iqmp(p, q),
        ]
    p, q, dmp1, dmq1, iqmp = numbers
    return maker.RSAPrivateNumbers(p, q, secret, dmp1, dmq1, iqmp, public).private_key()


def _ec(public: ec.EllipticCurvePublicKey, secret: int) -> object:
    from cryptography.hazmat.primitives.asymmetric import ec as maker

    return maker.EllipticCurvePrivateNumbers(secret, public.public_numbers()).private_key()


def _integer(jwk: JsonObject, name: str) -> int | None:
    octets = _octets(jwk, name)
    return int.from_bytes(octets) if octets else None


def _octets(jwk: JsonObject, name: str) -> bytes | None:
    """Return the bytes of a member; padding and unused bits change nothing and are let pass."""
    value = jwk.get(name)
    if not isinstance(value, str):
        return None
    decoded = base64url.decode(value.rstrip("="), Part.WHOLE)
    strict = all(fault.defect is Defect.BASE64URL_CANONICAL for fault in decoded.faults)
    return decoded.data if strict else None
