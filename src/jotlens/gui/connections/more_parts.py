"""The parts of the form that are seldom needed: endpoints, what is expected of tokens, the network, further proof."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from jotlens.gui.connections.file_field import FileField
from jotlens.gui.connections.parts import Part, object_name
from jotlens.gui.looks import Looks
from jotlens.gui.widgets.check_box import CheckBox
from jotlens.gui.widgets.form_field import FormField
from jotlens.oauth.connection import Connection, Endpoints, Expected


class EndpointsPart(Part):
    """An address for each endpoint; empty lines mean that the server says it itself."""

    def __init__(self, looks: Looks, parent: QWidget) -> None:
        super().__init__(looks, parent)
        labels = {
            "authorization_endpoint": self.tr("Authorization endpoint"),
            "token_endpoint": self.tr("Token endpoint"),
            "device_authorization_endpoint": self.tr("Device authorization endpoint"),
            "pushed_authorization_request_endpoint": self.tr("Endpoint for pushed requests (PAR)"),
            "userinfo_endpoint": self.tr("UserInfo endpoint"),
            "introspection_endpoint": self.tr("Introspection endpoint"),
            "revocation_endpoint": self.tr("Revocation endpoint"),
            "jwks_uri": self.tr("Signing keys (jwks_uri)"),
        }
        for field, label in labels.items():
            self.add_line(field, label, self.tr("as the server says"))

    def show_connection(self, connection: Connection) -> None:
        """Show the addresses that were typed."""
        for field in self.fields:
            self.show_text(field, getattr(connection.endpoints, field))

    def show_described(self, endpoints: Endpoints | None) -> None:
        """Show in grey what the server says of itself; None when it was not asked."""
        for field in self.fields:
            told = getattr(endpoints, field) if endpoints is not None else ""
            self.line(field).setPlaceholderText(told or self.tr("as the server says"))

    def apply(self, connection: Connection) -> Connection:
        """Return the connection with the addresses that are typed now."""
        return replace(connection, endpoints=Endpoints(**{field: self.text(field) for field in self.fields}))


class ExpectedPart(Part):
    """What tokens of this connection are held against."""

    def __init__(self, looks: Looks, parent: QWidget) -> None:
        super().__init__(looks, parent)
        self.add_line("expected_audience", self.tr("API (audience)")).set_hint(
            self.tr("Empty: the one that is asked for.")
        )
        self.add_line("expected_issuer", self.tr("Issuer")).set_hint(
            self.tr("Empty: the issuer of this connection.")
        )
        self.add_line("expected_scopes", self.tr("Scopes the API needs"), "read:orders")
        self.add_line("expected_permissions", self.tr("Permissions the API needs"), "read:orders")

    def show_connection(self, connection: Connection) -> None:
        """Show what is expected."""
        expected = connection.expected
        self.show_text("expected_audience", expected.audience)
        self.show_text("expected_issuer", expected.issuer)
        self.show_words("expected_scopes", expected.scopes)
        self.show_words("expected_permissions", expected.permissions)

    def show_defaults(self, connection: Connection) -> None:
        """Show in grey what is expected where nothing is typed."""
        self.line("expected_audience").setPlaceholderText(connection.audience)
        self.line("expected_issuer").setPlaceholderText(connection.issuer)

    def apply(self, connection: Connection) -> Connection:
        """Return the connection with what is expected now."""
        expected = Expected(
            audience=self.text("expected_audience"),
            issuer=self.text("expected_issuer"),
            scopes=self.words("expected_scopes"),
            permissions=self.words("expected_permissions"),
        )
        return replace(connection, expected=expected)


class ProtectionPart(Part):
    """Own certificates, PAR, DPoP and the memory of refresh tokens.

    Signals:
        file_requested: (str, str) a file is wanted for this field; the title of the dialog.
    """

    file_requested = Signal(str, str)

    def __init__(self, looks: Looks, parent: QWidget) -> None:
        super().__init__(looks, parent)
        self._boxes: dict[str, CheckBox] = {}
        self._add_box(
            "remembers_refresh_token",
            self.tr("Keep refresh tokens"),
            self.tr(
                "In the keyring, so that you can fetch again without a login. Otherwise until JotLens closes."
            ),
        )
        self._add_box(
            "uses_dpop",
            self.tr("Bind tokens to a key (DPoP)"),
            self.tr(
                "Every request proves that it comes from who holds the key (RFC 9449). The server must know it."
            ),
        )
        self._add_box(
            "uses_par",
            self.tr("Push the authorization request (PAR)"),
            self.tr("Its parameters go to the server directly, not through the browser (RFC 9126)."),
        )
        whole = FileField(looks, object_name("ca_file"), self.tr("File with certificates to trust"), self)
        whole.choose_requested.connect(
            lambda: self.file_requested.emit("ca_file", self.tr("File with certificates to trust"))
        )
        whole.set_hint(
            self.tr("PEM, beside those of the system: for a server with a certificate of your company.")
        )
        self.add_field("ca_file", whole)

    def show_connection(self, connection: Connection) -> None:
        """Show the values of a connection."""
        for field, box in self._boxes.items():
            box.setChecked(getattr(connection, field))
        self.show_text("ca_file", connection.ca_file)

    def apply(self, connection: Connection) -> Connection:
        """Return the connection with what the fields say."""
        return replace(
            connection,
            remembers_refresh_token=self._boxes["remembers_refresh_token"].isChecked(),
            uses_dpop=self._boxes["uses_dpop"].isChecked(),
            uses_par=self._boxes["uses_par"].isChecked(),
            ca_file=self.text("ca_file"),
        )

    def _add_box(self, field: str, label: str, hint: str) -> None:
        box = CheckBox(self.looks, label)
        box.setObjectName(object_name(field))
        box.setAccessibleName(label)
        box.clicked.connect(lambda: self.edited.emit(field))
        self._boxes[field] = box
        self.add_field(field, FormField(self.looks, label, box, labelled=False, parent=self)).set_hint(hint)
