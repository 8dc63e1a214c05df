"""The last net: what is known to be secret is taken out of a text in whatever way it is written there."""

from __future__ import annotations

import html
import json
import re
from binascii import Error as Base64Error
from binascii import a2b_base64
from collections.abc import Callable, Iterator
from urllib.parse import quote, unquote

_SHORTEST = 8
_EXACT = 4_000_000
"""Up to so many characters times secrets every secret is looked for; in more, only as a word of its own."""

_NOT_OF_WORDS = re.compile(r"[^A-Za-z0-9_-]+")
_WORD = re.compile(r"[A-Za-z0-9_-]{8,}")
BASE64 = re.compile(
    r"[A-Za-z0-9+/_-]{12,}+(?:(?:\r?\n|\\r\\n|\\n|\\/|%2[BbFf]|%3[Dd])[A-Za-z0-9+/_-]*+)*+={0,2}"
)
_BETWEEN_LINES = re.compile(r"\r?\n|\\r\\n|\\n|\\(?=/)")
_TO_STANDARD = str.maketrans("-_", "+/")
_ESCAPE = re.compile(r"\\(?:[\"\\/bfnrt]|u[0-9A-Fa-f]{4})")


class KnownSecrets:
    """Secrets by what is left of them when everything but letters, digits, - and _ is taken away."""

    def __init__(self, name: Callable[[str], str]) -> None:
        self._name = name
        self._words: dict[str, str] = {}
        self._whole: dict[str, str] = {}

    def add(self, secret: str) -> None:
        """Learn a secret; a very short one is not looked for, because everything would hold it."""
        bare = _NOT_OF_WORDS.sub("", secret)
        if len(bare) >= _SHORTEST:
            self._words.setdefault(bare, secret)
        elif len(secret) >= _SHORTEST:
            self._whole.setdefault(secret, secret)

    def __len__(self) -> int:
        return len(self._words) + len(self._whole)

    def taken_out(self, text: str) -> str:
        """Return a text without any known secret: plain, in pieces, or percent-, HTML-, JSON- or base64-encoded."""
        if len(text) < _SHORTEST or not len(self):
            return text
        text = self._open(text)
        if "%" in text:
            text = self._within(text, unquote, quote)
        if "&" in text and ";" in text:
            text = self._within(text, html.unescape, html.escape)
        if "\\" in text:
            text = self._within(text, json_unescaped, json_escaped)
        return self._encoded(text)

    def _within(self, text: str, decode: Callable[[str], str], encode: Callable[[str], str]) -> str:
        decoded = decode(text)
        if decoded == text:
            return text
        taken = self.taken_out(decoded)
        return encode(taken) if taken != decoded else text

    def _encoded(self, text: str) -> str:
        def replaced(match: re.Match[str]) -> str:
            return "removed" if self._is_in_base64(match[0]) else match[0]

        return BASE64.sub(replaced, text)

    def _is_in_base64(self, code: str) -> bool:
        code = unquote(_BETWEEN_LINES.sub("", code)).rstrip("=").translate(_TO_STANDARD)
        for shift in range(4):
            part = code[shift : shift + (len(code) - shift) // 4 * 4]
            rest = code[shift + len(part) :]
            part += rest + "=" * (4 - len(rest)) if len(rest) > 1 else ""
            try:
                decoded = a2b_base64(part).decode("latin-1")
            except (Base64Error, ValueError):
                continue
            if len(decoded) >= _SHORTEST and self.taken_out(decoded) != decoded:
                return True
        return False

    def _open(self, text: str) -> str:
        for secret in self._whole:
            if secret in text:
                text = text.replace(secret, self._name(secret))
        if len(text) * len(self._words) > _EXACT and self._words.keys().isdisjoint(_WORD.findall(text)):
            return text
        bare, places = "", None
        for word, secret in self._words.items():
            if secret in text:
                text = text.replace(secret, self._name(secret))
                places = None
            if places is None:
                bare, places = _NOT_OF_WORDS.sub("", text), ()
            if word in bare:
                text = self._without_pieces(text, word, self._name(secret))
                places = None
        return text

    def _without_pieces(self, text: str, word: str, name: str) -> str:
        """Replace a secret that lies in pieces, with whatever stands between them."""
        places = [place for place, letter in enumerate(text) if _is_of_words(letter)]
        bare = "".join(text[place] for place in places)
        spans = [(places[at], places[at + len(word) - 1] + 1) for at in _all(word, bare)]
        for start, end in reversed(spans):
            text = f"{text[:start]}{name}{text[end:]}"
        return text


def _is_of_words(letter: str) -> bool:
    return letter.isascii() and (letter.isalnum() or letter in "_-")


def _all(word: str, bare: str) -> Iterator[int]:
    place = bare.find(word)
    while place >= 0:
        yield place
        place = bare.find(word, place + len(word))


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


def json_unescaped(text: str) -> str:
    """Return a text without the escapes of a JSON string."""

    def replaced(match: re.Match[str]) -> str:
        return str(json.loads(f'"{match[0]}"'))

    return _ESCAPE.sub(replaced, text)


def json_escaped(text: str) -> str:
    """Return a text as it stands in a JSON string."""
    return json.dumps(text, ensure_ascii=False)[1:-1]
