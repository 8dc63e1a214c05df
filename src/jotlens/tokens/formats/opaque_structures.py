"""What the inside of an opaque word must look like, for formats whose letters alone prove too little."""

from __future__ import annotations

from binascii import Error as Base64Error
from binascii import a2b_base64
from collections.abc import Callable
from typing import Final

from jotlens.tokens import base64url
from jotlens.tokens.json_text import read_json
from jotlens.tokens.model import Part

_BASE62 = {
    digit: value
    for value, digit in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
}
_BRANCA_LEAST = 1 + 4 + 24 + 16  # version, time, nonce, authentication tag
_FERNET_FIXED = 1 + 8 + 16 + 32  # version, time, initialization vector, HMAC
_SIGN_IN_METHODS = (
    bytes.fromhex("06062b0601050502"),  # 1.3.6.1.5.5.2: SPNEGO
    bytes.fromhex("06092a864886f712010202"),  # 1.2.840.113554.1.2.2: Kerberos 5
)
_BISCUIT_ROOT_KEY, _BISCUIT_AUTHORITY, _BISCUIT_BLOCK, _BISCUIT_PROOF = 0x08, 0x12, 0x1A, 0x22
_VARINT_MOST = 5


def _bytes(word: str) -> bytes:
    return base64url.decode(word, Part.WHOLE).data


def _fernet(word: str) -> bool:
    """Version 0x80, then a time, a vector, whole blocks of 16 bytes and an HMAC (Fernet specification)."""
    data = _bytes(word)
    return data[:1] == b"\x80" and len(data) > _FERNET_FIXED and (len(data) - _FERNET_FIXED) % 16 == 0


def _branca(word: str) -> bool:
    """Base62 of a number whose first byte is the version, 0xBA (Branca specification)."""
    number = 0
    for digit in word:
        number = number * 62 + _BASE62[digit]
    size = (number.bit_length() + 7) // 8
    return size >= _BRANCA_LEAST and number >> (8 * (size - 1)) == 0xBA


def _macaroon(word: str) -> bool:
    """A first packet that names a location or an identifier and ends inside the text (formats 1 and 2)."""
    data = _bytes(word)
    if data[:1] == b"\x02":
        size, at = _varint(data, 2)
        return data[1:2] in {b"\x01", b"\x02"} and 0 < size <= len(data) - at
    try:
        size = int(data[:4], 16)
    except ValueError:
        return False
    named = data[4:].startswith((b"location ", b"identifier "))
    return named and size <= len(data) and data[size - 1 : size] == b"\n"


def _biscuit(word: str) -> bool:
    """A protobuf message of one authority block, any blocks, and one proof, up to the last byte."""
    data = _bytes(word.removeprefix("biscuit:"))
    seen: list[int] = []
    at = 0
    while at < len(data):
        tag = data[at]
        value, at = _varint(data, at + 1)
        if value < 0:
            return False
        if tag in {_BISCUIT_AUTHORITY, _BISCUIT_BLOCK, _BISCUIT_PROOF}:
            at += value
        elif tag != _BISCUIT_ROOT_KEY:
            return False
        seen.append(tag)
    return at == len(data) and seen.count(_BISCUIT_AUTHORITY) == 1 and seen.count(_BISCUIT_PROOF) == 1


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Return a number in groups of seven bits, lowest first, and the place behind it; -1 when there is none."""
    value = 0
    for count in range(_VARINT_MOST):
        if at + count >= len(data):
            break
        byte = data[at + count]
        value |= (byte & 0x7F) << (7 * count)
        if byte < 0x80:
            return value, at + count + 1
    return -1, len(data)


def _negotiate(word: str) -> bool:
    """An initial token that names SPNEGO or Kerberos as its method (RFC 2743 section 3.1)."""
    data = _bytes(word[:64])
    return data[:1] == b"\x60" and any(method in data[:20] for method in _SIGN_IN_METHODS)


def _json(word: str) -> bool:
    """Base64 of a JSON object or list, whole."""
    try:
        text = _bytes(word).decode()
    except UnicodeDecodeError:
        return False
    return text.lstrip().startswith(("{", "[")) and read_json(text, Part.PAYLOAD).complete


def _signed_session(word: str) -> bool:
    """A first part that is JSON, or JSON packed with zlib behind a leading dot (itsdangerous)."""
    first = word.removeprefix(".").partition(".")[0]
    return _bytes(first)[:1] in ((b"\x78",) if word.startswith(".") else (b"{", b"[", b'"'))


def _name_and_password(word: str) -> bool:
    """Base64 of printable text with a colon behind its first character (RFC 7617 section 2)."""
    try:
        text = a2b_base64(word, strict_mode=True).decode()
    except (Base64Error, UnicodeDecodeError):
        return False
    return text.isprintable() and ":" in text[1:] and text[0] not in "{[<:"


STRUCTURES: Final[dict[str, Callable[[str], bool]]] = {
    "biscuit": _biscuit,
    "branca": _branca,
    "fernet": _fernet,
    "json": _json,
    "macaroon": _macaroon,
    "name-and-password": _name_and_password,
    "negotiate": _negotiate,
    "signed-session": _signed_session,
}
"""Each takes a word that the format's regex matched; none raises."""
