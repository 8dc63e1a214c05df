"""The secrets of the connection on show: whether they are kept, shown on request, copied for a while, used once."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication

from jotlens.gui.clipboard import SECRET_AFTER_MS, ClipboardKeeper
from jotlens.gui.connections.drafts import Draft, TypedSecrets
from jotlens.gui.connections.library import Library
from jotlens.gui.connections.secret_field import SecretField
from jotlens.oauth.connection import Connection
from jotlens.oauth.needs import SecretKind
from jotlens.oauth.obtained import Given
from jotlens.storage.secret_values import Backend, Forgotten, Held, Kept, Reason, Where

_FIELDS = {SecretKind.CLIENT_SECRET: "client_secret", SecretKind.KEY_PASSPHRASE: "key_passphrase"}


class Vault(QObject):
    """Stands between the fields for secrets and the library. Holds only what was typed, until it is kept or used.

    Signals:
        edited: something was typed into a field for a secret.
    """

    edited = Signal()

    def __init__(
        self,
        library: Library,
        fields: dict[SecretKind, SecretField],
        keeper: ClipboardKeeper,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._fields = fields
        self._connection = Connection("", "")
        self._asked: set[SecretKind] = set()
        self._once: dict[tuple[str, SecretKind], str] = {}
        self._keyring = ""
        self._places: dict[SecretKind, Where] = {}
        self._keeper = keeper
        self._connect()

    def show_draft(self, draft: Draft, *, saved: bool) -> None:
        """Show the secrets of a connection: what was typed, or whether one is kept."""
        self._connection = draft.connection
        self._asked.clear()
        typed = dict(draft.secrets)
        for kind, field in self._fields.items():
            field.show_kept("")
            if kind in typed:
                field.put(typed[kind])
        if saved:
            self.look(draft.connection)

    def look(self, connection: Connection) -> None:
        """Ask for the secrets that the connection, as it stands now, has fields for; each once."""
        self._connection = connection
        for kind in self._wanted(connection) - self._asked:
            self._asked.add(kind)
            self._library.look_for(connection.id, kind)

    def typed(self) -> TypedSecrets:
        """Return what was typed and not kept yet."""
        found = ((kind, field.peek()) for kind, field in self._fields.items())
        return tuple((kind, typed) for kind, typed in found if typed is not None)

    def keep(self, connection_id: str, secrets: TypedSecrets) -> None:
        """Keep what was typed, where the person wants it."""
        for kind, typed in secrets:
            if typed.where is Where.NOWHERE:
                self._once[connection_id, kind] = typed.secret
                if connection_id == self._connection.id:
                    self._fields[kind].show_kept("", self.tr("It is used for the next fetch, and not kept."))
            else:
                self._once.pop((connection_id, kind), None)
                if connection_id == self._connection.id:
                    self._fields[kind].show_kept("", self.tr("Keeping it…"))
                self._library.keep(connection_id, kind, typed.secret, typed.where)

    def take_once(self, connection_id: str) -> Given:
        """Return the secrets that are to be used once, and forget them."""
        return Given(
            client_secret=self._once.pop((connection_id, SecretKind.CLIENT_SECRET), None),
            key_passphrase=self._once.pop((connection_id, SecretKind.KEY_PASSPHRASE), None),
        )

    def drop(self, connection_id: str) -> None:
        """Leave nothing of a connection in memory."""
        for kind in _FIELDS:
            self._once.pop((connection_id, kind), None)

    def clear(self) -> None:
        """Leave nothing that was typed or shown in the fields."""
        for field in self._fields.values():
            field.line.take()

    def _connect(self) -> None:
        for kind, field in self._fields.items():
            field.edited.connect(self.edited)
            field.reveal_requested.connect(partial(self._on_reveal, kind))
            field.copy_requested.connect(partial(self._on_copy, kind))
            field.forget_requested.connect(partial(self._on_forget, kind))
            field.copied.connect(self._keeper.note)
        self._library.backend_known.connect(self._on_backend)
        self._library.secret_known.connect(self._on_known)
        self._library.secret_kept.connect(self._on_kept)
        self._library.forgotten.connect(self._on_forgotten)

    def _wanted(self, connection: Connection) -> set[SecretKind]:
        wanted = set()
        if connection.authentication.needs_secret:
            wanted.add(SecretKind.CLIENT_SECRET)
        if connection.key_file:
            wanted.add(SecretKind.KEY_PASSPHRASE)
        return wanted

    def _on_backend(self, backend: Backend) -> None:
        self._keyring = backend.name if backend.usable else ""
        for kind, field in self._fields.items():
            field.show_places(backend.name, usable=backend.usable, reason=backend.sentence)
            field.name_place(self._place(self._places.get(kind, Where.NOWHERE)))

    def _on_known(self, connection_id: str, kind: SecretKind, held: Held) -> None:
        field = self._fields.get(kind)
        if field is None or connection_id != self._connection.id or field.typed:
            return
        if held.reason in {Reason.AS_ASKED, Reason.ABSENT}:
            self._places[kind] = held.where
            field.show_kept(self._place(held.where))
        elif held.reason is not Reason.NO_KEYRING:
            field.show_kept("", held.sentence)

    def _on_kept(self, connection_id: str, kind: SecretKind, kept: Kept) -> None:
        field = self._fields.get(kind)
        if field is None or connection_id != self._connection.id or field.typed:
            return
        self._places[kind] = kept.where
        field.show_kept(self._place(kept.where), "" if kept.reason is Reason.AS_ASKED else kept.sentence)

    def _on_forgotten(self, connection_id: str, forgotten: Forgotten) -> None:
        if connection_id == self._connection.id:
            for field in self._fields.values():
                if not field.typed and field.forgetting:
                    field.show_kept("", self.tr("Forgotten.") if forgotten.done else forgotten.sentence)

    def _place(self, where: Where) -> str:
        match where:
            case Where.KEYRING:
                return self._keyring or self.tr("the keyring")
            case Where.SESSION:
                return self.tr("memory, until JotLens closes")
            case Where.NOWHERE:
                return ""

    def _on_reveal(self, kind: SecretKind) -> None:
        self._library.fetch_secret(
            self._connection.id, kind, partial(self._revealed, self._connection.id, kind)
        )

    def _revealed(self, connection_id: str, kind: SecretKind, secret: str | None) -> None:
        field = self._fields[kind]
        if connection_id != self._connection.id or not field.is_kept or field.typed:
            return
        if secret is None:
            field.note(self.tr("The keyring did not hand it out."))
        else:
            field.reveal(secret)

    def _on_copy(self, kind: SecretKind) -> None:
        self._library.fetch_secret(
            self._connection.id, kind, partial(self._copied, self._connection.id, kind)
        )

    def _copied(self, connection_id: str, kind: SecretKind, secret: str | None) -> None:
        if secret is not None:
            data = QMimeData()
            data.setText(secret)
            data.setData("x-kde-passwordManagerHint", b"secret")  # histories of clipboards leave it out
            QGuiApplication.clipboard().setMimeData(data)
            self._keeper.note(secret)
            self._fields[kind].copy.tick()
        if connection_id == self._connection.id:
            self._fields[kind].note(
                self.tr("The keyring did not hand it out.")
                if secret is None
                else self.tr("Copied. The clipboard is emptied in 30 seconds.")
            )

    def _on_forget(self, kind: SecretKind) -> None:
        self._fields[kind].forgetting = True
        self._library.forget(self._connection.id, kind)


def secrets_keeper(owner: QObject) -> ClipboardKeeper:
    """Return the keeper of copied secrets: it belongs to `owner`, so that it goes on when the editor is closed."""
    keeper = owner.findChild(ClipboardKeeper, "secretsKeeper")
    if keeper is None:
        keeper = ClipboardKeeper(owner, SECRET_AFTER_MS, "secretClipboardTimer")
        keeper.setObjectName("secretsKeeper")
        application = QGuiApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(keeper.empty)
    return keeper
