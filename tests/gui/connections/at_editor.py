"""A person at the editor of connections, and a keyring that lives in memory and can be slow or missing."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from jotlens.gui.connections.connections_view import ConnectionsView
from jotlens.gui.connections.dialog import ConnectionsDialog
from jotlens.gui.jobs import Jobs
from jotlens.gui.looks import Looks
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.oauth.cancellation import Cancellation
from jotlens.oauth.connection import ClientAuthentication, Connection, Grant
from jotlens.oauth.needs import SecretKind
from jotlens.storage.secret_values import Backend, Forgotten, Held, Kept, Loaded, Reason, Where
from jotlens.storage.secrets import SecretStore

Kind = TypeVar("Kind", bound=QObject)


class KeyringInMemory(SecretStore):
    """Answers as the store of secrets does, without a keyring of this computer."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], tuple[str, Where]] = {}
        self.log: list[str] = []
        self.usable = True
        self._door = threading.Event()
        self._door.set()

    def shut(self) -> None:
        """From now on the keyring waits, as one does that asks for its password."""
        self._door.clear()

    def open_up(self) -> None:
        self._door.set()

    def _waits(self, cancellation: Cancellation | None) -> None:
        assert cancellation is None or not cancellation.is_cancelled
        assert self._door.wait(10)

    def backend(self) -> Backend:
        if self.usable:
            return Backend("Test Keyring", usable=True, sentence="Secrets are kept in Test Keyring.")
        return Backend(
            "none", usable=False, sentence="No keyring is running: secrets are kept until JotLens closes."
        )

    def load(self, connection_id: str, kind: str, cancellation: Cancellation | None = None) -> Loaded:
        self._waits(cancellation)
        self.log.append("load")
        secret, where = self.kept.get((connection_id, kind), (None, Where.NOWHERE))
        return Loaded(secret, Reason.AS_ASKED if secret else Reason.ABSENT, where=where)

    def holds(self, connection_id: str, kind: str, cancellation: Cancellation | None = None) -> Held:
        self._waits(cancellation)
        self.log.append("holds")
        secret, where = self.kept.get((connection_id, kind), (None, Where.NOWHERE))
        return Held(where, Reason.AS_ASKED if secret else Reason.ABSENT)

    def keep(
        self,
        connection_id: str,
        kind: str,
        secret: str,
        where: Where = Where.KEYRING,
        cancellation: Cancellation | None = None,
    ) -> Kept:
        self._waits(cancellation)
        self.log.append("keep")
        if where is Where.KEYRING and not self.usable:
            where = Where.SESSION
        self.kept[connection_id, kind] = (secret, where)
        return Kept(where, Reason.AS_ASKED, "Kept.")

    def forget(
        self, connection_id: str, kinds: Iterable[str] = SecretKind, cancellation: Cancellation | None = None
    ) -> Forgotten:
        self._waits(cancellation)
        self.log.append("forget")
        for kind in kinds:
            self.kept.pop((connection_id, kind), None)
        return Forgotten(done=True, reason=Reason.AS_ASKED)


def machine(name: str = "Nightly job", number: int = 1) -> Connection:
    """Return a connection of a machine, which has a secret."""
    return Connection(
        id=f"{number:032x}",
        name=name,
        issuer="https://acme.eu.auth0.com/",
        client_id="nightly",
        grant=Grant.CLIENT_CREDENTIALS,
        authentication=ClientAuthentication.CLIENT_SECRET_POST,
        audience="https://api.example.com/",
        provider="auth0",
    )


class Editor:
    """Works with the editor as a person does."""

    def __init__(
        self, dialog: ConnectionsDialog, looks: Looks, jobs: Jobs, qtbot: QtBot, keyring: KeyringInMemory
    ) -> None:
        self.dialog, self.looks, self.jobs, self.qtbot, self.keyring = dialog, looks, jobs, qtbot, keyring

    # --- finding ---------------------------------------------------------------------------------

    def find(self, kind: type[Kind], name: str) -> Kind:
        found = self.dialog.findChildren(kind, name)
        assert len(found) == 1, f"{len(found)} objects are called {name}"
        return found[0]

    def field(self, name: str) -> QLineEdit:
        return self.find(QLineEdit, f"connection{name}Field")

    def sees(self, name: str) -> bool:
        return self.find(QWidget, name).isVisible()

    @property
    def view(self) -> ConnectionsView:
        return self.find(ConnectionsView, "connectionsList")

    @property
    def focused(self) -> str:
        focused = QApplication.focusWidget()
        return focused.objectName() if focused is not None else ""

    # --- doing -----------------------------------------------------------------------------------

    def settled(self) -> None:
        """Wait until disk and keyring have answered, and everything is laid out."""
        self.qtbot.waitUntil(lambda: not self.jobs.busy, timeout=20_000)
        for _ in range(4):
            QApplication.processEvents()

    def clicks(self, name: str) -> None:
        button = self.find(QAbstractButton, name)
        assert button.isVisible(), f"{name} cannot be seen"
        assert button.isEnabled(), f"{name} cannot be pressed"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settled()

    def types(self, name: str, text: str, *, leaves: bool = True) -> None:
        """Replace what a field holds, and leave it with Tab."""
        field = self.field(name)
        assert field.isVisible(), f"{name} cannot be seen"
        field.setFocus()
        QTest.keySequence(field, QKeySequence(QKeySequence.StandardKey.SelectAll))
        QTest.keyClick(field, Qt.Key.Key_Backspace)
        QTest.keyClicks(field, text)
        if leaves:
            QTest.keyClick(field, Qt.Key.Key_Tab)
        self.settled()

    def keys(self, name: str, text: str) -> None:
        """Type into a line where its cursor stands."""
        QTest.keyClicks(self.find(QLineEdit, name), text)
        self.settled()

    def picks(self, name: str, value: str) -> None:
        """Choose the entry with this value from a list, as a click on it does."""
        choice = self.find(QComboBox, name)
        at = choice.findData(value)
        assert at >= 0, f"{name} does not offer {value}"
        choice.setCurrentIndex(at)
        choice.activated.emit(at)
        self.settled()

    def chooses(self, name: str) -> None:
        """Choose an entry of a menu."""
        action = self.find(QAction, name)
        assert action.isEnabled()
        action.trigger()
        self.settled()

    def presses(self, keys: str) -> None:
        QTest.keySequence(QApplication.focusWidget() or self.dialog, QKeySequence(keys))
        self.settled()

    def opens(self, section: str) -> None:
        self.clicks(f"connection{section}Button")

    def clicks_row(self, row: int) -> None:
        view = self.view
        place = view.visualRect(view.model().index(row, 0)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
        self.settled()

    def chooses_file(self, path: Path) -> None:
        """Choose a file in the dialog that is open."""
        dialog = self.find(QFileDialog, "openDialog")
        dialog.fileSelected.emit(str(path))
        dialog.close()
        self.settled()

    def leave(self) -> None:
        """Go away without saving."""
        if isValid(self.dialog):
            for box in self.dialog.findChildren(QWidget, "connectionsQuestion"):
                box.close()
            self.dialog.discard()
            self.dialog.close()

    # --- reading ---------------------------------------------------------------------------------

    def reads(self, name: str) -> str:
        """Return the words of a paragraph that can be seen; empty when it cannot."""
        paragraph = self.find(Paragraph, name)
        return paragraph.text() if paragraph.isVisible() else ""

    @property
    def rows(self) -> list[str]:
        model = self.view.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]
