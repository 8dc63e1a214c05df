"""Connections on the disk and their secrets in the keyring, asked for off the window's thread, with answers as signals."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from jotlens.gui.connections.in_order import InOrder
from jotlens.gui.jobs import Jobs, Ticket
from jotlens.oauth.connection import Connection
from jotlens.oauth.gaps import gaps
from jotlens.oauth.needs import SecretKind
from jotlens.storage.connection_text import MOST_BYTES
from jotlens.storage.connections import Connections, Loaded
from jotlens.storage.failures import StorageError, file_failure
from jotlens.storage.secrets import SecretStore, Where

_Result = TypeVar("_Result")
_BACKEND = "connections-backend"
_GAPS = "connections-gaps"


class Library(QObject):
    """What the editor knows of disk and keyring. Writing happens in the order in which it was asked for.

    Signals:
        listed: (Loaded) what the folder holds.
        saved: (Connection) it is on the disk.
        deleted: (Connection) it is no longer on the disk.
        imported: (Connection) it came from a file, and is on the disk.
        exported: (str) the name of the file that was written.
        refused: (str, StorageError) the id of the connection it is about, or empty.
        backend_known: (Backend) the keyring in use.
        secret_known: (str, SecretKind, Held) the id, and whether and where a secret is kept.
        secret_kept: (str, SecretKind, Kept) the id, and where a secret is now.
        gaps_known: (Connection, tuple of ConnectionGapError) what a fetch with it would lack.
        forgotten: (str, Forgotten) the id, and whether its secrets are gone.
    """

    listed = Signal(object)
    saved = Signal(object)
    deleted = Signal(object)
    imported = Signal(object)
    exported = Signal(str)
    refused = Signal(str, object)
    backend_known = Signal(object)
    secret_known = Signal(str, object, object)
    secret_kept = Signal(str, object, object)
    gaps_known = Signal(object, object)
    forgotten = Signal(str, object)

    def __init__(
        self, jobs: Jobs, connections: Connections, secrets: SecretStore, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._connections = connections
        self._secrets = secrets
        self._disk = InOrder(jobs, "connections-disk", self)
        self._keyring = InOrder(jobs, "connections-keyring", self)

    def list_all(self) -> None:
        """Read the folder, and ask which keyring is in use."""
        self._write(self._connections.all, self.listed.emit, "")
        self._jobs.run(_BACKEND, self._backend, self.backend_known.emit)

    def save(self, connection: Connection) -> None:
        """Write a connection."""
        self._write(lambda: self._saved(connection), self.saved.emit, connection.id)

    def delete(self, connection: Connection) -> None:
        """Delete a connection; its secrets stay until `forget`, so that it can be taken back."""
        self._write(lambda: self._deleted(connection), self.deleted.emit, connection.id)

    def import_file(self, path: Path, new_id: str) -> None:
        """Take a connection from a file."""
        self._write(lambda: self._imported(path, new_id), self.imported.emit, "")

    def export_file(self, connection: Connection, path: Path) -> None:
        """Write a connection to give away."""
        self._write(lambda: self._exported(connection, path), self.exported.emit, connection.id)

    def look_for_gaps(self, connection: Connection) -> None:
        """Look at what a fetch needs, the files that the connection names among it."""
        self._jobs.run(_GAPS, lambda _: gaps(connection), partial(self.gaps_known.emit, connection))

    def look_for(self, connection_id: str, kind: SecretKind) -> None:
        """Ask whether a secret is kept, and open no keyring for it; the newest question counts."""
        self._jobs.run(
            _lane_of(kind),
            lambda _: self._secrets.holds(connection_id, kind.value),
            partial(self.secret_known.emit, connection_id, kind),
        )

    def fetch_secret(self, connection_id: str, kind: SecretKind, then: Callable[[str | None], None]) -> None:
        """Bring a secret here, because somebody wants to see it or to copy it; None when it cannot be had."""
        self._keyring.add(
            lambda: self._secrets.load(connection_id, kind.value), lambda loaded: then(loaded.secret)
        )

    def keep(self, connection_id: str, kind: SecretKind, secret: str, where: Where) -> None:
        """Keep a secret."""
        self._keyring.add(
            lambda: self._secrets.keep(connection_id, kind.value, secret, where),
            partial(self.secret_kept.emit, connection_id, kind),
        )

    def when_kept(self, then: Callable[[], object]) -> None:
        """Call `then` when everything that the keyring was asked for is done."""
        self._keyring.add(lambda: None, lambda _: then())

    def forget(self, connection_id: str, *kinds: SecretKind) -> None:
        """Forget secrets of a connection; without kinds, all of them."""
        named = tuple(kind.value for kind in kinds)

        def work() -> object:
            return (
                self._secrets.forget(connection_id, named) if named else self._secrets.forget(connection_id)
            )

        self._keyring.add(work, partial(self.forgotten.emit, connection_id))

    def finish(self) -> None:
        """The window goes away: what was asked for is still done, and no answer comes any more."""
        self._disk.finish_aside()
        self._keyring.finish_aside()
        for lane in (_BACKEND, _GAPS, *(_lane_of(kind) for kind in SecretKind)):
            self._jobs.stop(lane)

    def _backend(self, _: Ticket) -> object:
        return self._secrets.backend()

    def _write(
        self, work: Callable[[], _Result], then: Callable[[_Result], object], connection_id: str
    ) -> None:
        def carefully() -> _Result | StorageError:
            try:
                return work()
            except StorageError as error:
                return error

        def told(result: _Result | StorageError) -> None:
            if isinstance(result, StorageError):
                self.refused.emit(connection_id, result)
            else:
                then(result)

        self._disk.add(carefully, told)

    def _saved(self, connection: Connection) -> Connection:
        self._connections.save(connection)
        return connection

    def _deleted(self, connection: Connection) -> Connection:
        self._connections.delete(connection)
        return connection

    def _imported(self, path: Path, new_id: str) -> Connection:
        try:
            with path.open("rb") as file:
                data = file.read(MOST_BYTES + 1)
        except OSError as error:
            raise file_failure(error, "read", path) from None
        return self._connections.import_text(data, new_id)

    def _exported(self, connection: Connection, path: Path) -> str:
        from jotlens.storage.files import write_whole

        write_whole(path, self._connections.export_text(connection).encode())
        return path.name


def _lane_of(kind: SecretKind) -> str:
    return f"connections-{kind.value}"


__all__ = ["Library", "Loaded"]
