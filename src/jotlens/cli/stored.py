"""What is remembered, as the terminal reaches for it: connections, secrets and snapshots of this person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.cli.output import tell

if TYPE_CHECKING:
    from jotlens.oauth.connection import Connection
    from jotlens.storage.connections import Connections


def stored_connections() -> Connections:
    """Return the connections of this person; no folder is made by asking. Raises StorageError."""
    from jotlens.storage.connections import Connections
    from jotlens.storage.places import places

    return Connections(places().connections)


def connection_named(name: str) -> Connection:
    """Return a connection by its name or id. Raises StorageError."""
    store = stored_connections()
    tell_troubles(store)
    return store.get(name)


def is_connection(name: str) -> bool:
    """Whether there is a connection of that name or id. Raises StorageError when the folder cannot be read."""
    wanted = name.strip().casefold()
    return any(wanted in {each.id, each.name.casefold()} for each in stored_connections().all().connections)


def tell_troubles(store: Connections) -> None:
    """Say which files of connections are not taken, and why."""
    for trouble in store.all().troubles:
        tell(trouble.sentence)
