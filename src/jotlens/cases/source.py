"""A file that a customer sent, as bytes in blocks: plain or gzip, of any size, never held whole."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BLOCK = 1 << 17
"""Bytes read in one go: a window that is drawn beside the reading stays still for some milliseconds at most."""

_GZIP = b"\x1f\x8b\x08"
_WINDOW = 1 << 23
"""So much of an unpacked stream stays at hand, for what is looked up behind the place that was read last."""


class Source(Protocol):
    """Bytes that are read once from front to end, and looked up here and there around what was read last."""

    @property
    def size(self) -> int | None:
        """How many bytes there are, where that is known before the end."""

    def blocks(self) -> Iterator[bytes]:
        """Yield the bytes in order."""

    def read_at(self, start: int, length: int) -> bytes:
        """Return so many bytes from a place, fewer at the end; nothing where that place is out of reach."""

    def at_hand(self) -> tuple[int, bytes]:
        """Return bytes that are to be had for nothing, and where they begin: the block that was given last."""

    def again(self) -> Source:
        """Return the same bytes once more from the front; this source is not used any further."""

    @property
    def is_damaged(self) -> bool:
        """Whether the bytes ended where they could be read no further."""


class PlainFile:
    """A file as it is. Raises OSError where it cannot be read."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._size = size
        self._last = (0, b"")

    @property
    def size(self) -> int | None:
        """The size of the file when it was opened, in bytes."""
        return self._size

    def blocks(self) -> Iterator[bytes]:
        """Yield the file in blocks."""
        read, start = self._file.read, 0
        while block := read(BLOCK):
            self._last = (start, block)
            start += len(block)
            yield block

    def read_at(self, start: int, length: int) -> bytes:
        """Return so many bytes from a place."""
        here = self._file.tell()
        self._file.seek(max(start, 0))
        try:
            return self._file.read(length)
        finally:
            self._file.seek(here)

    def at_hand(self) -> tuple[int, bytes]:
        """Return the block that was given last."""
        return self._last

    def again(self) -> Source:
        """Return the file from its front."""
        self._file.seek(0)
        return self

    @property
    def is_damaged(self) -> bool:
        """Never: what cannot be read is an OSError."""
        return False


class Bytes:
    """Bytes in memory: a text that was pasted, or a part of a file."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @property
    def size(self) -> int | None:
        """Their number."""
        return len(self._data)

    def blocks(self) -> Iterator[bytes]:
        """Yield them in blocks."""
        for start in range(0, len(self._data), BLOCK):
            yield self._data[start : start + BLOCK]

    def read_at(self, start: int, length: int) -> bytes:
        """Return a part of them."""
        return self._data[max(start, 0) : max(start, 0) + length]

    def at_hand(self) -> tuple[int, bytes]:
        """Return them all."""
        return 0, self._data

    def again(self) -> Source:
        """Return them."""
        return self

    @property
    def is_damaged(self) -> bool:
        """Never."""
        return False


class PackedFile:
    """A gzip file, unpacked as it is read; behind the reading only the last 8 MB are at hand."""

    def __init__(self, file: BinaryIO) -> None:
        import gzip

        self._packed = file
        self._file = gzip.GzipFile(fileobj=file)
        self._window = bytearray()
        self._start = self._given = 0
        self._is_damaged = False

    @property
    def size(self) -> int | None:
        """Not known: what a gzip file says of it is the rest of a division."""
        return None

    def blocks(self) -> Iterator[bytes]:
        """Yield what was packed; a file that is cut off or damaged ends where it can be read no further."""
        while self._given < self._end or self._read_on():
            block = bytes(self._window[self._given - self._start :])
            self._given = self._end
            surplus = len(self._window) - _WINDOW
            if surplus > BLOCK << 3:
                del self._window[:surplus]
                self._start += surplus
            yield block

    def read_at(self, start: int, length: int) -> bytes:
        """Return so many bytes from a place; nothing of what lies too far behind."""
        start = max(start, 0)
        while start + length > self._end and self._read_on():
            pass
        if start < self._start:
            return b""
        return bytes(self._window[start - self._start : start - self._start + length])

    def at_hand(self) -> tuple[int, bytes]:
        """Return nothing: what is at hand is looked up with `read_at`."""
        return 0, b""

    def again(self) -> Source:
        """Return the file from its front."""
        self._packed.seek(0)
        return PackedFile(self._packed)

    @property
    def is_damaged(self) -> bool:
        """Whether the file was cut off, or what is packed in it is damaged."""
        return self._is_damaged

    @property
    def _end(self) -> int:
        return self._start + len(self._window)

    def _read_on(self) -> bool:
        try:
            block = self._file.read(BLOCK)
        except (EOFError, OSError, zlib.error):
            self._is_damaged = True
            return False
        self._window += block
        return bool(block)


def opened(path: Path, file: BinaryIO) -> Source:
    """Return a file that was opened for reading without a buffer, as a source."""
    is_packed = file.read(len(_GZIP)) == _GZIP
    file.seek(0)
    return PackedFile(file) if is_packed else PlainFile(file, path.stat().st_size)
