"""Looks inside opaque tokens whose form alone proves little: lengths, first bytes, JSON in base64."""

from __future__ import annotations

import json
import re
from binascii import Error as Base64Error
from binascii import a2b_base64
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_TO_STANDARD = str.maketrans("-_", "+/")
_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_MOST_BYTES = 65_536
_CREDENTIALS = re.compile(r"[^\s:]{1,256}:\S{1,1024}")
_FERNET_FRAME, _FERNET_BLOCK = 57, 16
_BRANCA_FRAME, _LONGEST_BRANCA = 45, 4_096


def has_structure(format_id: str, text: str) -> bool:
    """Whether the inside of `text` fits the format, as far as that can be told without a key; True for all others."""
    check = _CHECKS.get(format_id)
    return check is None or check(text)


def _bytes(text: str) -> bytes:
    code = text[:_MOST_BYTES].rstrip("=").translate(_TO_STANDARD)
    code = code[:-1] if len(code) % 4 == 1 else code
    try:
        return a2b_base64(code + "=" * (-len(code) % 4))
    except Base64Error:
        return b""


def _object(text: str) -> dict[str, object] | None:
    try:
        value = json.loads(_bytes(text).decode())
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _is_fernet(text: str) -> bool:
    """Version 0x80, 8 bytes of time, 16 of IV, whole blocks, 32 of MAC (Fernet specification)."""
    data = _bytes(text)
    return (
        data[:1] == b"\x80" and len(data) > _FERNET_FRAME and (len(data) - _FERNET_FRAME) % _FERNET_BLOCK == 0
    )


def _is_macaroon_v1(text: str) -> bool:
    """The first packet is `location` or `identifier`, and its length in hex stands before it."""
    data = _bytes(text)
    name = data[4:].split(b" ", 1)[0]
    try:
        length = int(data[:4], 16)
    except ValueError:
        return False
    return name in {b"location", b"identifier"} and data[length - 1 : length] == b"\n"


def _is_macaroon_v2(text: str) -> bool:
    """Version 2, then a field of type location (1) or identifier (2) with its length."""
    data = _bytes(text)
    return len(data) > 3 and data[0] == 2 and data[1] in {1, 2} and data[2] <= len(data)


def _is_biscuit(text: str) -> bool:
    """A protobuf message whose fields are a root key ID (1), the authority block (2), blocks (3) and a proof (4)."""
    data, position, seen = _bytes(text.removeprefix("biscuit:")), 0, []
    while position < len(data):
        tag, position = _varint(data, position)
        value, position = _varint(data, position)
        if tag & 7 == 2:
            position += value
        elif tag & 7 != 0:
            return False
        seen.append(tag >> 3)
        if not 1 <= seen[-1] <= 5:
            return False
    return position == len(data) and 2 in seen and 4 in seen


def _varint(data: bytes, position: int) -> tuple[int, int]:
    value = shift = 0
    while position < len(data) and shift < 35:
        byte = data[position]
        value |= (byte & 0x7F) << shift
        position, shift = position + 1, shift + 7
        if not byte & 0x80:
            break
    return value, position


def _is_branca(text: str) -> bool:
    """Base62 of the version byte 0xBA, a time, a nonce, the content and a tag (Branca specification)."""
    if len(text) > _LONGEST_BRANCA:
        return False
    number = 0
    for character in text:
        number = number * 62 + _BASE62.index(character)
    length = (number.bit_length() + 7) // 8
    return length >= _BRANCA_FRAME and number >> (8 * (length - 1)) == 0xBA


def _is_flask(text: str) -> bool:
    """The first part is JSON, or deflated (a dot in front); the second is a time (itsdangerous)."""
    if text.startswith("."):
        return _bytes(text[1:].partition(".")[0])[:1] == b"\x78"
    return _bytes(text.partition(".")[0])[:1] in {b"{", b"[", b'"'}


def _is_kerberos(text: str) -> bool:
    """An ASN.1 application tag, as GSS-API and NTLM messages begin (RFC 4559)."""
    return _bytes(text)[:1] in {b"\x60", b"N"}


def _are_credentials(text: str) -> bool:
    """A name, a colon and a password, all printable (RFC 7617 section 2)."""
    try:
        decoded = _bytes(text).decode()
    except ValueError:
        return False
    return decoded.isprintable() and _CREDENTIALS.fullmatch(decoded) is not None


def _is_laravel(text: str) -> bool:
    value = _object(text)
    return value is not None and {"iv", "value"} <= value.keys() and bool({"mac", "tag"} & value.keys())


def _is_json(text: str) -> bool:
    return _object(text) is not None


_CHECKS: dict[str, Callable[[str], bool]] = {
    "fernet": _is_fernet,
    "macaroon-v1": _is_macaroon_v1,
    "macaroon-v2": _is_macaroon_v2,
    "biscuit": _is_biscuit,
    "branca": _is_branca,
    "flask-session": _is_flask,
    "kerberos": _is_kerberos,
    "laravel-cookie": _is_laravel,
    "basic-credentials": _are_credentials,
    "base64-json": _is_json,
}
