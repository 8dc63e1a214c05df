"""A window with the true clock and stores of its own, beside a real authorization server."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from jotlens.gui.clock import utc_now
from jotlens.gui.connections.dialog import ConnectionsDialog
from jotlens.gui.fetching.fetching import Fetching
from jotlens.gui.fetching.run_view import RunState
from jotlens.gui.looks import Looks
from jotlens.gui.main_window import MainWindow
from jotlens.gui.memory import Memory
from jotlens.inspection.model import Inspection
from jotlens.oauth.connection import ClientAuthentication, Connection, Expected, Grant
from jotlens.storage.connections import Connections
from jotlens.storage.places import Places
from tests.gui.minted import NOW
from tests.gui.person import FakeNow, Person
from tests.support.authorization_server.process import AuthorizationServer
from tests.support.browsing import Browser
from tests.support.person import Person as UserOfServer

API = "https://api.example/"
WAIT_MS = 20_000


@dataclass
class Fetcher:
    """A person who fetches tokens in a window."""

    window: MainWindow
    qtbot: QtBot
    places: Places
    logins: list[str] = field(default_factory=list, repr=False)

    @property
    def person(self) -> Person:
        return Person(self.window, self.qtbot, FakeNow(NOW))

    @property
    def fetching(self) -> Fetching:
        return self.window.presenter.fetching.fetching

    @property
    def state(self) -> RunState:
        return self.fetching.page.run.state

    def settled(self) -> None:
        self.qtbot.waitUntil(lambda: not self.window.jobs.busy, timeout=WAIT_MS)
        for _ in range(4):
            QApplication.processEvents()

    def saves(self, connection: Connection) -> None:
        Connections(self.places.connections).save(connection)

    def opens(self, connection: Connection) -> None:
        """Choose a connection on the page for fetching."""
        self.saves(connection)
        self.fetching.open(connection.id)
        self.settled()
        assert self.fetching.page.form.connection == connection

    def types(self, kind: str, text: str, where: str = "") -> None:
        self.person.find(QLineEdit, f"{where}secret-{kind}").setText(text)

    def presses_fetch(self) -> None:
        self.person.clicks("fetchNow")

    def fetches(self, connection: Connection, **secrets: str) -> None:
        """Fetch by a connection from the button to the end."""
        self.opens(connection)
        for kind, text in secrets.items():
            self.types(kind.replace("_", "-"), text)
        self.presses_fetch()
        self.qtbot.waitUntil(lambda: self.state is not RunState.RUNNING, timeout=WAIT_MS)
        self.settled()

    def connections(self) -> ConnectionsDialog:
        """Wait for the dialog for connections, and return it when it is whole."""

        def found() -> ConnectionsDialog | None:
            return self.window.findChild(ConnectionsDialog, "connectionsDialog")

        self.qtbot.waitUntil(lambda: (dialog := found()) is not None and dialog.isVisible(), timeout=WAIT_MS)
        self.settled()
        dialog = found()
        assert dialog is not None
        return dialog

    def fields(self) -> list[str | None]:
        """The members of the answer in which the tokens of the list stood, in order."""
        reading = self.window.session.reading
        assert reading is not None, self.rows()
        return [entry.found.field if entry.found is not None else None for entry in reading.entries]

    def selects(self, field: str) -> Inspection:
        """Look at the token of this member of the answer."""
        self.window.session.select(self.fields().index(field))
        self.settled()
        return self.person.inspection

    def rows(self) -> list[str]:
        """What the steps say, in order."""
        model = self.fetching.page.run.model
        return [str(model.index(at, 0).data()) for at in range(model.rowCount(QModelIndex()))]


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "connections", tmp_path / "snapshots")


@pytest.fixture
def memory() -> Memory | None:
    """What the window remembers between two starts: nothing, unless a test wants it to."""
    return None


@pytest.fixture
def fetcher(app: QApplication, qtbot: QtBot, places: Places, memory: Memory | None) -> Iterator[Fetcher]:
    window = MainWindow(Looks(app), memory, utc_now)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.complete()
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=WAIT_MS)
    made = Fetcher(window, qtbot, places)
    made.fetching.known.find_places = lambda: places

    def no_browser(address: str) -> bool:
        made.logins.append(address)
        return False

    made.fetching.opener = no_browser
    yield made
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def connection_of(authorization_server: AuthorizationServer, tmp_path: Path) -> Callable[..., Connection]:
    """Return what makes a connection for a client of the server; its private key is written to a file."""
    grants = {
        "authorization_code": Grant.AUTHORIZATION_CODE,
        "client_credentials": Grant.CLIENT_CREDENTIALS,
        "urn:ietf:params:oauth:grant-type:device_code": Grant.DEVICE_CODE,
        "password": Grant.PASSWORD,
        "urn:ietf:params:oauth:grant-type:token-exchange": Grant.TOKEN_EXCHANGE,
        "urn:ietf:params:oauth:grant-type:jwt-bearer": Grant.JWT_BEARER,
    }

    def make(name: str, **more: object) -> Connection:
        client = authorization_server.clients[name]
        if client.private_jwk is not None and "key_file" not in more:
            (tmp_path / f"{name}.jwk").write_text(json.dumps(dict(client.private_jwk)))
            more["key_file"] = str(tmp_path / f"{name}.jwk")
        made = Connection(
            id=f"{abs(hash(name)):032x}"[:32],
            name=name,
            issuer=authorization_server.issuer,
            client_id=client.id,
            grant=grants[client.grants[0]],
            authentication=ClientAuthentication(client.authentication),
            resources=(API,),
            redirect_uri="http://127.0.0.1:0/callback",
            expected=Expected(audience=API),
        )
        return replace(made, **more)  # type: ignore[arg-type]  # the fields as a test names them

    return make


@pytest.fixture
def logs_in(authorization_server: AuthorizationServer) -> Iterator[Callable[[str], bool]]:
    """Return a browser: it walks through the login and opens the callback, as a real one does."""
    browser = Browser(UserOfServer(authorization_server.user, authorization_server.password))
    yield browser.open
    browser.join()
