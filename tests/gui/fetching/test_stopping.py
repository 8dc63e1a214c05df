"""A fetch from a server that misbehaves: each way ends in a sentence, or ends when a person wants it to.

What a thread leaves behind is found by the guards: two seconds after a test none may run any more.
"""

import threading
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from jotlens.gui.fetching.run_view import RunState
from jotlens.oauth.connection import ClientAuthentication, Connection, Endpoints, Grant
from tests.gui.fetching.conftest import WAIT_MS, Fetcher
from tests.support.authorization_server.process import AuthorizationServer
from tests.support.bad_server import WAYS
from tests.support.http_server import HttpServer

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

WITHOUT_END = ("drip", "silence", "endless", "endless-header")
ENDING = sorted(WAYS.keys() - {*WITHOUT_END, "not-utf-8"})  # of that one the token itself is sound


def asks(server: HttpServer, way: str) -> Connection:
    return Connection(
        id="e" * 32,
        name=way,
        client_id="test",
        grant=Grant.CLIENT_CREDENTIALS,
        authentication=ClientAuthentication.CLIENT_SECRET_POST,
        endpoints=Endpoints(token_endpoint=server.url(way)),
    )


def begins(fetcher: Fetcher, connection: Connection) -> None:
    """Begin a fetch, and wait until its request is on the way."""
    fetcher.opens(connection)
    fetcher.types("client-secret", "not-a-secret")
    fetcher.presses_fetch()
    model = fetcher.fetching.page.run.model
    fetcher.qtbot.waitUntil(lambda: model.rowCount() > 0, timeout=WAIT_MS)


@pytest.mark.parametrize("way", ENDING)
def test_it_ends_in_a_sentence(fetcher: Fetcher, bad_server: HttpServer, way: str) -> None:
    fetcher.fetches(asks(bad_server, way), client_secret="not-a-secret")
    assert fetcher.state is RunState.FAILED
    said = f"{fetcher.person.reads('runTitle')} {fetcher.person.reads('runSaid')}"
    assert "127.0.0.1" in said
    assert any(row.startswith("Failed: ") for row in fetcher.rows()), (said, fetcher.rows())
    assert fetcher.window.session.reading is None


@pytest.mark.parametrize("way", WITHOUT_END)
@pytest.mark.parametrize("how", ["button", "key", "status bar"])
def test_a_person_stops_it(fetcher: Fetcher, bad_server: HttpServer, way: str, how: str) -> None:
    begins(fetcher, asks(bad_server, way))
    if fetcher.state is RunState.RUNNING:
        match how:
            case "button":
                fetcher.person.clicks("runStop")
            case "key":
                fetcher.person.presses("Escape")
            case _:
                fetcher.window.presenter._on_stop()  # noqa: SLF001 - its button shows after a while only
    assert fetcher.state in {RunState.STOPPED, RunState.FAILED}
    assert not fetcher.window.jobs.busy


@pytest.mark.parametrize("way", WITHOUT_END)
@pytest.mark.parametrize("closes", [False, True], ids=["stopped", "closed"])
def test_what_was_stopped_ends_in_its_thread(
    fetcher: Fetcher, bad_server: HttpServer, way: str, *, closes: bool
) -> None:
    begins(fetcher, asks(bad_server, way))
    if closes:
        fetcher.window.close()
    else:
        fetcher.fetching.stop()
    assert not fetcher.window.jobs.busy
    fetcher.qtbot.waitUntil(
        lambda: all(thread.name != "jotlens-fetch" for thread in threading.enumerate()), timeout=WAIT_MS
    )


@pytest.mark.parametrize("way", WITHOUT_END)
def test_the_window_closes_in_the_middle_of_it(fetcher: Fetcher, bad_server: HttpServer, way: str) -> None:
    begins(fetcher, asks(bad_server, way))
    assert fetcher.window.close()
    QApplication.processEvents()
    assert not fetcher.window.jobs.busy


@pytest.mark.parametrize("name", ["public", "device"])
def test_a_login_that_nobody_finishes_is_stopped(
    fetcher: Fetcher, connection_of: Callable[..., Connection], name: str
) -> None:
    fetcher.opens(connection_of(name, scopes=("openid",)))
    fetcher.presses_fetch()
    prompt = fetcher.fetching.page.run.prompt
    fetcher.qtbot.waitUntil(prompt.isVisible, timeout=WAIT_MS)
    fetcher.person.presses("Escape")
    assert fetcher.state is RunState.STOPPED
    assert not prompt.isVisible()
    assert not fetcher.window.jobs.busy
    fetcher.person.presses("Escape")
    assert not fetcher.fetching.page.isVisible()


def test_what_was_stopped_is_tried_again(
    fetcher: Fetcher,
    connection_of: Callable[..., Connection],
    logs_in: Callable[[str], bool],
    authorization_server: AuthorizationServer,
) -> None:
    fetcher.opens(connection_of("public", scopes=("openid",)))
    fetcher.presses_fetch()
    fetcher.qtbot.waitUntil(fetcher.fetching.page.run.prompt.isVisible, timeout=WAIT_MS)
    assert fetcher.logins[0].startswith(authorization_server.issuer)
    fetcher.person.clicks("runStop")
    fetcher.fetching.opener = logs_in
    fetcher.person.clicks("runAgain")
    fetcher.qtbot.waitUntil(lambda: fetcher.state is RunState.DONE, timeout=WAIT_MS)
