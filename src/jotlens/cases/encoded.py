"""Finds the places where a token was encoded in base64 once more, and decodes what stands around them."""

from __future__ import annotations

import re
from binascii import Error as Base64Error
from binascii import a2b_base64
from dataclasses import dataclass, field

from jotlens.cases.source import Source

_TRACES = ((b"X", b"ZXlK", 1, 0), (b"V", b"V5S", 0, 2), (b"U", b"leUp", 2, 3))
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


@dataclass(frozen=True, slots=True)
class Decoded:
    """A stretch of base64, decoded: where its trace of a token stands in the file, and where the code ends."""

    start: int
    end: int
    data: bytes = field(repr=False)


def traces(data: bytes, edges: list[int]) -> list[tuple[int, int]]:
    """Return where a token may stand encoded, and how many letters before that its group begins.

    Looked at is what lies between the first and the second edge, the third and the fourth, and so on.
    """
    found: list[tuple[int, int]] = []
    find = data.find
    for letter, trace, ahead, before in _TRACES:
        patience = len(data) // _DENSE
        near = -1 if ahead else 1
        near_byte = trace[ahead + near]
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            place = find(letter, start + ahead, end + ahead)
            while place >= 0:
                if data[place + near] == near_byte and data.startswith(trace, place - ahead):
                    found.append((place - ahead, before))
                patience -= 1
                if patience > 0:
                    place = find(letter, place + 1, end + ahead)
                else:  # the letter is not rare here
                    place = find(trace, place - ahead + 1, end - 1 + len(trace))
                    place += ahead if place >= 0 else 0
    found.sort()
    return found


def decoded_around(source: Source, trace_at: int, before: int) -> Decoded | None:
    """Decode the base64 in which a trace stands, with up to some 380 bytes before it; None where it is none.

    Lines may be broken (mail), and slashes escaped (JSON). Code of more than 16 MB is cut there.
    """
    code = _code_from(source, trace_at)
    if len(code) < _SHORTEST:
        return None
    start = max(trace_at - _BEFORE, 0)
    close = source.read_at(start, trace_at - start)
    ahead = close[len(close.rstrip(_OF_RUNS)) :].translate(None, _DROPPED)
    if len(ahead) < before:
        return None
    ahead = ahead[(len(ahead) - before) % 4 :]
    packed = (ahead + code.translate(None, _DROPPED)).rstrip(b"=")
    try:
        data = a2b_base64(packed[: len(packed) // 4 * 4] + _rest(packed))
    except Base64Error:
        return None
    return Decoded(trace_at, trace_at + len(code), data)


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
