"""Writes files so that the old or the new version is always there, whole; and reads small ones warily."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path

from jotlens.storage.failures import file_failure

_TEMPORARY = (".jotlens-", ".tmp")
_LEFT_OVER_S = (
    600.0  # a temporary file this much older than what was just saved belongs to a program that died
)


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` in the place of the file at `path`, readable for its owner only; folders are made.

    Whatever happens in between, a power cut included, the file is the old or the new one. Raises StorageError.
    """
    try:
        make_folder(path.parent)
        temporary = _write_beside(path, data)
        try:
            os.replace(temporary, path)  # noqa: PTH105 - the word says it all
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)
    except OSError as error:
        raise file_failure(error, "save", path) from None
    _clear_left_over(path)


def remove(path: Path) -> None:
    """Delete a file for good; one that is not there is fine. Raises StorageError."""
    try:
        path.unlink(missing_ok=True)
        sync_folder(path.parent)
    except FileNotFoundError:
        return  # not even the folder is there
    except OSError as error:
        raise file_failure(error, "delete", path) from None


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, for its owner only. Raises OSError; one that is there stays as it is."""
    missing = [folder]
    while not missing[-1].parent.is_dir() and missing[-1] != missing[-1].parent:
        missing.append(missing[-1].parent)
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)


def read_small(path: Path, most_bytes: int) -> bytes | None:
    """Return at most `most_bytes` + 1 bytes of an ordinary file, or None for a link, a folder, a pipe or a device.

    Nothing is waited for, and no link is followed. Raises OSError.
    """
    if not stat.S_ISREG(path.lstat().st_mode):
        return None
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0))
    with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor has no path
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return None
        return file.read(most_bytes + 1)


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder survive a power cut, where the system lets a folder be synced."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        with contextlib.suppress(OSError):  # some network file systems sync no folders
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_beside(path: Path, data: bytes) -> Path:
    """Write a temporary file in the same folder, so that it can take the place of `path` in one step."""
    prefix, suffix = _TEMPORARY
    descriptor, name = tempfile.mkstemp(prefix=prefix, suffix=suffix, dir=path.parent)  # mode 0600
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor has no path
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _clear_left_over(path: Path) -> None:
    """Delete what programs that died in the middle of a save left in this folder long before."""
    prefix, suffix = _TEMPORARY
    with contextlib.suppress(OSError):
        saved = path.stat().st_mtime
        for other in path.parent.glob(f"{prefix}*{suffix}"):
            if saved - other.lstat().st_mtime > _LEFT_OVER_S:
                other.unlink(missing_ok=True)
