"""Keys of PASETO tokens: hexadecimal, and PASERK texts such as `k4.public.…` (PASERK specification)."""

from __future__ import annotations

import re
from dataclasses import replace

from jotlens.inspection.keys.der import from_der
from jotlens.inspection.keys.material import describe, raw_material
from jotlens.inspection.keys.model import Key, KeyFlaw, KeyForm, KeyTextError
from jotlens.tokens import base64url
from jotlens.tokens.model import Part

_PASERK = re.compile(r"k([1-4])\.(public|local|secret)\.([A-Za-z0-9_-]+={0,2})")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2})+")
_ED25519_B = 32
_P384_B = (49, 97)
"""Bytes of a point on P-384, compressed and not."""

_SECRET = (
    "This is the secret half of a PASETO key pair, which only its owner should have. Give the public half, a text "
    "that begins with {prefix}.public."
)
_NO_KEY = (
    "This is no public key for PASETO tokens. Give it as PEM, as a text that begins with k4.public, or in "
    "hexadecimal: 64 characters for the versions 2 and 4, and 98 for version 3."
)


def looks_paserk(text: str) -> KeyForm | None:
    """Return the form of a PASERK text, None when it is none."""
    match = _PASERK.fullmatch(text.strip())
    if match is None:
        return None
    return KeyForm.PASETO_LOCAL if match[2] == "local" else KeyForm.PASETO_PUBLIC


def paseto_public(text: str) -> Key:
    """Return the public key of a PASERK or hexadecimal text. Raises KeyTextError when it is none."""
    stripped = text.strip()
    match = _PASERK.fullmatch(stripped)
    if match is None:
        key = key_from_hex(stripped)
        if key is None:
            raise KeyTextError("paseto", _NO_KEY)
        return key
    version, kind, data_b64 = match.groups()
    if kind == "secret":
        raise KeyTextError("paseto-secret", _SECRET.format(prefix=f"k{version}"))
    data = base64url.decode(data_b64.rstrip("="), Part.WHOLE).data
    key = from_der(data) if version == "1" else _of_bytes(data)
    if kind != "public" or key is None:
        raise KeyTextError("paseto", _NO_KEY)
    return replace(key, form=KeyForm.PASETO_PUBLIC, alg=f"v{version}.public")


def paseto_local(text: str) -> Key:
    """Return the shared key of a PASERK or hexadecimal text. Raises KeyTextError when it is none."""
    stripped = text.strip()
    match = _PASERK.fullmatch(stripped)
    alg = None
    if match is not None and match[2] == "local":
        alg, data = f"v{match[1]}.local", base64url.decode(match[3].rstrip("="), Part.WHOLE).data
    elif _HEX.fullmatch(stripped):
        data = bytes.fromhex(stripped)
    else:
        raise KeyTextError(
            "paseto-local", "This is no shared key for PASETO tokens: it is 64 characters of 0-9 and a-f."
        )
    return Key(KeyForm.PASETO_LOCAL, "oct", alg=alg, bits=8 * len(data), secret=data)


def key_from_hex(text: str) -> Key | None:
    """Return the public key whose bytes a text has in hexadecimal: Ed25519, or a point on P-384; None for any other."""
    return _of_bytes(bytes.fromhex(text)) if _HEX.fullmatch(text) else None


def _of_bytes(data: bytes) -> Key | None:
    if len(data) == _ED25519_B:
        return describe(KeyForm.PASETO_PUBLIC, raw_material("Ed25519", data))
    if len(data) in _P384_B:
        return describe(KeyForm.PASETO_PUBLIC, _point(data))
    return None


def _point(data: bytes) -> object:
    from cryptography.hazmat.primitives.asymmetric import ec

    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP384R1(), data)
    except ValueError:
        return KeyFlaw.POINT
