"""Finds tokens in bytes of any size, block by block: as fast as the bytes can be read, where there are few."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from jotlens.cases.encoded import decoded_around, traces
from jotlens.cases.source import Source
from jotlens.tokens.jose_header import Jose, jose_header

_SHAPE = re.compile(rb"eyJ[A-Za-z0-9_-]*+(?:\.[A-Za-z0-9_-]*+){0,4}(?:~[A-Za-z0-9_.-]*+)*+")
"""What begins like the header of a token, with all that can belong to it. It matches wherever a token may begin, dots
or none, so that no byte is looked at twice."""

_DENSE = 64
"""Where more than one byte in so many is a J, jumping from one to the next is slower than the pattern by itself."""

_DOTS_OF_JWS = 2
_NONE = frozenset({0})
_LONGEST = 1 << 24
_MOST_STARTS = 4
_Y = ord("y")
_HEAD = 3
_BEGUN = (b"e", b"ey", b"Z", b"ZX", b"ZXl", b"V", b"V5", b"l", b"le", b"leU")
"""A block that ends like this, in three bytes at most, may end within the beginning of a token or of the trace of one."""

_AROUND = 160
_START_OF = attrgetter("start")


class Hit(NamedTuple):
    """A token as it stands in a file: where it begins, in bytes, and its text.

    `around` is what stood before it where it was encoded once more in base64; `start` is then a place in the code.
    """

    start: int
    text: str
    around: bytes | None = None

    def __repr__(self) -> str:
        """Say where it stands, and not what it is."""
        return f"Hit({self.start})"


def scan(
    source: Source,
    stopped: Callable[[], bool] = lambda: False,
    progress: Callable[[int], None] = lambda _: None,
) -> Iterator[Hit]:
    """Yield the tokens of a source in the order in which they stand there, each as often as it does.

    `stopped` is asked, and `progress` told how many bytes are done, between blocks. A token may lie across blocks; one
    of more than 16 MB is passed by.
    """
    pending: list[bytes] = []
    length, base, wanted, code_end = 0, 0, 0, 0
    for block in source.blocks():
        if stopped():
            return
        pending.append(block)
        length += len(block)
        if length < wanted:  # what is carried grows; looking at it again each time would take quadratic time
            continue
        data = b"".join(pending) if len(pending) > 1 else block
        hits, between, keep = _in_block(data, base)
        encoded, code_end = _encoded(data, base, between, source, code_end)
        yield from sorted(hits + encoded, key=_START_OF) if encoded else hits
        carried = data[keep:] if length - keep <= _LONGEST else b""
        pending, base, length = [carried] if carried else [], base + length - len(carried), len(carried)
        wanted = 2 * length if length > len(block) // 2 else 0
        progress(base)
    data = b"".join(pending)
    hits, between, _ = _in_block(data, base, is_last=True)
    encoded, _ = _encoded(data, base, between, source, code_end)
    yield from sorted(hits + encoded, key=_START_OF)


def _in_block(
    data: bytes, base: int, *, is_last: bool = False
) -> tuple[list[Hit], list[tuple[int, int]], int]:
    """Return the hits of a block, what lies before, between and behind them, and where the next block must begin."""
    keep = max(len(data) - _HEAD, 0) if data.endswith(_BEGUN) and not is_last else len(data)
    hits: list[Hit] = []
    between: list[tuple[int, int]] = []
    done = 0
    for match in _shapes(data):
        start, end = match.span()
        if end == len(data) and not is_last:
            keep = min(keep, start)
            break
        found = _token_in(match[0])
        if found is not None:
            hits.append(Hit(base + start + found[0], found[1]))
            between.append((done, start))
            done = end
        keep = max(keep, end)
    between.append((done, keep))
    return hits, between, keep


def _encoded(
    data: bytes, base: int, between: list[tuple[int, int]], source: Source, code_end: int
) -> tuple[list[Hit], int]:
    """Return the hits that were encoded once more, and where the last code ends that was looked at.

    They are looked for between the tokens: what lies encoded in another token is a part of that one.
    """
    hits: list[Hit] = []
    if code_end > base:
        between = [(max(start, code_end - base), end) for start, end in between]
    for place, before in traces(data, between):
        if base + place < code_end:
            continue
        code = decoded_around(source, data, base, place, before)
        if code is None:
            continue
        code_end = code.end
        for match in _shapes(code.data):
            found = _token_in(match[0])
            if found is not None:
                start = match.start() + found[0]
                hits.append(Hit(code.start, found[1], code.data[max(start - _AROUND, 0) : start]))
    return hits, code_end


def _shapes(data: bytes) -> Iterator[re.Match[bytes]]:
    """Yield what looks like a token. Where J is rare, the bytes are gone through from one J to the next."""
    find, match_at, patience = data.find, _SHAPE.match, len(data) // _DENSE
    place = find(b"J", 2)
    while place >= 0 and patience:
        patience -= 1
        if data[place - 1] == _Y and (match := match_at(data, place - 2)):
            yield match
            place = find(b"J", match.end())
        else:
            place = find(b"J", place + 1)
    if place >= 0:
        yield from _SHAPE.finditer(data, max(place - 2, 0))


def _token_in(shape: bytes) -> tuple[int, str] | None:
    """Return the token in what looks like one, and where it begins there.

    A header may begin behind other letters (`id-eyJ…`), so a few further places are tried.
    """
    dot = shape.find(b".")
    start = 0
    for _ in range(_MOST_STARTS):
        if not 0 <= start < dot:
            return None
        jose = _header(shape[start:dot])
        if jose is not None:
            text = _cut(shape[start:].decode("ascii"), jose)
            return (start, text) if text is not None else None
        start = shape.find(b"eyJ", start + 1)
    return None


@lru_cache(maxsize=4096)
def _header(segment: bytes) -> Jose | None:
    return jose_header(segment.decode("ascii"))


def _cut(text: str, jose: Jose) -> str | None:
    """Return as much of a text as belongs to the token that begins it; None where a part is missing."""
    compact = text.partition("~")[0] if "~" in text else text
    parts = compact.split(".")
    wanted = jose.dots + 1
    if len(parts) < wanted or (not parts[jose.dots] and not (jose.last_lengths == _NONE and parts[1])):
        return None
    if len(parts) > wanted:
        return ".".join(parts[:wanted])
    return text if jose.dots == _DOTS_OF_JWS else compact
