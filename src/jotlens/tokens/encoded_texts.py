"""Finds texts inside a text that were encoded in base64 once more, and decodes them."""

from __future__ import annotations

import re
from binascii import Error as Base64Error
from binascii import a2b_base64
from typing import TYPE_CHECKING

from jotlens.tokens.compact_search import Passage
from jotlens.tokens.steady import matches

if TYPE_CHECKING:
    from collections.abc import Iterator

_OBJECT_OR_TOKEN = re.compile(
    r"(?:(?:ZX(?:lK|dv|lB)|Wlhs)(?<![A-Za-z0-9+/_.~-]....)|e[wy](?<![A-Za-z0-9+/_.~-]..))[A-Za-z0-9+/_-]{36,}+"
    r"(?:(?:\r\n?|\n)[ \t]*+[A-Za-z0-9+/_-]++)*+={0,2}(?![A-Za-z0-9.~])"
)
"""Base64 of a text that begins with a brace, or with a token: base64 of `eyJ`, `ewo` and `eyA` is ZXlK, ZXdv, ZXlB,
and of ZXlK it is Wlhs."""

_NAMED = re.compile(r"(?:[Bb]asic[ \t]{1,8}|base64[,-])([A-Za-z0-9+/_-]{24,}+={0,2})(?![A-Za-z0-9.])")
_BODY = re.compile(r"\"text\"[ \t\r\n]*+:[ \t\r\n]*+\"([A-Za-z0-9+/]{40,}+={0,2})\"")
"""The body of an answer in a HAR file, beside `"encoding": "base64"` (HAR 1.2)."""

_HEADS = {
    _OBJECT_OR_TOKEN: re.compile(
        r"(?:ZX(?:lK|dv|lB)|Wlhs)(?<![A-Za-z0-9+/_.~-]....)|e[wy](?<![A-Za-z0-9+/_.~-]..)"
    ),
    _NAMED: re.compile("[Bb]asic|base64"),
    _BODY: re.compile('"text"'),
}
_LINE = re.compile(r"[A-Za-z0-9+/_-]+")
_TO_STANDARD = str.maketrans("-_", "+/")
_SHORTEST_LINE = 40


def encoded_texts(text: str) -> Iterator[Passage]:
    """Yield what was encoded, decoded: `text` is the decoded text, `start` and `end` are places of the code."""
    patterns = [_OBJECT_OR_TOKEN]
    if "base64" in text or "asic" in text:
        patterns.append(_NAMED)
    if '"base64"' in text:
        patterns.append(_BODY)
    for pattern in patterns:
        for match in matches(pattern, _HEADS[pattern], text):
            group = match.lastindex or 0
            decoded = _decoded(match[group])
            if decoded is not None:
                yield Passage(decoded, match.start(group), match.end(group))


def _decoded(code: str) -> str | None:
    """Decode base64 that may stand on several lines; the last ones may not belong to it."""
    lines = _LINE.findall(code)
    if len(lines) == 1:
        return _text(lines[0])
    width = len(lines[0])
    full = next((n for n, line in enumerate(lines) if len(line) != width), len(lines))
    if width < _SHORTEST_LINE:
        return None
    longer = _text("".join(lines[: full + 1])) if full < len(lines) and len(lines[full]) < width else None
    return longer or _text("".join(lines[:full]))


def _text(code: str) -> str | None:
    if len(code) % 4 == 1:
        return None
    try:
        text = a2b_base64(code.translate(_TO_STANDARD) + "=" * (-len(code) % 4)).decode()
    except (Base64Error, ValueError):
        return None
    return None if "\0" in text else text
