"""Fetching as the window sees it: the page, the issuer's tab, the fields, the status bar and the dialog for connections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from jotlens.gui.exhibit import Exhibit
from jotlens.gui.fetching.fetching import Fetching
from jotlens.gui.fetching.loading import load_dialog
from jotlens.gui.fetching.running import Came
from jotlens.gui.looks import Looks
from jotlens.gui.session import Session
from jotlens.gui.status import Status

if TYPE_CHECKING:
    from jotlens.gui.fetching.connections_window import ConnectionsWindow
    from jotlens.gui.fetching.issuer_desk import IssuerDesk


class FetchingDesk(QObject):
    """Connects the parts of this room with those of the window.

    Signals:
        opened: (QWidget) this page is to stand in the middle of the window.
        closed: what was there before is to be shown again.
        handed_out: (str) this went to the clipboard, and is to leave it after a while.
        sandbox_requested: a person without a connection wants to try the sandbox.
    """

    opened = Signal(object)
    closed = Signal()
    handed_out = Signal(str)
    sandbox_requested = Signal()

    def __init__(
        self,
        session: Session,
        looks: Looks,
        status: Status,
        exhibit: Exhibit,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._looks = looks
        self._status = status
        self._exhibit = exhibit
        self._issuer: IssuerDesk | None = None
        self._connections: ConnectionsWindow | None = None
        self.fetching = Fetching(session, looks, self)
        self._connect()

    def open(self) -> None:
        """Show the page for fetching."""
        self.fetching.open()

    def again(self) -> None:
        """Fetch once more by the same connection."""
        self.fetching.again()

    def open_trace(self) -> None:
        """Show the steps of the last fetch."""
        self.fetching.open_trace()

    def show_connections(self, connection_id: str = "") -> None:
        """Show the connections, to be edited; the one of an id at once."""
        self._session.jobs.run("load", load_dialog, lambda _: self._open_connections(connection_id))

    def reload_dialog(self) -> None:
        """Have the dialog for connections, if it is open, read them anew."""
        if self._connections is not None:
            self._connections.reload()

    def _open_connections(self, connection_id: str) -> None:
        if self._connections is None:
            from jotlens.gui.fetching.connections_window import ConnectionsWindow

            window = self._exhibit.desk.page.window()
            self._connections = ConnectionsWindow(self._session, self._looks, self.fetching, window, self)
            self._connections.noted.connect(self._status.note)
        connections = self._connections
        self.fetching.known.with_stores(lambda stores: connections.open(stores, connection_id))

    def show_issuer(self) -> None:
        """Fill the tab for the issuer; its page is made the first time that somebody looks."""
        if self._issuer is None:
            from jotlens.gui.fetching.issuer_desk import IssuerDesk

            self._issuer = issuer = IssuerDesk(self._session, self._looks, self.fetching, self)
            evidence = self._exhibit.desk.evidence
            evidence.issuer.addWidget(issuer.page)
            issuer.key_set_came.connect(self._exhibit.desk.expected.key.show_fetched)
            issuer.copy_requested.connect(evidence.copy_requested)
            issuer.noted.connect(self._status.note)
        self._issuer.show()

    def go_to_keys(self) -> None:
        """Bring the button that fetches the signing keys into view."""
        self.show_issuer()
        if self._issuer is not None:
            self._issuer.page.go_to_keys()

    def forget(self) -> None:
        """Hold nothing of the last fetch any more."""
        self.fetching.forget()

    def leave(self, then: Callable[[], object]) -> bool:
        """Leave everything because the program ends; False where a person is asked first, and `then` comes later."""
        if self._connections is not None and not self._connections.leave(then):
            return False
        self.fetching.leave()
        return True

    def set_revealed(self, revealed: bool) -> None:  # noqa: FBT001 - a setter of one flag
        """Show secrets, or dots in their place."""
        self.fetching.set_revealed(revealed)

    def _connect(self) -> None:
        fetching = self.fetching
        fetching.opened.connect(self._on_opened)
        fetching.closed.connect(self.closed)
        fetching.obtained.connect(self._on_obtained)
        fetching.sent.connect(self._status.count_sent)
        fetching.noted.connect(self._status.note)
        fetching.backend_known.connect(self._status.show_secrets)
        fetching.handed_out.connect(self.handed_out)
        fetching.connections_requested.connect(self.show_connections)
        fetching.sandbox_requested.connect(self.sandbox_requested)

    def _on_opened(self) -> None:
        self.opened.emit(self.fetching.page)

    def _on_obtained(self, came: Came) -> None:
        """Fill in what a person sees of what this login asked for; what has no field travels with the answer."""
        login = came.login
        self._exhibit.desk.expected.fill(
            replace(
                self._session.expectation,
                audience=login.audience,
                issuer=login.issuer,
                client_id=login.client_id,
                scopes=" ".join(came.required_scopes),
                nonce="",
                typ="",
                profile="",
                algorithms="",
                as_of=None,
            )
        )
