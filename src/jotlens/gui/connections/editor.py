"""What happens in the editor of connections: it stands between the list, the form, the disk and the keyring."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QObject, QTimer, Signal

from jotlens.gui.clipboard import ClipboardKeeper
from jotlens.gui.connections.drafts import Drafts, Dropped
from jotlens.gui.connections.form import ConnectionForm
from jotlens.gui.connections.library import Library, Loaded
from jotlens.gui.connections.list_pane import ListPane
from jotlens.gui.connections.troubles import FieldTrouble, troubles
from jotlens.gui.connections.vault import Vault
from jotlens.oauth.connection import Connection
from jotlens.oauth.failures import ConnectionGapError
from jotlens.oauth.needs import SecretKind
from jotlens.oauth.providers import provider_named, start_connection
from jotlens.storage.failures import StorageError

_UNDO_MS = 20_000
_NAME_CODES = {"name-taken", "bad-name"}


class ConnectionsEditor(QObject):
    """Holds what is saved and what was changed, and decides.

    Signals:
        shown: (Connection or None) another connection is on show.
        changed: what is on show was changed, saved or is as it was saved again.
        fetch_requested: (Connection) a token is to be fetched with it; it is saved, and has nothing missing.
        connections_changed: (tuple of Connection) what is on the disk now.
        failed: (str) a sentence on what could not be done.
        done: (str) a sentence on what was done.
        all_saved: nothing is left to save or to keep, after it was asked for.
    """

    shown = Signal(object)
    changed = Signal()
    fetch_requested = Signal(object)
    connections_changed = Signal(object)
    failed = Signal(str)
    done = Signal(str)
    all_saved = Signal()

    def __init__(
        self,
        pane: ListPane,
        form: ConnectionForm,
        library: Library,
        keeper: ClipboardKeeper,
        new_id: Callable[[], str] = lambda: uuid4().hex,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._pane, self._form, self._library, self._new_id = pane, form, library, new_id
        self._drafts = Drafts()
        self._current = ""
        self._deleted: Dropped | None = None
        self._saving: set[str] = set()
        self._then_fetch = ""
        self._closing = False
        secrets = {
            SecretKind.CLIENT_SECRET: form.client.secret,
            SecretKind.KEY_PASSPHRASE: form.client.passphrase,
        }
        self.vault = Vault(library, secrets, keeper, self)
        self._undo_time = QTimer(self)
        self._undo_time.setObjectName("connectionsUndoTimer")
        self._undo_time.setSingleShot(True)
        self._undo_time.setInterval(_UNDO_MS)
        self._connect()

    @property
    def current(self) -> Connection | None:
        """The connection on show, as it stands now."""
        draft = self._drafts.of(self._current)
        return draft.connection if draft is not None else None

    @property
    def is_changed(self) -> bool:
        """Whether the connection on show is not as it was saved."""
        return self._current in self._drafts.unsaved_ids

    @property
    def unsaved_names(self) -> tuple[str, ...]:
        """The names of all connections that were changed and not saved."""
        return tuple(draft.connection.name for draft in self._drafts.unsaved)

    def start(self, provider_id: str) -> None:
        """Begin a new connection."""
        provider = provider_named(provider_id)
        name = self.tr("New connection") if provider.id == "openid" else provider.name
        made = start_connection(provider, self._new_id(), self._drafts.free_name(name))
        self._drafts.put(made)
        self._show_list(made.id)
        self._show(made.id)
        self._form.go_to("name" if made.issuer else "issuer")

    def show(self, connection_id: str) -> None:
        """Show a connection that the list has."""
        self._pane.choose(connection_id)
        self._show(connection_id)

    def save(self) -> None:
        """Save the connection on show, unless something in it stops that."""
        self._form.finish()
        self._save(self._current)

    def save_all(self) -> None:
        """Save everything that was changed; `all_saved` follows when it is done."""
        self._closing = True
        for draft in self._drafts.unsaved:
            if not self._save(draft.connection.id):
                self._closing = False
                return
        self._check_all_saved()

    def discard_all(self) -> None:
        """Forget everything that was changed."""
        self._drafts = Drafts()
        self._current = ""
        self.vault.clear()

    def fetch(self) -> None:
        """Fetch with the connection on show, after it is saved; what is missing is said instead."""
        self._form.finish()
        connection = self.current
        if connection is None:
            return
        found = troubles(connection)
        if found:
            self._refuse(found)
        else:
            self._library.look_for_gaps(connection)

    def duplicate(self) -> None:
        """Copy the connection on show; its secrets are not copied."""
        copy = self._drafts.copy_of(self._current, self._new_id())
        if copy is not None:
            self._drafts.put(copy)
            self._show_list(copy.id)
            self._show(copy.id)
            self._form.go_to("name")
            self.done.emit(self.tr("Copied, without its secrets."))

    def delete(self) -> None:
        """Delete the connection on show; it can be taken back for a while."""
        self.settle()
        rows = [each.id for each in self._pane.model.shown]
        dropped = self._drafts.drop(self._current)
        if dropped is None:
            return
        self._deleted = dropped
        connection = dropped.last.connection
        if dropped.saved is not None:
            self._library.delete(dropped.saved)
        at = rows.index(connection.id) if connection.id in rows else 0
        rest = [each for each in rows if each != connection.id]
        following = rest[min(at, len(rest) - 1)] if rest else ""
        self._show_list(following)
        self._show(following)
        self._pane.show_notice(self.tr("Deleted “{name}”.").format(name=connection.name), undo=True)
        self._undo_time.start()

    def undo(self) -> None:
        """Take the last deletion back, with what was not saved of it."""
        dropped, self._deleted = self._deleted, None
        self._undo_time.stop()
        self._pane.show_notice("")
        if dropped is None:
            return
        connection = dropped.last.connection
        if dropped.saved is not None:
            self._drafts.took(dropped.saved)
            self._library.save(dropped.saved)
        self._drafts.put(connection, dropped.last.secrets)
        self._show_list(connection.id)
        self._show(connection.id)

    def finish(self) -> None:
        """The window goes away: deletions are for good, and nothing that was typed stays in it."""
        self.settle()
        self.vault.clear()
        self._library.finish()

    def settle(self) -> None:
        """Let a deletion be for good: its secrets are forgotten now."""
        dropped, self._deleted = self._deleted, None
        self._undo_time.stop()
        self._pane.show_notice("")
        if dropped is not None:
            gone = dropped.last.connection.id
            self.vault.drop(gone)
            if dropped.saved is not None:
                self._library.forget(gone)

    def import_file(self, path: Path) -> None:
        """Take a connection from a file."""
        self._library.import_file(path, self._new_id())

    def export_file(self, path: Path) -> None:
        """Write the connection on show to give away."""
        connection = self.current
        if connection is not None:
            self._library.export_file(connection, path)

    def _connect(self) -> None:
        self._pane.chosen.connect(self._on_chosen)
        self._pane.start_requested.connect(self.start)
        self._pane.duplicate_requested.connect(self.duplicate)
        self._pane.delete_requested.connect(self.delete)
        self._pane.undo_requested.connect(self.undo)
        self._form.changed.connect(self._on_changed)
        self.vault.edited.connect(self._on_secret)
        self._undo_time.timeout.connect(self.settle)
        self._library.listed.connect(self._on_listed)
        self._library.saved.connect(self._on_saved)
        self._library.imported.connect(self._on_imported)
        self._library.deleted.connect(self._tell_connections)
        self._library.exported.connect(self._on_exported)
        self._library.gaps_known.connect(self._on_gaps)
        self._library.refused.connect(self._on_refused)

    def _on_gaps(self, connection: Connection, gaps: tuple[ConnectionGapError, ...]) -> None:
        """Files were looked for: begin, unless something is missing, or was changed meanwhile."""
        if connection != self.current:
            return
        if gaps:
            self._refuse(tuple(FieldTrouble(gap.field, gap.sentence) for gap in gaps))
        elif self.is_changed:
            self._then_fetch = connection.id
            self._save(connection.id)
        else:
            self.fetch_requested.emit(connection)

    def _refuse(self, found: tuple[FieldTrouble, ...]) -> None:
        """Say what is wrong, and go to the first of it."""
        self._form.show_troubles(found, every=True)
        self._form.go_to(found[0].field)

    def _show(self, connection_id: str) -> None:
        draft = self._drafts.of(connection_id)
        self._current = connection_id if draft is not None else ""
        if draft is not None:
            self._form.show_connection(draft.connection)
            self._form.show_troubles(troubles(draft.connection))
            self.vault.show_draft(draft, saved=self._drafts.is_saved(connection_id))
        self._pane.set_actions_enabled(one=draft is not None)
        self.shown.emit(draft.connection if draft is not None else None)
        self.changed.emit()

    def _show_list(self, chosen: str) -> None:
        self._pane.show_connections(self._drafts.shown, chosen, self._drafts.unsaved_ids)

    def _on_chosen(self, connection: Connection) -> None:
        if connection.id != self._current:
            self._show(connection.id)

    def _on_changed(self, connection: Connection) -> None:
        if connection.id != self._current:
            return
        unsaved = self._drafts.unsaved_ids
        self._drafts.put(connection, self.vault.typed())
        self._form.show_troubles(troubles(connection))
        if self._drafts.is_saved(connection.id):
            self.vault.look(connection)
        if unsaved != self._drafts.unsaved_ids or not self._drafts.is_saved(connection.id):
            self._show_list(self._current)
        self.changed.emit()

    def _on_secret(self) -> None:
        connection = self.current
        if connection is not None:
            self._on_changed(connection)

    def _save(self, connection_id: str) -> bool:
        draft = self._drafts.of(connection_id)
        if draft is None:
            return False
        stopping = [trouble for trouble in troubles(draft.connection) if trouble.stops_saving]
        if stopping:
            self.show(connection_id)
            self._refuse(tuple(stopping))
            return False
        self._saving.add(connection_id)
        self._library.save(draft.connection)
        return True

    def _on_saved(self, connection: Connection) -> None:
        self._saving.discard(connection.id)
        draft = self._drafts.of(connection.id)
        secrets = draft.secrets if draft is not None else ()
        self.vault.keep(connection.id, secrets)
        if draft is not None:
            self._drafts.put(draft.connection)  # its secrets are on their way
            self._drafts.took(connection)
        self._show_list(self._current)
        self.changed.emit()
        self.done.emit(self.tr("Saved."))
        self._tell_connections()
        if self._then_fetch == connection.id:
            self._then_fetch = ""
            # The fetch will look for the secrets where they are just being kept.
            self._library.when_kept(partial(self.fetch_requested.emit, connection))
        self._check_all_saved()

    def _on_listed(self, loaded: Loaded) -> None:
        self._drafts.show_saved(loaded.connections)
        chosen = self._current
        if not chosen and loaded.connections:
            chosen = loaded.connections[0].id
        self._show_list(chosen)
        if chosen != self._current or not chosen:
            self._show(chosen)
        if loaded.troubles:
            self.failed.emit(" ".join(trouble.sentence for trouble in loaded.troubles[:3]))

    def _on_imported(self, connection: Connection) -> None:
        self._drafts.took(connection)
        self._show_list(connection.id)
        self._show(connection.id)
        self.done.emit(self.tr("Imported. Secrets are not in such a file: type yours."))
        self._tell_connections()

    def _on_exported(self, name: str) -> None:
        self.done.emit(self.tr("Exported to {file}, without its secrets.").format(file=name))

    def _on_refused(self, connection_id: str, error: StorageError) -> None:
        self._saving.discard(connection_id)
        self._closing = False
        self._then_fetch = ""
        if error.code in _NAME_CODES and connection_id:
            self.show(connection_id)
            self._refuse((FieldTrouble("name", error.sentence, stops_saving=True),))
        self.failed.emit(error.sentence)

    def _check_all_saved(self) -> None:
        if self._closing and not self._saving and not self._drafts.unsaved:
            self._closing = False
            self._library.when_kept(self.all_saved.emit)

    def _tell_connections(self, _: object = None) -> None:
        saved = (each for each in self._drafts.shown if self._drafts.is_saved(each.id))
        self.connections_changed.emit(tuple(saved))
