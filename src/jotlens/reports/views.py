"""Other ways to read a text: without the escapes of percent, HTML, JSON or quoted-printable, each with the way back to where it stands."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from urllib.parse import unquote

from jotlens.reports.codings import escape_meaning, octets_meaning

_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7};?|#[xX][0-9A-Fa-f]{1,6};?|[A-Za-z]{2,31};)")
_JSON = re.compile(r"(?:\\u[0-9A-Fa-f]{4})+|\\x[0-9A-Fa-f]{2}|\\[\"\\/bfnrt']")
_OCTETS = re.compile(r"(?:=[0-9A-F]{2})+")
_DEEPEST = 3
_MINE = itemgetter(0)


@dataclass(frozen=True, slots=True)
class View:
    """A reading of a text. `edges` are (place in `text`, place in what it is a reading of), by turns of plain text and an escape."""

    text: str
    edges: tuple[tuple[int, int], ...] = ()
    of: View | None = None

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the original a stretch of this reading stands: escapes are taken whole."""
        if self.of is None:
            return start, end
        return self.of.back(self._start(start), self._end(end))

    def _start(self, place: int) -> int:
        at = self._edge(place)
        mine, original = self.edges[at]
        return original if at % 2 else original + place - mine  # odd: inside what an escape stands for

    def _end(self, place: int) -> int:
        at = self._edge(place - 1)
        return self.edges[at + 1][1] if at % 2 else self._start(place - 1) + 1

    def _edge(self, place: int) -> int:
        """Return the last edge at or before a place; an even one begins plain text, an odd one an escape."""
        return bisect_right(self.edges, place, key=_MINE) - 1


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
    """Return a reading without these escapes; None where there are none.

    `edges` has an even entry where plain text begins, and an odd one where an escape does.
    """
    pieces: list[str] = []
    edges: list[tuple[int, int]] = [(0, 0)]
    length = place = 0
    for match in pattern.finditer(view.text):
        plain = view.text[place : match.start()]
        decoded = decode(match[0])
        pieces += (plain, decoded)
        length += len(plain)
        edges.append((length, match.start()))
        length += len(decoded)
        edges.append((length, match.end()))
        place = match.end()
    if not pieces:
        return None
    pieces.append(view.text[place:])
    read = "".join(pieces)
    return View(read, tuple(edges), view) if read != view.text else None


_KINDS: tuple[tuple[str, re.Pattern[str], Callable[[str], str]], ...] = (
    ("%", _PERCENT, unquote),
    ("&", _ENTITY, html.unescape),
    ("\\", _JSON, escape_meaning),
    ("=", _OCTETS, octets_meaning),
)
