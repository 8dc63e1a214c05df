"""Finds e-mail addresses in any text, in whatever script, plain ones and those whose @ is written otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable

_LOCAL = r"[^\W_][\w.%+'-]{0,63}"
_DOMAIN = r"(?:[^\W_](?:[\w-]{0,62})\.)+(?:(?i:xn--)[A-Za-z0-9-]{2,59}|[^\W\d_]{2,24})"
EMAIL = re.compile(f"{_LOCAL}@{_DOMAIN}")
_BEFORE = re.compile(rf"{_LOCAL}\Z")
_BEHIND = re.compile(_DOMAIN)
_LONGEST = 64
_AT = r"(?:%40|%2540|\\u0040|\\x40|&#0{0,4}64;?|&#[xX]0{0,4}40;?|&commat;|=40)"
_ESCAPED_EMAIL = re.compile(rf"(?i){_LOCAL}{_AT}{_DOMAIN}")
_SIGNS = ("%40", "%2540", "u0040", "x40", "X40", "64;", "#64", "&#", "&commat;", "=40")
_ESCAPED_AT = re.compile(rf"(?i){_AT}")


def addresses_changed(text: str, change: Callable[[str], str]) -> str:
    """Return a text whose email addresses are changed."""
    if "@" in text:
        text = _plain_changed(text, change)
    if not any(sign in text for sign in "%&\\=") or not any(sign in text for sign in _SIGNS):
        return text
    return _ESCAPED_EMAIL.sub(lambda match: change(_ESCAPED_AT.sub("@", match[0], count=1)), text)


def _plain_changed(text: str, change: Callable[[str], str]) -> str:
    pieces: list[str] = []
    place = 0
    at = text.find("@")
    while at >= 0:
        behind = _BEHIND.match(text, at + 1)
        before = _BEFORE.search(text[max(place, at - _LONGEST) : at]) if behind is not None else None
        if behind is not None and before is not None:
            pieces += (text[place : at - len(before[0])], change(f"{before[0]}@{behind[0]}"))
            place = at = behind.end()
        else:
            at += 1
        at = text.find("@", at)
    return "".join((*pieces, text[place:]))
