"""Starts JotLens in the bundle: one program under two names, `jotlens` for terminals and `jotlens-gui` for menus."""

import os
import sys
from io import TextIOWrapper


def give_back_library_path() -> None:
    """Take PyInstaller's library path out of the environment: programs that JotLens starts must not load from here.

    The loader has read it already, when this process began, so that nothing in here needs it any more.
    """
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        ours = os.environ.pop(name, None)
        theirs = os.environ.pop(f"{name}_ORIG", None)
        if theirs is None and ours is not None and sys.platform == "win32":
            theirs = ours
        if theirs:
            os.environ[name] = theirs


def obey_encoding() -> None:
    """Write in the encoding that PYTHONIOENCODING asks for; the bundle's Python looks at no variable by itself."""
    encoding, _, errors = os.environ.get("PYTHONIOENCODING", "").partition(":")
    if not encoding and not errors:
        return
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            try:
                stream.reconfigure(encoding=encoding or None, errors=errors or None)
            except LookupError:
                return


def start() -> int:
    """Open the window under the name of the window's program; otherwise do what the words say."""
    from jotlens.__main__ import main, main_window

    name = os.path.basename(sys.argv[0]).removesuffix(".exe")  # noqa: PTH119 - pathlib costs milliseconds here
    return main_window() if name == "jotlens-gui" else main()


if __name__ == "__main__":
    give_back_library_path()
    obey_encoding()
    sys.exit(start())
