"""Starts the window, or a terminal command: `jotlens`, `jotlens FILE`, `jotlens inspect …`, `python -m jotlens`."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from jotlens.cli import COMMANDS

if TYPE_CHECKING:
    from jotlens.cli.arguments import Picture


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the words of the command line say, and return the exit code (0 to 4, as `jotlens --help` tells).

    A window, with a file or without, is started with nothing imported but what the window needs.
    """
    words = sys.argv[1:] if argv is None else list(argv)
    match words:
        case []:
            return _show_window(None)
        case ["--new-window"]:
            return _show_window(None, shares=False)
        case [word] if word not in COMMANDS and not word.startswith("-"):
            return _show_window(word)
        case ["--new-window", word] | [word, "--new-window"] if not word.startswith("-"):
            return _show_window(word, shares=False)
        case _:
            from jotlens.cli.arguments import run

            return run(words, _draw)


def main_window() -> int:
    """Open the window and nothing else: the entry for menus and file managers, which have no terminal."""
    words = sys.argv[1:]
    shares = "--new-window" not in words
    return _show_window(next((word for word in words if word != "--new-window"), None), shares=shares)


def _show_window(file: str | None, *, shares: bool = True) -> int:
    """Open a window, or hand the file to the one that is open already, unless `shares` is False."""
    if file is not None and not os.path.exists(file):  # noqa: PTH110 - pathlib raises for a name with a NUL
        return _refuse(file)
    if _has_no_display():
        from jotlens.cli.no_display import inspect_without_display

        return inspect_without_display(file, _draw)
    if shares:
        from jotlens.gui.instance.calling import hand_over

        if hand_over(file):
            return 0
    from jotlens.cli.system_libraries import missing_library

    missing = missing_library()
    if missing is not None:
        return _lacks(missing)
    gc.disable()  # nothing of what is imported is ever garbage; the window turns it on again when it stands
    try:
        from jotlens.gui.app import run
    except ImportError as error:
        return _lacks_something(error)
    from pathlib import Path

    return run(Path(file) if file is not None else None)


def _draw(picture: Picture) -> int:
    """Draw the window offscreen into a picture. Raises CommandError when the text or the picture cannot be had."""
    from pathlib import Path

    from jotlens.cli.failures import ExitCode, SystemFailedError
    from jotlens.cli.source import read_source, shown

    text = read_source(picture.file).text if picture.file is not None else None
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from jotlens.cli.system_libraries import missing_library

    missing = missing_library()
    if missing is not None:
        return _lacks(missing)
    try:
        from jotlens.gui.screenshot import take
    except ImportError as error:
        return _lacks_something(error)
    try:
        take(Path(picture.target), text, theme=picture.theme, size=picture.size, scale=picture.scale)
    except OSError:
        raise SystemFailedError(f"The picture {shown(picture.target)} could not be written.") from None
    return ExitCode.ALL_WELL


def _has_no_display() -> bool:
    """Whether this is a Linux session without any display, and nobody chose a platform for Qt."""
    return sys.platform == "linux" and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    )


def _refuse(file: str) -> int:
    from jotlens.cli.failures import ExitCode
    from jotlens.cli.output import tell
    from jotlens.cli.source import shown

    tell(f"There is no file {shown(file)}, and no command of that name. See: jotlens --help")
    return ExitCode.UNREADABLE


def _lacks(soname: str) -> int:
    from jotlens.cli.failures import ExitCode
    from jotlens.cli.output import tell
    from jotlens.cli.system_libraries import install_sentence

    tell(install_sentence(soname))
    return ExitCode.SYSTEM_FAILED


def _lacks_something(error: ImportError) -> int:
    """Say what is missing; an import that fails for another reason is a bug, and is raised again."""
    from jotlens.cli.failures import ExitCode
    from jotlens.cli.output import tell
    from jotlens.cli.system_libraries import soname_of

    soname = soname_of(error)
    if soname is not None:
        return _lacks(soname)
    if (error.name or "").partition(".")[0] not in {"PySide6", "shiboken6"}:
        raise error
    tell("The window needs PySide6, which is not installed completely. Install JotLens again.")
    return ExitCode.SYSTEM_FAILED


if __name__ == "__main__":
    sys.exit(main())
