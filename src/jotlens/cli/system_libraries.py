"""Is there a library of the system that Qt needs and that is missing? Asked first: Qt would abort the process."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_LAZY = 1
"""RTLD_LAZY: only whether the library and what it needs can be loaded is asked."""


def missing_library() -> str | None:
    """Return the soname of the system library without which no window can be drawn; None when all is there.

    On Linux Qt names the wrong library and ends the process with SIGABRT when its platform plugin cannot be loaded;
    the loader itself names the right one. Elsewhere Qt brings everything.
    """
    if sys.platform != "linux":
        return None
    folder = _qt_folder()
    problems: list[str] = []
    for name in _platforms():
        plugin = folder / f"plugins/platforms/libq{name}.so" if folder is not None else None
        if plugin is None or not plugin.exists():
            return None
        problem = _problem(plugin)
        if problem is None:
            return None
        problems.append(problem)
    return problems[-1] if problems else None


def install_sentence(soname: str) -> str:
    """Say what is missing, and the one command that installs it."""
    import json
    import shutil

    from jotlens.tokens.resources import resource

    table: dict[str, dict[str, str]] = json.loads(resource("system-libraries.json").read_bytes())
    packages = table.get(soname, {})
    for program, command, system in (
        ("apt-get", "sudo apt-get install -y --no-install-recommends", "apt"),
        ("dnf", "sudo dnf install -y", "dnf"),
    ):
        if shutil.which(program) and system in packages:
            return f"The window needs {soname}, which this system lacks. Install it with: {command} {packages[system]}"
    return f"The window needs {soname}, which this system lacks. Install the package that brings it."


def soname_of(error: BaseException) -> str | None:
    """Return the library that the loader names as missing, or None when the error says something else."""
    name, colon, rest = str(error).partition(": ")
    return name if colon and ".so" in name and "cannot open shared object" in rest else None


def _problem(library: Path) -> str | None:
    from _ctypes import dlopen

    try:
        dlopen(str(library), _LAZY)
    except OSError as error:
        return soname_of(error)
    return None


def _platforms() -> list[str]:
    """Return the platform plugins that Qt will try, in its order."""
    wanted = os.environ.get("QT_QPA_PLATFORM")
    if wanted:
        return [name.partition(":")[0] for name in wanted.split(";")]
    session = [("WAYLAND_DISPLAY", "wayland"), ("DISPLAY", "xcb")]
    return [name for variable, name in session if os.environ.get(variable)]


def _qt_folder() -> Path | None:
    """Return the folder of Qt beside PySide6, found without importing it."""
    for finder in sys.meta_path:
        found = finder.find_spec("PySide6", None)
        if found is not None and found.submodule_search_locations:
            return Path(found.submodule_search_locations[0]) / "Qt"
    return None
