"""Lays beside the packages what the Flatpak's manifest takes: the portable archive, and the metainfo of this version."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from recipes import desktop, portable
from recipes.places import OUT


def make() -> Path:
    """Write both under the names that the manifest knows, and return their folder."""
    shutil.copyfile(portable.make(), OUT / "jotlens-linux.tar.xz")
    write_metainfo()
    return OUT


def write_metainfo() -> None:
    """Write the metainfo under the Flatpak's own names."""
    text = desktop.metainfo().replace(">jotlens.desktop<", f">{desktop.COMPONENT}.desktop<")
    text = re.sub(r'(<icon type="stock">)jotlens(</icon>)', rf"\1{desktop.COMPONENT}\2", text)
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / f"{desktop.COMPONENT}.metainfo.xml").write_text(text, "utf-8")
