"""Finds signed and encrypted tokens in JSON form (RFC 7515 section 7.2, RFC 7516 section 7.2) inside a text."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_STRING_OR_BRACE = re.compile(r'"((?:[^"\\]|\\.)*+)"(?:[ \t\r\n]*+(:))?|[{}]', re.DOTALL)
_TELLING = {"payload": 1, "signature": 2, "signatures": 2, "ciphertext": 4}
_SIGNED, _ENCRYPTED = 3, 4
_MOST_READING = 4
"""All objects that are read together may be this many times as long as the text: nested ones are read again."""


def json_tokens(text: str) -> Iterator[tuple[int, int]]:
    """Yield where JSON objects stand that have the members of a signed or an encrypted token.

    An object inside a token is a part of it, and not a token of its own.
    """
    if not _may_hold(text):
        return
    open_at: list[int] = []
    seen: list[int] = []
    spans: list[tuple[int, int]] = []
    left = _MOST_READING * len(text)
    for match in _STRING_OR_BRACE.finditer(text):
        mark = match[0]
        if mark == "{":
            open_at.append(match.start())
            seen.append(0)
        elif mark == "}":
            if not open_at:
                continue
            start, members = open_at.pop(), seen.pop()
            tells = members & _ENCRYPTED or members & _SIGNED == _SIGNED
            left -= match.end() - start if tells else 0
            if tells and left >= 0 and _is_token(text[start : match.end()]):
                while spans and spans[-1][0] > start:
                    spans.pop()
                spans.append((start, match.end()))
        elif seen and match[2]:
            seen[-1] |= _TELLING.get(match[1], 0)
    yield from spans


def _may_hold(text: str) -> bool:
    return '"ciphertext"' in text or ('"payload"' in text and '"signature' in text)


def _is_token(text: str) -> bool:
    """Whether the text is valid JSON, and its telling members are of the right types."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return False
    if isinstance(value.get("ciphertext"), str):
        return True
    signed = isinstance(value.get("signature"), str) or isinstance(value.get("signatures"), list)
    return isinstance(value.get("payload"), str) and signed
