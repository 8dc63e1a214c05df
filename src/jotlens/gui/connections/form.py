"""The form of one connection: only the fields that its grant needs, each with the place where its value is found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from jotlens.gui.connections.client_part import ClientPart
from jotlens.gui.connections.more_parts import EndpointsPart, ExpectedPart, ProtectionPart
from jotlens.gui.connections.parameters_field import ParametersField
from jotlens.gui.connections.parts import Part
from jotlens.gui.connections.request_part import RequestPart
from jotlens.gui.connections.server_part import ServerPart
from jotlens.gui.connections.shown_fields import shown_fields
from jotlens.gui.connections.steps_panel import StepsPanel
from jotlens.gui.connections.troubles import FieldTrouble
from jotlens.gui.looks import Looks
from jotlens.gui.widgets.section import Section
from jotlens.oauth.connection import Connection, Endpoints, Grant
from jotlens.oauth.providers import Provider, provider_named, with_grant, with_provider

_WIDEST = 660
_SECRETS = ("client_secret", "key_passphrase")


class ConnectionForm(QScrollArea):
    """Shows a Connection, and says what it is after each change. Knows nothing of files and of keyrings.

    Signals:
        changed: (Connection) what the form says now.
    """

    changed = Signal(object)

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        """Make an empty form: `steps` fills it, and has to be gone through before anything else."""
        super().__init__(parent)
        self._looks = looks
        self._connection = Connection("", "")
        self._touched: set[str] = set()
        self._troubles: tuple[FieldTrouble, ...] = ()
        # From the outside in: a widget that is moved with all it holds costs as much as one that is made.
        self._page = QWidget(self.viewport())
        self._middle = QWidget(self._page)
        self._sections = {
            name: Section(looks, f"connection{name.capitalize()}", title, self._middle, opens=seldom)
            for name, title, seldom in (
                ("server", self.tr("SERVER"), False),
                ("client", self.tr("APPLICATION"), False),
                ("request", self.tr("WHAT IS ASKED FOR"), False),
                ("extra", self.tr("EXTRA PARAMETERS"), True),
                ("expected", self.tr("EXPECTED OF THE TOKENS"), True),
                ("endpoints", self.tr("ENDPOINTS"), True),
                ("protection", self.tr("NETWORK AND PROTECTION"), True),
            )
        }

    def steps(self) -> Iterator[None]:
        """Make the parts, one a step: all of them at once would hold the window up for longer than it may be."""
        looks, body = self._looks, {name: section.body for name, section in self._sections.items()}
        yield
        self.server = ServerPart(looks, body["server"])
        yield
        self.client = ClientPart(looks, body["client"])
        yield
        self.request = RequestPart(looks, body["request"])
        self.console = StepsPanel(looks, body["request"])
        yield
        self.parameters = ParametersField(looks, body["extra"])
        self.expected = ExpectedPart(looks, body["expected"])
        yield
        self.endpoints = EndpointsPart(looks, body["endpoints"])
        self.protection = ProtectionPart(looks, body["protection"])
        yield
        self._build()
        self._connect()
        looks.changed.connect(self._on_looks)
        self._on_looks()

    @property
    def connection(self) -> Connection:
        """What the form says now."""
        return self._connection

    def show_connection(self, connection: Connection) -> None:
        """Show another connection, from its top."""
        self._touched.clear()
        self.server.forget()
        self.endpoints.show_described(None)
        self._fill(connection)
        for section in self._sections.values():
            section.set_open(False)
        self.verticalScrollBar().setValue(0)

    def finish(self) -> None:
        """Take what stands in the fields as it is meant, also while one of them still has the focus."""
        self.server.tidy()

    def put(self, connection: Connection) -> None:
        """Show other values of the connection that is on show, as a person's change of it."""
        self._fill(connection)
        self.changed.emit(self._connection)

    def show_described(self, endpoints: Endpoints, said: str, tone: str) -> None:
        """Show in grey the endpoints that the server names, and say what came of asking it."""
        self.endpoints.show_described(endpoints)
        self.server.say(said, tone)

    def set_path(self, field: str, path: str) -> None:
        """Put the path of a file that was chosen into its field."""
        self._touched.add(field)
        self.put(replace(self._connection, **{field: path}))  # type: ignore[arg-type]  # a field of text

    def show_troubles(self, troubles: tuple[FieldTrouble, ...], *, every: bool = False) -> None:
        """Say what is wrong, at fields that were touched; with `every`, at all of them."""
        self._troubles = troubles
        if every:
            self._touched |= {trouble.field for trouble in troubles}
        said = {trouble.field: trouble.sentence for trouble in troubles if trouble.field in self._touched}
        for part in self._parts:
            for field, whole in part.fields.items():
                whole.set_trouble(said.get(field, ""))
        self.parameters.set_trouble(said.get("extra", ""))
        self.client.secret.set_trouble(said.get("client_secret", ""))
        self.client.passphrase.set_trouble(said.get("key_passphrase", ""))

    def go_to(self, field: str) -> None:
        """Put the focus into a field, wherever it stands."""
        for section, fields in self._section_fields.items():
            if field in fields:
                self._sections[section].set_open(True)
        if field == "extra":
            self.parameters.go_to_trouble()
            return
        for part in self._parts:
            if field in part.fields:
                editor = part.fields[field].editor
                editor.setFocus()
                self._scroll_to(editor)

    @property
    def _parts(self) -> tuple[Part, ...]:
        return (self.server, self.client, self.request, self.expected, self.endpoints, self.protection)

    @property
    def _section_fields(self) -> dict[str, frozenset[str]]:
        return {
            "extra": frozenset({"extra"}),
            "expected": frozenset(self.expected.fields),
            "endpoints": frozenset(self.endpoints.fields),
            "protection": frozenset(self.protection.fields),
        }

    def _build(self) -> None:
        px = self._looks.px
        self.setObjectName("connectionForm")
        self.setAccessibleName(self.tr("Connection"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self._middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(22))
        seldom = QVBoxLayout()
        seldom.setSpacing(px(8))
        for name, parts in (
            ("server", (self.server,)),
            ("client", (self.client,)),
            ("request", (self.request, self.console)),
            ("extra", (self.parameters,)),
            ("expected", (self.expected,)),
            ("endpoints", (self.endpoints,)),
            ("protection", (self.protection,)),
        ):
            self._sections[name].add(*parts)
            (seldom if name in self._section_fields else column).addWidget(self._sections[name])
        column.addLayout(seldom)
        row = QHBoxLayout()
        row.addWidget(self._middle, 100)
        row.addStretch(1)
        outer = QVBoxLayout(self._page)
        outer.setContentsMargins(px(20), px(16), px(20), px(20))
        outer.addLayout(row)
        outer.addStretch(1)
        self._page.setObjectName("connectionPage")
        self.setWidget(self._page)

    def _connect(self) -> None:
        for part in self._parts:
            part.edited.connect(self._on_edited)
            for field, whole in part.fields.items():
                finished = getattr(whole.editor, "editingFinished", None)
                if finished is not None:
                    finished.connect(lambda field=field: self._on_left(field))
        self.parameters.edited.connect(self._on_parameters)
        self.server.provider_chosen.connect(self._on_provider)
        self.client.grant_chosen.connect(self._on_grant)

    def _fill(self, connection: Connection) -> None:
        """Put a connection into the fields, and show only those that it needs."""
        self._connection = connection
        provider = provider_named(connection.provider)
        for part in (self.server, self.client, self.request, self.expected, self.endpoints, self.protection):
            part.show_connection(connection)
        self.parameters.show_pairs(connection.extra)
        self._show_hints(provider)
        self._arrange()

    def _show_hints(self, provider: Provider) -> None:
        hints = {
            "issuer": "\n".join(filter(None, (provider.place_of("issuer"), provider.issuer_hint))),
            "redirect_uri": "\n".join(
                filter(None, (provider.place_of("redirect_uri"), provider.callback_hint))
            ),
        }
        for part in (self.server, self.client, self.request):
            for field, whole in part.fields.items():
                if field not in {"grant", "provider", "name"}:
                    whole.set_hint(hints.get(field, provider.place_of(field)))
        self.client.secret.set_hint(provider.place_of("client_secret"))

    def _arrange(self) -> None:
        """Show only what the connection needs, and say what closed sections hold."""
        connection = self._connection
        shown = shown_fields(connection)
        for part in (self.server, self.client, self.request, self.endpoints, self.protection):
            part.show_only(shown)
        self.console.show_connection(connection)
        self.expected.show_defaults(connection)
        typed = sum(bool(getattr(connection.endpoints, name)) for name in Endpoints.__slots__)
        self._sections["endpoints"].set_summary(
            self.tr("%n typed", "", typed) if typed else self.tr("the server names them")
        )
        self._sections["extra"].set_summary(", ".join(name for name, _ in connection.extra)[:60])
        expected = connection.expected
        told = (expected.audience, expected.issuer, " ".join(expected.scopes), " ".join(expected.permissions))
        self._sections["expected"].set_summary(self.tr("set") if any(told) else self.tr("what is asked for"))
        self._sections["protection"].set_summary(self._protection_words(connection))

    def _protection_words(self, connection: Connection) -> str:
        words = (
            (connection.remembers_refresh_token, self.tr("refresh tokens kept")),
            (connection.uses_dpop, "DPoP"),
            (connection.uses_par, "PAR"),
            (bool(connection.ca_file), self.tr("own certificates")),
        )
        return " · ".join(word for holds, word in words if holds)

    def _said(self) -> Connection:
        connection = self._connection
        for part in (self.server, self.client, self.request, self.expected, self.endpoints, self.protection):
            connection = part.apply(connection)
        return replace(connection, extra=self.parameters.pairs())

    def _take(self) -> None:
        said = self._said()
        if said != self._connection:
            self._connection = said
            self._arrange()
            self.changed.emit(said)

    def _on_edited(self, field: str) -> None:
        if field in {"grant", "provider", "authentication"} or not self._is_line(field):
            self._touched.add(field)
        self._take()

    def _is_line(self, field: str) -> bool:
        return any(
            field in part.fields and hasattr(part.fields[field].editor, "cursorPosition")
            for part in self._parts
        )

    def _on_left(self, field: str) -> None:
        """What is wrong with a field is said when it is left, not while somebody types."""
        line = next(part.fields[field].editor for part in self._parts if field in part.fields)
        if getattr(line, "isModified", bool)():
            self._touched.add(field)
            self.show_troubles(self._troubles)

    def _on_parameters(self) -> None:
        self._touched.add("extra")
        self._take()

    def _on_grant(self, grant: Grant) -> None:
        self.put(with_grant(self._connection, grant))

    def _on_provider(self, provider_id: str) -> None:
        self.put(with_provider(self._connection, provider_named(provider_id)))

    def _on_looks(self) -> None:
        self._middle.setMaximumWidth(self._looks.px(_WIDEST))

    def _scroll_to(self, editor: QWidget) -> None:
        place = editor.mapTo(self._page, QPoint(0, 0))
        self.ensureVisible(place.x(), place.y(), 0, self._looks.px(80))
