"""Reads the entries of a HAR file one after the other, so that a file of any size is never held whole."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from jotlens.cases.source import Source

_ENTRIES = re.compile(rb'"entries"\s*:\s*\[\s*')
_BETWEEN = re.compile(r"[\s,]*+")
_REQUEST = re.compile(rb'"request"\s*:\s*\{')
_CHUNK = 1 << 20
_LONGEST = 1 << 27


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry (HAR 1.2, section entries): its bytes' place in the file, and its value.

    `request_at` is the byte where the request begins, as `Place.exchange_at` has it.
    """

    start: int
    end: int
    request_at: int
    value: dict[str, Any] = field(repr=False)


class HarEntries:
    """The entries of a source in the order of the file; `is_cut` is true when the file ended too early."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._blocks = source.blocks()
        self._decode = json.JSONDecoder().raw_decode
        self.head = b""
        self.tail = b""
        self.is_cut = False

    def __iter__(self) -> Iterator[Entry]:
        """Yield the entries. What stands before and behind them is then in `head` and `tail`."""
        base, data = self._find_list()
        text, place = (
            data.decode("latin-1"),
            0,
        )  # a character a byte: places in the text are places in the file
        while True:
            between = _BETWEEN.match(text, place)
            place = between.end() if between else place
            if place < len(text) and text[place] == "]":
                self.tail = text[place:].encode("latin-1")
                return
            try:
                value, end = self._decode(text, place)
            except (ValueError, RecursionError):
                base, text, place = base + place, text[place:], 0
                more = self._more(len(text)) if len(text) < _LONGEST else b""
                if not more:
                    self.is_cut = True
                    return
                text += more.decode("latin-1")
                continue
            yield _entry(base, text, place, end, value)
            place = end

    def rest(self) -> Iterator[bytes]:
        """Yield what stands behind the entries: from the end of their list on."""
        yield self.tail
        yield from self._blocks

    def _find_list(self) -> tuple[int, bytes]:
        data = b""
        while True:
            block = next(self._blocks, b"")
            data += block
            found = _ENTRIES.search(data)
            if found is not None:
                self.head = data[: found.end()]
                return found.end(), data[found.end() :]
            if not block or len(data) > _LONGEST:
                self.is_cut = True
                return 0, b""

    def _more(self, wanted: int) -> bytes:
        parts, length = [], 0
        for block in self._blocks:
            parts.append(block)
            length += len(block)
            if length >= max(wanted, _CHUNK):
                break
        return b"".join(parts)


def _entry(base: int, text: str, place: int, end: int, value: object) -> Entry:
    raw = text[place:end].encode("latin-1")
    if not raw.isascii():
        value = json.loads(raw.decode("utf-8", "replace"))
    request = _REQUEST.search(raw)
    at = base + place + (request.start() if request else 0)
    return Entry(base + place, base + end, at, value if isinstance(value, dict) else {})
