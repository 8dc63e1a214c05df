"""A window with the true clock and stores of its own, a sandbox that is started in it, and a browser for its logins."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTabBar
from pytestqt.qtbot import QtBot

from jotlens.gui.clock import utc_now
from jotlens.gui.fetching.fetching import Fetching
from jotlens.gui.fetching.run_view import RunState
from jotlens.gui.looks import Looks
from jotlens.gui.main_window import MainWindow
from jotlens.gui.sandbox.desk import SandboxDesk
from jotlens.gui.sandbox.guide import GuideState
from jotlens.gui.sandbox.host import HostState
from jotlens.gui.sandbox.playing import Played
from jotlens.gui.sandbox.rows import RowsView
from jotlens.inspection.model import Inspection
from jotlens.oauth.connection import Connection
from jotlens.sandbox.running import Sandbox
from jotlens.storage.connections import Connections
from jotlens.storage.places import Places
from tests.gui.minted import NOW
from tests.gui.person import FakeNow, Person
from tests.support.browsing import Browser
from tests.support.person import Arrival
from tests.support.visitor import Page, Visitor

WAIT_MS = 20_000


class SandboxUser:
    """Whoever sits before the browser: logs in as the user that the page has chosen already, and decides."""

    def __init__(self) -> None:
        self.visitor: Visitor | None = None
        self.decision = "accept"

    def meets(self, sandbox: Sandbox) -> None:
        self.visitor = Visitor(sandbox)

    def visit(self, address: str) -> Arrival:
        visitor = self.visitor
        assert visitor is not None
        hint = parse_qs(urlsplit(address).query).get("login_hint")
        visitor.user = hint[0] if hint else "usr_123"
        reached = visitor.open(address)
        while isinstance(reached, Page):
            match reached.action:
                case "/u/login":
                    reached = visitor.log_in(reached)
                case "/u/consent":
                    reached = visitor.send(reached, decision=self.decision)
                case _:
                    return Arrival(address, reached.html)
        return Arrival(reached)

    def close(self) -> None:
        if self.visitor is not None:
            self.visitor.close()


@dataclass
class Learner:
    """A person who plays with the sandbox in a window."""

    window: MainWindow
    qtbot: QtBot
    places: Places
    user: SandboxUser
    browser: Browser
    clicks: list[str] = field(default_factory=list)

    @property
    def person(self) -> Person:
        return Person(self.window, self.qtbot, FakeNow(NOW))

    @property
    def desk(self) -> SandboxDesk:
        desk = self.window.sandbox.desk
        assert desk is not None
        return desk

    @property
    def sandbox(self) -> Sandbox:
        sandbox = self.window.sandbox.host.sandbox
        assert sandbox is not None
        return sandbox

    @property
    def fetching(self) -> Fetching:
        return self.window.presenter.fetching.fetching

    @property
    def inspection(self) -> Inspection:
        return self.person.inspection

    def settled(self) -> None:
        self.qtbot.waitUntil(lambda: not self.window.jobs.busy, timeout=WAIT_MS)
        for _ in range(4):
            QApplication.processEvents()

    def chooses(self, action: str) -> None:
        self.clicks.append(action)
        self.person.chooses(action)

    def chooses_at_once(self, action: str) -> None:
        """Choose an entry of a menu, and do not wait for what it does."""
        self.person.find(QAction, action).trigger()

    def presses(self, button: str) -> None:
        self.clicks.append(button)
        self.person.clicks(button)

    def starts(self, action: str = "startSandbox") -> None:
        """Start the sandbox by the menu, and wait for its pane."""
        self.chooses(action)
        self.qtbot.waitUntil(
            lambda: self.window.sandbox.runs and self.window.sandbox.desk is not None, timeout=WAIT_MS
        )
        self.user.meets(self.sandbox)
        self.fetching.opener = self.browser.open
        self.settled()

    def stops(self) -> None:
        self.chooses("stopSandbox")
        self.qtbot.waitUntil(lambda: self.window.sandbox.host.state is HostState.STOPPED, timeout=WAIT_MS)
        self.settled()

    def opens_tab(self, at: int) -> None:
        bar = self.person.find(QTabBar, "sandboxTabs")
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(at).center())

    def clicks_lesson(self, scenario_id: str) -> None:
        """Click a lesson in the list."""
        view = self.person.find(RowsView, "scenariosList")
        index = self.desk.pane.scenarios.place_of(scenario_id)
        assert index.isValid(), scenario_id
        view.scrollTo(index)
        place = view.visualRect(index).topLeft() + QPoint(40, 12)
        self.clicks.append(f"lesson {scenario_id}")
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def has_no_browser(self) -> list[str]:
        """Let nobody come when the browser is opened; return what it was opened for."""
        opened: list[str] = []

        def open_nothing(address: str) -> bool:
            opened.append(address)
            return True

        self.fetching.opener = open_nothing
        return opened

    def guide_state(self) -> GuideState:
        return self.desk.pane.guide.state

    def ends(self) -> None:
        """Wait until the lesson is over."""
        guide = self.desk.pane.guide
        self.qtbot.waitUntil(lambda: guide.state is not GuideState.RUNNING, timeout=WAIT_MS)
        self.browser.join()
        self.settled()

    def plays(self, scenario_id: str) -> None:
        self.clicks_lesson(scenario_id)
        self.ends()
        guide = self.desk.pane.guide
        assert guide.state is GuideState.DONE, guide.said

    def fetches(self, client_id: str) -> None:
        """Fetch by the ready-made connection of a client."""
        connection = next(each for each in self.fetching.known.connections if each.client_id == client_id)
        self.fetching.open(connection.id)
        self.settled()
        self.presses("fetchNow")
        run = self.fetching.page.run
        self.qtbot.waitUntil(lambda: run.state is not RunState.RUNNING, timeout=WAIT_MS)
        self.browser.join()
        self.settled()

    @property
    def played(self) -> Played:
        played = self.desk.lesson.played
        assert played is not None
        return played

    def selects(self, token: str) -> None:
        """Choose a token in the list at the left."""
        reading = self.window.session.reading
        assert reading is not None
        at = next(at for at, one in enumerate(reading.entries) if one.original.text == token)
        view = self.person.find(QAbstractItemView, "tokensList")
        place = view.visualRect(view.model().index(at, 0)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        self.settled()

    def saved(self) -> tuple[Connection, ...]:
        return Connections(self.places.connections).all().connections


@pytest.fixture
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    folder = tmp_path_factory.mktemp("places")
    return Places(folder / "connections", folder / "snapshots")


@pytest.fixture
def opens_learner(app: QApplication, qtbot: QtBot, places: Places) -> Iterator[Callable[[], Learner]]:
    """Return what opens a window for somebody who has never been here."""
    learners: list[Learner] = []

    def open_window() -> Learner:
        window = MainWindow(Looks(app), None, utc_now)
        window.resize(1400, 860)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.complete()
        qtbot.waitUntil(lambda: not window.jobs.busy, timeout=WAIT_MS)
        user = SandboxUser()
        learner = Learner(window, qtbot, places, user, Browser(user))  # type: ignore[arg-type]  # visits as a Person does
        window.presenter.fetching.fetching.known.find_places = lambda: places
        learners.append(learner)
        return learner

    yield open_window
    for learner in learners:
        learner.window.close()
        learner.browser.join()
        learner.user.close()
        learner.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def learner(opens_learner: Callable[[], Learner]) -> Learner:
    return opens_learner()
