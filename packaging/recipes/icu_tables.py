"""Takes out of ICU's tables what neither Qt's Core nor its windows ask for: 17 of 32 MB. On Linux, where Qt brings ICU.

The library `libicudata.so` is one ELF file with one read-only object, and that object is ICU's own package of files
(source/common/ucmndata.h: a header, a count, pairs of offsets, names, data in steps of 16 bytes). What stays keeps its
order; the addresses in the ELF file stay as they were, only the file gets shorter.
"""

from __future__ import annotations

import struct
from pathlib import Path

from recipes.places import RecipeError

_SPARE_FOLDERS = ("curr", "lang", "rbnf", "region", "translit", "unit")
"""Names of currencies, languages, regions and units, numbers in words, transliteration: Qt has its own tables of them."""
_SPARE_ENDING = ".cnv"
"""Encodings of other decades: JotLens reads texts by Python, and Qt has the UTFs and Latin-1 itself."""
_PAGE = 4096
_LOAD = 1
_MAGIC = b"\xda\x27"


def is_spare(name: str) -> bool:
    """Whether a file of ICU's package, such as `icudt73l/curr/de.res`, is not needed."""
    folders = name.split("/")
    return name.endswith(_SPARE_ENDING) or (len(folders) == 3 and folders[1] in _SPARE_FOLDERS)


def pruned_package(package: bytes) -> bytes:
    """Return ICU's package without what is spare. Raises RecipeError when it is none."""
    if package[2:4] != _MAGIC or package[12:16] != b"CmnD":
        raise RecipeError("ICU's tables have another form than expected.")
    start = struct.unpack_from("<H", package)[0]
    (count,) = struct.unpack_from("<I", package, start)
    offsets = [struct.unpack_from("<II", package, start + 4 + 8 * index) for index in range(count)]
    ends = [data for _, data in offsets[1:]] + [len(package) - start]
    files = []
    for (name_at, data_at), end in zip(offsets, ends, strict=True):
        name = package[start + name_at : package.index(b"\0", start + name_at)]
        if not is_spare(name.decode("ascii")):
            files.append((name, package[start + data_at : start + end]))
    names = b""
    table = b""
    at = _padded(4 + 8 * len(files) + sum(len(name) + 1 for name, _ in files))
    data = bytearray()
    for name, content in files:
        table += struct.pack("<II", 4 + 8 * len(files) + len(names), at + len(data))
        names += name + b"\0"
        data += content + bytes(_padded(len(content)) - len(content))
    body = struct.pack("<I", len(files)) + table + names
    return package[:start] + body + bytes(at - len(body)) + bytes(data)


def prune(library: Path) -> None:
    """Prune `libicudata.so` in place. Raises RecipeError when it is built in another way than expected."""
    elf = library.read_bytes()
    if elf[:6] != b"\x7fELF\x02\x01":
        raise RecipeError(f"{library.name} is no 64-bit ELF file.")
    segments = _rows(elf, 32, 54, "<IIQQQQQQ")
    loads = [row for _, row in segments if row[0] == _LOAD]
    if len(loads) != 2 or loads[0][2] != 0 or loads[1][1] & 1 or elf[_PAGE + 2 : _PAGE + 4] != _MAGIC:
        raise RecipeError(f"{library.name} is laid out in another way than expected.")
    end, after = loads[0][5], loads[1][2]
    package = pruned_package(elf[_PAGE:end])
    shorter_by = (end - _PAGE - len(package)) // _PAGE * _PAGE
    whole = bytearray(elf[: after - shorter_by] + elf[after:])
    whole[_PAGE : end - shorter_by] = package + bytes(end - shorter_by - _PAGE - len(package))
    for at, row in segments:
        if row[2] >= end:
            row[2] -= shorter_by
        elif row[0] == _LOAD:
            row[5] = row[6] = row[5] - shorter_by
        struct.pack_into("<IIQQQQQQ", whole, at, *row)
    for at, row in _rows(elf, 40, 58, "<IIQQQQIIQQ"):
        if row[4] >= end:
            row[4] -= shorter_by
        elif row[4] == _PAGE:
            row[5] -= shorter_by
        struct.pack_into("<IIQQQQIIQQ", whole, at - shorter_by, *row)
    (sections_at,) = struct.unpack_from("<Q", elf, 40)
    struct.pack_into("<Q", whole, 40, sections_at - shorter_by)
    library.write_bytes(whole)


def _rows(elf: bytes, where: int, shape: int, form: str) -> list[tuple[int, list[int]]]:
    """Return the rows of a table of the file, each with its place: of segments or of sections."""
    (at,) = struct.unpack_from("<Q", elf, where)
    size, count = struct.unpack_from("<HH", elf, shape)
    places = [at + index * size for index in range(count)]
    return [(place, list(struct.unpack_from(form, elf, place))) for place in places]


def _padded(size: int) -> int:
    return size + -size % 16
