"""Draws the pictures that software centres show, with the bundle itself and JotLens's own sample."""

from __future__ import annotations

from pathlib import Path

from recipes.places import BUNDLE, OUT, RESOURCES, RecipeError, run


def make() -> Path:
    """Draw `window-light.png` and `window-dark.png` beside the packages, and return the folder."""
    program = BUNDLE / "jotlens"
    if not program.exists():
        raise RecipeError("There is no bundle yet: make bundle")
    OUT.mkdir(parents=True, exist_ok=True)
    sample = RESOURCES / "samples" / "calendar-request.txt"
    for theme in ("light", "dark"):
        run(program, "--screenshot", OUT / f"window-{theme}.png", "--theme", theme, sample)
    return OUT
