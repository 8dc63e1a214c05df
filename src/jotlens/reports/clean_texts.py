"""Remembers the texts in which there was nothing to take out, so that they need not be looked through once more."""

from __future__ import annotations

import hashlib

LONG = 1 << 10
"""Letters from which on only the digest of a text is kept (BLAKE2, 20 bytes)."""

_MOST = 1 << 15


class CleanTexts:
    """A set of texts; of the short ones only so many are kept."""

    def __init__(self) -> None:
        self._short: set[str] = set()
        self._long: set[bytes] = set()

    def __contains__(self, text: str) -> bool:
        """Whether a text was added."""
        return text in self._short if len(text) < LONG else _digest(text) in self._long

    def add(self, text: str) -> None:
        """Remember a text."""
        if len(text) >= LONG:
            self._long.add(_digest(text))
        elif len(self._short) < _MOST:
            self._short.add(text)

    def clear(self) -> None:
        """Forget all."""
        self._short.clear()
        self._long.clear()


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=20).digest()
