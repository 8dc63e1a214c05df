"""Base64url as RFC 7515 section 2 wants it, decoded leniently and judged strictly."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass

from jotlens.tokens.model import Defect, Fault, Part

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_FOREIGN = re.compile(r"[^A-Za-z0-9_-]")
_ALPHABET_BYTES = _ALPHABET.encode()
_TO_STANDARD = bytes.maketrans(b"-_", b"+/")
_UNUSED_BITS = {2: 0b1111, 3: 0b11}
_MOST_FAULTS = 8


@dataclass(frozen=True, slots=True)
class Decoded:
    """The bytes that could be read, and every departure from strict base64url."""

    data: bytes
    faults: tuple[Fault, ...] = ()


def encode(data: bytes) -> str:
    """Return base64url without padding (RFC 7515 section 2)."""
    return binascii.b2a_base64(data, newline=False).decode().rstrip("=").replace("+", "-").replace("/", "_")


def decode(text: str, part: Part) -> Decoded:
    """Decode `text`, a segment of a token; never raises.

    Characters that do not belong are left out (ordinary base64's `+` and `/` are understood), padding is ignored, and
    a lone last character is dropped: each is reported with its position, so that what is shown is never mistaken for
    what a strict reader accepts.
    """
    clean, faults = (text, []) if is_strict(text) else _cleaned(text, part)
    if len(clean) % 4 == 1:
        faults.append(Fault(Defect.BASE64URL_LENGTH, part, len(text), str(len(clean))))
        clean = clean[:-1]
    unused = _UNUSED_BITS.get(len(clean) % 4, 0)
    if unused and _ALPHABET.index(clean[-1]) & unused:
        faults.append(Fault(Defect.BASE64URL_CANONICAL, part, len(text) - 1, clean[-1]))
    standard = clean.encode().translate(_TO_STANDARD) + b"=" * (-len(clean) % 4)
    return Decoded(binascii.a2b_base64(standard), tuple(faults))


def is_strict(text: str, beside: bytes = b"") -> bool:
    """Whether a text holds the characters of base64url alone, and those of `beside`; a megabyte in a millisecond."""
    return text.isascii() and not text.encode().translate(None, _ALPHABET_BYTES + beside)


def _cleaned(text: str, part: Part) -> tuple[str, list[Fault]]:
    body = text.rstrip("=")
    faults = []
    for count, match in enumerate(_FOREIGN.finditer(body)):
        if count == _MOST_FAULTS:
            break
        faults.append(Fault(Defect.BASE64URL_ALPHABET, part, match.start(), match.group()))
    if len(body) < len(text):
        faults.append(Fault(Defect.BASE64URL_PADDING, part, len(body), "="))
    return _FOREIGN.sub("", body.replace("+", "-").replace("/", "_")), faults
