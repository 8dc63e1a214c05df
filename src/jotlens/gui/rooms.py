"""Loads, off the GUI thread, the rooms of the window that most people do without, and what they need to know."""

from __future__ import annotations


def backend_name(_: object) -> str | None:
    """Return the keyring in use, empty where there is none; None for a person who has no connection.

    Its library takes 16 MiB, which nobody has to pay who only pastes. The page for fetching asks in any case.
    """
    from jotlens.storage.failures import StorageError
    from jotlens.storage.places import places
    from jotlens.storage.secrets import SecretStore

    try:
        if not places().connections.exists():
            return None
    except StorageError:
        return None
    backend = SecretStore().backend()
    return backend.name if backend.usable else ""


def load_cases(_: object) -> None:
    """Load what searches files, and lists, tells and shares what is in them."""
    from jotlens.gui.cases.loading import load

    load()


def load_fetching(_: object) -> None:
    """Load what fetches tokens."""
    from jotlens.gui.fetching.loading import load

    load()
