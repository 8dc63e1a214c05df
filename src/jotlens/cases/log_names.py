"""Finds in a large log what stands under the name of a token, a few hundred kilobytes at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jotlens.cases.scan import Hit
from jotlens.cases.source import Source
from jotlens.tokens.named_values import named_values

_LONGEST_LINE = 1 << 20
_SIGNS = (b"oken", b"OKEN", b"uthorization", b"UTHORIZATION")


def named_in_log(source: Source, stopped: Callable[[], bool] = lambda: False) -> Iterator[Hit]:
    """Yield the values of token members, parameters and Authorization headers, each once a stretch of whole lines."""
    carried, base = b"", 0
    for block in source.blocks():
        if stopped():
            return
        data = carried + block
        end = data.rfind(b"\n") + 1 or (len(data) if len(data) > _LONGEST_LINE else 0)
        yield from _in_lines(data[:end], base)
        carried, base = data[end:], base + end
    yield from _in_lines(carried, base)


def _in_lines(data: bytes, base: int) -> Iterator[Hit]:
    if any(sign in data for sign in _SIGNS):
        text = data.decode("latin-1")  # a character a byte
        for value in named_values(text):
            yield Hit(base + value.passage.start, value.passage.text)
