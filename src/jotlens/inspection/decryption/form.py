"""What is wrong with the form of an encrypted token; all of it can be told without a key (RFC 7516, RFC 7518)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.decryption.methods import (
    AGREEMENT_CURVES,
    CONTENT_ENCRYPTION,
    KEY_MANAGEMENT,
    LARGEST_P2C,
    ContentEncryption,
    Family,
    KeyManagement,
)
from jotlens.inspection.decryption.report import Flaw, FormFault
from jotlens.inspection.keys.soundness import on_curve, point_of_jwk
from jotlens.inspection.signatures.algorithms import CURVE_COORDINATE_B
from jotlens.tokens import base64url
from jotlens.tokens.json_text import Json, JsonObject, Number
from jotlens.tokens.model import Defect, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jotlens.tokens.model import Encryption, Recipient, Token

_NOT_STRICT = {
    Defect.BASE64URL_ALPHABET,
    Defect.BASE64URL_PADDING,
    Defect.BASE64URL_LENGTH,
    Defect.BASE64URL_CANONICAL,
}
_OKP_PUBLIC_B = {"X25519": 32, "X448": 56}
"""The length of a public key in bytes (RFC 7748 section 5)."""

_WRAP_IV_B, _WRAP_TAG_B = 12, 16


def form_faults(token: Token, encryption: Encryption) -> tuple[FormFault, ...]:
    """Return every fault of the form, those of all recipients first; never raises."""
    first = encryption.recipients[0].header if encryption.recipients else None
    content = content_of(first)
    found = [*_of_all(token, encryption, content)]
    for place, recipient in enumerate(encryption.recipients):
        found += _of_one(place, recipient)
    order = list(Flaw)
    return tuple(sorted(found, key=lambda fault: (fault.recipient is not None, order.index(fault.flaw))))


def method_of(header: JsonObject | None) -> KeyManagement | None:
    """Return the way the content key travels, None when it is not one that is known here."""
    alg = header.get("alg") if header is not None else None
    return KEY_MANAGEMENT.get(alg) if isinstance(alg, str) else None


def content_of(header: JsonObject | None) -> ContentEncryption | None:
    """Return the method that encrypts the content, None when it is not one that is known here."""
    enc = header.get("enc") if header is not None else None
    return CONTENT_ENCRYPTION.get(enc) if isinstance(enc, str) else None


def octets(header: JsonObject, name: str) -> bytes | None:
    """Return a header member that is base64url text as bytes; None when it is missing or no such text."""
    value = header.get(name)
    if not isinstance(value, str):
        return None
    decoded = base64url.decode(value, Part.HEADER)
    return None if decoded.faults else decoded.data


def epk_curve(header: JsonObject) -> str | None:
    """Return the curve that the sender's passing public key names (`epk`, RFC 7518 section 4.6.1.1)."""
    epk = header.get("epk")
    crv = epk.get("crv") if isinstance(epk, JsonObject) else None
    return crv if isinstance(crv, str) else None


def rounds(header: JsonObject) -> int | None:
    """Return the `p2c` of PBES2 when it is a whole number above 0 (RFC 7518 section 4.8.1.2), else None."""
    value = header.get("p2c")
    number = value.value if isinstance(value, Number) else None
    return number if isinstance(number, int) and number > 0 else None


def is_swapped(header: JsonObject | None) -> bool:
    """Whether `alg` and `enc` have changed places: either says what only the other can."""
    alg, enc = (header.get(name) if header is not None else None for name in ("alg", "enc"))
    return alg in CONTENT_ENCRYPTION or enc in KEY_MANAGEMENT


def _of_all(token: Token, encryption: Encryption, content: ContentEncryption | None) -> Iterator[FormFault]:
    if any(fault.defect in _NOT_STRICT and fault.part is not Part.PAYLOAD for fault in token.faults):
        yield FormFault(Flaw.BASE64URL)
    if any(fault.defect is Defect.HEADER_COLLISION for fault in token.faults):
        yield FormFault(Flaw.COLLISION)
    headers = [recipient.header for recipient in encryption.recipients]
    if "zip" in encryption.protected and encryption.protected.get("zip") != "DEF":
        yield FormFault(Flaw.ZIP, said=_said(encryption.protected.get("zip")))
    elif "zip" not in encryption.protected and any(header and "zip" in header for header in headers):
        yield FormFault(Flaw.ZIP, said="unprotected")
    if content is None:
        return
    if len(encryption.iv) != content.iv_b:
        yield FormFault(Flaw.IV, said=str(len(encryption.iv)), needed=str(content.iv_b))
    if len(encryption.tag) != content.tag_b:
        yield FormFault(Flaw.TAG, said=str(len(encryption.tag)), needed=str(content.tag_b))


def _of_one(place: int, recipient: Recipient) -> Iterator[FormFault]:
    header = recipient.header
    if header is None:
        yield FormFault(Flaw.METHOD, place)
        return
    # An encrypted token has no extension that is understood here; `b64` is one of signed tokens (RFC 7797 section 5).
    if "crit" in header:
        yield FormFault(Flaw.CRITICAL, place)
    if is_swapped(header):
        yield FormFault(Flaw.SWAPPED, place, _said(header.get("alg")), _said(header.get("enc")))
        return
    method, content = method_of(header), content_of(header)
    if content is None:
        yield FormFault(Flaw.CONTENT, place, _said(header.get("enc")))
    if method is None:
        yield FormFault(Flaw.METHOD, place, _said(header.get("alg")))
        return
    if method.direct and recipient.encrypted_key:
        yield FormFault(Flaw.KEY_PRESENT, place, method.name)
    if not method.direct and not recipient.encrypted_key:
        yield FormFault(Flaw.KEY_MISSING, place, method.name)
    match method.family:
        case Family.GCM_WRAP:
            yield from _wrap_lengths(place, header)
        case Family.PASSWORD:
            yield from _password(place, header)
        case Family.AGREEMENT:
            yield from _agreement(place, header)


def _wrap_lengths(place: int, header: JsonObject) -> Iterator[FormFault]:
    """RFC 7518 sections 4.7.1.1 and 4.7.1.2: the key's own `iv` and `tag` stand in the header."""
    for name, flaw, needed in (("iv", Flaw.WRAP_IV, _WRAP_IV_B), ("tag", Flaw.WRAP_TAG, _WRAP_TAG_B)):
        length = len(octets(header, name) or b"")
        if length != needed:
            yield FormFault(flaw, place, str(length), str(needed))


def _password(place: int, header: JsonObject) -> Iterator[FormFault]:
    """RFC 7518 section 4.8.1: the salt and the number of rounds."""
    count = rounds(header)
    if count is None or not octets(header, "p2s"):
        yield FormFault(Flaw.COUNT, place)
    elif count > LARGEST_P2C:
        yield FormFault(Flaw.TOO_MANY_ROUNDS, place, f"{count:,}", f"{LARGEST_P2C:,}")


def _agreement(place: int, header: JsonObject) -> Iterator[FormFault]:
    """RFC 7518 section 4.6.1: the passing key is a point of a curve on which keys are agreed, and `apu` is base64url."""
    epk = header.get("epk")
    point = point_of_jwk(epk) if isinstance(epk, JsonObject) else None
    if point is not None and on_curve(*point) is False:
        yield FormFault(Flaw.EPK_POINT, place)
    elif not isinstance(epk, JsonObject) or not _is_whole(epk) or _spoilt_party(header):
        yield FormFault(Flaw.EPK, place)


def _is_whole(epk: JsonObject) -> bool:
    """Whether a passing key has coordinates of the right length for a curve on which keys are agreed."""
    crv, x, y = epk.get("crv"), octets(epk, "x"), octets(epk, "y")
    if epk.get("kty") == "OKP":
        return isinstance(crv, str) and x is not None and len(x) == _OKP_PUBLIC_B.get(crv)
    if epk.get("kty") != "EC" or crv not in AGREEMENT_CURVES or x is None or y is None:
        return False
    return len(x) == len(y) == CURVE_COORDINATE_B.get(str(crv))


def _spoilt_party(header: JsonObject) -> bool:
    return any(name in header and octets(header, name) is None for name in ("apu", "apv"))


def _said(value: Json) -> str:
    return value if isinstance(value, str) else ""
