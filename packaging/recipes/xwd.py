"""Turns what Xvfb keeps in its frame buffer file (a window dump, XWD) into a PNG picture."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

_FIELDS = 25


class NoPictureError(Exception):
    """The dump is of another form than Xvfb writes for 24 bits of colour."""


def colours(dump: bytes) -> int:
    """Return how many colours are in the picture."""
    rows, _, _ = _pixels(dump)
    found: set[bytes] = set()
    for row in rows:
        found.update(row[at : at + 3] for at in range(0, len(row), 3))
    return len(found)


def png(dump: bytes) -> bytes:
    """Return the picture as PNG."""
    rows, width, height = _pixels(dump)
    raw = b"".join(b"\0" + row for row in rows)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(raw, 6)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _pixels(dump: bytes) -> tuple[Iterator[bytes], int, int]:
    """Return the rows as red, green and blue, with the width and the height."""
    if len(dump) < 4 * _FIELDS:
        raise NoPictureError
    fields = struct.unpack_from(f">{_FIELDS}I", dump)
    header, version, width, height, bits, stride, colour_count = (
        *fields[:2],
        *fields[4:6],
        fields[11],
        fields[12],
        fields[19],
    )
    start = header + 12 * colour_count
    if version != 7 or bits != 32 or len(dump) < start + stride * height:
        raise NoPictureError
    return _rows(dump, start, width, height, stride), width, height


def _rows(dump: bytes, start: int, width: int, height: int, stride: int) -> Iterator[bytes]:
    for y in range(height):
        line = dump[start + y * stride : start + y * stride + 4 * width]
        row = bytearray(3 * width)
        row[0::3], row[1::3], row[2::3] = line[2::4], line[1::4], line[0::4]
        yield bytes(row)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
