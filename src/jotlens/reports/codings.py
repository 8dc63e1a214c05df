"""The ways in which a word can be written otherwise, and how it is read and written again."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from urllib.parse import quote, unquote

Coding = Callable[[str], str]


def _json_unescaped(text: str) -> str:
    return _JSON_ESCAPE.sub(lambda match: str(json.loads(f'"{match[0]}"')), text)


def _json_escaped(text: str) -> str:
    return json.dumps(text)[1:-1]


_JSON_ESCAPE = re.compile(r"(?:\\u[0-9A-Fa-f]{4})+|\\[\"\\/bfnrt]")
ENCODINGS = (
    ("%", re.compile(r"(?<![^\s\"'<>&=?#])[^\s\"'<>&=?#]*%[^\s\"'<>&=?#]*"), unquote, quote),
    ("&", re.compile(r"(?<![^\s\"'<>])[^\s\"'<>]*&[^\s\"'<>]*"), html.unescape, html.escape),
    ("\\", re.compile(r"(?<![^\s\"'<>])[^\s\"'<>]*\\u[^\s\"'<>]*"), _json_unescaped, _json_escaped),
)
"""How what stands in a word with such a sign is read, and written again; a word is looked at from its beginning only."""
