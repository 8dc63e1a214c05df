"""Which words have the look of a secret, wherever they stand: keys and tokens of well-known makers."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from jotlens.tokens.formats.format_table import entries, known_word
from jotlens.tokens.model import Confidence, TokenFormat

WORD = re.compile(r"(?<![A-Za-z0-9_.~+/=:%-])[A-Za-z0-9_][A-Za-z0-9_.~+/=:%|-]{15,4095}+")
"""What is long enough to be one."""

PRIVATE_KEY = re.compile(
    r"(-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----)(?:(?!-----END).){1,131072}(?:-----END [A-Z0-9 ]{1,60}-----)?",
    re.DOTALL,
)
"""A private key (RFC 7468 sections 10 and 11, and its kin), with whatever ends its lines."""

_TOKENS = frozenset(
    (
        "google-access",
        "facebook-access",
        "amazon-access",
        "paypal-access",
        "microsoft-msa",
        "linkedin-access",
        "firebase-refresh",
        "square-access",
        "apple-refresh",
        "apple-code",
        "google-code",
        "microsoft-code",
        "auth0-request-uri",
        "sk-key",
        "okta-api-token",
        "discord-bot",
        "django-signed",
        "flask-session",
        "rails-cookie",
        "branca",
        "cwt",
    )
)
"""Formats of tokens that do not live long, or are known by less than a sign of their own; here that is enough."""

_PASETO = re.compile(
    r"(?:v[1-4]\.(?:local|public)|k[1-4]\.(?:seal|local-[a-z]+|secret(?:-[a-z]+)?))\.[\w.-]{20,}"
)
_SURE = frozenset({Confidence.CERTAIN, Confidence.STRONG})


@lru_cache(maxsize=1 << 14)
def looks_secret(word: str) -> bool:
    """Whether a word is surely a secret by its look alone; tokens in compact form are seen to elsewhere."""
    if (
        word.startswith(("removed-", "REMOVED-"))
        or (word.startswith("ey") and ":" not in word)
        or word.isalpha()
    ):
        return False
    if _PASETO.match(word):
        return True
    if not _may_be_one().fullmatch(word):
        return False
    found = known_word(word)
    return found is not None and _is_wanted(found)


def _is_wanted(found: TokenFormat) -> bool:
    return (found.secret and found.confidence in _SURE) or found.id in _TOKENS


@cache
def _may_be_one() -> re.Pattern[str]:
    """Return what every such word has; to ask it is several times faster than to ask for each format."""
    wanted = (f"(?:{entry.regex})" for entry in entries("opaque") if entry.regex and _is_wanted(entry.format))
    return re.compile("|".join(wanted), re.ASCII)
