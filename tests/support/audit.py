"""Watches what Python asks of the system: sockets beyond loopback, and writes into the true home."""

import ipaddress
import os
import sys
import tempfile
from pathlib import Path
from typing import Final

_WRITE_FLAGS: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
# For each event, the positions of a path that is written and of the open folder it is relative to.
_PATHS_WRITTEN: Final[dict[str, tuple[tuple[int, int | None], ...]]] = {
    "os.link": ((1, 3),),
    "os.mkdir": ((0, 2),),
    "os.remove": ((0, 1),),
    "os.rename": ((0, 2), (1, 3)),
    "os.rmdir": ((0, 1),),
    "os.symlink": ((1, 2),),
    "os.truncate": ((0, None),),
    "sqlite3.connect": ((0, None),),
}
_LOOKUPS: Final = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}


class ForbiddenError(RuntimeError):
    """A test asked the system for something that no test may have."""


def is_loopback(host: object) -> bool:
    """Say whether a host, as a socket call gives it, is this machine by its loopback address."""
    if host is None:
        return True
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    if text == "localhost":
        return True
    try:
        return ipaddress.ip_address(text.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _is_address(host: object) -> bool:
    """Say whether a host is written as numbers, so that looking it up asks nobody."""
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    try:
        ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return True


def _full_path(path: object, folder: object) -> str | None:
    """Return the path as the system will understand it; None where that cannot be told."""
    if not isinstance(path, str | bytes | os.PathLike):
        return None
    text = os.fsdecode(path)
    if isinstance(folder, int) and folder >= 0 and not os.path.isabs(text):  # noqa: PTH117 - cheap and silent
        try:
            text = os.path.join(os.readlink(f"/proc/self/fd/{folder}"), text)  # noqa: PTH115, PTH118
        except OSError:
            return None
    return os.path.realpath(text)


class Watch:
    """One audit hook for the whole session; a hook can never be removed, so it asks `self` each time.

    What it forbids it refuses with `ForbiddenError`, and also keeps in `offences`: code that swallows
    the exception does not hide the offence.
    """

    def __init__(self, home: Path, own_folders: tuple[Path, ...]) -> None:
        self.offences: list[str] = []
        self.sockets_allowed = True
        self._home = None if home == Path(home.anchor) else os.fspath(home) + os.sep
        places = (*own_folders, Path(sys.prefix), Path(sys.base_prefix), Path(tempfile.gettempdir()))
        self._own = tuple(
            os.fspath(place.resolve()) + os.sep
            for place in places
            if not home.is_relative_to(place.resolve())
        )
        sys.addaudithook(self._on_event)

    def take_offences(self) -> list[str]:
        """Return what was refused since the last call, and forget it."""
        taken, self.offences = self.offences, []
        return taken

    def _on_event(self, event: str, args: tuple[object, ...]) -> None:
        offence = None
        if event == "open":
            offence = self._offence_of_open(*args[:3])
        elif event.startswith("socket."):
            offence = self._offence_of_socket(event, args)
        else:
            for path, folder in _PATHS_WRITTEN.get(event, ()):
                offence = offence or self._offence_of_write(
                    args[path], None if folder is None else args[folder]
                )
        if offence is not None:
            self.offences.append(offence)
            raise ForbiddenError(offence)

    def _offence_of_open(self, path: object, mode: object, flags: object) -> str | None:
        by_mode = isinstance(mode, str) and any(letter in mode for letter in "wax+")
        by_flags = isinstance(flags, int) and flags & _WRITE_FLAGS != 0
        return self._offence_of_write(path) if by_mode or by_flags else None

    def _offence_of_write(self, path: object, folder: object = None) -> str | None:
        if self._home is None:
            return None
        full = _full_path(path, folder)
        if full is None or not full.startswith(self._home):
            return None
        if (full + os.sep).startswith(self._own) or "__pycache__" in full:
            return None
        return f"a file in the true home was written: {full}"

    def _offence_of_socket(self, event: str, args: tuple[object, ...]) -> str | None:
        if event == "socket.__new__":
            return None if self.sockets_allowed else "a socket was opened where none may be"
        if event in _LOOKUPS:
            return (
                None
                if is_loopback(args[0]) or _is_address(args[0])
                else f"the name {args[0]!r} was looked up"
            )
        if event in {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"}:
            address = args[1]
            if isinstance(address, tuple) and address and not is_loopback(address[0]):
                return f"{event} beyond loopback: {address!r}"
        return None
