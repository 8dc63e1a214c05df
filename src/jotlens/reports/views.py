"""Other ways to read a text: without the escapes of percent, HTML, JSON or quoted-printable, each with the way back to where it stands."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate
from operator import itemgetter
from urllib.parse import unquote

from jotlens.reports.codings import escape_meaning, octets_meaning

_PERCENT = re.compile(r"(%[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2})*)")
_ENTITY = re.compile(r"(&(?:#[0-9]{1,7};?|#[xX][0-9A-Fa-f]{1,6};?|[A-Za-z]{2,31};))")
_JSON = re.compile(r"(\\(?:[\"\\/bfnrt']|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}(?:\\u[0-9A-Fa-f]{4})*))")
_OCTETS = re.compile(r"(=[0-9A-F]{2}(?:=[0-9A-F]{2})*)")
_DEEPEST = 3
_MINE = itemgetter(0)


class View:
    """A reading of a text: `text`, and how to find in the original what stands there."""

    __slots__ = ("_edges", "_of", "_read", "_written", "text")

    def __init__(self, text: str, of: View | None = None, written: list[str] | None = None) -> None:
        """Take a reading of another one; what was `written` is by turns plain text and an escape."""
        self.text = text
        self._of = of
        self._written = written or []
        self._read: list[str] = []
        self._edges: list[tuple[int, int]] = []

    @classmethod
    def decoded(cls, of: View, written: list[str], read: list[str]) -> View:
        """Return what was written in these pieces as it is read."""
        view = cls("".join(read), of, written)
        view._read = read
        return view

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the original a stretch of this reading stands: escapes are taken whole."""
        if self._of is None:
            return start, end
        if not self._edges:  # most readings hold nothing
            mine, original = (accumulate(map(len, pieces)) for pieces in (self._read, self._written))
            self._edges = [(0, 0), *zip(mine, original, strict=True)]
        return self._of.back(self._start(start), self._end(end))

    def _start(self, place: int) -> int:
        at = self._edge(place)
        mine, original = self._edges[at]
        return original if at % 2 else original + place - mine  # odd: inside what an escape stands for

    def _end(self, place: int) -> int:
        at = self._edge(place - 1)
        return self._edges[at + 1][1] if at % 2 else self._start(place - 1) + 1

    def _edge(self, place: int) -> int:
        """Return the last edge at or before a place; an even one begins plain text, an odd one an escape."""
        return bisect_right(self._edges, place, key=_MINE) - 1


def readings(text: str) -> Iterator[View]:
    """Yield a text as it is, and without its escapes, also of one kind inside another."""
    yield from _deeper(View(text), 0)


def _deeper(view: View, depth: int) -> Iterator[View]:
    yield view
    if depth == _DEEPEST:
        return
    for sign, pattern, decode in _KINDS:
        if sign in view.text:
            read = _read(view, pattern, decode)
            if read is not None:
                yield from _deeper(read, depth + 1)


def _read(view: View, pattern: re.Pattern[str], decode: Callable[[str], str]) -> View | None:
    """Return a reading without these escapes; None where there are none."""
    written = pattern.split(view.text)
    if len(written) == 1:
        return None
    meanings = {escape: decode(escape) for escape in set(written[1::2])}
    read = written.copy()
    read[1::2] = map(meanings.__getitem__, written[1::2])
    return View.decoded(view, written, read) if read != written else None


_KINDS: tuple[tuple[str, re.Pattern[str], Callable[[str], str]], ...] = (
    ("%", _PERCENT, unquote),
    ("&", _ENTITY, html.unescape),
    ("\\", _JSON, escape_meaning),
    ("=", _OCTETS, octets_meaning),
)
