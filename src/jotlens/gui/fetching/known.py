"""What is known for fetching: the stores, opened when they are first wanted, and the connections that are in them now."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from jotlens.gui.fetching.stores import Stores, open_stores
from jotlens.gui.jobs import Jobs, Ticket
from jotlens.oauth.connection import Connection
from jotlens.storage.connections import Loaded
from jotlens.storage.failures import StorageError
from jotlens.storage.places import Places, places


class Known(QObject):
    """Holds them. `find_places` says where they lie; `prepare` gets the stores before each reading.

    Signals:
        loaded: the connections were read.
        noted: (str) something to say in the status bar.
    """

    loaded = Signal()
    noted = Signal(str)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._waiting: list[Callable[[Stores], None]] = []
        self.stores: Stores | None = None
        self.connections: tuple[Connection, ...] = ()
        self.find_places: Callable[[], Places] = places
        self.prepare: Callable[[Stores], None] | None = None

    def with_stores(self, then: Callable[[Stores], None]) -> None:
        """Hand the stores to `then`, once they are opened."""
        if self.stores is not None:
            then(self.stores)
            return
        self._waiting.append(then)
        self.reload()

    def reload(self) -> None:
        """Read the connections anew: they may have been edited."""
        known, find_places, prepare = self.stores, self.find_places, self.prepare

        def load(_: Ticket) -> tuple[Stores, Loaded] | StorageError:
            try:
                stores = known or open_stores(find_places)
                if prepare is not None:
                    prepare(stores)
                return stores, stores.connections.all()
            except StorageError as error:
                return error

        self._jobs.run("connections", load, self._on_loaded)

    def close(self) -> None:
        """Hold no secret any more."""
        if self.stores is not None:
            self.stores.secrets.close()

    def _on_loaded(self, loaded: tuple[Stores, Loaded] | StorageError) -> None:
        if isinstance(loaded, StorageError):
            self.noted.emit(loaded.sentence)
            return
        stores, found = loaded
        self.stores, self.connections = stores, found.connections
        self.loaded.emit()
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then(stores)
        if found.troubles:
            self.noted.emit(found.troubles[0].sentence)
