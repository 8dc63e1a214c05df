"""Carries out one recipe: `python -m recipes bundle`, and so on; `make` calls it with the folder in PYTHONPATH."""

from __future__ import annotations

import sys
from importlib import import_module

from recipes.places import RecipeError

_RECIPES = {
    "bundle": "the folder with the programs",
    "portable": "that folder as an archive, to unpack and start",
    "deb": "the package for Debian, Ubuntu and their kin",
    "rpm": "the package for Fedora, openSUSE and their kin",
    "appdir": "the folder of which an AppImage is made",
    "winget": "the manifest for winget, of this version and installer",
    "flatpak-sources": "what the Flatpak's manifest takes",
    "icon-files": "the icon as Windows and macOS want it",
    "screenshots": "the pictures for software centres",
    "smoke-deb": "the package for Debian, installed and used in a fresh system",
}


def main() -> int:
    """Carry out the recipe that is named, and return the exit status."""
    if len(sys.argv) != 2 or sys.argv[1] not in _RECIPES:
        rows = "\n".join(f"  {name:12} {about}" for name, about in _RECIPES.items())
        print(f"usage: python -m recipes NAME\n{rows}", file=sys.stderr)
        return 2
    name = sys.argv[1]
    try:
        made = import_module(f"recipes.{name.replace('-', '_')}").make()
    except RecipeError as error:
        print(f"{name}: {error}", file=sys.stderr)
        return 1
    print(f"{name}: {made}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
