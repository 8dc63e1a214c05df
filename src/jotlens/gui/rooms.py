"""Loads, off the GUI thread, the rooms of the window that most people do without, and what they need to know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from jotlens.gui.jobs import Jobs, Ticket


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


Desk = TypeVar("Desk")


class Room(Generic[Desk]):
    """A room of the window that is loaded in a thread when somebody first wants something of it: a fifth of a second.

    What is asked meanwhile is asked in its turn when the room is there. `make` makes its desk, on the GUI thread.
    """

    def __init__(
        self, jobs: Jobs, lane: str, load: Callable[[Ticket], None], make: Callable[[], Desk]
    ) -> None:
        self._jobs = jobs
        self._lane = lane
        self._load = load
        self._make = make
        self._waiting: list[Callable[[Desk], object]] = []
        self.known: Desk | None = None

    @property
    def desk(self) -> Desk:
        """The desk; it is made when it is first needed."""
        if self.known is None:
            self.known = self._make()
        return self.known

    def ask(self, wish: Callable[[Desk], object]) -> None:
        """Have the room do something, at once or when it is there."""
        if self.known is not None:
            wish(self.known)
            return
        self._waiting.append(wish)
        if len(self._waiting) == 1:
            self._jobs.run(self._lane, self._load, self._on_loaded, on_stop=self._waiting.clear)

    def _on_loaded(self, _: None) -> None:
        waiting = self._waiting.copy()
        self._waiting.clear()
        for wish in waiting:
            wish(self.desk)
