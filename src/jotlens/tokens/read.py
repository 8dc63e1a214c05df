"""Read one token text into a Token: every format is tried in its turn, and something is always returned."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from jotlens.tokens.find import find
from jotlens.tokens.formats.compact import holds_token, looks_compact, read_compact, read_payload
from jotlens.tokens.formats.jose_json import read_jose_json
from jotlens.tokens.formats.opaque import describe_none, no_tokens, recognise, recognise_jwe
from jotlens.tokens.formats.paseto import read_paseto
from jotlens.tokens.formats.saml import read_saml
from jotlens.tokens.formats.sd_jwt import read_sd_jwt
from jotlens.tokens.model import Confidence, Finds, Kind, Part, Segment, Token, TokenFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_TOKEN = 1 << 20
"""A token longer than this many characters is refused unread (check input-size)."""

_MOST_NESTED = 3
_CLAIMS_TYPES = {"", "jwt", "json"}
_WORD = re.compile(r"[!-~]+")


def read_all(text: str) -> tuple[Finds, tuple[Token, ...]]:
    """Find and read every token in `text`.

    There is always at least one Token: when nothing was found it is of kind NONE and says what the text is instead.
    """
    finds = find(text)
    return finds, tuple(read_each(text, finds))


def read_each(text: str, finds: Finds) -> Iterator[Token]:
    """Read one after the other what was found in `text`, or all of it when nothing was."""
    if not finds.found:
        yield _none(text)
    for item in finds.found:
        yield read(item.text)


def read(text: str) -> Token:
    """Read one token text, already freed from what stood around it; never raises."""
    return _read(text, 0)


def open_encrypted(token: Token, plaintext: bytes, level: int = 0) -> Token:
    """Return an encrypted token with what was found inside: a claims set, another token, or any other text.

    `level` is how many tokens there are around this one. The header's `cty` says what is inside (RFC 7516 section
    4.1.12); a JWT needs none, and one around another token says JWT (RFC 7519 section 5.2). A JSON text of another
    type, such as a set of keys, is no claims set. What it looked like while it was closed (`format`) is known better now.
    """
    inside = read_payload(plaintext)
    opened = replace(token, payload=plaintext, payload_text=inside.text, format=None)
    cty = token.header.get("cty") if token.header is not None else None
    stated = cty.lower().removeprefix("application/") if isinstance(cty, str) else ""
    if holds_token(opened):
        return replace(opened, nested=_read(inside.text, level + 1)) if level < _MOST_NESTED else opened
    if stated not in _CLAIMS_TYPES:
        return opened
    return replace(opened, claims=inside.claims, faults=(*token.faults, *inside.faults))


def _read(text: str, level: int) -> Token:
    if len(text) > LONGEST_TOKEN or not text.strip():
        return _none(text)
    token = _jose(text) or read_paseto(text) or _saml(text) or _opaque(text)
    if holds_token(token) and level < _MOST_NESTED and token.payload_text is not None:
        return replace(token, nested=_read(token.payload_text, level + 1))
    return token


def _jose(text: str) -> Token | None:
    if text.lstrip().startswith("{"):
        return read_jose_json(text)
    if not looks_compact(text):
        return None
    if "~" in text:
        token = read_sd_jwt(text)
        if token is not None:
            return token
    token = read_compact(text)
    if token.kind is Kind.JWE and token.header is not None:
        form = recognise_jwe(token.header, text)
        return replace(token, format=form, subtype=form.id if form else None)
    if token.kind is Kind.MALFORMED and token.alg is None:
        return _other_format(text) or token
    return token


def _other_format(text: str) -> Token | None:
    """A first part of JSON without `alg` is no JOSE token; some cookies are written so."""
    form = recognise(text)
    return None if form.confidence is Confidence.FALLBACK else _shaped(text, form)


def _saml(text: str) -> Token | None:
    read_as = read_saml(text)
    if read_as is None:
        return None
    saml, subtype = read_as
    return Token(text, Kind.SAML, subtype, (Segment(Part.WHOLE, 0, len(text)),), saml=saml)


def _opaque(text: str) -> Token:
    return _shaped(text, recognise(text)) if _WORD.fullmatch(text) else _none(text)


def _shaped(text: str, form: TokenFormat) -> Token:
    return Token(
        text=text,
        kind=Kind.NONE if form in no_tokens() else Kind.OPAQUE,
        subtype=None if form.confidence is Confidence.FALLBACK else form.id,
        segments=(Segment(Part.WHOLE, 0, len(text)),),
        format=form,
    )


def _none(text: str) -> Token:
    form = describe_none(text)
    return Token(text=text, kind=Kind.NONE, subtype=form.id, format=form)
