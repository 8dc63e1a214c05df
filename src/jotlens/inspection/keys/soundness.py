"""Small arithmetic on public numbers: points on curves, worthless points, and keys that a faulty chip made (ROCA)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jotlens.tokens import base64url
from jotlens.tokens.model import Part

if TYPE_CHECKING:
    from jotlens.tokens.json_text import JsonObject

# Each curve y^2 = x^3 + a*x + b modulo p: (p, a, b), from FIPS 186-4 appendix D.1.2 and SEC 2 section 2.4.1.
_CURVES = {
    "P-256": (
        2**256 - 2**224 + 2**192 + 2**96 - 1,
        -3,
        0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    ),
    "P-384": (
        2**384 - 2**128 - 2**96 + 2**32 - 1,
        -3,
        0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
    ),
    "P-521": (
        2**521 - 1,
        -3,
        int(
            "0051953EB9618E1C9A1F929A21A0B68540EEA2DA725B99B315F3B8B489918EF109E1561"
            "93951EC7E937B1652C0BD3BB1BF073573DF883D2C34F1EF451FD46B503F00",
            16,
        ),
    ),
    "secp256k1": (2**256 - 2**32 - 977, 0, 7),
}

_ROCA_PRIMES = (
    *(
        3,
        5,
        7,
        11,
        13,
        17,
        19,
        23,
        29,
        31,
        37,
        41,
        43,
        47,
        53,
        59,
        61,
        67,
        71,
        73,
        79,
        83,
        89,
        97,
        101,
        103,
        107,
    ),
    *(109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167),
)
_ROCA_GENERATOR = 65_537


def on_curve(crv: str, x: int, y: int) -> bool | None:
    """Whether a point lies on a curve (RFC 8725 section 3.4); None for a curve that is not known here."""
    if crv not in _CURVES:
        return None
    p, a, b = _CURVES[crv]
    return 0 <= x < p and 0 <= y < p and (y * y - (x * x * x + a * x + b)) % p == 0


def point_of_jwk(jwk: JsonObject) -> tuple[str, int, int] | None:
    """Return curve and coordinates of an EC key in JWK form (RFC 7518 section 6.2.1); None when it is no such key."""
    crv, x, y = jwk.get("crv"), jwk.get("x"), jwk.get("y")
    if jwk.get("kty") != "EC" or not isinstance(crv, str) or not isinstance(x, str) or not isinstance(y, str):
        return None
    return crv, _coordinate(x), _coordinate(y)


def _coordinate(text: str) -> int:
    return int.from_bytes(base64url.decode(text, Part.WHOLE).data)


_ED25519_P = 2**255 - 19
_ORDER_8_Y = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_SMALL_ORDER_Y = frozenset({0, 1, _ED25519_P - 1, _ORDER_8_Y, _ED25519_P - _ORDER_8_Y})


def is_small_order(raw: bytes) -> bool:
    """Whether an Ed25519 public key is one of the eight points with which a signature can be made for every text.

    Eight times such a point is the neutral one (RFC 8032 section 5.1); y alone tells them. Libraries take them without
    a word, since the algorithm does not ask to look.
    """
    y = int.from_bytes(raw, "little") % (1 << 255) % _ED25519_P
    return y in _SMALL_ORDER_Y


def is_roca(modulus: int) -> bool:
    """Whether a modulus bears the fingerprint of the faulty key generator of CVE-2017-15361.

    Its primes are powers of 65537 modulo many small primes, and so is their product. One in some 240 million sound
    moduli looks so by chance.
    """
    return all(modulus % prime in _powers(prime) for prime in _ROCA_PRIMES)


@cache
def _powers(prime: int) -> set[int]:
    """Return all powers of 65537 modulo a prime."""
    powers, power = {1}, _ROCA_GENERATOR % prime
    while power not in powers:
        powers.add(power)
        power = power * _ROCA_GENERATOR % prime
    return powers
