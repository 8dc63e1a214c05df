"""Finds tokens in bytes of any size, block by block: as fast as the bytes can be read, where there are few."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter

from jotlens.cases.encoded import decoded_around, traces
from jotlens.cases.source import Source
from jotlens.tokens.compact_search import Jose, jose_header

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
"""So many last bytes of a block may begin a token, or the trace of one, that ends in the next."""

_AROUND = 160
_START_OF = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Hit:
    """A token as it stands in a file: where it begins, in bytes, and its text.

    `around` is what stood before it where it was encoded once more in base64; `start` is then a place in the code.
    """

    start: int
    text: str = field(repr=False)
    around: bytes | None = field(default=None, repr=False)


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
        hits, edges, keep = _in_block(data, base)
        encoded, code_end = _encoded(data, base, [0, *edges, keep], source, code_end)
        yield from sorted(hits + encoded, key=_START_OF) if encoded else hits
        carried = data[keep:] if length - keep <= _LONGEST else b""
        pending, base, length = [carried] if carried else [], base + length - len(carried), len(carried)
        wanted = 2 * length if length > len(block) // 2 else 0
        progress(base)
    data = b"".join(pending)
    hits, edges, keep = _in_block(data, base, is_last=True)
    encoded, _ = _encoded(data, base, [0, *edges, keep], source, code_end)
    yield from sorted(hits + encoded, key=_START_OF)


def _in_block(data: bytes, base: int, *, is_last: bool = False) -> tuple[list[Hit], list[int], int]:
    """Return the hits of a block, where each begins and ends in it, and from where on the next block must begin."""
    keep = len(data) if is_last else max(len(data) - _HEAD, 0)
    hits: list[Hit] = []
    edges: list[int] = []
    for match in _shapes(data):
        start, end = match.span()
        if end == len(data) and not is_last:
            keep = min(keep, start)
            break
        found = _token_in(match[0])
        if found is not None:
            hits.append(Hit(base + start + found[0], found[1]))
            edges += (start, end)
        keep = max(keep, end)
    return hits, edges, keep


def _encoded(
    data: bytes, base: int, edges: list[int], source: Source, code_end: int
) -> tuple[list[Hit], int]:
    """Return the hits that were encoded once more, and where the last code ends that was looked at.

    They are looked for between `edges`: what lies encoded in another token is a part of that one.
    """
    hits: list[Hit] = []
    done = code_end - base
    if done > 0:
        edges = [max(edge, min(done, edges[-1])) for edge in edges]
    for place, before in traces(data, edges):
        if base + place < code_end:
            continue
        code = decoded_around(source, base + place, before)
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
    compact, tilde, disclosures = text.partition("~")
    parts = compact.split(".")
    if len(parts) <= jose.dots or (not parts[jose.dots] and not (jose.last_lengths == _NONE and parts[1])):
        return None
    token = ".".join(parts[: jose.dots + 1])
    is_whole = len(parts) == jose.dots + 1
    return f"{token}~{disclosures}" if tilde and is_whole and jose.dots == _DOTS_OF_JWS else token
