"""ICU's tables are pruned without harm to what stays."""

import struct

import pytest
from recipes.icu_tables import is_spare, pruned_package
from recipes.places import RecipeError

FILES = {
    "icudt73l/coll/root.res": b"collation",
    "icudt73l/curr/de.res": b"names of currencies",
    "icudt73l/ibm-37.cnv": b"an encoding",
    "icudt73l/uprops.icu": b"properties of letters",
}


def _package(files: dict[str, bytes]) -> bytes:
    """Return a package as ICU's own tools write it."""
    header = struct.pack("<HBBHHBBBB4s", 32, 0xDA, 0x27, 20, 0, 0, 0, 2, 0, b"CmnD").ljust(32, b"\0")
    names = b"".join(name.encode() + b"\0" for name in files)
    at = -(-(4 + 8 * len(files) + len(names)) // 16) * 16
    table, data, named = b"", b"", 4 + 8 * len(files)
    for name, content in files.items():
        table += struct.pack("<II", named, at + len(data))
        named += len(name) + 1
        data += content.ljust(-(-len(content) // 16) * 16, b"\0")
    return header + (struct.pack("<I", len(files)) + table + names).ljust(at, b"\0") + data


def test_what_stays_is_where_the_table_says() -> None:
    kept = {name: content for name, content in FILES.items() if not is_spare(name)}
    assert list(kept) == ["icudt73l/coll/root.res", "icudt73l/uprops.icu"]
    assert pruned_package(_package(FILES)) == _package(kept)


def test_a_package_without_spare_files_is_the_same() -> None:
    kept = _package({"icudt73l/uprops.icu": b"properties"})
    assert pruned_package(kept) == kept


def test_something_else_is_refused() -> None:
    with pytest.raises(RecipeError):
        pruned_package(bytes(64))
