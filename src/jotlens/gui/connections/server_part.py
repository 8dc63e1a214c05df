"""The part of the form that says which server it is: a name for the connection, the kind of server, its issuer."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from jotlens.gui.connections.parts import Part
from jotlens.gui.looks import Looks
from jotlens.gui.widgets.choice import Choice
from jotlens.gui.widgets.form_field import FormField
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.oauth.addresses import parts_of
from jotlens.oauth.connection import Connection
from jotlens.oauth.issuer_text import Change, TidyIssuer, tidy_issuer
from jotlens.oauth.providers import Provider, provider_named, providers

_LONGEST_HOST = 40


class ServerPart(Part):
    """Name, kind and issuer.

    Signals:
        provider_chosen: (str) the id of another kind of server.
        discover_requested: (str) the issuer that is to be asked for its description.
    """

    provider_chosen = Signal(str)
    discover_requested = Signal(str)

    def __init__(self, looks: Looks, parent: QWidget) -> None:
        super().__init__(looks, parent)
        self.provider = Choice(looks)
        self.discover = QPushButton()
        self._said = Paragraph(looks, factor=0.92)
        self._provider: Provider = provider_named("")
        self._build()
        self._connect()
        self._describe_issuer()

    def show_connection(self, connection: Connection) -> None:
        """Show the values of a connection."""
        self._provider = provider_named(connection.provider)
        self.provider.setCurrentIndex(self.provider.findData(self._provider.id))
        self.show_text("name", connection.name)
        self.show_text("issuer", connection.issuer)
        self.line("issuer").setPlaceholderText(self._provider.issuer_example)
        self._describe_issuer()

    def apply(self, connection: Connection) -> Connection:
        """Return the connection with what the fields say."""
        provider = str(self.provider.currentData())
        if provider == "openid" and connection.provider not in {each.id for each in providers()}:
            provider = connection.provider  # a start that this version does not know stays as it is
        return replace(connection, name=self.text("name"), issuer=self.text("issuer"), provider=provider)

    def say(self, text: str, tone: str = "") -> None:
        """Say what came of asking the server; empty for nothing."""
        self._said.set_tone(tone)
        self._said.set_text(text)
        self._said.setVisible(bool(text))

    def forget(self) -> None:
        """Leave nothing of what was said of another connection."""
        self.say("")
        self.fields["issuer"].set_note("")

    def _build(self) -> None:
        self.add_line(
            "name", self.tr("Name of this connection"), self.tr("Orders API, test"), technical=False
        )
        self.provider.name("connectionProviderField", self.tr("Kind of server"))
        for provider in providers():
            self.provider.addItem(provider.name, provider.id)
        self.add_field(
            "provider", FormField(self.looks, self.tr("Kind of server"), self.provider, parent=self)
        )
        self.add_line("issuer", self.tr("Issuer"))
        self.discover.setObjectName("connectionDiscover")
        self.discover.setAutoDefault(False)
        self.discover.setMinimumWidth(1)  # a long name gives way
        self._said.setObjectName("connectionDiscovered")
        self._said.hide()
        below = QVBoxLayout()
        below.setSpacing(self.looks.px(5))
        row = QHBoxLayout()
        row.addWidget(self.discover)
        row.addStretch(1)
        below.addLayout(row)
        below.addWidget(self._said)
        self.column.addLayout(below)

    def _connect(self) -> None:
        self.provider.activated.connect(self._on_provider)
        self.discover.clicked.connect(self._on_discover)
        line = self.line("issuer")
        line.editingFinished.connect(self.tidy)
        line.textEdited.connect(self._on_typed)

    def _on_provider(self) -> None:
        self.provider_chosen.emit(str(self.provider.currentData()))

    def _on_typed(self) -> None:
        self.fields["issuer"].set_note("")
        self._describe_issuer()

    def tidy(self) -> None:
        """Write the issuer as the server will call itself, and say what was changed."""
        tidied = tidy_issuer(self.text("issuer"), self._provider)
        if tidied.changes:
            self.line("issuer").setText(tidied.issuer)
            self.fields["issuer"].set_note(self._words(tidied))
            self._describe_issuer()
            self.edited.emit("issuer")

    def _words(self, tidied: TidyIssuer) -> str:
        words = {
            Change.SCHEME: self.tr("the scheme was put in front"),
            Change.DESCRIPTION: self.tr("the address of its description was taken off"),
            Change.PATH: self.tr("the path of an endpoint was taken off"),
            Change.SLASH: self.tr("the slash at the end was added, because issuers of {provider} end in one"),
            Change.NO_SLASH: self.tr(
                "the slash at the end was taken off, because issuers of {provider} have none"
            ),
        }
        told = ", ".join(words[change] for change in tidied.changes).format(provider=self._provider.name)
        return self.tr("Completed: {changes}. Tokens name their issuer letter by letter.").format(
            changes=told
        )

    def _describe_issuer(self) -> None:
        host = parts_of(self.text("issuer")).hostname or ""
        self.discover.setEnabled(bool(host))
        shown = host if len(host) < _LONGEST_HOST else f"{host[: _LONGEST_HOST - 1]}…"
        words = (
            self.tr("Fill in from {host}").format(host=shown) if host else self.tr("Fill in from the server")
        )
        self.discover.setText(words.replace("&", "&&"))
        self.discover.setAccessibleName(words)
        told = self.tr("Asks {host} once for its description of itself (discovery).").format(host=host)
        self.discover.setToolTip(told if host else "")
        self.discover.setAccessibleDescription(told if host else "")

    def _on_discover(self) -> None:
        self.tidy()
        if issuer := self.text("issuer"):
            self.say("")
            self.discover_requested.emit(issuer)
