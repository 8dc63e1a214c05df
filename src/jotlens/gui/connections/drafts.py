"""What is saved and what was changed since: the state of the editor, apart from its widgets."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from jotlens.gui.connections.secret_field import TypedSecret
from jotlens.oauth.connection import Connection
from jotlens.oauth.needs import SecretKind

TypedSecrets = tuple[tuple[SecretKind, TypedSecret], ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A connection as a person has changed it, and the secrets they typed for it."""

    connection: Connection
    secrets: TypedSecrets = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A connection that was taken out: how it stood last, and how it was saved, if it was."""

    last: Draft
    saved: Connection | None


class Drafts:
    """The saved connections by id, and the drafts of those that were changed or are new."""

    def __init__(self) -> None:
        self._saved: dict[str, Connection] = {}
        self._drafts: dict[str, Draft] = {}

    @property
    def shown(self) -> tuple[Connection, ...]:
        """Every connection as the list shows it: as it was saved, new ones as they are now."""
        new = (draft.connection for key, draft in self._drafts.items() if key not in self._saved)
        return (*self._saved.values(), *new)

    @property
    def unsaved(self) -> tuple[Draft, ...]:
        """What was changed and not saved."""
        return tuple(self._drafts.values())

    @property
    def unsaved_ids(self) -> frozenset[str]:
        """The ids of what was changed and not saved."""
        return frozenset(self._drafts)

    def show_saved(self, connections: tuple[Connection, ...]) -> None:
        """Take what the disk holds; drafts stay."""
        self._saved = {connection.id: connection for connection in connections}

    def of(self, connection_id: str) -> Draft | None:
        """Return a connection as it stands now, changed or saved; None when there is none."""
        draft = self._drafts.get(connection_id)
        if draft is not None:
            return draft
        saved = self._saved.get(connection_id)
        return Draft(saved) if saved is not None else None

    def put(self, connection: Connection, secrets: TypedSecrets = ()) -> None:
        """Note how a connection stands now; as it was saved, and without secrets typed, it is no draft."""
        if self._saved.get(connection.id) == connection and not secrets:
            self._drafts.pop(connection.id, None)
        else:
            self._drafts[connection.id] = Draft(connection, secrets)

    def took(self, connection: Connection) -> None:
        """Note that a connection was saved as it is given here; what was changed meanwhile stays a draft."""
        self._saved[connection.id] = connection
        draft = self._drafts.get(connection.id)
        if draft is not None:
            self.put(draft.connection, draft.secrets)

    def drop(self, connection_id: str) -> Dropped | None:
        """Take a connection out, and return how it stood."""
        last = self.of(connection_id)
        saved = self._saved.pop(connection_id, None)
        self._drafts.pop(connection_id, None)
        return Dropped(last, saved) if last is not None else None

    def is_saved(self, connection_id: str) -> bool:
        """Whether a connection is on the disk."""
        return connection_id in self._saved

    def free_name(self, name: str) -> str:
        """Return this name, or the first of “name (2)”, “name (3)” … that no connection here has."""
        taken = {each.name.casefold() for each in self.shown}
        taken |= {draft.connection.name.casefold() for draft in self._drafts.values()}
        number, free = 2, name
        while free.casefold() in taken:
            free = f"{name[:180]} ({number})"
            number += 1
        return free

    def copy_of(self, connection_id: str, new_id: str) -> Connection | None:
        """Return a copy under a new id and a free name."""
        draft = self.of(connection_id)
        if draft is None:
            return None
        return replace(draft.connection, id=new_id, name=self.free_name(draft.connection.name))
