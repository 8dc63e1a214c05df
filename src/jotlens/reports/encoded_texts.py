"""Changes what is only seen when a text is decoded: from percent, HTML, JSON, quoted-printable or base64."""

from __future__ import annotations

from collections.abc import Callable

from jotlens.reports.base64_runs import BASE64, LINE, base64_text, hold_text
from jotlens.reports.codings import ENCODINGS, Coding, as_base64, as_quoted_printable, quoted_printable
from jotlens.reports.redacted_token import outside_tokens

Change = Callable[[str], str]
"""What becomes of a text that was decoded."""


def encoded_changed(text: str, change: Change) -> str:
    """Return a text whose encoded words are changed as what they stand for is, and encoded again."""
    for sign, words, decode, encode in ENCODINGS:
        if sign in text:
            text = words.sub(lambda match: _read_as(match[0], decode(match[0]), encode, change), text)  # noqa: B023
    return outside_tokens(text, lambda between: _all_base64(between, change))


def printable_changed(text: str, change: Change) -> str | None:
    """Return a text that is quoted-printable as a whole, changed; None for any other."""
    plain = quoted_printable(text)
    return None if plain is None else _read_as(text, plain, as_quoted_printable, change)


def holds_base64(text: str) -> bool:
    """Whether a text holds base64 in which a text may stand."""
    return hold_text(BASE64.findall(text))


def _all_base64(text: str, change: Change) -> str:
    return BASE64.sub(lambda match: _in_base64(match[0], change), text) if holds_base64(text) else text


def _in_base64(code: str, change: Change) -> str:
    plain = base64_text(code)
    if plain is None and not LINE.fullmatch(code):  # its next line may be no part of it
        return LINE.sub(lambda line: _in_base64(line[0], change), code)
    return code if plain is None else _read_as(code, plain, as_base64, change)


def _read_as(written: str, plain: str, encode: Coding, change: Change) -> str:
    """Return what stands for a text that was written in another way, in that way again."""
    if plain == written:
        return written
    changed = change(plain)
    return written if changed == plain else encode(changed)
