"""The ways in which a word can be written otherwise, and how it is read and written again."""

from __future__ import annotations

import html
import json
import re
from base64 import b64encode
from collections.abc import Callable
from urllib.parse import quote, unquote

Coding = Callable[[str], str]


def utf8(text: str) -> bytes:
    """Return a text in UTF-8; half a surrogate pair, which JSON can hold, becomes a question mark."""
    return text.encode("utf-8", "replace")


def percent(text: str) -> str:
    """Return a text in percent-encoding, but for what people read in names of secrets and persons."""
    return quote(utf8(text), safe="|@")


def as_base64(text: str) -> str:
    """Return a text in base64."""
    return b64encode(utf8(text)).decode()


def _percent_of_all(text: str) -> str:
    return quote(utf8(text))


def json_unescaped(text: str) -> str:
    """Return a text without the escapes of JSON and JavaScript (ECMA-262 section 12.9.4)."""
    return _ESCAPE.sub(lambda match: escape_meaning(match[0]), text)


def escape_meaning(escape: str) -> str:
    """Return what an escape of JSON or JavaScript stands for, or several of a pair of surrogates."""
    if escape.startswith("\\x"):
        return chr(bytes.fromhex(escape[2:])[0])
    return "'" if escape == "\\'" else str(json.loads(f'"{escape}"'))


def _json_escaped(text: str) -> str:
    return json.dumps(text)[1:-1]


def quoted_printable(text: str) -> str | None:
    """Return what a text in quoted-printable (RFC 2045 section 6.7) holds; None for any other."""
    if "=3D" not in text and not ("uoted-printable" in text and _SOFT.search(text)):
        return None
    joined = _SOFT.sub("", text)
    return _OCTETS.sub(lambda match: octets_meaning(match[0]), joined)


def octets_meaning(octets: str) -> str:
    """Return what some octets of quoted-printable stand for."""
    return bytes.fromhex(octets.replace("=", "")).decode("utf-8", "replace")


def as_quoted_printable(text: str) -> str:
    """Return a text so that it can be read as quoted-printable: what is no line's end is not broken again."""
    return text.replace("=", "=3D")


_SOFT = re.compile(r"=[ \t]{0,8}\r?\n")
_OCTETS = re.compile(r"(?:=[0-9A-F]{2})+")
_ESCAPE = re.compile(r"(?:\\u[0-9A-Fa-f]{4})+|\\x[0-9A-Fa-f]{2}|\\[\"\\/bfnrt']")


def _stretch(word: str, sign: str) -> re.Pattern[str]:
    """Return what holds such a sign: a word, with the next ones that do, too."""
    return re.compile(f"(?<!{word}){word}*{sign}{word}*(?:[ \t]{word}*{sign}{word}*)*")


ENCODINGS = (
    ("%", _stretch(r"[^\s\"'<>&=?#]", "%"), unquote, _percent_of_all),
    ("&", _stretch(r"[^\s\"'<>]", "&"), html.unescape, html.escape),
    ("\\", _stretch(r"[^\s\"'<>]", r"\\[ux]"), json_unescaped, _json_escaped),
)
"""How what stands in words with such a sign is read, and written again; a word is looked at from its beginning only."""
