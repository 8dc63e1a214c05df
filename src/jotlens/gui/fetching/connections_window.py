"""The dialog for connections beside the fetch: opened when it is wanted, asked for what it needs, gone when closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from jotlens.gui.connections.dialog import ConnectionsDialog
from jotlens.gui.fetching.connection_words import host_of
from jotlens.gui.fetching.fetching import Fetching
from jotlens.gui.fetching.questioning import describe
from jotlens.gui.fetching.running import Stepped
from jotlens.gui.fetching.secret_fields import Keep, Typed
from jotlens.gui.fetching.stores import Stores
from jotlens.gui.looks import Looks
from jotlens.gui.session import Session
from jotlens.oauth.cancellation import Cancellation
from jotlens.oauth.connection import Connection
from jotlens.oauth.failures import FetchError
from jotlens.oauth.obtained import Given

if TYPE_CHECKING:
    from jotlens.oauth.metadata import Metadata


class ConnectionsWindow(QObject):
    """Opens the dialog, one at a time.

    Signals:
        noted: (str) something to say in the status bar.
    """

    noted = Signal(str)

    def __init__(
        self,
        session: Session,
        looks: Looks,
        fetching: Fetching,
        window: QWidget,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._looks = looks
        self._fetching = fetching
        self._window = window
        self._dialog: ConnectionsDialog | None = None
        self._asked = ""
        self._wanted = ""
        self._then_leave: Callable[[], object] | None = None

    def open(self, stores: Stores, connection_id: str = "") -> None:
        """Show the dialog, with the connection of an id chosen; it is made over several turns of the event loop."""
        self._wanted = connection_id or self._wanted
        if self._dialog is None:
            self._dialog = dialog = ConnectionsDialog(
                self._looks,
                self._session.jobs,
                stores.connections,
                stores.secrets,
                self._window,
                at_once=False,
            )
            dialog.fetch_requested.connect(self._on_fetch)
            dialog.discover_requested.connect(self._on_discover)
            dialog.connections_changed.connect(self._on_changed)
            dialog.finished.connect(self._on_finished)
            dialog.stays.connect(self._on_stays)
            dialog.destroyed.connect(self._on_destroyed)
        self._go_on()

    def _go_on(self) -> None:
        """Make what is still missing of the dialog, a part a turn, and show it then."""
        dialog = self._dialog
        if dialog is None:
            return
        if dialog.step():
            QTimer.singleShot(0, self, self._go_on)
            return
        wanted, self._wanted = self._wanted, ""
        if wanted:
            dialog.select(wanted)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def leave(self, then: Callable[[], object]) -> bool:
        """Close the dialog because the program ends; whether that is done.

        Where something is not saved, the person is asked, and `then` is called when the dialog has closed after that.
        """
        dialog = self._dialog
        if dialog is None or not dialog.isVisible():
            return True
        if dialog.has_unsaved:
            self._then_leave = then
            dialog.raise_()
            dialog.activateWindow()
        dialog.close()
        return self._then_leave is None

    def _on_finished(self) -> None:
        then, self._then_leave = self._then_leave, None
        if then is not None:
            QTimer.singleShot(0, self, then)

    def _on_stays(self) -> None:
        self._then_leave = None

    def reload(self) -> None:
        """Read the connections anew, if the dialog is open: some came or went."""
        if (
            self._dialog is not None and self._dialog.isVisible()
        ):  # one that is still being made reads them at its end
            self._dialog.reload()

    def _on_fetch(self, connection: Connection) -> None:
        dialog = self._dialog
        if dialog is None:
            return
        typed = typed_of(dialog.take_once(connection.id))
        dialog.close()
        self._window.activateWindow()
        self._fetching.begin(connection, typed)

    def _on_discover(self, connection: Connection) -> None:
        cancellation, world = Cancellation(), self._fetching.world()
        self._asked = connection.issuer
        if not self._fetching.begin_question(host_of(connection.issuer)):
            if self._dialog is not None:
                sentence = self.tr("A fetch is running. Wait for it, or stop it first.")
                self._dialog.show_not_discovered(connection.issuer, sentence)
            return
        self._session.jobs.run(
            "discover",
            lambda ticket: describe(connection, world, ticket, cancellation),
            self._on_described,
            told=self._on_told,
            on_stop=cancellation.cancel,
        )

    def _on_described(self, described: Metadata | FetchError) -> None:
        dialog = self._dialog
        if dialog is None:
            return
        if isinstance(described, FetchError):
            dialog.show_not_discovered(self._asked, described.sentence)
        else:
            dialog.show_discovered(described)

    def _on_told(self, news: object) -> None:
        if isinstance(news, Stepped):
            self._fetching.put_step(news)

    def _on_changed(self) -> None:
        self._fetching.reload()

    def _on_destroyed(self) -> None:
        self._dialog = None


def typed_of(given: Given) -> tuple[Typed, ...]:
    """Return secrets to be used once as if they had been typed on the page for fetching."""
    return tuple(Typed(name.replace("_", "-"), text, Keep.ONCE) for name, text in given.secrets().items())
