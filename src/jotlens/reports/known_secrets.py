"""The last net: what is known to be secret is taken out of a text in whatever way it is written there."""

from __future__ import annotations

import re
from binascii import Error as Base64Error
from binascii import a2b_base64
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import unquote

from jotlens.reports.redacted_token import outside_tokens
from jotlens.reports.views import readings

_SHORTEST = 8
_DEEPEST = 2
_NO_WORD_BYTES = bytes(
    byte for byte in range(256) if not ((chr(byte).isascii() and chr(byte).isalnum()) or byte in b"-_")
)
_FEW = 32
"""Up to so many secrets are each looked for; of more only those whose beginning is there."""

_OF_WORDS = re.compile(r"[A-Za-z0-9_-]")
_NOT_OF_WORDS = re.compile(r"[^A-Za-z0-9_-]+")
BASE64 = re.compile(
    r"[A-Za-z0-9+/_-]{12,}+(?:(?:\r?\n|\\r\\n|\\n|\\/|%2[BbFf]|%3[Dd])[A-Za-z0-9+/_-]*+)*+={0,2}"
)
_BETWEEN_LINES = re.compile(r"\r?\n|\\r\\n|\\n|\\(?=/)")
_TO_STANDARD = str.maketrans("-_", "+/")


class KnownSecrets:
    """Secrets by what is left of them when everything but letters, digits, - and _ is taken away."""

    def __init__(self, name: Callable[[str], str]) -> None:
        self._name = name
        self._words: dict[str, str] = {}
        self._by_start: dict[str, list[str]] = {}
        self._starts: set[str] = set()
        self._whole: dict[str, str] = {}

    def add(self, secret: str) -> None:
        """Learn a secret; a very short one is not looked for, because everything would hold it."""
        bare = _NOT_OF_WORDS.sub("", secret)
        if len(bare) >= _SHORTEST:
            if bare not in self._words:
                self._words[bare] = secret
                self._by_start.setdefault(bare[:_SHORTEST], []).append(bare)
                self._starts.add(bare[:_SHORTEST])
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
        bare = _NOT_OF_WORDS.sub("", text)
        if len(bare) < _SHORTEST:
            return
        places: list[int] = []
        for word in self._words_that_may_be_in(bare):
            for at in _all(word, bare):
                places = places or [match.start() for match in _OF_WORDS.finditer(text)]
                yield places[at], places[at + len(word) - 1] + 1, self._words[word]

    def _words_that_may_be_in(self, bare: str) -> Iterable[str]:
        if len(self._words) < _FEW:
            return self._words
        starts = {bare[at : at + _SHORTEST] for at in range(len(bare) - _SHORTEST + 1)}
        return [word for start in starts & self._starts for word in self._by_start[start]]

    def _encoded(self, text: str) -> str:
        def replaced(match: re.Match[str]) -> str:
            return "removed" if self._is_in_base64(match[0]) else match[0]

        return outside_tokens(text, lambda between: BASE64.sub(replaced, between))

    def _is_in_base64(self, code: str, depth: int = 0) -> bool:
        code = unquote(_BETWEEN_LINES.sub("", code)).rstrip("=").translate(_TO_STANDARD)
        for shift in range(4):
            part = code[shift : shift + (len(code) - shift) // 4 * 4]
            rest = code[shift + len(part) :]
            part += rest + "=" * (4 - len(rest)) if len(rest) > 1 else ""
            try:
                decoded = a2b_base64(part)
            except (Base64Error, ValueError):
                continue
            if self._is_in(decoded, depth):
                return True
        return False

    def _is_in(self, decoded: bytes, depth: int) -> bool:
        """Whether a secret stands in what was decoded; what is plain text may be encoded once more."""
        if len(decoded.translate(None, _NO_WORD_BYTES)) < _SHORTEST and not self._whole:
            return False
        text = decoded.decode("utf-8", "replace") if not decoded.isascii() else decoded.decode("ascii")
        if any(True for _ in self._found(text)):
            return True
        if not decoded.isascii():
            return any(True for _ in self._found(decoded.decode("latin-1")))
        if not text.isprintable() or depth == _DEEPEST:
            return False
        if any(True for view in readings(text) for _ in self._found(view.text)):
            return True
        return any(self._is_in_base64(match[0], depth + 1) for match in BASE64.finditer(text))


def _replaced(text: str, spans: list[tuple[int, int, str]], name: Callable[[str], str]) -> str:
    """Return a text with something else in these places; of places that overlap the first, and longest, counts."""
    pieces: list[str] = []
    place = 0
    for start, end, secret in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= place:
            pieces += (text[place:start], name(secret))
        place = max(place, end)
    return "".join((*pieces, text[place:]))


def _all(word: str, text: str) -> Iterator[int]:
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + len(word))


def base64_text(code: str) -> str | None:
    """Return the text that a run of base64 holds; None for what is none."""
    code = unquote(_BETWEEN_LINES.sub("", code)).rstrip("=").translate(_TO_STANDARD)
    if len(code) % 4 == 1:
        return None
    try:
        text = a2b_base64(code + "=" * (-len(code) % 4)).decode()
    except (Base64Error, ValueError):
        return None
    return text if text.isprintable() or "\n" in text else None
