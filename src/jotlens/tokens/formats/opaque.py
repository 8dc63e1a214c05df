"""Opaque words and encrypted tokens: which known format they have, from their letters and headers alone."""

from __future__ import annotations

from functools import cache

from jotlens.tokens.formats.format_table import entries, known_text, known_word, named
from jotlens.tokens.formats.no_token import describe_none, stand_in
from jotlens.tokens.json_text import JsonObject
from jotlens.tokens.model import TokenFormat

__all__ = ["describe_none", "no_tokens", "recognise", "recognise_jwe"]

_OF_A_TEXT = ("{", "[", "<", '"')
_OF_A_SESSION = ("iat", "uat", "exp")
_BARE_SESSION = {"alg", "enc", "kid", "typ"}
_KEY_WRAPPING = (
    "RSA-OAEP",
    "RSA1_5",
    "ECDH-ES",
    "A128KW",
    "A192KW",
    "A256KW",
    "A128GCMKW",
    "A192GCMKW",
    "A256GCMKW",
)


def recognise(text: str) -> TokenFormat:
    """Return the format of a single word of visible ASCII characters; never raises.

    The first format that fits decides. A word that stands for a missing token (`undefined`), or that is no token at
    all (an address), gets the format `describe_none` would give it. What nobody knows gets the format `opaque`,
    whose confidence is FALLBACK.
    """
    if text.startswith(_OF_A_TEXT):
        return describe_none(text)
    return stand_in(text) or known_word(text) or known_text(text) or named("opaque", "opaque")


@cache
def no_tokens() -> frozenset[TokenFormat]:
    """Return the formats of texts that are no token: a word in its place, an address, a key."""
    return frozenset(entry.format for entry in entries("none"))


def recognise_jwe(header: JsonObject, text: str) -> TokenFormat | None:
    """Say who an encrypted token in five parts (RFC 7516 section 7.1) was made for, or None when it cannot be told.

    `header` is its JOSE header, which is readable and proves nothing.
    """
    alg, enc = header.get("alg"), header.get("enc")
    if not isinstance(alg, str):
        return None
    if alg != "dir":
        return named("encrypted", "api-jwe") if alg.startswith(_KEY_WRAPPING) else None
    if text.split(".", 2)[1:2] != [""]:
        return (
            None  # an encrypted key, though the header says that there is none (RFC 7516 section 5.2 step 10)
        )
    if isinstance(header.get("iss"), str):
        return named("encrypted", "auth0-encrypted") if enc == "A256GCM" else None
    if "iss" not in header and any(name in header for name in _OF_A_SESSION):
        return named("encrypted", "sdk-session-cookie")
    if set(header) <= _BARE_SESSION:
        return named("encrypted", "nextauth-session-cookie")
    return None
