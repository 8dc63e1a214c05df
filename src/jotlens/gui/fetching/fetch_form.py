"""What is asked before a fetch: by which connection, with which secrets; and whom JotLens will call."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from jotlens.gui.fetching.connection_words import (
    asked_words,
    called_words,
    grant_words,
    host_of_connection,
    warning_words,
)
from jotlens.gui.fetching.secret_fields import SecretFields, Typed, Wanted
from jotlens.gui.looks import Looks
from jotlens.gui.widgets.choice import Choice
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.gui.widgets.plain import PlainLabel
from jotlens.gui.widgets.scrolled import show_scrolled
from jotlens.gui.widgets.tick_box import TickBox
from jotlens.oauth.connection import Connection

_WIDEST = 560


class FetchForm(QScrollArea):
    """The form.

    Signals:
        connection_chosen: (Connection) another connection is looked at.
        connections_requested: (str) a person wants to edit the connection of this id, or to make one (empty).
        fetch_requested: a person wants the token.
        sandbox_requested: a person without a connection wants to try the sandbox.
    """

    connection_chosen = Signal(object)
    connections_requested = Signal(str)
    fetch_requested = Signal()
    sandbox_requested = Signal()

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._connections: tuple[Connection, ...] = ()
        self._known = False
        self._page = QWidget()
        self._choice = Choice(looks)
        self._edit = QToolButton()
        self._new = QToolButton()
        self._first = QPushButton(self.tr("Make a connection…"))
        self._try = QPushButton(self.tr("Try the sandbox"))
        self._grant = Paragraph(looks, strong=True)
        self._asked = Paragraph(looks, quiet=True)
        self._called = Paragraph(looks)
        self._warning = Paragraph(looks)
        self._trouble = Paragraph(looks)
        self.secrets = SecretFields(looks)
        self._clean = TickBox(self.tr("Log in as another user"), looks)
        self._go = QPushButton()
        self._none = Paragraph(looks, quiet=True)
        self._chosen = QWidget()
        self._label = PlainLabel(self.tr("Connection"), "small")
        self._build()
        self._connect()
        self._on_looks()
        looks.changed.connect(self._on_looks)

    @property
    def connection(self) -> Connection | None:
        """The connection that is chosen."""
        at = self._choice.currentIndex()
        return self._connections[at] if 0 <= at < len(self._connections) else None

    @property
    def clean_login(self) -> bool:
        """Whether a login as somebody else is wanted."""
        return self._clean.isVisibleTo(self) and self._clean.isChecked()

    def show_connections(self, connections: tuple[Connection, ...], chosen: str = "") -> None:
        """Offer these; the one of the id `chosen`, or else the one that was chosen before, stays so."""
        before = chosen or (self.connection.id if self.connection is not None else "")
        self._connections = connections
        self._choice.blockSignals(True)
        self._choice.clear()
        for connection in connections:
            self._choice.addItem(connection.name)
        at = next((at for at, each in enumerate(connections) if each.id == before), 0)
        self._choice.setCurrentIndex(at if connections else -1)
        self._choice.blockSignals(False)
        self._on_chosen()

    def show_wanted(self, wanted: tuple[Wanted, ...], keyring: str) -> None:
        """Ask for the secrets of the chosen connection."""
        self._known = True
        self.secrets.show_wanted(wanted, keyring)
        self._on_secrets()

    def show_trouble(self, sentence: str) -> None:
        """Say what keeps this connection from being used; empty where nothing does."""
        self._trouble.set_text(sentence)
        self._trouble.setVisible(bool(sentence))
        self._on_secrets()

    def typed(self) -> tuple[Typed, ...]:
        """Return the secrets that were typed."""
        return self.secrets.typed()

    def focus(self) -> None:
        """Go to what is missing, or to the button that begins."""
        if self.connection is None:
            self._first.setFocus()
        elif not self.secrets.focus_missing():
            self._go.setFocus()

    def _on_chosen(self) -> None:
        connection = self.connection
        self._chosen.setVisible(connection is not None)
        self._none.setVisible(connection is None)
        self._first.setVisible(connection is None)
        self._try.setVisible(connection is None)
        for widget in (self._label, self._choice, self._edit, self._new):
            widget.setVisible(connection is not None)
        self._known = False  # until it is found out which secrets are kept
        self.secrets.show_wanted((), "")
        self.show_trouble("")
        if connection is None:
            return
        host = host_of_connection(connection)
        self._grant.set_text(grant_words(connection.grant))
        self._asked.set_text(asked_words(connection))
        self._called.set_text(called_words(connection))
        warning = warning_words(connection)
        self._warning.set_text(warning)
        self._warning.setVisible(bool(warning))
        self._clean.setVisible(connection.grant.opens_browser)
        self._clean.setChecked(False)
        self._go.setText(self.tr("Fetch from {host}").format(host=host))
        self._go.setAccessibleName(self._go.text())
        self.connection_chosen.emit(connection)

    def _on_secrets(self) -> None:
        self._go.setEnabled(self._known and self.secrets.is_ready and not self._trouble.text())

    def _on_entered(self) -> None:
        if self._go.isEnabled():
            self.fetch_requested.emit()
        else:
            self.secrets.focus_missing()

    def _on_edit(self) -> None:
        self.connections_requested.emit(self.connection.id if self.connection is not None else "")

    def _on_new(self) -> None:
        self.connections_requested.emit("")

    def _build(self) -> None:
        px = self._looks.px
        self.setObjectName("fetchForm")
        for widget, name in (
            (self._grant, "fetchGrant"),
            (self._asked, "fetchAsked"),
            (self._called, "fetchCalled"),
            (self._warning, "fetchWarning"),
            (self._trouble, "fetchTrouble"),
            (self._none, "fetchNone"),
            (self._clean, "cleanLogin"),
        ):
            widget.setObjectName(name)
        self._warning.set_tone("warn")
        self._trouble.set_tone("fail")
        self._none.set_text(
            self.tr(
                "A connection says which server is asked, as which application, and for what. Make one first: for Auth0, "
                "Entra, Okta, Google, Keycloak and others it says where in their console each value is found. Without an "
                "account, try the sandbox: a server on this computer, with applications and users to log in as."
            )
        )
        self._clean.setToolTip(
            self.tr("Asks the server for a new login, whoever is signed in (prompt=login)")
        )
        for button, name, text, told in (
            (self._edit, "editConnection", self.tr("Edit…"), self.tr("Edit this connection")),
            (self._new, "newConnection", self.tr("New…"), self.tr("Make a new connection")),
        ):
            button.setObjectName(name)
            button.setText(text)
            button.setAccessibleName(told)
            button.setProperty("role", "quiet")
        for push, name, told in (
            (self._first, "firstConnection", self.tr("Make a connection")),
            (self._try, "trySandboxInstead", self.tr("No connection yet: try the sandbox")),
        ):
            push.setObjectName(name)
            push.setAccessibleName(told)
        self._first.setProperty("role", "primary")
        self._choice.name("connectionChoice", self.tr("Connection"))
        self._go.setObjectName("fetchNow")
        self._go.setProperty("role", "primary")
        self._build_chosen()
        self._label.setBuddy(self._choice)
        row = QHBoxLayout()
        row.setSpacing(px(2))
        row.addWidget(self._label, 1)
        row.addWidget(self._edit)
        row.addWidget(self._new)
        first = self._row(self._first, self._try)
        column = QVBoxLayout(self._page)
        column.setContentsMargins(px(2), px(2), px(8), px(8))
        column.setSpacing(px(4))
        column.addWidget(self._none)
        column.addLayout(row)
        column.addWidget(self._choice)
        column.addSpacing(px(4))
        column.addLayout(first)
        column.addWidget(self._chosen)
        column.addStretch(1)
        outer = QWidget()
        across = QHBoxLayout(outer)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self._page, 100)
        across.addStretch(1)
        show_scrolled(self, outer)

    def _row(self, *buttons: QPushButton) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._looks.px(8))
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _build_chosen(self) -> None:
        px = self._looks.px
        go = self._row(self._go)
        column = QVBoxLayout(self._chosen)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(4))
        column.addWidget(self._grant)
        column.addWidget(self._asked)
        column.addSpacing(px(8))
        column.addWidget(self.secrets)
        column.addWidget(self._clean)
        column.addSpacing(px(4))
        column.addWidget(self._warning)
        column.addWidget(self._trouble)
        column.addSpacing(px(4))
        column.addWidget(self._called)
        column.addSpacing(px(4))
        column.addLayout(go)

    def _connect(self) -> None:
        self._choice.currentIndexChanged.connect(self._on_chosen)
        self._edit.clicked.connect(self._on_edit)
        self._new.clicked.connect(self._on_new)
        self._first.clicked.connect(self._on_new)
        self._try.clicked.connect(self.sandbox_requested)
        self.secrets.changed.connect(self._on_secrets)
        self.secrets.entered.connect(self._on_entered)
        self._go.clicked.connect(self.fetch_requested)

    def _on_looks(self) -> None:
        self._page.setMaximumWidth(self._looks.px(_WIDEST))
