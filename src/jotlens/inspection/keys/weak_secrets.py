"""Secrets that everybody can read in lists of examples: loading the list, and trying its words on a token."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jotlens.inspection.signatures.algorithms import ALGORITHMS, Family
from jotlens.tokens.resources import resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jotlens.tokens.model import Signature, Token

_WORDS_BETWEEN_LOOKS = 256
_BYTES_BETWEEN_LOOKS = 8 << 20
_MOST_BYTES = 512 << 20
"""What a search without a stop may hash: about a second's work. 5,000 words on a token of up to 100 KB stay below."""


@cache
def published_secrets() -> tuple[str, ...]:
    """Return the published example secrets of resources/weak-secrets.txt (RFC 8725 section 2.2)."""
    lines = resource("weak-secrets.txt").read_text(encoding="utf-8").split("\n")
    return tuple(line for line in lines if line)


def is_published(secret: bytes) -> bool:
    """Whether a secret stands in the list of published ones."""
    return secret in _published_bytes()


@cache
def _published_bytes() -> frozenset[bytes]:
    return frozenset(word.encode() for word in published_secrets())


def is_quick(token: Token, words: int) -> bool:
    """Whether so many words can be tried on a token within about a second: every word hashes all of the token."""
    return words * len(token.text) <= _MOST_BYTES


def find_secret(token: Token, words: Iterable[str], should_stop: Callable[[], bool]) -> str | None:
    """Return the first word whose HMAC is the token's signature, None when none is, or when asked to stop.

    Only HS256, HS384 and HS512 tokens have such a signature. Five thousand words take some ten milliseconds on a short
    token; `should_stop` is asked every 256 words, and more often when the token is long.
    """
    for signature in token.signatures:
        found = _find(signature, words, should_stop)
        if found is not None:
            return found
    return None


def _find(signature: Signature, words: Iterable[str], should_stop: Callable[[], bool]) -> str | None:
    alg = signature.header.get("alg") if signature.header is not None else None
    algorithm = ALGORITHMS.get(alg) if isinstance(alg, str) else None
    message, value = signature.signing_input, signature.value
    if algorithm is None or algorithm.family is not Family.HMAC or message is None or value is None:
        return None
    from hmac import digest as hmac_digest  # brings OpenSSL with it

    digest = f"sha{algorithm.name.removeprefix('HS')}"
    between = max(1, min(_WORDS_BETWEEN_LOOKS, _BYTES_BETWEEN_LOOKS // max(1, len(message))))
    for count, word in enumerate(words):
        if count % between == 0 and should_stop():
            return None
        if hmac_digest(word.encode(errors="surrogatepass"), message, digest) == value:
            return word
    return None
