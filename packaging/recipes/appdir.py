"""Lays the folder of which an AppImage is made: the tree of the packages, with its start and its icon at the top."""

from __future__ import annotations

import shutil
from pathlib import Path

from recipes import desktop
from recipes.places import BUILD

_START = """\
#!/bin/sh
# Starts the window, or the command that is named: `JotLens.AppImage inspect FILE`.
exec "${APPDIR:-$(dirname "$(readlink -f "$0")")}/usr/lib/jotlens/jotlens" "$@"
"""


def make() -> Path:
    """Lay build/JotLens.AppDir, and return it."""
    folder = BUILD / "JotLens.AppDir"
    desktop.lay(folder)
    start = folder / "AppRun"
    start.write_text(_START, "utf-8")
    start.chmod(0o755)
    shutil.copyfile(folder / "usr/share/applications/jotlens.desktop", folder / "jotlens.desktop")
    shutil.copyfile(folder / "usr/share/icons/hicolor/256x256/apps/jotlens.png", folder / "jotlens.png")
    (folder / ".DirIcon").symlink_to("jotlens.png")
    desktop.settle(folder)
    return folder
