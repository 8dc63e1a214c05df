"""Where the tenant's data files, pages and static files are."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def folder() -> Path:
    """Return the folder `resources/sandbox` of the installed package, or of the checkout.

    Raises FileNotFoundError when the installation is incomplete.
    """
    for parent in (_PACKAGE, _PACKAGE.parent.parent):
        path = parent / "resources" / "sandbox"
        if path.is_dir():
            return path
    raise FileNotFoundError("JotLens is not installed completely: its folder resources/sandbox is missing")
