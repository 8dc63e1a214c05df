"""Compact signed tokens: made and read for the tenant, with PyJWT's algorithms for the mathematics.

PyJWT's own `encode` and `decode` are passed by: the tenant must be able to sign what is wrong on purpose, and a
resource server here has to say which of its steps failed.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from jwt import get_algorithm_by_name
from jwt.algorithms import Algorithm


class MalformedTokenError(ValueError):
    """A text is no compact signed token with a JSON object as claims."""


@dataclass(frozen=True, slots=True)
class Compact:
    """A token that was taken apart, and not yet believed. `message` is what the signature covers."""

    header: Mapping[str, Any]
    claims: Mapping[str, Any]
    message: bytes
    signature: bytes


def json_bytes(value: object) -> bytes:
    """Return JSON without any space, in UTF-8."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def sign(header: Mapping[str, object], payload: bytes, key: RSAPrivateKey | bytes | None) -> str:
    """Return a compact token of these bytes, signed as the header's `alg` says; without a key, not signed."""
    message = b".".join((_encode(json_bytes(header)), _encode(payload)))
    signature = b"" if key is None else _algorithm(str(header["alg"])).sign(message, key)
    return (message + b"." + _encode(signature)).decode("ascii")


def parse(token: str) -> Compact:
    """Take a token apart. Raises MalformedTokenError, also for doubled names, which readers understand differently."""
    parts = token.split(".")
    if len(parts) != 3 or len(token) > 100_000:
        raise MalformedTokenError("three parts are needed")
    try:
        header, claims, signature = (_decode(part) for part in parts)
        return Compact(_object(header), _object(claims), f"{parts[0]}.{parts[1]}".encode("ascii"), signature)
    except (ValueError, RecursionError, Base64Error):
        raise MalformedTokenError("this is no signed token") from None


def is_signed_by(token: Compact, algorithm: str, key: RSAPublicKey | bytes) -> bool:
    """Whether the token names this algorithm, and its signature is the key's. The header alone decides nothing."""
    if token.header.get("alg") != algorithm or algorithm not in {"RS256", "HS256"}:
        return False
    return bool(_algorithm(algorithm).verify(token.message, key, token.signature))


@cache
def _algorithm(name: str) -> Algorithm:
    return get_algorithm_by_name(name)


def _encode(data: bytes) -> bytes:
    return urlsafe_b64encode(data).rstrip(b"=")


def _decode(text: str) -> bytes:
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))


def _object(data: bytes) -> dict[str, Any]:
    value = json.loads(data, object_pairs_hook=_without_doubles)
    if not isinstance(value, dict):
        raise MalformedTokenError("not a JSON object")
    return value


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise MalformedTokenError("a name stands twice")
    return members
