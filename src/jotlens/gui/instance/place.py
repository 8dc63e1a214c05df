"""Where the first window listens: a folder of this user's alone, and a name that each display has for itself."""

from __future__ import annotations

import os
import stat
from binascii import crc32

_LONGEST = 100
"""The path of a socket has 104 bytes on macOS, 108 on Linux."""

_DISPLAYS = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY")


def socket_path() -> str | None:
    """Return the path of the socket; None where it would be too long. The folder may not be there yet.

    In XDG_RUNTIME_DIR, which the system makes for one user and empties when they log out; else in the folder for
    temporary files. A person who works at two displays has a window on each.
    """
    folder = os.environ.get("XDG_RUNTIME_DIR") or os.environ.get("TMPDIR") or "/tmp"  # noqa: S108 - checked when it is used
    path = f"{folder.rstrip('/')}/jotlens-{os.getuid()}/window-{_display()}"
    return path if len(os.fsencode(path)) <= _LONGEST else None


def pipe_name() -> str:
    """Return the name of the pipe on Windows; other users' names differ, and the system keeps them out."""
    who = f"{os.environ.get('USERDOMAIN', '')}/{os.environ.get('USERNAME', '')}/{os.environ.get('SESSIONNAME', '')}"
    return f"jotlens-{crc32(who.encode()):08x}"


def is_private(folder: str) -> bool:
    """Whether a folder is really one, belongs to this user, and is closed to everybody else."""
    try:
        found = os.lstat(folder)
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077


def _display() -> str:
    shown = "\n".join(os.environ.get(name, "") for name in _DISPLAYS)
    return f"{crc32(shown.encode()):08x}"
