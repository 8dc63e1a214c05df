"""SAML messages: XML as it is, in base64 (HTTP-POST), or deflated and in base64 (HTTP-Redirect)."""

from __future__ import annotations

import re
import zlib
from binascii import Error as Base64Error
from binascii import a2b_base64
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.parsers import expat

from jotlens.tokens.model import Saml

MOST_XML = 1 << 20
"""A message that inflates to more bytes than this is not read: nothing that signs a person in is as long."""

_ROOTS = frozenset(
    {
        "Assertion", "EncryptedAssertion", "Response", "AuthnRequest", "LogoutRequest", "LogoutResponse",
        "ArtifactResolve", "ArtifactResponse", "AttributeQuery", "NameIDMappingRequest", "ManageNameIDRequest",
    }
)  # fmt: skip
_NAMESPACE = re.compile(r"urn:oasis:names:tc:SAML:[0-9.]+:(?:assertion|protocol)")
_BASE64 = re.compile(r"[A-Za-z0-9+/_\s-]++={0,2}\s*+")
_SHORTEST = 24
_TO_STANDARD = str.maketrans("-_", "+/")
_LONGEST_ISSUER = 2_000


def read_saml(text: str) -> tuple[Saml, str] | None:
    """Read a SAML message, or return None when the text is none.

    The second value is the subtype: how it was encoded and its root element (`base64+Response`). A document type or an
    entity in the XML refuses the message: neither belongs there, and both are ways to attack a reader of XML.
    """
    core = text.strip()
    if "%" in core:
        core = unquote(core)
    if core.startswith("<"):
        return _message(core, "xml")
    data = _decoded(core)
    if data is None:
        return None
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _message(_as_text(data), "base64")
    inflated = _inflated(data)
    return _message(_as_text(inflated), "deflate+base64") if inflated is not None else None


def _decoded(code: str) -> bytes | None:
    if len(code) < _SHORTEST or not _BASE64.fullmatch(code):
        return None
    code = "".join(code.split()).rstrip("=").translate(_TO_STANDARD)
    try:
        return a2b_base64(code + "=" * (-len(code) % 4))
    except Base64Error:
        return None


def _inflated(data: bytes) -> bytes | None:
    """Inflate raw DEFLATE (SAML bindings section 3.4.4.1), no further than the limit."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        xml = inflater.decompress(data, MOST_XML)
    except zlib.error:
        return None
    return xml if inflater.eof and xml.lstrip().startswith(b"<") else None


def _as_text(data: bytes) -> str:
    return data.decode("utf-8-sig", errors="backslashreplace")


def _message(xml: str, encoding: str) -> tuple[Saml, str] | None:
    if len(xml) > MOST_XML:
        return None
    outline = _outline(xml)
    if outline is None:
        return None
    return Saml(outline.root, outline.issuer, encoding, xml), f"{encoding}+{outline.root}"


class _StopError(Exception):
    """Enough was read, or the XML holds what a message must not hold."""


@dataclass(slots=True)
class _Outline:
    """What is gathered while the XML is read: the root element, and the text of the first Issuer."""

    root: str = ""
    issuer: str | None = None
    pieces: list[str] | None = field(default=None)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        prefix, _, local = name.rpartition(":")
        if not self.root:
            if local not in _ROOTS or not _is_of_saml(prefix, attributes):
                raise _StopError
            self.root = local
        elif local == "Issuer":
            self.pieces = []

    def text(self, piece: str) -> None:
        if self.pieces is not None:
            self.pieces.append(piece)

    def end(self, _name: str) -> None:
        if self.pieces is not None:
            self.issuer = "".join(self.pieces).strip()[:_LONGEST_ISSUER]
            raise _StopError


def _is_of_saml(prefix: str, attributes: dict[str, str]) -> bool:
    """Whether the root element is SAML's: an API may well have a Response of its own."""
    if prefix.lower().startswith("saml") or "IssueInstant" in attributes:
        return True
    return any(_NAMESPACE.fullmatch(value) for value in attributes.values())


def _outline(xml: str) -> _Outline | None:
    """Read as far as the first Issuer; what is broken further on does not matter."""
    outline = _Outline()
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = outline.start
    parser.EndElementHandler = outline.end
    parser.CharacterDataHandler = outline.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    with suppress(expat.ExpatError, _StopError):
        parser.Parse(xml.encode(errors="backslashreplace"), True)
    return outline if outline.root else None


def _refuse(*_declaration: object) -> None:
    raise _StopError
