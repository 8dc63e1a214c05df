"""Connections that are lent: among the others while they are, never on the disk, and their secrets in memory only."""

from pathlib import Path

import pytest

from jotlens.oauth.cancellation import Cancellation
from jotlens.oauth.connection import Connection
from jotlens.storage.connections import Connections
from jotlens.storage.failures import StorageError
from jotlens.storage.secrets import Reason, SecretStore, Where

OWN = Connection(id="0" * 32, name="Zoe's own")
LENT = Connection(id="1" * 32, name="A sandbox")


@pytest.fixture
def connections(tmp_path: Path) -> Connections:
    return Connections(tmp_path / "connections")


def test_they_stand_after_the_saved_ones(connections: Connections) -> None:
    connections.save(OWN)
    connections.lend((LENT,))
    assert connections.all().connections == (OWN, LENT)
    assert connections.get("A sandbox") == LENT
    connections.lend(())
    assert connections.all().connections == (OWN,)


def test_no_folder_is_made_for_them(connections: Connections) -> None:
    connections.lend((LENT,))
    assert connections.all().connections == (LENT,)
    assert not connections.folder.exists()


def test_they_are_neither_saved_nor_deleted(connections: Connections) -> None:
    connections.lend((LENT,))
    for attempt in (connections.save, connections.delete):
        with pytest.raises(StorageError) as caught:
            attempt(LENT)
        assert caught.value.code == "lent"
        assert "sandbox" in caught.value.sentence
    assert not connections.folder.exists()


def test_a_duplicate_is_a_persons_own(connections: Connections) -> None:
    connections.lend((LENT,))
    copy = connections.duplicate(LENT, "2" * 32)
    connections.lend(())
    assert connections.all().connections == (copy,)
    assert copy.name == "A sandbox (2)"


def test_their_secrets_are_forgotten_without_a_keyring() -> None:
    store = SecretStore()
    store.keep(LENT.id, "client-secret", "of-the-sandbox", Where.SESSION)
    store.keep(OWN.id, "client-secret", "of-the-person", Where.SESSION)
    store.forget_session([LENT.id])
    assert store.load(OWN.id, "client-secret").secret == "of-the-person"
    gone = Cancellation()
    gone.cancel()  # the keyring is not waited for: what is asked here is what memory holds
    loaded = store.load(LENT.id, "client-secret", gone)
    assert loaded.secret is None
    assert loaded.reason is not Reason.AS_ASKED
