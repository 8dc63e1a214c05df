"""Fills in winget's manifest: the version, and the hash of the installer that was built."""

from __future__ import annotations

import hashlib
from pathlib import Path

from recipes.places import OUT, PACKAGING, RecipeError, version


def make() -> Path:
    """Write the three files into build/installers/winget, and return the folder."""
    installer = OUT / f"jotlens-{version()}-windows-x64-setup.exe"
    if not installer.exists():
        raise RecipeError(
            f"There is no {installer.name} yet: iscc /DVersion={version()} packaging\\windows\\jotlens.iss"
        )
    return filled(hashlib.sha256(installer.read_bytes()).hexdigest().upper(), OUT / "winget")


def filled(sha256: str, folder: Path) -> Path:
    """Write the files with this hash into `folder`, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for template in sorted((PACKAGING / "windows" / "winget").glob("*.yaml")):
        text = template.read_text("utf-8").replace("@VERSION@", version()).replace("@SHA256@", sha256)
        (folder / template.name).write_text(text, "utf-8")
    return folder
