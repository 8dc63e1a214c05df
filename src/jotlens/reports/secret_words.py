"""Which words have the look of a secret, wherever they stand: keys and tokens of well-known makers."""

from __future__ import annotations

import re
from functools import lru_cache

from jotlens.tokens.formats.format_table import known_word
from jotlens.tokens.model import Confidence

WORD = re.compile(r"(?<![A-Za-z0-9_.~+/=:%-])[A-Za-z0-9_][A-Za-z0-9_.~+/=:%|-]{15,4095}+")
"""What is long enough to be one."""

PRIVATE_KEY = re.compile(
    r"(-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----)(?:(?!-----END).){1,131072}(?:-----END [A-Z0-9 ]{1,60}-----)?",
    re.DOTALL,
)
"""A private key (RFC 7468 sections 10 and 11, and its kin), with whatever ends its lines."""

_SURE = frozenset({Confidence.CERTAIN, Confidence.STRONG})


@lru_cache(maxsize=1 << 14)
def looks_secret(word: str) -> bool:
    """Whether a word is surely a secret by its look alone; tokens in compact form are seen to elsewhere."""
    if word.startswith(("ey", "removed-", "REMOVED-")) or word.isalpha():
        return False
    found = known_word(word)
    return found is not None and found.secret and found.confidence in _SURE
