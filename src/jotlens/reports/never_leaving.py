"""What of a token text must never leave, whatever its format."""

from __future__ import annotations

from collections.abc import Iterator

from jotlens.reports.redacted_token import secret_parts
from jotlens.tokens.model import Kind, Part
from jotlens.tokens.read import read

_WHOLE = frozenset({Kind.OPAQUE, Kind.PASETO, Kind.SAML})
_IN_JSON = frozenset({Kind.JWS_JSON, Kind.JWE_JSON})
_NEVER = frozenset(
    {Part.SIGNATURE, Part.CIPHERTEXT, Part.ENCRYPTED_KEY, Part.TAG, Part.DISCLOSURE, Part.KEY_BINDING}
)
_LONGEST_WORD = 1 << 17


def never_leaving(text: str) -> Iterator[str]:
    """Yield the parts of a token that are secret, or all of one that says nothing."""
    token = read(text)
    if token.kind in _WHOLE:
        if len(text) <= _LONGEST_WORD:
            yield text
        return
    for segment in token.segments:
        if segment.part in _NEVER:
            yield text[segment.start : segment.end]
    if token.kind not in _IN_JSON:
        yield from secret_parts(text)
