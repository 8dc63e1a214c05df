"""What is remembered for fetching: connections, secrets, and what issuers published. Opened off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jotlens.gui.fetching.secret_fields import Keep, Typed, Wanted
from jotlens.oauth.cancellation import Cancellation
from jotlens.oauth.connection import Connection
from jotlens.oauth.needs import needs
from jotlens.oauth.obtained import Given
from jotlens.storage.connections import Connections
from jotlens.storage.places import Places
from jotlens.storage.secrets import Backend, SecretStore, Where
from jotlens.storage.snapshots import Snapshots


@dataclass(frozen=True, slots=True)
class Stores:
    """The stores of this person, and which keyring is in use."""

    connections: Connections
    secrets: SecretStore
    backend: Backend
    snapshots: Snapshots


def open_stores(find_places: Callable[[], Places]) -> Stores:
    """Open the stores. Raises StorageError where the system has no place for them."""
    found = find_places()
    secrets = SecretStore()
    return Stores(Connections(found.connections), secrets, secrets.backend(), Snapshots(found.snapshots))


def wanted_of(connection: Connection, stores: Stores, cancellation: Cancellation) -> tuple[Wanted, ...]:
    """Return the secrets that a fetch by a connection wants, and where each is kept; may wait for the keyring."""
    wanted = []
    for kind in needs(connection):
        kept = stores.secrets.load(connection.id, kind.value, cancellation)
        place = _place(kept.where, stores.backend) if kept.secret is not None else ""
        wanted.append(Wanted(kind.value, place))
    return tuple(wanted)


def given_of(
    connection: Connection, typed: tuple[Typed, ...], stores: Stores, cancellation: Cancellation
) -> Given:
    """Return the secrets of a fetch: what was typed, and for the rest what is kept."""
    texts: dict[str, str | None] = {one.kind: one.text for one in typed}
    for kind in needs(connection):
        if kind.value not in texts:
            texts[kind.value] = stores.secrets.load(connection.id, kind.value, cancellation).secret
    return Given.of(texts)


def keep_typed(connection: Connection, typed: tuple[Typed, ...], stores: Stores) -> tuple[str, ...]:
    """Keep what a person wants kept, now that it has proved good; return a sentence for each."""
    said = []
    for one in typed:
        if one.keep is not Keep.ONCE:
            where = Where.KEYRING if one.keep is Keep.KEYRING else Where.SESSION
            said.append(stores.secrets.keep(connection.id, one.kind, one.text, where).sentence)
    return tuple(said)


def keep_refresh_token(connection: Connection, token: str | None, stores: Stores) -> tuple[str, ...]:
    """Keep a refresh token that came: where its forerunner was, or where the connection asks for it.

    A server that rotates them takes the old one back, so the new one has to take its place.
    """
    if token is None:
        return ()
    before = stores.secrets.load(connection.id, "refresh-token")
    if before.secret is not None:
        if before.secret == token:
            return ()
        return (stores.secrets.keep(connection.id, "refresh-token", token, before.where).sentence,)
    if connection.remembers_refresh_token:
        return (stores.secrets.keep(connection.id, "refresh-token", token).sentence,)
    return ()


def _place(where: Where, backend: Backend) -> str:
    return backend.name if where is Where.KEYRING else "this session"
