"""The plain text behind a pasted one: what hides or escapes characters is taken away, and every place is remembered."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice

from jotlens.tokens.steady import replaced, replaced_characters

MOST_HIDDEN = 1_000
"""More places than these tell nobody anything."""

_GONE = "\0"
"""Stands in a masked text for a character that is to vanish; a NUL of the text itself vanishes with them."""

_HIDDEN = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e0fff"
)
_DAMAGED = (
    "\u00e2\u20ac[\u2039\u0152\u2020\u2021\u02c6\u2030\u0160\x8b-\x8f]"  # U+200B-200F read as Windows-1252
    "|\u00e2\x80[\x8b-\x8f]"  # the same, read as Latin-1
    "|\u00e2\x81[\u00a0-\u00af]"  # U+2060-206F
    "|\u00ef\u00bb\u00bf"  # a byte order mark
)
"""An invisible character whose UTF-8 bytes were read in another encoding: three visible ones."""

_BLOCK = 512
_GONE_RUN = re.compile("\0+")
_HIDDEN_ONE = re.compile(f"[{_HIDDEN}]")
_DAMAGED_ONE = re.compile(_DAMAGED)
_DAMAGED_HEAD = re.compile("[\u00e2\u00ef]")
_ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_ODD_BREAK = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_COLOUR = re.compile(
    "\x1b\0*(?:\\[[0-9;:?\0]*[ -/]*[@-~]|\\][^\x07\x1b]*(?:\x07|\x1b\\\\)|[@-Z\\\\^_])"
    "|\\[[0-9]{1,3}(?:;[0-9]{1,3}){0,5}m(?:\\[K)?|\\[m\\[K"  # the escape character itself was lost
)
_COLOUR_HEAD = re.compile(r"\x1b|\[[0-9m]")
_INVISIBLE_RUN = re.compile(f"(?:{_DAMAGED}|[{_HIDDEN}\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000])")

_PERCENT = re.compile(r"%(?:25)*(0[AaDd]|[2-7][0-9A-Fa-f])")
_PERCENT_HEAD = re.compile("%")
_BACKSLASH = re.compile(
    r"(?<!\\)\\++(?:u00(0[aAdD]|[2-7][0-9a-fA-F])|x([2-7][0-9a-fA-F])|(u001[bB]|x1[bB]|033|e(?=\[))|(?=[`_*~.=&#+-]))"
)
_BACKSLASH_HEAD = re.compile(r"(?<!\\)\\")
_BACKSLASHED = (
    ("\\r\\n", f"\n{_GONE * 3}"), ('\\"', f'{_GONE}"'), ("\\'", f"{_GONE}'"), ("\\/", f"{_GONE}/"),
    ("\\n", f"\n{_GONE}"), ("\\r", f"\n{_GONE}"), ("\\t", f" {_GONE}"),
)  # fmt: skip
_MOST_QUOTINGS = 8
_ENTITY = re.compile(
    r"&(?:(quot|apos|amp|lt|gt|nbsp|period|lowbar|hyphen|equals|shy)|#([0-9]{2,4})|#[xX]([0-9A-Fa-f]{2,4}));"
)
_ENTITY_HEAD = re.compile("&[a-z#]")
_QUOTED_PRINTABLE = re.compile(r"=(3D|2E|5F|2D|7E)")
_NAMED_ENTITY = {
    "quot": '"', "apos": "'", "amp": "&", "lt": "<", "gt": ">", "nbsp": " ", "period": ".", "lowbar": "_",
    "hyphen": "-", "equals": "=", "shy": _GONE,
}  # fmt: skip
_PERCENTS = {f"%{code:02{case}}": f"{chr(code)}{_GONE * 2}" for code in range(0x20, 0x80) for case in "xX"}


class PlainText:
    """A text without what hid or escaped parts of it; `span` leads back to where a stretch of it was pasted."""

    __slots__ = ("_kept", "_masked", "text")

    def __init__(self, masked_text: str) -> None:
        self.text = masked_text.replace(_GONE, "")
        self._masked = masked_text if len(self.text) < len(masked_text) else ""
        self._kept: list[int] = []  # how many characters are left before each block of the masked text

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the pasted text behind the characters `start` to `end` (not included)."""
        if end <= start:
            return self._origin(start), self._origin(start)
        return self._origin(start), self._origin(end - 1) + 1

    def _origin(self, position: int) -> int:
        if not self._masked:
            return position
        if not self._kept:
            self._measure()
        block = bisect_right(self._kept, position) - 1
        here, left = block * _BLOCK, position - self._kept[block]
        for gap in _GONE_RUN.finditer(self._masked, here, here + _BLOCK):
            if left < gap.start() - here:
                break
            left -= gap.start() - here
            here = gap.end()
        return here + left

    def _measure(self) -> None:
        kept = 0
        for start in range(0, len(self._masked), _BLOCK):
            self._kept.append(kept)
            kept += len(self._masked[start : start + _BLOCK]) - self._masked.count(
                _GONE, start, start + _BLOCK
            )


def masked(text: str) -> str:
    """Return `text`, as long as before, with NUL for invisible characters, their damaged forms and colour codes.

    Unusual spaces and line breaks become ordinary ones.
    """
    if not text.isascii():
        text = replaced(_DAMAGED_ONE, _DAMAGED_HEAD, text, _GONE * 3)
        text = text.replace("\u00c2\u00a0", _GONE + " ")
        text = replaced_characters(_ODD_SPACE, " ", text)
    if "\x1b" in text or "[0m" in text or "[m[K" in text:
        text = replaced(_COLOUR, _COLOUR_HEAD, text, _vanish)
    text = replaced_characters(_ODD_BREAK, "\n", text)
    return replaced_characters(_HIDDEN_ONE, _GONE, text)


def unescaped(text: str) -> str:
    """Return a masked text, as long as before, with percent, backslash and HTML escapes resolved.

    The character stands first, NULs fill up the room that its escape took.
    """
    if "%" in text:
        text = replaced(_PERCENT, _PERCENT_HEAD, text, _from_percent)
    if "\\" in text:
        text = _without_backslashes(text)
    if "&" in text:
        text = replaced(_ENTITY, _ENTITY_HEAD, text, _from_entity)
    if "=3D" in text or "=2E" in text:
        text = replaced(_QUOTED_PRINTABLE, _QUOTED_PRINTABLE, text, _from_hex)
    return text


def hidden_positions(text: str, start: int, end: int) -> tuple[int, ...]:
    """Return where invisible or damaged characters stand in `text` from `start` to `end`, and right beside it."""
    before = start
    while before > 0 and start - before < 64:
        step = next((n for n in (1, 3) if _INVISIBLE_RUN.fullmatch(text, before - n, before)), 0)
        if not step or before < step:
            break
        before -= step
    after = end
    while after < len(text) and after - end < 64 and (match := _INVISIBLE_RUN.match(text, after)):
        after = match.end()
    places = _INVISIBLE_RUN.finditer(text, before, after)
    return tuple(match.start() for match in islice(places, MOST_HIDDEN))


def _without_backslashes(text: str) -> str:
    for written, meant in _BACKSLASHED:
        text = text.replace(written, meant)
    for _ in range(_MOST_QUOTINGS):  # a string inside a string inside a string: \\\"
        if f"\\{_GONE}" not in text:
            break
        text = text.replace(f"\\{_GONE}", _GONE * 2)
    text = replaced(_BACKSLASH, _BACKSLASH_HEAD, text, _from_backslash)
    if "\x1b" not in text:
        return text
    return replaced_characters(_HIDDEN_ONE, _GONE, replaced(_COLOUR, _COLOUR_HEAD, text, _vanish))


def _vanish(match: re.Match[str]) -> str:
    return _GONE * (match.end() - match.start())


def _filled(character: str, match: re.Match[str]) -> str:
    return character + _GONE * (match.end() - match.start() - len(character))


def _from_percent(match: re.Match[str]) -> str:
    return _PERCENTS.get(match[0]) or _from_hex(match)


def _from_hex(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return _filled({0x0A: "\n", 0x0D: ""}.get(code, chr(code)), match)


def _from_backslash(match: re.Match[str]) -> str:
    if code := match[1] or match[2]:
        return _from_hex(match) if match[1] else _filled(chr(int(code, 16)), match)
    return _filled("\x1b" if match[3] else "", match)


def _from_entity(match: re.Match[str]) -> str:
    if match[1]:
        return _filled(_NAMED_ENTITY[match[1]], match)
    code = int(match[2]) if match[2] else int(match[3], 16)
    return _filled(chr(code) if 0x20 <= code < 0x7F else " ", match)
