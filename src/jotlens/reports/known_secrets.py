"""The last net: what is known to be secret is taken out of a text in whatever way it is written there."""

from __future__ import annotations

import re
from binascii import Error as Base64Error
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import AnyStr

from jotlens.reports.base64_runs import BASE64, decoded_at, standard, together
from jotlens.reports.redacted_token import outside_tokens
from jotlens.reports.start_index import StartIndex
from jotlens.reports.views import readings

_SHORTEST = 8
_DEEPEST = 2
_NO_WORD_BYTES = bytes(
    byte for byte in range(256) if not ((chr(byte).isascii() and chr(byte).isalnum()) or byte in b"-_")
)
_OF_WORDS = re.compile(r"[A-Za-z0-9_-]")
_NOT_OF_WORDS = re.compile(r"[^A-Za-z0-9_-]+")
_PRINTABLE = bytes(range(32, 127))
_AS_PRINTABLE = bytes(ord("x") if byte in _PRINTABLE else 0 for byte in range(256))
_SHORTEST_NESTED = b"x" * (_SHORTEST + 1)
"""What is encoded once more is longer than the shortest secret."""

_BLOCK = 1 << 12
_FEW = 4
"""So many runs are looked at one by one."""


class KnownSecrets:
    """Secrets by what is left of them when everything but letters, digits, - and _ is taken away."""

    def __init__(self, name: Callable[[str], str]) -> None:
        self._name = name
        self._words: dict[bytes, str] = {}
        self._index = StartIndex()
        self._whole: dict[str, str] = {}

    def add(self, secret: str) -> None:
        """Learn a secret; a very short one is not looked for, because everything would hold it."""
        bare = _NOT_OF_WORDS.sub("", secret)
        if len(bare) >= _SHORTEST:
            word = bare.encode()
            if word not in self._words:
                self._words[word] = secret
                self._index.add(word)
        elif len(secret) >= _SHORTEST:
            self._whole.setdefault(secret, secret)

    def __len__(self) -> int:
        return len(self._words) + len(self._whole)

    def taken_out(self, text: str) -> str:
        """Return a text without any known secret: plain, in pieces, or percent-, HTML-, JSON- or base64-encoded."""
        if len(text) < _SHORTEST or not len(self):
            return text
        spans = [
            (*view.back(start, end), secret)
            for view in readings(text)
            for start, end, secret in self._found(view.text)
        ]
        return self._encoded(_replaced(text, spans, self._name) if spans else text)

    def _found(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield where secrets stand in a text, whole or in pieces with anything between them."""
        for secret in self._whole:
            yield from ((at, at + len(secret), secret) for at in _all(secret, text))
        bare = _bare(text.encode("ascii", "ignore"))
        words = self._index.words_in(bare)
        if not words:
            return
        places = _Places(text)
        for word in words:
            for at in _all(word, bare):
                yield places.of(at), places.of(at + len(word) - 1) + 1, self._words[word]

    def _encoded(self, text: str) -> str:
        return outside_tokens(text, self._without_base64)

    def _without_base64(self, text: str) -> str:
        runs = BASE64.findall(text)
        holding = {run for run in self._suspects(runs) if self._is_in_base64(run)}
        if not holding:
            return text
        return BASE64.sub(lambda match: "removed" if match[0] in holding else match[0], text)

    def _suspects(self, runs: list[str]) -> Iterator[str]:
        """Yield those of some runs of base64 that may hold a secret; most often there are none among many."""
        if len(runs) <= _FEW:
            yield from runs
        elif self._may_hold(together(runs)):
            yield from self._suspects(runs[: len(runs) // 2])
            yield from self._suspects(runs[len(runs) // 2 :])

    def _may_hold(self, code: str | None) -> bool:
        """Whether a secret, or something that may be encoded once more, stands in some runs; None cannot be told."""
        if code is None:
            return True
        for shift in range(4):
            decoded = decoded_at(code, shift)
            if self._index.words_in(_bare(decoded)) or _SHORTEST_NESTED in decoded.translate(_AS_PRINTABLE):
                return True
            if self._whole and any(True for text in _texts(decoded) for _ in self._found(text)):
                return True
        return False

    def _is_in_base64(self, run: str, depth: int = 0) -> bool:
        code = standard(run)
        for shift in range(4):
            try:
                decoded = decoded_at(code, shift)
            except (Base64Error, ValueError):
                continue
            if self._is_in(decoded, depth):
                return True
        return False

    def _is_in(self, decoded: bytes, depth: int) -> bool:
        """Whether a secret stands in what was decoded; what is plain text may be encoded once more."""
        if len(bare := _bare(decoded)) < _SHORTEST and not self._whole:
            return False
        if self._index.words_in(bare):
            return True
        if self._whole and any(True for text in _texts(decoded) for _ in self._found(text)):
            return True
        if not decoded.isascii() or depth == _DEEPEST or not (text := decoded.decode("ascii")).isprintable():
            return False
        if any(True for view in readings(text) for _ in self._found(view.text)):
            return True
        return any(self._is_in_base64(match[0], depth + 1) for match in BASE64.finditer(text))


class _Places:
    """Where in a text its letters, digits, - and _ stand; only the blocks that are asked for are gone through."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._before = [0]
        for start in range(0, len(text), _BLOCK):
            block = text[start : start + _BLOCK].encode("ascii", "ignore")
            self._before.append(self._before[-1] + len(_bare(block)))
        self._in_block: dict[int, list[int]] = {}

    def of(self, number: int) -> int:
        """Return the place of a letter by its number."""
        block = bisect_right(self._before, number) - 1
        places = self._in_block.get(block)
        if places is None:
            start = block * _BLOCK
            places = [match.start() for match in _OF_WORDS.finditer(self._text, start, start + _BLOCK)]
            self._in_block[block] = places
        return places[number - self._before[block]]


def _bare(data: bytes) -> bytes:
    return data.translate(None, _NO_WORD_BYTES)


def _texts(decoded: bytes) -> Iterator[str]:
    """Yield the ways to read some bytes as text."""
    yield decoded.decode("utf-8", "replace")
    if not decoded.isascii():
        yield decoded.decode("latin-1")


def _replaced(text: str, spans: list[tuple[int, int, str]], name: Callable[[str], str]) -> str:
    """Return a text with something else in these places; of places that overlap the first, and longest, counts."""
    pieces: list[str] = []
    place = 0
    for start, end, secret in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= place:
            pieces += (text[place:start], name(secret))
        place = max(place, end)
    return "".join((*pieces, text[place:]))


def _all(word: AnyStr, text: AnyStr) -> Iterator[int]:
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + len(word))
