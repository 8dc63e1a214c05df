"""Finds out which of many words may stand in a text, by a few of their letters: in one go, whatever their number."""

from __future__ import annotations

_GRAM = 8
_LONG = 2 * _GRAM - 1
"""Of a word of this length, wherever it stands, eight letters lie where the text is cut into pieces of eight."""

_FEW = 160
"""So many words are looked for one by one."""


class StartIndex:
    """Words of 8 and more ASCII letters; eight letters at a time are compared, as one number."""

    def __init__(self) -> None:
        self._short: dict[int, list[bytes]] = {}
        self._long: dict[int, list[bytes]] = {}
        self._words: list[bytes] = []

    def add(self, word: bytes) -> None:
        """Take in a word, which must be new. Raises ValueError for one that is too short."""
        if len(word) < _GRAM:
            raise ValueError
        self._words.append(word)
        into, starts = (self._long, range(_GRAM)) if len(word) >= _LONG else (self._short, range(1))
        for start in starts:
            (number,) = memoryview(word[start : start + _GRAM]).cast("Q")
            into.setdefault(number, []).append(word)

    def words_in(self, text: bytes) -> list[bytes]:
        """Return the words that stand in a text, each once."""
        if len(text) < _GRAM:
            return []
        if len(self._words) <= _FEW:
            return [word for word in self._words if word in text]
        whole = memoryview(text)
        found = _among(self._long, whole) if self._long else {}
        if self._short:
            for start in range(min(_GRAM, len(text) - _GRAM + 1)):
                found |= _among(self._short, whole[start:])
        return [word for word in found if word in text]


def _among(words: dict[int, list[bytes]], text: memoryview) -> dict[bytes, None]:
    numbers = text[: len(text) // _GRAM * _GRAM].cast("Q")
    return {word: None for number in words.keys() & numbers for word in words[number]}
