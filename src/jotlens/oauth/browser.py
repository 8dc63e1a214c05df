"""Opens the system's browser at the address of a login. Nothing secret stands in that address (RFC 8252 section 6)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping

_OPENED_WITHIN_S = 1.0
_ADDRESS = re.compile(r"https?://[!-~]+")


def open_browser(address: str) -> bool:
    """Open an https or http address in the person's own browser; return whether it seems to have opened.

    On Linux `xdg-open` gets the address as its argument, on macOS `open`: a login's address holds `state`, `nonce`
    and the code challenge, none of which opens anything by itself, and with PAR none of them at all. No shell sees
    it. False where there is no screen, so that the caller shows the address instead.
    """
    if not _ADDRESS.fullmatch(address):
        return False
    if sys.platform == "win32":
        import webbrowser

        return webbrowser.open(address)
    if sys.platform == "darwin":
        return _run(["/usr/bin/open", address], os.environ)
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    opener = shutil.which("xdg-open")
    if opener is None:
        import webbrowser

        return webbrowser.open(address)
    return _run([opener, address], os.environ)


def _run(command: list[str], environment: Mapping[str, str]) -> bool:
    """Start a program; True if it ended well, or is still there: a first browser stays until it is closed."""
    try:
        process = subprocess.Popen(  # noqa: S603 - a fixed program, and an address that was checked
            command,
            env=outside(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        return process.wait(_OPENED_WITHIN_S) == 0
    except subprocess.TimeoutExpired:
        return True


def outside(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for a program of the system, without the library path of a packed program.

    JotLens's own bundle gives the path back when it starts; what remains was set by a program that has started it.
    """
    restored = dict(environment)
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        original = restored.pop(f"{name}_ORIG", None)
        if original is not None:
            restored[name] = original
    return restored
