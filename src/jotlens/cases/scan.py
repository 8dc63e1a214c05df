"""Finds tokens in bytes of any size, block by block: as fast as the bytes can be read, where there are few."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from jotlens.cases.encoded_body import BODY_MARK, encoded_body
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


@dataclass(frozen=True, slots=True)
class Hit:
    """A token as it stands in a file: where it begins, in bytes, and its text.

    `in_body` is its place in the body that was encoded (HAR 1.2: `"encoding": "base64"`), and `start` then where that body
    begins; None where the token stands open.
    """

    start: int
    text: str = field(repr=False)
    in_body: int | None = None


def scan(
    source: Source,
    stopped: Callable[[], bool] = lambda: False,
    progress: Callable[[int], None] = lambda _: None,
) -> Iterator[Hit]:
    """Yield the tokens of a source in the order in which they stand there, each as often as it does.

    `stopped` is asked, and `progress` told how many bytes are done, between blocks. A token may lie across blocks; one
    of more than 16 MB is passed by.
    """
    carried, base, wanted = b"", 0, 0
    for block in source.blocks():
        if stopped():
            return
        data = carried + block if carried else block
        if len(data) < wanted:  # what is carried grows; looking at it again each time would take quadratic time
            carried = data
            continue
        keep = yield from _in_block(data, base, source)
        carried = data[keep:] if len(data) - keep <= _LONGEST else b""
        base += len(data) - len(carried)
        wanted = 2 * len(carried) if len(carried) > len(block) // 2 else 0
        progress(base)
    yield from _in_block(carried, base, source, is_last=True)


def _in_block(
    data: bytes, base: int, source: Source, *, is_last: bool = False
) -> Generator[Hit, None, int]:
    """Yield the hits of a block; return from where on it must be seen again together with the next one."""
    keep = len(data) if is_last else _complete(data)
    hits: list[Hit] = []
    for match in _shapes(data):
        if match.end() == len(data) and not is_last:
            keep = min(keep, match.start())
            break
        found = _token_in(match[0])
        if found is not None:
            hits.append(Hit(base + match.start() + found[0], found[1]))
    place = data.find(BODY_MARK)
    while 0 <= place < keep:
        hits += _in_body(source, base + place)
        place = data.find(BODY_MARK, place + 1)
    hits.sort(key=lambda hit: hit.start)
    yield from hits
    return keep


def _complete(data: bytes) -> int:
    """Return how much of a block can be left behind: its last bytes may begin a token or a mark."""
    tail = data[1 - len(BODY_MARK) :]
    quote = tail.rfind(BODY_MARK[:1])
    if quote >= 0 and BODY_MARK.startswith(tail[quote:]):
        return len(data) - len(tail) + quote
    return len(data) - (1 if data.endswith(b"e") else 2 if data.endswith(b"ey") else 0)


def _in_body(source: Source, mark_at: int) -> Iterator[Hit]:
    """Yield what stands in the encoded body beside a mark; such a hit begins where the body does."""
    body = encoded_body(source, mark_at)
    if body is not None:
        for match in _SHAPE.finditer(body.decoded):
            found = _token_in(match[0])
            if found is not None:
                yield Hit(body.start, found[1], match.start() + found[0])


def _shapes(data: bytes) -> Iterator[re.Match[bytes]]:
    """Yield what looks like a token. Where J is rare, the bytes are gone through from one J to the next."""
    find, match_at, patience = data.find, _SHAPE.match, len(data) // _DENSE
    place = find(b"J")
    while place >= 0 and patience:
        patience -= 1
        match = match_at(data, place - 2) if place >= 2 else None
        if match is None:
            place = find(b"J", place + 1)
        else:
            yield match
            place = find(b"J", match.end())
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
    if len(parts) <= jose.dots or not parts[jose.dots] and not (jose.last_lengths == _NONE and parts[1]):
        return None
    token = ".".join(parts[: jose.dots + 1])
    is_whole = len(parts) == jose.dots + 1
    return f"{token}~{disclosures}" if tilde and is_whole and jose.dots == _DOTS_OF_JWS else token
