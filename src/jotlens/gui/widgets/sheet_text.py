"""Text as an editor can hold it: hidden characters stand as visible ones, one for one, and can be turned back."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from jotlens.tokens.visible import hides

_PRIVATE = 0xE000
"""Where the stand-ins lie: characters without a picture of their own, drawn as a box. Control characters have one."""

_FORMATTING = (
    *range(0x7F, 0xA0), 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810),
    *range(0x200B, 0x2010), *range(0x2028, 0x2030), *range(0x205F, 0x2070), 0x3164, *range(0xFE00, 0xFE10),
    0xFEFF, 0xFFA0, *range(0xFFF0, 0xFFFC), *range(0xE0000, 0xE1000),
)  # fmt: skip
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_KEPT = "\t\n"


@cache
def _stand_ins() -> dict[int, int]:
    table = {code: 0x2400 + code for code in range(0x20) if chr(code) not in _KEPT}
    table |= {code: _PRIVATE + at for at, code in enumerate(_FORMATTING)}
    return table


@cache
def _originals() -> dict[int, int]:
    return {shown: code for code, shown in _stand_ins().items()}


def to_sheet(text: str) -> str:
    """Return text of the same length without anything an editor would drop, turn or hide.

    Lone surrogates become U+FFFD: they alone cannot be turned back.
    """
    if not hides(text):
        return text
    return _SURROGATE.sub("\ufffd", text.translate(_stand_ins()))


def from_sheet(text: str) -> str:
    """Return the text that `to_sheet` was given."""
    return text if text.isascii() else text.translate(_originals())


@dataclass(frozen=True, slots=True)
class Ink:
    """A stretch of a text and what it is: a `tokens.model.Part`, or `secret` for what is blacked out."""

    start: int
    end: int
    part: str


@dataclass(frozen=True, slots=True)
class Cut:
    """A text cut into paragraphs an editor lays out fast; `breaks` are the places, in characters of the whole."""

    paragraphs: str
    breaks: tuple[int, ...]
    whole: str

    def position(self, offset: int) -> int:
        """Return where a character stands in the editor: behind the breaks, and counted in UTF-16 as Qt does."""
        place = offset + bisect_right(self.breaks, offset)
        return place if self.whole.isascii() else place + sum(char > "\uffff" for char in self.whole[:offset])


def cut(text: str, longest: int) -> Cut:
    """Cut lines that are longer than `longest` characters: one huge paragraph is what makes an editor slow."""
    if len(text) <= longest:
        return Cut(text, (), text)
    pieces: list[str] = []
    breaks: list[int] = []
    at = 0
    for line in text.split("\n"):
        # A line that just fills its paragraphs ends in an empty one: a full paragraph always goes on.
        for start in range(0, len(line) + 1, longest):
            if start:
                breaks.append(at + start)
            pieces.append(line[start : start + longest])
        at += len(line) + 1
    return Cut("\n".join(pieces), tuple(breaks), text)
