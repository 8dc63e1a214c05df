"""Changes what is only seen when a text is decoded: from percent, HTML, JSON or base64."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable

from jotlens.reports.base64_runs import BASE64, base64_text, hold_text
from jotlens.reports.codings import ENCODINGS, Coding
from jotlens.reports.redacted_token import outside_tokens

Change = Callable[[str], str]


def encoded_changed(text: str, change: Change) -> str:
    """Return a text whose encoded words are changed as what they stand for is, and encoded again."""
    for sign, words, decode, encode in ENCODINGS:
        if sign in text:
            text = words.sub(lambda match: _decoded(match[0], decode, encode, change), text)  # noqa: B023
    return outside_tokens(text, lambda between: _all_base64(between, change))


def _decoded(word: str, decode: Coding, encode: Coding, change: Change) -> str:
    plain = decode(word)
    changed = change(plain) if plain != word else plain
    return word if changed == plain else encode(changed)


def _all_base64(text: str, change: Change) -> str:
    if not hold_text(BASE64.findall(text)):
        return text
    return BASE64.sub(lambda match: _in_base64(match[0], change), text)


def _in_base64(code: str, change: Change) -> str:
    plain = base64_text(code)
    if plain is None:
        return code
    changed = change(plain)
    return code if changed == plain else b64encode(changed.encode()).decode()
