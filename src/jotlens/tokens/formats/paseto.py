"""PASETO tokens, versions 1 to 4, signed (`public`) and encrypted (`local`): read, not verified."""

from __future__ import annotations

import re

from jotlens.tokens import base64url
from jotlens.tokens.json_text import JsonObject, decode_utf8, read_json
from jotlens.tokens.model import Kind, Part, Segment, Token

_FORM = re.compile(r"v([1-4])\.(local|public)\.([A-Za-z0-9_-]+)(?:\.([A-Za-z0-9_-]*))?")
_SIGNATURE_BYTES = {"1": 256, "2": 64, "3": 96, "4": 64}
"""Bytes of signature at the end of a public token's payload: RSA-PSS, Ed25519, ECDSA P-384, Ed25519."""


def read_paseto(text: str) -> Token | None:
    """Read a PASETO token, or return None when the text is none (PASETO specification, sections 1 and 2).

    The payload of a public token is what stands before its signature; that of a local one is encrypted. The claims
    are JSON; the footer is text of any kind, and is authenticated but never encrypted.
    """
    match = _FORM.fullmatch(text)
    if match is None:
        return None
    version, purpose, body_b64, footer_b64 = match.groups()
    body = base64url.decode(body_b64, Part.PAYLOAD)
    faults = list(body.faults)
    footer = None
    if footer_b64:
        decoded = base64url.decode(footer_b64, Part.FOOTER)
        footer, footer_faults = decode_utf8(decoded.data, Part.FOOTER)
        faults += [*decoded.faults, *footer_faults]
    payload, payload_text, claims = None, None, None
    if purpose == "public":
        payload = body.data[: -_SIGNATURE_BYTES[version]]
        payload_text, text_faults = decode_utf8(payload, Part.PAYLOAD)
        reading = read_json(payload_text, Part.PAYLOAD)
        claims = reading.value if isinstance(reading.value, JsonObject) else None
        faults += [*text_faults, *reading.faults]
    return Token(
        text=text,
        kind=Kind.PASETO,
        subtype=f"v{version}.{purpose}",
        segments=_segments(match, purpose),
        faults=tuple(faults),
        payload=payload,
        payload_text=payload_text,
        claims=claims,
        footer=footer,
    )


def _segments(match: re.Match[str], purpose: str) -> tuple[Segment, ...]:
    """Return where version and purpose, body and footer stand; a signature has no characters of its own."""
    start, end = match.span(3)
    segments = [Segment(Part.VERSION, 0, start - 1)]
    if purpose == "local":
        segments.append(Segment(Part.CIPHERTEXT, start, end))
    else:
        segments += _signed_parts(start, end, _SIGNATURE_BYTES[match[1]])
    if match[4]:
        segments.append(Segment(Part.FOOTER, *match.span(4)))
    return tuple(segments)


def _signed_parts(start: int, end: int, signature_bytes: int) -> list[Segment]:
    """Split the body at the character in which its signature begins."""
    payload_bits = ((end - start) * 6 // 8 - signature_bytes) * 8
    if payload_bits <= 0:
        return [Segment(Part.PAYLOAD, start, end)]
    border = start + -(-payload_bits // 6)
    return [Segment(Part.PAYLOAD, start, border), Segment(Part.SIGNATURE, border, end)]
