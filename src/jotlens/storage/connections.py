"""The connections of a person: a TOML file each in one folder, saved so that none is ever lost."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from jotlens.oauth.connection import Connection
from jotlens.storage.connection_text import (
    MOST_BYTES,
    Stored,
    Trouble,
    TroubleError,
    is_id,
    name_fault,
    read_connection,
    write_connection,
)
from jotlens.storage.failures import StorageError, file_failure
from jotlens.storage.files import read_small, remove, write_whole
from jotlens.tokens.visible import visible

_SUFFIX = ".toml"
_LONGEST_FILE_NAME_BYTES = 80
_MOST_FILES = 2_000


@dataclass(frozen=True, slots=True)
class Loaded:
    """The connections by name, and a trouble for each file that could not be taken."""

    connections: tuple[Connection, ...] = ()
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True, slots=True)
class _Kept:
    path: Path
    stored: Stored
    changed_at_ns: int


class Connections:
    """A folder of connections (`Places.connections`). Every method reads it anew and may raise StorageError.

    Several programs may use the folder at a time: the last one who saves a connection wins, and none gets lost.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lent: tuple[Connection, ...] = ()

    def lend(self, connections: tuple[Connection, ...]) -> None:
        """Have these among the others until others are lent, or none. They are in memory only: no file is written."""
        self._lent = connections

    @property
    def lent(self) -> tuple[Connection, ...]:
        """The connections that are lent."""
        return self._lent

    @property
    def folder(self) -> Path:
        """Where the files are; it need not exist yet."""
        return self._folder

    def all(self) -> Loaded:
        """Return what can be read, and what is lent after it; a file that cannot be read keeps no other away."""
        kept, troubles = self._read_all()
        newest: dict[str, _Kept] = {}
        for each in sorted(kept, key=_age):
            older = newest.get(each.stored.connection.id)
            if older is not None:
                troubles.append(_same_id(older.path, each.path))
            newest[each.stored.connection.id] = each
        connections = (each.stored.connection for each in newest.values())
        ordered = sorted(connections, key=lambda each: (each.name.casefold(), each.name, each.id))
        return Loaded((*ordered, *self._lent), tuple(sorted(troubles, key=lambda each: each.file)))

    def get(self, name_or_id: str) -> Connection:
        """Return a connection by its id, or by its name (capital letters do not matter where one name fits)."""
        connections = self.all().connections
        wanted = name_or_id.strip()
        called = [each for each in connections if each.name.casefold() == wanted.casefold()]
        for found in (
            [each for each in connections if each.id == wanted],
            [each for each in called if each.name == wanted],
            called,
        ):
            if len(found) == 1:
                return found[0]
            if found:
                raise StorageError(
                    "ambiguous-name", f"{len(found)} connections have this name. Use the id instead."
                )
        raise StorageError("unknown-connection", f"There is no connection “{visible(wanted, 80)}”.")

    def save(self, connection: Connection) -> None:
        """Save a connection, new or changed. When its name changed, its file gets another name.

        Raises StorageError: "name-taken", "bad-name", "bad-id", "lent", "secret", or what the disk says.
        """
        self._check(connection)
        self._check_own(connection.id)
        kept, _ = self._read_all()
        name = connection.name.casefold()
        if any(_other(each, connection) and each.stored.connection.name.casefold() == name for each in kept):
            raise StorageError(
                "name-taken", f"There is already a connection “{visible(connection.name, 80)}”."
            )
        own = [each for each in kept if not _other(each, connection)]
        revision = max((each.stored.revision for each in own), default=0) + 1
        path = self._free_path(connection, own)
        text = _or_failure(Stored(connection, revision))
        write_whole(path, text.encode())
        for each in own:
            if not _same_file(each.path, path):
                remove(each.path)

    def delete(self, connection: Connection | str) -> None:
        """Delete a connection (or the one of that id); its secrets are the secret store's to forget."""
        wanted = connection if isinstance(connection, str) else connection.id
        self._check_own(wanted)
        for each in sorted(
            self._read_all()[0], key=_age
        ):  # the oldest first, so that none of them comes back
            if each.stored.connection.id == wanted:
                remove(each.path)

    def duplicate(self, connection: Connection, new_id: str, name: str = "") -> Connection:
        """Save a copy under a new id, and return it. Without a name it gets one that is free."""
        copy = replace(connection, id=new_id, name=name or self.free_name(connection.name))
        self.save(copy)
        return copy

    def import_text(self, text: str | bytes, new_id: str) -> Connection:
        """Save what an exported text or a file holds, under a new id and a free name, and return it.

        Raises StorageError with the code and the sentence of a Trouble where the text is not taken.
        """
        data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        try:
            connection = read_connection(data, "", new_id=new_id).connection
        except TroubleError as error:
            raise StorageError(error.trouble.code, error.trouble.sentence) from None
        connection = replace(connection, name=self.free_name(connection.name))
        self.save(connection)
        return connection

    def export_text(self, connection: Connection) -> str:
        """Return a connection as TOML to give away: no id, no secret; paths of files are in it, and said to be."""
        self._check(connection)
        return _or_failure(Stored(connection), to_give_away=True)

    def free_name(self, name: str) -> str:
        """Return this name, or the first of “name (2)”, “name (3)” … that no connection has."""
        taken = {each.name.casefold() for each in self.all().connections}
        names = (name if number == 1 else f"{name[:180]} ({number})" for number in range(1, len(taken) + 2))
        return next(each for each in names if each.casefold() not in taken)

    def _free_path(self, connection: Connection, own: list[_Kept]) -> Path:
        """A path where nothing else is: whatever was put there by hand, and cannot be read, is not written over."""
        path = self._folder / file_name(connection)
        if not os.path.lexists(path) or any(_same_file(each.path, path) for each in own):
            return path
        return path.with_name(file_name(connection, whole_id=True))

    def _check(self, connection: Connection) -> None:
        if not is_id(connection.id):
            raise StorageError("bad-id", "The id of a connection is 32 hexadecimal digits.")
        if fault := name_fault(connection.name):
            raise StorageError("bad-name", fault)

    def _check_own(self, connection_id: str) -> None:
        if any(each.id == connection_id for each in self._lent):
            raise StorageError(
                "lent",
                "This connection belongs to the sandbox: it is there while the sandbox runs, and is not saved. "
                "Duplicate it to have one of your own.",
            )

    def _read_all(self) -> tuple[list[_Kept], list[Trouble]]:
        kept: list[_Kept] = []
        troubles: list[Trouble] = []
        for path in self._files():
            try:
                kept.append(_read(path))
            except TroubleError as error:
                troubles.append(error.trouble)
        return kept, troubles

    def _files(self) -> Iterator[Path]:
        try:
            paths = sorted(path for path in self._folder.iterdir() if _is_named_so(path))
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as error:
            raise file_failure(error, "read", self._folder) from None
        yield from paths[:_MOST_FILES]


def file_name(connection: Connection, *, whole_id: bool = False) -> str:
    """Return the file name of a connection: what of its name every system takes, and the start of its id.

    The id makes it unique and keeps it from being one that Windows reserves (CON, NUL, COM1).
    """
    text = unicodedata.normalize("NFC", connection.name)
    letters = (char if unicodedata.category(char)[0] in "LMN" or char == "_" else "-" for char in text)
    words = "-".join(word for word in "".join(letters).split("-") if word)
    short = words.encode()[:_LONGEST_FILE_NAME_BYTES].decode(errors="ignore").rstrip("-") or "connection"
    return f"{short}-{connection.id if whole_id else connection.id[:8]}{_SUFFIX}"


def _is_named_so(path: Path) -> bool:
    return path.suffix.lower() == _SUFFIX and not path.name.startswith(".")


def _read(path: Path) -> _Kept:
    name = path.name.encode(errors="replace").decode()
    try:
        data = read_small(path, MOST_BYTES)
        changed_at_ns = path.lstat().st_mtime_ns
    except OSError:
        said = f"“{visible(name, 80)}” could not be read. Check who owns it."
        raise TroubleError("unreadable", said, file=name) from None
    if data is None:
        said = f"“{visible(name, 80)}” is no ordinary file (a link, a folder or a pipe), and is left alone."
        raise TroubleError("no-file", said, file=name)
    return _Kept(path, read_connection(data, name), changed_at_ns)


def _age(each: _Kept) -> tuple[int, int, str]:
    return (each.stored.revision, each.changed_at_ns, each.path.name)


def _other(each: _Kept, connection: Connection) -> bool:
    return each.stored.connection.id != connection.id


def _same_id(older: Path, newer: Path) -> Trouble:
    said = (
        f"“{visible(older.name, 80)}” and “{visible(newer.name, 80)}” hold the same connection. "
        "The second one is newer and is used; saving it again removes the first."
    )
    return Trouble(older.name, "same-id", said, "id")


def _same_file(one: Path, other: Path) -> bool:
    """Whether two names are one file: where capital letters or accents do not tell file names apart."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def _or_failure(stored: Stored, *, to_give_away: bool = False) -> str:
    try:
        return write_connection(stored, to_give_away=to_give_away)
    except TroubleError as error:
        raise StorageError(error.trouble.code, error.trouble.sentence) from None
