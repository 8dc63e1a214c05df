"""Finds the places where a token was encoded in base64 once more, and decodes what stands around them."""

from __future__ import annotations

import re
from binascii import Error as Base64Error
from binascii import a2b_base64
from typing import NamedTuple

from jotlens.cases.source import Source

_TRACES = ((b"X", b"ZXlK", 1, 0), (b"V", b"V5S", 0, 2), (b"U", b"leU", 2, 3))
"""What base64 makes of "eyJ", by how many bytes stand before it, as (its rarest letter, all of it, how far that letter
stands in it, how many letters of its group of four stand before it). One letter is looked for, which costs nearly nothing;
looking for several at once costs more than all the rest of a scan."""

_DENSE = 64
_RUN = re.compile(rb"[A-Za-z0-9+/\\\r\n]*+={0,2}")
_OF_RUNS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/\\\r\n"
_DROPPED = b"\\\r\n"
_BEFORE = 512
_MOST = 1 << 24
_SHORTEST = 40


class Decoded(NamedTuple):
    """A stretch of base64, decoded: where its trace of a token stands in the file, and where the code ends."""

    start: int
    end: int
    data: bytes

    def __repr__(self) -> str:
        """Say where it stands; what it holds may be a token."""
        return f"Decoded({self.start}, {self.end})"


def traces(data: bytes, stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return where in these stretches a token may stand encoded, and how many letters before that its group begins."""
    found: list[tuple[int, int]] = []
    find = data.find
    start, end = stretches[-1]
    stretches = [*stretches[:-1], (start, min(end, len(data) - 1))]  # behind each letter stands one more
    for letter, trace, ahead, before in _TRACES:
        near = -1 if ahead else 1
        near_byte = trace[ahead + near]
        patience = len(data) // _DENSE
        for start, end in stretches:
            place = find(letter, start, end)
            while place >= 0:
                if data[place + near] == near_byte and data.startswith(trace, place - ahead):
                    found.append((place - ahead, before))
                patience -= 1
                if patience > 0:
                    place = find(letter, place + 1, end)
                else:  # the letter is not rare here
                    place = find(trace, place - ahead + 1, end + len(trace) - ahead - 1)
                    place += ahead if place >= 0 else 0
    found.sort()
    return found


def decoded_around(source: Source, data: bytes, base: int, place: int, before: int) -> Decoded | None:
    """Decode the base64 in which a trace stands, with up to some 380 bytes before it; None where it is none.

    `data` is what is at hand of the source, from its byte `base` on, and `place` where in it the trace stands; what
    reaches beyond is read. Lines may be broken (mail), and slashes escaped (JSON). Code of more than 16 MB is cut there.
    """
    run = _RUN.match(data, place)
    end = run.end() if run else place
    code = data[place:end] if end < len(data) else _code_from(source, base + place)
    if len(code) < _SHORTEST:
        return None
    first = max(base + place - _BEFORE, 0)
    close = data[first - base : place] if first >= base else source.read_at(first, base + place - first)
    ahead = close[len(close.rstrip(_OF_RUNS)) :].translate(None, _DROPPED)
    if len(ahead) < before:
        return None
    packed = (ahead[(len(ahead) - before) % 4 :] + code.translate(None, _DROPPED)).rstrip(b"=")
    try:
        decoded = a2b_base64(packed[: len(packed) // 4 * 4] + _rest(packed))
    except Base64Error:
        return None
    return Decoded(base + place, base + place + len(code), decoded)


def _rest(packed: bytes) -> bytes:
    tail = packed[len(packed) // 4 * 4 :]
    return tail + b"=" * (4 - len(tail)) if len(tail) > 1 else b""


def _code_from(source: Source, place: int) -> bytes:
    step = 1 << 12
    while True:
        data = source.read_at(place, step)
        run = _RUN.match(data)
        code = run[0] if run else b""
        if len(code) < len(data) or len(data) < step or step >= _MOST:
            return code
        step *= 8
