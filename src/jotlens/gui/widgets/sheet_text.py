"""Text as an editor can hold it: hidden characters stand as visible ones, one for one, and can be turned back."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
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
_FEW = 100
_KEPT = "\t\n"

SECRET = "secret"
"""The part that an Ink gives to what is blacked out."""

BULLET = "\u2022"
"""What stands in the editor for each character of a secret: the editor itself never holds one."""

_WIDE = re.compile("[\U00010000-\U0010ffff]")
_HIDEABLE = re.compile(r"[^\n]")


@cache
def _stand_ins() -> dict[str, str]:
    table = {chr(code): chr(0x2400 + code) for code in range(0x20) if chr(code) not in _KEPT}
    table |= {chr(code): chr(_PRIVATE + at) for at, code in enumerate(_FORMATTING)}
    return table


@cache
def _originals() -> dict[int, int]:
    return {ord(shown): ord(hidden) for hidden, shown in _stand_ins().items()}


def to_sheet(text: str) -> str:
    """Return text of the same length without anything an editor would drop, turn or hide.

    Lone surrogates become U+FFFD: they alone cannot be turned back.
    """
    if not hides(text):
        return text
    stand_ins = _stand_ins()
    # A text of megabytes holds few different characters: to replace each is far quicker than to look at every place.
    held = set(text)
    for char in held & stand_ins.keys():
        text = text.replace(char, stand_ins[char])
    surrogates = [char for char in held if "\ud800" <= char <= "\udfff"]
    if len(surrogates) > _FEW:
        return _SURROGATE.sub("\ufffd", text)
    for char in surrogates:
        text = text.replace(char, "\ufffd")
    return text


def from_sheet(text: str) -> str:
    """Return the text that `to_sheet` was given."""
    return text if text.isascii() else text.translate(_originals())


@dataclass(frozen=True, slots=True)
class Ink:
    """A stretch of a text and what it is: a `tokens.model.Part`, or `secret` for what is blacked out."""

    start: int
    end: int
    part: str


def shown_length(text: str, most: int, most_lines: int) -> int:
    """Return how many characters of a text are shown: so many at most, in so many lines at most."""
    end = min(len(text), most)
    if text.count("\n", 0, end) < most_lines:
        return end
    at = -1
    for _ in range(most_lines):
        at = text.find("\n", at + 1, end)
    return at


def secret_spans(inks: tuple[Ink, ...], most: int) -> tuple[tuple[int, int], ...]:
    """Return the stretches that are blacked out, in order, those that touch or overlap as one, up to `most`."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted((ink.start, min(ink.end, most)) for ink in inks if ink.part == SECRET):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        elif start < end:
            spans.append((start, end))
    return tuple(spans)


def blacked_out(sheet: str, spans: tuple[tuple[int, int], ...]) -> str:
    """Return a sheet with bullets in these stretches, one for one; line feeds stay."""
    pieces, at = [], 0
    for start, end in spans:
        pieces += [sheet[at:start], _HIDEABLE.sub(BULLET, sheet[start:end])]
        at = end
    return "".join((*pieces, sheet[at:])) if pieces else sheet


@dataclass(frozen=True, slots=True)
class Cut:
    """A text cut into paragraphs an editor lays out fast; `breaks` are the places, in characters of the whole.

    `wide` are the places of characters that Qt counts as two.
    """

    paragraphs: str
    breaks: tuple[int, ...]
    wide: tuple[int, ...] = ()

    def position(self, offset: int) -> int:
        """Return where a character stands in the editor: behind the breaks, and counted in UTF-16 as Qt does."""
        return offset + bisect_right(self.breaks, offset) + bisect_left(self.wide, offset)


def wide_places(text: str) -> tuple[int, ...]:
    """Return the places of the characters that take two units of UTF-16."""
    return () if text.isascii() else tuple(match.start() for match in _WIDE.finditer(text))


def cut(text: str, longest: int) -> Cut:
    """Cut lines that are longer than `longest` characters: one huge paragraph is what makes an editor slow."""
    if len(text) <= longest:
        return Cut(text, (), wide_places(text))
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
    return Cut("\n".join(pieces), tuple(breaks), wide_places(text))
