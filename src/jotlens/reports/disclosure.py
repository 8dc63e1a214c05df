"""How much of a case may leave: three levels, and the key that fingerprints are made with."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from enum import StrEnum

REMOVED = "removed"
"""What stands for something secret, or begins what does."""

_DIGITS = 16
_REMOVED = re.compile(rf"{REMOVED}(?:-[0-9a-f]{{{_DIGITS}}})?\Z")


class Level(StrEnum):
    """OUTSIDE: no session, no secret, no person. INSIDE: persons are named. EVERYTHING: as it was sent; dangerous."""

    OUTSIDE = "outside"
    INSIDE = "inside"
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class FingerprintKey:
    """The key of a case, or one that two people share: with it they can agree that something is the same."""

    secret: bytes = field(repr=False)

    @classmethod
    def shared(cls, words: str) -> FingerprintKey:
        """Return the key that belongs to some words which both people know."""
        return cls(
            hashlib.scrypt(words.strip().encode(), salt=b"jotlens fingerprint", n=1 << 14, r=8, p=1, dklen=32)
        )

    def fingerprint(self, text: str) -> str:
        """Return 16 hex digits that stand for a text (HMAC-SHA-256): nothing can be told from them without the key."""
        return hmac.digest(self.secret, text.encode("utf-8", "surrogatepass"), "sha256").hex()[:_DIGITS]


def is_removed(text: str) -> bool:
    """Whether a text is no more than what stands for something secret; a password may begin with that word."""
    return _REMOVED.match(text) is not None
