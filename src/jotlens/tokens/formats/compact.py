"""JOSE compact serialization: signed (RFC 7515 section 7.1), unsecured, encrypted (RFC 7516 section 7.1), broken."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jotlens.tokens import base64url
from jotlens.tokens.json_text import JsonObject, decode_utf8, read_json
from jotlens.tokens.model import (
    Defect,
    Encryption,
    Fault,
    Kind,
    Part,
    Recipient,
    Segment,
    Signature,
    Token,
)

JWS_PARTS = (Part.HEADER, Part.PAYLOAD, Part.SIGNATURE)
JWE_PARTS = (Part.HEADER, Part.ENCRYPTED_KEY, Part.IV, Part.CIPHERTEXT, Part.TAG)

_REFUSED = {Defect.BASE64URL_ALPHABET, Defect.BASE64URL_PADDING, Defect.BASE64URL_LENGTH, Defect.HEADER_JSON}
_NESTED = re.compile(r"ey[\w-]+\.[\w-]*\.[\w.~-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Header:
    """A JOSE header as far as it could be read: the object, its text and what is wrong with it."""

    object: JsonObject | None
    text: str | None
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        """Whether it is a JSON object in strict base64url: the least that a JOSE header must be."""
        return self.object is not None and not any(fault.defect in _REFUSED for fault in self.faults)


@dataclass(frozen=True, slots=True)
class Payload:
    """A JWS payload: its bytes, their text, the claims if it is a JSON object, and what is wrong with it."""

    data: bytes
    text: str
    claims: JsonObject | None
    faults: tuple[Fault, ...]


def read_header(text: str) -> Header:
    """Read the first segment of a token (base64url of a JSON object, RFC 7515 section 4)."""
    decoded = base64url.decode(text, Part.HEADER)
    if not decoded.data:
        return Header(None, None, (*decoded.faults, Fault(Defect.HEADER_JSON, Part.HEADER, 0, "the end")))
    json_text, faults = decode_utf8(decoded.data, Part.HEADER)
    reading = read_json(json_text, Part.HEADER)
    faults = (*decoded.faults, *faults, *reading.faults)
    if not isinstance(reading.value, JsonObject):
        if reading.complete:
            faults = (*faults, Fault(Defect.HEADER_JSON, Part.HEADER, 0, json_text[:1]))
        return Header(None, json_text, faults)
    if any(fault.defect is Defect.JSON_TRAILING for fault in reading.faults):
        faults = (
            *faults,
            Fault(Defect.HEADER_JSON, Part.HEADER, reading.faults[-1].position, json_text[-1:]),
        )
    return Header(reading.value, json_text, faults)


def read_payload(data: bytes) -> Payload:
    """Read the bytes of a JWS payload; a JWT's is a JSON object (RFC 7519 section 7.2 step 10)."""
    text, utf8_faults = decode_utf8(data, Part.PAYLOAD)
    reading = read_json(text, Part.PAYLOAD)
    claims = reading.value if isinstance(reading.value, JsonObject) else None
    faults = (*utf8_faults, *reading.faults)
    if claims is None and reading.complete:
        faults = (*faults, Fault(Defect.PAYLOAD_JSON, Part.PAYLOAD, 0, "not an object"))
    return Payload(data, text, claims, faults)


def looks_compact(text: str) -> bool:
    """Whether the text is in compact form, or was before it was damaged: its first part is a JSON object, or nearly."""
    first = text.split(".", 1)[0]
    if first.startswith("eyJ"):
        return True
    if "." not in text or not first or len(first) > 65_536:
        return False
    decoded = base64url.decode(first, Part.HEADER)
    return (
        not decoded.faults and decoded.data.lstrip(b" \t\r\n").startswith(b"{") and read_header(first).sound
    )


def read_compact(text: str) -> Token:
    """Read a token in compact form; what cannot be one is MALFORMED, with everything readable in it."""
    parts = text.split(".")
    header = read_header(parts[0])
    alg = header.object.get("alg") if header.object is not None else None
    named = header.sound and isinstance(alg, str) and bool(alg.strip())
    if len(parts) == len(JWE_PARTS) and named and _text_member(header.object, "enc"):
        return _encrypted(text, parts, header)
    return _signed(text, parts, header, named=named)


def _signed(text: str, parts: list[str], header: Header, *, named: bool) -> Token:
    faults = list(header.faults)
    if len(parts) != len(JWS_PARTS):
        faults.append(Fault(Defect.SEGMENT_COUNT, Part.WHOLE, 0, str(len(parts))))
    payload, payload_faults = _payload(parts, header.object)
    faults += payload_faults
    signature = base64url.decode(parts[2], Part.SIGNATURE) if len(parts) > 2 else base64url.Decoded(b"")
    faults += signature.faults
    kind = Kind.MALFORMED
    if named and len(parts) == len(JWS_PARTS) and not any(fault.defect in _REFUSED for fault in faults):
        alg = header.object.get("alg") if header.object is not None else None
        kind = Kind.UNSECURED if isinstance(alg, str) and alg.strip().lower() == "none" else Kind.JWS
    signed = Signature(
        header=header.object,
        protected_b64=parts[0],
        signing_input=f"{parts[0]}.{parts[1]}".encode(errors="surrogatepass") if len(parts) > 1 else None,
        value=signature.data or None,
    )
    return Token(
        text=text,
        kind=kind,
        segments=spans(parts, JWS_PARTS),
        faults=tuple(faults),
        header=header.object,
        header_text=header.text,
        payload=payload.data if payload else None,
        payload_text=payload.text if payload else None,
        claims=payload.claims if payload else None,
        signatures=(signed,),
    )


def _payload(parts: list[str], header: JsonObject | None) -> tuple[Payload | None, tuple[Fault, ...]]:
    """Read the second part: base64url, or the text itself when the header says b64 false (RFC 7797)."""
    if len(parts) < 2:
        return None, ()
    if header is not None and header.get("b64") is False:
        payload = read_payload(parts[1].encode(errors="surrogatepass"))
        return payload, payload.faults
    decoded = base64url.decode(parts[1], Part.PAYLOAD)
    if not decoded.data:
        return Payload(b"", "", None, ()), decoded.faults
    payload = read_payload(decoded.data)
    return payload, (*decoded.faults, *payload.faults)


def _encrypted(text: str, parts: list[str], header: Header) -> Token:
    key, iv, ciphertext, tag = (
        base64url.decode(segment, part) for part, segment in zip(JWE_PARTS[1:], parts[1:], strict=True)
    )
    faults = [*header.faults, *(fault for read in (key, iv, ciphertext, tag) for fault in read.faults)]
    broken = any(fault.defect in _REFUSED for fault in faults)
    return Token(
        text=text,
        kind=Kind.MALFORMED if broken else Kind.JWE,
        segments=spans(parts, JWE_PARTS),
        faults=tuple(faults),
        header=header.object,
        header_text=header.text,
        encryption=Encryption(
            protected=header.object or JsonObject(()),
            aad=parts[0].encode(errors="surrogatepass"),
            iv=iv.data,
            ciphertext=ciphertext.data,
            tag=tag.data,
            recipients=(Recipient(header.object, key.data),),
        ),
    )


def spans(parts: list[str], names: tuple[Part, ...]) -> tuple[Segment, ...]:
    """Return where each part stands in the text, dots left out; parts beyond the last name share it."""
    segments, start = [], 0
    for index, part in enumerate(parts[:64]):
        segments.append(Segment(names[min(index, len(names) - 1)], start, start + len(part)))
        start += len(part) + 1
    return tuple(segments)


def holds_token(token: Token) -> bool:
    """Whether the payload is itself a compact token (RFC 7519 section 5.2), as `cty` says or as it looks."""
    return bool(token.claims is None and token.payload_text and _NESTED.fullmatch(token.payload_text))


def _text_member(header: JsonObject | None, name: str) -> bool:
    return header is not None and isinstance(header.get(name), str)
