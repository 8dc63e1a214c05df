"""The program's own data files: meanings, formats, texts and samples that a non-programmer can correct."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def resource(name: str) -> Path:
    """Return the path of a data file such as `claims.json`.

    An installed package carries them inside itself; a checkout keeps them in the top-level `resources`. Raises
    FileNotFoundError when the installation is incomplete.
    """
    for folder in (_PACKAGE / "resources", _PACKAGE.parent.parent / "resources"):
        path = folder / name
        if path.exists():
            return path
    message = f"JotLens is not installed completely: its file {name} is missing"
    raise FileNotFoundError(message)
