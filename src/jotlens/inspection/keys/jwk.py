"""One JWK (RFC 7517) as a Key: what cannot be used becomes a key with a problem, never an exception."""

from __future__ import annotations

import binascii
from dataclasses import replace
from typing import TYPE_CHECKING

from jotlens.inspection.keys.der import beside, first_of_chain
from jotlens.inspection.keys.material import (
    LARGEST_MODULUS_BITS,
    describe,
    ec_material,
    fingerprints,
    raw_material,
    rsa_material,
)
from jotlens.inspection.keys.model import PRIVATE_MEMBERS, Key, KeyFlaw, KeyForm
from jotlens.tokens import base64url
from jotlens.tokens.model import Defect, Part

if TYPE_CHECKING:
    from jotlens.tokens.json_text import Json, JsonObject


def key_from_jwk(jwk: JsonObject, form: KeyForm = KeyForm.JWK) -> Key:
    """Return the key of a JWK object; never raises.

    The private half of a key is kept as it stands, and made into a key when something is to be decrypted. A member that is missing, no text or no base64url makes a key with
    a flaw, which keeps everything else that the JWK says of itself.
    """
    key = _material(jwk, form)
    sha1, sha256 = _certificate_prints(jwk)
    key_ops = jwk.get("key_ops")
    private = key.kty != "oct" and any(name in jwk for name in PRIVATE_MEMBERS)
    return replace(
        key,
        kid=_text(jwk.get("kid")),
        alg=_text(jwk.get("alg")),
        use=_text(jwk.get("use")),
        key_ops=tuple(str(op) for op in key_ops) if isinstance(key_ops, tuple) else None,
        x5t=sha1,
        x5t_s256=sha256,
        certificate=beside(first_of_chain(jwk.get("x5c")), key.thumbprint),
        private=private,
        private_half=jwk if private else None,
    )


def _material(jwk: JsonObject, form: KeyForm) -> Key:
    kty, crv = _text(jwk.get("kty")), _text(jwk.get("crv"))
    match kty:
        case "oct":
            return _secret(jwk, form)
        case "RSA":
            return _rsa(jwk, form)
        case "EC":
            x, y = _octets(jwk, "x"), _octets(jwk, "y")
            flaw = next((part for part in (x, y) if isinstance(part, KeyFlaw)), None)
            if isinstance(x, bytes) and isinstance(y, bytes):
                return _described(form, "EC", crv, ec_material(crv or "", x, y))
            return Key(form, "EC", crv=crv, flaw=flaw)
        case "OKP":
            x = _octets(jwk, "x")
            return _described(form, "OKP", crv, x if isinstance(x, KeyFlaw) else raw_material(crv or "", x))
        case "AKP":
            return _ml_dsa(jwk, form)
    return Key(form, kty, flaw=KeyFlaw.INCOMPLETE if kty is None else KeyFlaw.KIND)


def _ml_dsa(jwk: JsonObject, form: KeyForm) -> Key:
    """Return a key of the kind AKP, whose `alg` is part of the key itself."""
    name, pub = _text(jwk.get("alg")), _octets(jwk, "pub")
    if name is None or isinstance(pub, KeyFlaw):
        return Key(form, "AKP", crv=name, flaw=pub if isinstance(pub, KeyFlaw) else KeyFlaw.INCOMPLETE)
    material = raw_material(name, pub)
    return _described(form, "AKP", name, KeyFlaw.KIND if material is KeyFlaw.CURVE else material)


def _described(form: KeyForm, kty: str, crv: str | None, material: object) -> Key:
    key = describe(form, material)
    return key if key.flaw is None else replace(key, kty=kty, crv=crv)


def _secret(jwk: JsonObject, form: KeyForm) -> Key:
    octets = _octets(jwk, "k")
    if isinstance(octets, KeyFlaw):
        return Key(form, "oct", flaw=octets)
    return Key(form, "oct", bits=8 * len(octets), flaw=None if octets else KeyFlaw.EMPTY, secret=octets)


def _rsa(jwk: JsonObject, form: KeyForm) -> Key:
    """Return an RSA key; its size and exponent are known even when it cannot be used (RFC 7518 section 6.3.1)."""
    n, e = _octets(jwk, "n"), _octets(jwk, "e")
    flaw = next((part for part in (n, e) if isinstance(part, KeyFlaw)), None)
    if not isinstance(n, bytes) or not isinstance(e, bytes):
        return Key(form, "RSA", flaw=flaw)
    if 8 * len(n) > 2 * LARGEST_MODULUS_BITS:
        return Key(form, "RSA", flaw=KeyFlaw.SIZE)
    modulus, exponent = int.from_bytes(n), int.from_bytes(e)
    key = describe(form, rsa_material(modulus, exponent))
    return replace(key, kty="RSA", bits=modulus.bit_length(), exponent=exponent, modulus=modulus)


def _octets(jwk: JsonObject, name: str) -> bytes | KeyFlaw:
    """Return the bytes of a member, or why there are none; padding and unused bits change nothing and are let pass."""
    text = _text(jwk.get(name))
    if text is None:
        return KeyFlaw.INCOMPLETE
    decoded = base64url.decode(text.rstrip("="), Part.WHOLE)
    strict = all(fault.defect is Defect.BASE64URL_CANONICAL for fault in decoded.faults)
    return decoded.data if strict else KeyFlaw.ENCODING


def _certificate_prints(jwk: JsonObject) -> tuple[str | None, str | None]:
    """Return the fingerprints of the first certificate in `x5c`, else those that the JWK states itself."""
    chain = jwk.get("x5c")
    if isinstance(chain, tuple) and chain and isinstance(chain[0], str):
        try:
            return fingerprints(binascii.a2b_base64(chain[0]))
        except (ValueError, UnicodeError):
            return None, None
    return _text(jwk.get("x5t")), _text(jwk.get("x5t#S256"))


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None
