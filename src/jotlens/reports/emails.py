"""Finds e-mail addresses in any text, in whatever script, plain ones and those whose @ is written otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable

_LOCAL = r"[^\W_][\w.%+'-]{0,63}"
_DOMAIN = r"(?:[^\W_](?:[\w-]{0,62})\.)+(?:(?i:xn--)[A-Za-z0-9-]{2,59}|[^\W\d_]{2,24})"
EMAIL = re.compile(f"{_LOCAL}@{_DOMAIN}")
_BEFORE = re.compile(rf"{_LOCAL}\Z")
_BEHIND = re.compile(_DOMAIN)
_PICTURE = re.compile(r"[1-9](?:\.[0-9])?x\.(?:png|jpe?g|gif|webp|svg|avif)")
"""What stands behind the @ of a picture for fine screens: `icon@2x.png`."""

_LONGEST = 64
_PLAIN_AT = re.compile("@")
_ESCAPED_AT = re.compile(r"%40|%2540|\\u0040|\\x40|&#0{0,4}64;?|&#[xX]0{0,4}40;?|&commat;|=40")
_SIGNS = ("%40", "%2540", "u0040", "x40", "&#", "&commat;", "=40")


def addresses_changed(text: str, change: Callable[[str], str]) -> str:
    """Return a text whose email addresses are changed."""
    if "@" in text:
        text = _changed(text, _PLAIN_AT, change)
    return _changed(text, _ESCAPED_AT, change) if any(sign in text for sign in _SIGNS) else text


def _changed(text: str, at_sign: re.Pattern[str], change: Callable[[str], str]) -> str:
    pieces: list[str] = []
    place = 0
    for at in at_sign.finditer(text):
        behind = _BEHIND.match(text, at.end())
        start = at.start()
        before = (
            _BEFORE.search(text[max(place, start - _LONGEST) : start])
            if behind is not None and start > place
            else None
        )
        if behind is not None and before is not None and not _PICTURE.fullmatch(behind[0]):
            pieces += (text[place : start - len(before[0])], change(f"{before[0]}@{behind[0]}"))
            place = behind.end()
    return "".join((*pieces, text[place:]))
