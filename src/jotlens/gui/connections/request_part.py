"""The part of the form for what is asked for: the API, the scopes, the organization and the callback."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from jotlens.gui.connections.parts import Part
from jotlens.gui.looks import Looks
from jotlens.gui.widgets.copy_button import CopyButton
from jotlens.oauth.connection import Connection, Grant
from jotlens.oauth.providers import provider_named


class RequestPart(Part):
    """Audience, resources, scopes, organization, callback.

    Signals:
        callback_copied: (str) the callback address is wanted in the clipboard.
    """

    callback_copied = Signal(str)

    def __init__(self, looks: Looks, parent: QWidget) -> None:
        super().__init__(looks, parent)
        self.copy = CopyButton(looks, "connectionCallbackCopy", self.tr("Copy the callback address"))
        self._build()
        self.copy.copy_requested.connect(self._on_copy)

    def show_connection(self, connection: Connection) -> None:
        """Show the values of a connection."""
        provider = provider_named(connection.provider)
        self.show_text("audience", connection.audience)
        self.show_words("resources", connection.resources)
        self.show_words("scopes", connection.scopes)
        self.show_text("organization", connection.organization)
        self.show_text("redirect_uri", connection.redirect_uri)
        self.line("redirect_uri").setPlaceholderText(provider.callback)
        self.line("scopes").setPlaceholderText(
            "read:orders write:orders"
            if connection.grant is Grant.CLIENT_CREDENTIALS
            else "openid profile email"
        )

    def apply(self, connection: Connection) -> Connection:
        """Return the connection with what the fields say."""
        return replace(
            connection,
            audience=self.text("audience"),
            resources=self.words("resources"),
            scopes=self.words("scopes"),
            organization=self.text("organization"),
            redirect_uri=self.text("redirect_uri"),
        )

    def _build(self) -> None:
        self.add_line("audience", self.tr("API (audience)"), "https://api.example.com/")
        self.add_line("resources", self.tr("APIs (resource indicators)"), "https://api.example.com/")
        self.add_line("scopes", self.tr("Scopes"))
        self.add_line("organization", self.tr("Organization"), "org_…")
        self.add_line("redirect_uri", self.tr("Callback address"), beside=(self.copy,))

    def _on_copy(self) -> None:
        if address := self.text("redirect_uri"):
            self.callback_copied.emit(address)
            self.copy.tick()
