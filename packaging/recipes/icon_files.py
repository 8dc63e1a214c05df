"""Puts the icon's pictures into the one file that Windows (.ico) and macOS (.icns) want; both hold PNG as it is."""

from __future__ import annotations

import struct
from pathlib import Path

from recipes.places import BUILD, RESOURCES

_ICNS_KINDS = {16: b"icp4", 32: b"icp5", 64: b"icp6", 128: b"ic07", 256: b"ic08"}


def make() -> Path:
    """Write `jotlens.ico` and `jotlens.icns` into build/icons, and return the folder."""
    folder = BUILD / "icons"
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {
        size: (RESOURCES / "icons" / f"jotlens-{size}.png").read_bytes()
        for size in (16, 32, 48, 64, 128, 256)
    }
    (folder / "jotlens.ico").write_bytes(ico(pictures))
    (folder / "jotlens.icns").write_bytes(icns(pictures))
    return folder


def ico(pictures: dict[int, bytes]) -> bytes:
    """Return PNG pictures, by their width in pixels, as an .ico file."""
    at = 6 + 16 * len(pictures)
    table = struct.pack("<HHH", 0, 1, len(pictures))
    for size, picture in pictures.items():
        table += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    return table + b"".join(pictures.values())


def icns(pictures: dict[int, bytes]) -> bytes:
    """Return those PNG pictures that macOS has a name for as an .icns file."""
    parts = b"".join(
        _ICNS_KINDS[size] + struct.pack(">I", len(picture) + 8) + picture
        for size, picture in pictures.items()
        if size in _ICNS_KINDS
    )
    return b"icns" + struct.pack(">I", len(parts) + 8) + parts
