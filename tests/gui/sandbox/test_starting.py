"""Started and stopped from the menus: what appears, what goes, and that nothing is left when the window closes."""

import socket
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from PySide6.QtGui import QAction, QGuiApplication

from jotlens.gui.connections.connections_view import ConnectionsView
from jotlens.gui.sandbox.host import Host, HostState
from jotlens.oauth.cancellation import Cancellation
from jotlens.oauth.connection import ClientAuthentication, Connection, Grant
from jotlens.sandbox.model import Era
from jotlens.sandbox.running import Sandbox
from jotlens.storage.connections import Connections
from jotlens.storage.secrets import Loaded
from tests.gui.sandbox.conftest import WAIT_MS, Learner

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def answers(address: str) -> bool:
    parts = urlsplit(address)
    with socket.socket() as sock:
        sock.settimeout(5)
        return sock.connect_ex((parts.hostname or "", parts.port or 0)) == 0


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("sandbox")]


def test_it_starts_and_stops(learner: Learner) -> None:
    assert not learner.person.find(QAction, "stopSandbox").isEnabled()
    learner.starts()
    address = learner.sandbox.address
    assert answers(address)
    assert learner.person.reads("sandboxAddress") == address
    assert "not for production" in learner.person.reads("sandboxAbout")
    assert learner.person.find(QAction, "startSandbox").text() == "Show the sand&box"
    learner.stops()
    assert not answers(address)
    assert threads() == []
    assert learner.person.reads("sandboxState") == "The sandbox is stopped"
    assert not learner.person.find(QAction, "stopSandbox").isEnabled()
    learner.presses("sandboxTurn")
    learner.qtbot.waitUntil(lambda: learner.window.sandbox.runs, timeout=WAIT_MS)
    learner.settled()
    assert learner.person.reads("sandboxState") == "The sandbox is running"


def test_the_pane_can_be_closed_and_shown_again(learner: Learner) -> None:
    learner.starts()
    learner.presses("sandboxClose")
    assert not learner.desk.pane.isVisible()
    assert learner.window.sandbox.runs
    learner.chooses("startSandbox")
    assert learner.desk.pane.isVisible()


def test_the_pane_is_hidden_with_everything_else(learner: Learner) -> None:
    learner.starts()
    learner.chooses("hideEverything")
    assert not learner.desk.pane.isVisible()
    learner.chooses("startSandbox")
    assert not learner.desk.pane.isVisible()
    learner.chooses("hideEverything")
    assert learner.desk.pane.isVisible()


def test_a_pane_that_was_closed_is_not_shown_by_lifting_the_curtain(learner: Learner) -> None:
    learner.starts()
    learner.presses("sandboxClose")
    learner.chooses("hideEverything")
    learner.chooses("hideEverything")
    assert not learner.desk.pane.isVisible()


def test_the_address_is_copied(learner: Learner) -> None:
    learner.starts()
    learner.presses("sandboxCopy")
    assert QGuiApplication.clipboard().text() == learner.sandbox.address


def test_its_page_opens_in_the_browser(learner: Learner) -> None:
    learner.starts()
    opened = learner.has_no_browser()
    learner.presses("sandboxPage")
    learner.settled()
    assert opened == [learner.sandbox.home]


def test_a_narrow_window_has_the_pane_beside_it(learner: Learner) -> None:
    learner.window.resize(760, 560)
    learner.starts()
    assert learner.desk.dock.isFloating()
    learner.window.resize(1_400, 800)
    learner.settled()
    assert not learner.desk.dock.isFloating()
    learner.window.resize(760, 560)
    learner.settled()
    assert learner.desk.dock.isFloating()


def test_what_is_switched_on_its_own_page_is_shown(learner: Learner) -> None:
    learner.starts()
    visitor = learner.user.visitor
    assert visitor is not None
    visitor.call(
        "/sandbox/faults", method="POST", json={"alg_none": True}, headers={"X-Sandbox-Control": "1"}
    )
    learner.qtbot.waitUntil(
        lambda: learner.person.reads("sandboxWrong") == "Wrong on purpose: Tokens are not signed (alg none).",
        timeout=WAIT_MS,
    )


def test_another_era(learner: Learner) -> None:
    learner.starts()
    learner.desk.pane.era_chosen.emit(Era.SEED_004)
    assert learner.sandbox.settings.era is Era.SEED_004
    assert learner.sandbox.settings.any_loopback_port
    learner.fetches("native-demo")
    token = learner.inspection.token.text
    assert len(token) == 32  # a reference, although an API was named


# --- connections -----------------------------------------------------------------------------------


def test_its_connections_come_and_go(learner: Learner) -> None:
    learner.starts()
    assert [each.client_id for each in learner.fetching.known.connections] == [
        "native-demo",
        "spa-demo",
        "web-demo",
        "geo-backend",
        "no-grant-backend",
        "code-only",
        "tpc_partner",
        "company-app",
    ]
    assert all(each.name.startswith("Sandbox: ") for each in learner.fetching.known.connections)
    assert learner.saved() == ()
    assert not learner.places.connections.exists()
    stores = learner.fetching.known.stores
    assert stores is not None
    machine = next(each for each in learner.fetching.known.connections if each.client_id == "geo-backend")
    secret = stores.secrets.load(machine.id, "client-secret").secret
    assert secret == learner.sandbox.client("geo-backend").secret
    learner.stops()
    assert learner.fetching.known.connections == ()
    assert stores.secrets.load(machine.id, "client-secret").secret is None


def test_its_connections_stand_after_those_of_the_person(learner: Learner) -> None:
    own = Connection(id="0" * 32, name="Mine", issuer="https://mine.example/", client_id="c")
    learner.fetching.known.find_places = lambda: learner.places
    Connections(learner.places.connections).save(own)
    learner.starts()
    assert learner.fetching.known.connections[0] == own
    assert len(learner.fetching.known.connections) == 9
    learner.stops()
    assert learner.fetching.known.connections == (own,)


def test_a_machine_fetches_by_its_connection(learner: Learner) -> None:
    learner.starts()
    learner.fetches("geo-backend")
    assert learner.inspection.token.claims is not None
    assert "geo-backend@clients" in (learner.inspection.token.payload_text or "")


@pytest.mark.parametrize(
    "client_id", ["native-demo", "spa-demo", "web-demo", "code-only", "tpc_partner", "company-app"]
)
def test_a_user_logs_in_by_each_connection(learner: Learner, client_id: str) -> None:
    learner.starts()
    learner.fetches(client_id)
    seen = learner.inspection
    assert seen.finding("aud-match") is not None
    assert seen.token.claims is not None


def test_the_open_dialog_shows_them_while_they_are_there(learner: Learner) -> None:
    learner.chooses("connections")
    learner.starts()
    view = learner.person.find(ConnectionsView, "connectionsList")
    learner.qtbot.waitUntil(lambda: view.model().rowCount() == 8, timeout=WAIT_MS)
    learner.stops()
    learner.qtbot.waitUntil(lambda: view.model().rowCount() == 0, timeout=WAIT_MS)


def test_who_has_no_connection_is_led_to_the_sandbox(learner: Learner) -> None:
    learner.chooses("fetch")
    learner.settled()
    learner.presses("trySandboxInstead")
    learner.qtbot.waitUntil(lambda: learner.window.sandbox.desk is not None, timeout=WAIT_MS)
    learner.settled()
    form = learner.fetching.page.form
    assert form.connection is not None
    assert form.connection.client_id == "native-demo"
    assert learner.person.reads("guideTitle") == "Opaque against JWT"


# --- the end ---------------------------------------------------------------------------------------


def test_it_stops_with_the_window(learner: Learner) -> None:
    learner.starts()
    address = learner.sandbox.address
    learner.window.close()
    assert not answers(address)
    assert threads() == []


def test_a_window_that_closes_while_it_starts_leaves_nothing(learner: Learner) -> None:
    learner.chooses_at_once("startSandbox")
    learner.window.close()
    learner.qtbot.waitUntil(
        lambda: (
            not any(
                thread.name.startswith(("sandbox", "jotlens-sandbox")) for thread in threading.enumerate()
            )
        ),
        timeout=WAIT_MS,
    )


def test_starting_can_be_taken_back(learner: Learner) -> None:
    learner.chooses_at_once("startSandbox")
    learner.window.sandbox.stop()
    assert learner.window.sandbox.host.state is HostState.STOPPED
    learner.qtbot.waitUntil(
        lambda: (
            not any(
                thread.name.startswith(("sandbox", "jotlens-sandbox")) for thread in threading.enumerate()
            )
        ),
        timeout=WAIT_MS,
    )
    learner.starts()
    assert answers(learner.sandbox.address)


def test_a_start_that_was_taken_back_does_not_end_the_next_one(
    learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first start is held up until the second has come to its end, which a test cannot leave to chance."""
    start, begun, go_on = Sandbox.start, threading.Event(), threading.Event()

    def held_up(**given: Any) -> Sandbox:
        sandbox = start(**given)
        if not begun.is_set():
            begun.set()
            go_on.wait(WAIT_MS / 1000)
        return sandbox

    monkeypatch.setattr(Sandbox, "start", held_up)
    learner.chooses_at_once("startSandbox")
    learner.qtbot.waitUntil(begun.is_set, timeout=WAIT_MS)
    before = set(threading.enumerate())
    learner.window.sandbox.stop()
    learner.starts()
    go_on.set()
    learner.qtbot.waitUntil(
        lambda: not any(thread.name == "jotlens-sandbox" for thread in before & set(threading.enumerate())),
        timeout=WAIT_MS,
    )
    assert learner.window.sandbox.runs
    assert answers(learner.sandbox.address)


def test_who_stops_everything_while_it_ends_can_start_it_again(
    learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its end is held up, as an open request does it."""
    learner.starts()
    stop, go_on = Sandbox.stop, threading.Event()

    def held_up(sandbox: Sandbox) -> None:
        go_on.wait(WAIT_MS / 1000)
        stop(sandbox)

    monkeypatch.setattr(Sandbox, "stop", held_up)
    learner.window.sandbox.stop()
    learner.window.jobs.stop()
    go_on.set()
    learner.starts()
    assert answers(learner.sandbox.address)


def test_a_window_that_closes_in_the_middle_of_a_lesson_leaves_nothing(learner: Learner) -> None:
    learner.starts()
    asked = learner.has_no_browser()
    learner.clicks_lesson("implicit-calendar")
    learner.qtbot.waitUntil(lambda: bool(asked), timeout=WAIT_MS)
    learner.window.close()
    assert threads() == []


def test_a_sandbox_that_stops_in_the_middle_of_a_lesson_ends_it(learner: Learner) -> None:
    learner.starts()
    asked = learner.has_no_browser()
    learner.clicks_lesson("implicit-calendar")
    learner.qtbot.waitUntil(lambda: bool(asked), timeout=WAIT_MS)
    learner.stops()
    assert learner.person.reads("runTitle") == "Stopped"
    learner.presses("sandboxTurn")
    learner.qtbot.waitUntil(lambda: learner.window.sandbox.runs, timeout=WAIT_MS)
    learner.settled()
    assert learner.person.reads("guideTitle") == "A user lets an application read and write a calendar"


def test_a_flood_of_requests_is_shown_in_bounds(learner: Learner) -> None:
    learner.starts()
    visitor = learner.user.visitor
    assert visitor is not None
    for _ in range(230):
        visitor.call("/.well-known/jwks.json")
    learner.qtbot.waitUntil(lambda: learner.desk.pane.requests.rowCount() == 200, timeout=WAIT_MS)


def test_a_host_without_a_port_says_so(
    opens_learner: Callable[[], Learner], monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is no way to have no port left but to pretend it."""

    def no_port(**_: object) -> Sandbox:
        raise OSError

    learner = opens_learner()
    monkeypatch.setattr(Sandbox, "start", no_port)
    learner.chooses("startSandbox")
    learner.settled()
    host: Host = learner.window.sandbox.host
    assert host.state is HostState.FAILED
    assert "could not start" in learner.person.reads("noteLabel")


def test_a_persons_keyring_is_left_alone(learner: Learner) -> None:
    """Connections come and go while nobody looks at the page for fetching: no secret is asked for."""
    own = Connection(
        id="0" * 32,
        name="Mine",
        issuer="https://mine.example/",
        client_id="c",
        grant=Grant.CLIENT_CREDENTIALS,
        authentication=ClientAuthentication.CLIENT_SECRET_POST,
    )
    Connections(learner.places.connections).save(own)
    learner.starts()
    stores = learner.fetching.known.stores
    assert stores is not None
    asked: list[str] = []
    load = stores.secrets.load

    def watched(connection_id: str, kind: str, cancellation: Cancellation | None = None) -> Loaded:
        asked.append(connection_id)
        return load(connection_id, kind, cancellation)

    stores.secrets.load = watched  # type: ignore[method-assign]  # to see who asks
    learner.stops()
    assert learner.fetching.known.connections == (own,)
    assert asked == []
