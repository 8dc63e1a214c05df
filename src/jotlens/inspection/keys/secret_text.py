"""The ways in which a secret given as text may be meant: as it stands, or as base64 or hexadecimal."""

from __future__ import annotations

import binascii
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from jotlens.inspection.keys.model import Key, KeyForm
from jotlens.inspection.signatures.report import SecretReading

if TYPE_CHECKING:
    from collections.abc import Iterator

_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]+={0,2}")
_HEX = re.compile(rb"(?:[0-9a-fA-F]{2})+")


def readings(key: Key) -> Iterator[tuple[SecretReading | None, Key]]:
    """Yield the key as it is (None), then each other way to read it if it is a secret given as plain text."""
    yield None, key
    if key.form is not KeyForm.SECRET or key.secret is None:
        return
    stripped = key.secret.strip()
    if _HEX.fullmatch(stripped):
        yield SecretReading.HEX, _as(key, bytes.fromhex(stripped.decode()))
    body = stripped.rstrip(b"=")
    if _BASE64.fullmatch(stripped) and len(body) % 4 != 1:
        url = b"-" in body or b"_" in body
        standard = body.replace(b"-", b"+").replace(b"_", b"/")
        decoded = binascii.a2b_base64(standard + b"=" * (-len(body) % 4))
        yield SecretReading.BASE64URL if url else SecretReading.BASE64, _as(key, decoded)
    if stripped and stripped != key.secret:
        yield SecretReading.TRIMMED, _as(key, stripped)


def _as(key: Key, secret: bytes) -> Key:
    return replace(key, secret=secret, bits=8 * len(secret))
