"""Finds what stands behind the name of something secret in any text: `code=...`, `"refresh_token": "..."`."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from jotlens.cases.named import WORTH_BY_NAME
from jotlens.reports.disclosure import REMOVED
from jotlens.tokens.jose_header import jose_header

LINKED = frozenset({"state", "relaystate"})
"""What ties the steps of a login together."""

_NAMES = frozenset((*WORTH_BY_NAME, *LINKED))
_KEY = re.compile(r"(?<![A-Za-z0-9_])([A-Za-z_]\w{1,40}+)\\?[\"']?\s{0,4}[:=]\s{0,4}\\?[\"']?")
_VALUE = re.compile(r"[^\s\"'\\&;,<>{}]{1,16384}")


_INPUT = re.compile(r"(?i)<input\b[^<>]{1,65536}>")
_FIELD_NAME = re.compile(r"(?i)\sname\s{0,4}=\s{0,4}[\"']?([\w.-]{1,60})")
_FIELD_VALUE = re.compile(r"(?i)\svalue\s{0,4}=\s{0,4}([\"'])(.*?)\1")


def values_changed(text: str, change: Callable[[str, str], str]) -> str:
    """Return a text with what stands behind such a name, and an equals sign or a colon, changed by name and value."""
    if _NAMES.isdisjoint(map(str.lower, set(_KEY.findall(text)))):
        return text
    pieces: list[str] = []
    place = 0
    for key in _KEY.finditer(text):
        if key.start() < place or key[1].lower() not in _NAMES:
            continue
        value = _VALUE.match(text, key.end())
        if value is not None and not _is_plain(key[1], value[0]):
            pieces += (text[place : key.end()], change(key[1], value[0]))
            place = value.end()
    return "".join((*pieces, text[place:]))


def inputs_changed(text: str, change: Callable[[str, str], str]) -> str:
    """Return HTML with the values of its form's fields changed, where they have such a name."""
    return _INPUT.sub(lambda match: _input_changed(match[0], change), text)


def _input_changed(field: str, change: Callable[[str, str], str]) -> str:
    name, value = _FIELD_NAME.search(field), _FIELD_VALUE.search(field)
    if name is None or value is None or name[1].lower() not in _NAMES or not value[2]:
        return field
    written = html.escape(change(name[1], html.unescape(value[2])))
    return f"{field[: value.start(2)]}{written}{field[value.end(2) :]}"


def _is_plain(name: str, value: str) -> bool:
    """Whether what stands behind a name is nothing secret, or was seen to before (as a token)."""
    if value.lower() in {"bearer", "true", "false", "null"} or value.startswith(REMOVED):
        return True
    if name.lower() == "code" and value.isdecimal():
        return True
    return jose_header(value.partition(".")[0]) is not None
