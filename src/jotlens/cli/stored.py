"""What is remembered, as the terminal reaches for it: connections, secrets and snapshots of this person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.cli.output import tell
from jotlens.cli.secrets_given import WORDS
from jotlens.storage.failures import StorageError
from jotlens.storage.secret_values import Reason, Where

if TYPE_CHECKING:
    from datetime import datetime

    from jotlens.oauth.connection import Connection
    from jotlens.storage.connections import Connections
    from jotlens.storage.secrets import SecretStore
    from jotlens.storage.snapshots import Document, Snapshots


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


def secret_store() -> SecretStore:
    """Return the secrets of this person's connections; the keyring is asked when one is wanted."""
    from jotlens.storage.secrets import SecretStore

    return SecretStore()


def load_secret(store: SecretStore, connection_id: str, kind: str) -> str | None:
    """Return a secret that the keyring has; where it may have one and did not give it, say why."""
    loaded = store.load(connection_id, kind)
    if loaded.secret is None and loaded.sentence and loaded.reason is not Reason.NO_KEYRING:
        tell(loaded.sentence)
    return loaded.secret


def keep_secret(store: SecretStore, connection: Connection, kind: str, secret: str) -> bool:
    """Keep a secret in the keyring and say where; where it cannot be kept, say so, and return False.

    A command that ends cannot keep anything in memory, so what the store would keep for the session is lost.
    """
    kept = store.keep(connection.id, kind, secret)
    word = WORDS[kind]
    if kept.where is Where.KEYRING:
        tell(f"{kept.sentence.replace('The secret', f'The {word}', 1)}")
        return True
    tell(
        f"{kept.sentence.partition(':')[0].rstrip('.')}: the {word} is not kept, and will be asked for again."
    )
    return False


def remember_document(issuer: str, document: Document, text: str, at: datetime) -> None:
    """Keep what an issuer published as a dated snapshot; where that fails it is told, and nothing else is lost."""
    try:
        _snapshots().keep(issuer, document, text, at)
    except StorageError as error:
        tell(error.sentence)


def keys_seen(issuer: str) -> dict[str, tuple[datetime, datetime]]:
    """Return of each key ID of an issuer when it was first and last seen from this computer."""
    try:
        return _snapshots().keys_seen(issuer)
    except StorageError:
        return {}


def _snapshots() -> Snapshots:
    from jotlens.storage.places import places
    from jotlens.storage.snapshots import Snapshots

    return Snapshots(places().snapshots)
