"""Reads the text of a PDF as Qt writes it: glyphs by their fonts' tables of characters."""

import re
import zlib
from collections.abc import Iterator

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_RANGE = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})>")
_LIST = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})> \[([^\]]*)\]")
_SHOWN = re.compile(rb"<([0-9A-Fa-f ]+)>")


def pdf_texts(data: bytes) -> list[str]:
    """Return the text of all pages once for each font, as if all of it were written in that one; without spaces."""
    streams = list(_streams(data))
    tables = [_table(stream) for stream in streams if b"begincmap" in stream]
    pages = [stream for stream in streams if b"begincmap" not in stream and b"Tj" in stream]
    return [
        "".join(_written(page, table) for page in pages) for table in tables
    ]  # what another font wrote comes out as nonsense


def _streams(data: bytes) -> Iterator[bytes]:
    for match in _STREAM.finditer(data):
        try:
            yield zlib.decompress(match[1])
        except zlib.error:
            yield match[1]


def _table(stream: bytes) -> dict[int, str]:
    table: dict[int, str] = {}
    for match in _RANGE.finditer(stream):
        first, last, character = (int(group, 16) for group in match.groups())
        table |= {glyph: chr(character + glyph - first) for glyph in range(first, last + 1)}
    for match in _LIST.finditer(stream):
        characters = re.findall(rb"<([0-9A-Fa-f]{4})>", match[3])
        first = int(match[1], 16)
        table |= {first + at: chr(int(code, 16)) for at, code in enumerate(characters)}
    return table


def _written(page: bytes, table: dict[int, str]) -> str:
    shown = (re.sub(rb"\s", b"", match[1]) for match in _SHOWN.finditer(page))
    glyphs = (int(code[at : at + 4], 16) for code in shown for at in range(0, len(code), 4))
    return "".join(table.get(glyph, "") for glyph in glyphs if not table.get(glyph, "").isspace())
