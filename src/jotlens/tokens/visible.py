"""Text from a token made safe to show: what would hide, reorder or break a line becomes a visible escape."""

from __future__ import annotations

import re

_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202f"
    "\u205f-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)

_PRINTABLE = bytes(range(0x20, 0x7F))
_LONG = 1_000
"""From this length on a table of bytes is faster than asking each character."""


def visible(text: str, most: int | None = None) -> str:
    r"""Return `text` with control, bidirectional and zero-width characters and lone surrogates as `\uXXXX`.

    With `most`, a longer text is cut to that many characters and ends in an ellipsis.
    """
    if most is not None and len(text) > most:
        text = text[: max(0, most - 1)] + "…"
    return text if _is_plain(text) else _HIDDEN.sub(_escape, text)


def hides(text: str) -> bool:
    """Whether `visible` would change anything."""
    return not _is_plain(text) and _HIDDEN.search(text) is not None


def _is_plain(text: str) -> bool:
    """Whether a text is printable ASCII, as tokens are: that is told much faster than what hides in another one."""
    if not text.isascii():
        return False
    return text.isprintable() if len(text) < _LONG else not text.encode().translate(None, _PRINTABLE)


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
