"""Says of a segment whether it is the header of a token, and how a token with such a header goes on."""

from __future__ import annotations

import json
from binascii import Error as Base64Error
from binascii import a2b_base64
from typing import NamedTuple

_TO_STANDARD = str.maketrans("-_", "+/")
_SHORTEST_HEADER = 11
_LONGEST_HEADER = 1 << 18

_RSA = frozenset({171, 256, 342, 512, 683, 1366})
_SIGNATURE_LENGTHS = {
    "none": frozenset({0}), "HS256": frozenset({43}), "HS384": frozenset({64}), "HS512": frozenset({86}),
    "ES256": frozenset({86}), "ES256K": frozenset({86}), "ES384": frozenset({128}), "ES512": frozenset({176}),
    "EdDSA": frozenset({86, 152}), "Ed25519": frozenset({86}), "Ed448": frozenset({152}),
    "RS256": _RSA, "RS384": _RSA, "RS512": _RSA, "PS256": _RSA, "PS384": _RSA, "PS512": _RSA,
    "ML-DSA-44": frozenset({3227}), "ML-DSA-65": frozenset({4412}), "ML-DSA-87": frozenset({6170}),
}  # fmt: skip
"""Characters of a whole signature (RFC 7518 section 3): they tell where a token that was broken over lines ends."""

_TAG_LENGTHS = {
    "A128GCM": frozenset({22}), "A192GCM": frozenset({22}), "A256GCM": frozenset({22}),
    "A128CBC-HS256": frozenset({22}), "A192CBC-HS384": frozenset({32}), "A256CBC-HS512": frozenset({43}),
}  # fmt: skip
"""Characters of a whole authentication tag (RFC 7518 section 5)."""


class Jose(NamedTuple):
    """What tells how a compact token goes on after its header: how many dots, and how long the last part may be.

    `binds_key`: it is the key-binding JWT at the end of an SD-JWT (RFC 9901 section 4.3).
    """

    dots: int
    last_lengths: frozenset[int]
    binds_key: bool = False


def jose_header(segment: str) -> Jose | None:
    """Read a segment as the header of a token: a JSON object in base64url that names an algorithm, or None."""
    if not _SHORTEST_HEADER <= len(segment) <= _LONGEST_HEADER or len(segment) % 4 == 1:
        return None
    try:
        data = a2b_base64(segment.translate(_TO_STANDARD) + "=" * (-len(segment) % 4))
        header = json.loads(data.decode()) if b'"alg"' in data else None
    except (Base64Error, ValueError, RecursionError):
        return None
    if not isinstance(header, dict):
        return None
    alg = header.get("alg")
    if not isinstance(alg, str) or not alg.strip():
        return None
    enc = header.get("enc")
    if isinstance(enc, str):
        return Jose(4, _TAG_LENGTHS.get(enc, frozenset()))
    plain = alg.strip().lower() == "none"
    lengths = _SIGNATURE_LENGTHS.get("none" if plain else alg, frozenset())
    return Jose(2, lengths, binds_key=header.get("typ") == "kb+jwt")
