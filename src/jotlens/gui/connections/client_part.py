"""The part of the form for the application: its grant, its ID, and how it shows who it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from jotlens.gui.connections.file_field import FileField
from jotlens.gui.connections.parts import Part, object_name
from jotlens.gui.connections.secret_field import SecretField
from jotlens.gui.connections.words import authentication_name, grant_explanation, grant_name
from jotlens.gui.looks import Looks
from jotlens.gui.widgets.choice import Choice
from jotlens.gui.widgets.form_field import FormField
from jotlens.oauth.connection import ClientAuthentication, Connection, Grant
from jotlens.oauth.providers import provider_named

_ALGORITHMS = ("", "RS256", "PS256", "ES256", "ES384", "RS384", "PS384", "RS512", "PS512", "ES512", "EdDSA")


class ClientPart(Part):
    """Grant, client ID, client authentication, its secrets and files.

    Signals:
        grant_chosen: (Grant) another grant.
        file_requested: (str, str) a file is wanted for this field; the title of the dialog.
    """

    grant_chosen = Signal(object)
    file_requested = Signal(str, str)

    def __init__(self, looks: Looks, parent: QWidget) -> None:
        super().__init__(looks, parent)
        self.grant = Choice(looks)
        self.authentication = Choice(looks)
        self.algorithm = Choice(looks)
        self.secret = SecretField(looks, "connectionClientSecret", self.tr("Client secret"))
        self.passphrase = SecretField(looks, "connectionKeyPassphrase", self.tr("Passphrase of the key file"))
        self._build()
        self._connect()

    def show_connection(self, connection: Connection) -> None:
        """Show the values of a connection."""
        self._offer_grants(connection)
        self.authentication.setCurrentIndex(self.authentication.findData(connection.authentication.value))
        if self.algorithm.findData(connection.key_algorithm) < 0:
            self.algorithm.addItem(connection.key_algorithm, connection.key_algorithm)
        self.algorithm.setCurrentIndex(self.algorithm.findData(connection.key_algorithm))
        for field in ("client_id", "key_id", "key_file", "certificate_file"):
            self.show_text(field, getattr(connection, field))
        tone = "warn" if connection.grant.is_legacy else ""
        self.fields["grant"].set_hint(grant_explanation(connection.grant), tone)

    def apply(self, connection: Connection) -> Connection:
        """Return the connection with what the fields say."""
        return replace(
            connection,
            client_id=self.text("client_id"),
            authentication=ClientAuthentication(self.authentication.currentData()),
            key_file=self.text("key_file"),
            key_id=self.text("key_id"),
            key_algorithm=str(self.algorithm.currentData()),
            certificate_file=self.text("certificate_file"),
        )

    def show_only(self, shown: frozenset[str]) -> None:
        super().show_only(shown)
        self.secret.setVisible("client_secret" in shown)
        self.passphrase.setVisible("key_passphrase" in shown)

    def _offer_grants(self, connection: Connection) -> None:
        """Offer what the provider has, and the others below: there may be more there than we know."""
        provider = provider_named(connection.provider)
        known = [start.grant for start in provider.starts]
        others = [grant for grant in Grant if grant not in known]
        wanted = [
            *sorted(known, key=lambda grant: grant.is_legacy),
            *sorted(others, key=lambda grant: grant.is_legacy),
        ]
        if [self.grant.itemData(at) for at in range(self.grant.count())] != [each.value for each in wanted]:
            self.grant.clear()
            for grant in wanted:
                self.grant.addItem(grant_name(grant), grant.value)
        self.grant.setCurrentIndex(self.grant.findData(connection.grant.value))

    def _build(self) -> None:
        self.grant.name(object_name("grant"), self.tr("How a token is asked for"))
        self.add_field(
            "grant", FormField(self.looks, self.tr("How a token is asked for"), self.grant, parent=self)
        )
        self.add_line("client_id", self.tr("Client ID"))
        self.authentication.name(object_name("authentication"), self.tr("Client authentication"))
        _fill(self.authentication, ((authentication_name(way), way.value) for way in ClientAuthentication))
        whole = FormField(self.looks, self.tr("Client authentication"), self.authentication, parent=self)
        self.add_field("authentication", whole)
        self.column.addWidget(self.secret)
        self._add_file("key_file", self.tr("File with the private key"))
        self.column.addWidget(self.passphrase)
        self.add_line("key_id", self.tr("Key ID (kid)"))
        self.algorithm.name(object_name("key_algorithm"), self.tr("Algorithm of the signature"))
        _fill(self.algorithm, ((name or self.tr("As the key wants it"), name) for name in _ALGORITHMS))
        self.add_field(
            "key_algorithm",
            FormField(self.looks, self.tr("Algorithm of the signature"), self.algorithm, parent=self),
        )
        self._add_file("certificate_file", self.tr("File with the certificate"))
        self.passphrase.set_hint(self.tr("Only for a key file that is encrypted."))

    def _add_file(self, field: str, label: str) -> None:
        whole = FileField(self.looks, object_name(field), label, self)
        whole.choose_requested.connect(lambda: self.file_requested.emit(field, label))
        self.add_field(field, whole)

    def _connect(self) -> None:
        self.grant.activated.connect(self._on_grant)
        self.authentication.activated.connect(self._on_authentication)
        self.algorithm.activated.connect(self._on_algorithm)

    def _on_grant(self) -> None:
        self.grant_chosen.emit(Grant(self.grant.currentData()))

    def _on_authentication(self) -> None:
        self.edited.emit("authentication")

    def _on_algorithm(self) -> None:
        self.edited.emit("key_algorithm")


def _fill(choice: Choice, entries: Iterable[tuple[str, str]]) -> None:
    for text, value in entries:
        choice.addItem(text, value)
