"""The page for fetching: what it asks, what it says before anything is sent, and that every control has names."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit

from jotlens.gui.fetching.run_view import RunState
from jotlens.oauth.connection import ClientAuthentication, Connection, Grant
from jotlens.oauth.trace import Exchange
from jotlens.storage.secrets import Where
from tests.gui.fetching.conftest import Fetcher
from tests.gui.test_accessibility import complaints
from tests.support.authorization_server.process import AuthorizationServer

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Makes = Callable[..., Connection]

ACME = Connection(
    id="a" * 32,
    name="Acme",
    issuer="https://acme.example/",
    client_id="client",
    grant=Grant.CLIENT_CREDENTIALS,
    authentication=ClientAuthentication.CLIENT_SECRET_POST,
    scopes=("read:orders",),
    audience="https://api.acme.example/",
)


def test_it_opens_by_key_button_and_from_the_empty_page(fetcher: Fetcher) -> None:
    page = fetcher.fetching.page
    ways: tuple[Callable[[], None], ...] = (
        lambda: fetcher.person.presses("Ctrl+T"),
        lambda: fetcher.person.clicks("fetchButton"),
        lambda: fetcher.person.clicks("emptyFetch"),
    )
    for open_it in ways:
        open_it()
        fetcher.settled()
        assert page.isVisible()
        assert "Make one first" in fetcher.person.reads("fetchNone")
        fetcher.person.presses("Escape")
        assert not page.isVisible()


def test_it_says_whom_it_will_call_and_sends_nothing(fetcher: Fetcher) -> None:
    fetcher.opens(ACME)
    assert fetcher.person.reads("fetchCalled").startswith("JotLens will ask acme.example")
    button = fetcher.person.find(QAbstractButton, "fetchNow")
    assert button.text() == "Fetch from acme.example"
    assert not button.isEnabled()
    fetcher.types("client-secret", "x")
    assert button.isEnabled()
    assert fetcher.window.findChild(QAbstractButton, "sentButton") is None


def test_a_secret_is_masked_and_gone_with_the_page(fetcher: Fetcher) -> None:
    fetcher.opens(ACME)
    field = fetcher.person.find(QLineEdit, "secret-client-secret")
    assert field.echoMode() is QLineEdit.EchoMode.Password
    field.setText("typed")
    fetcher.person.clicks("closeFetch")
    assert field.text() == ""


@pytest.mark.parametrize(
    ("grant", "word"),
    [
        (Grant.REFRESH_TOKEN, "signed out"),
        (Grant.PASSWORD, "Legacy"),
        (Grant.IMPLICIT, "Legacy"),
        (Grant.CLIENT_CREDENTIALS, ""),
    ],
)
def test_it_warns_of_what_a_grant_does(fetcher: Fetcher, grant: Grant, word: str) -> None:
    fetcher.opens(replace(ACME, grant=grant))
    warning = fetcher.person.reads("fetchWarning")
    assert word in warning
    assert bool(warning) == bool(word)


def test_a_secret_that_is_kept_for_the_session_is_not_asked_for_again(
    fetcher: Fetcher, connection_of: Makes, authorization_server: AuthorizationServer
) -> None:
    connection = connection_of("machine")
    fetcher.opens(connection)
    keep = fetcher.person.find(QComboBox, "keep-client-secret")
    keep.setCurrentIndex(keep.findText("keep for this session"))
    fetcher.types("client-secret", authorization_server.client("machine")[1])
    fetcher.presses_fetch()
    fetcher.qtbot.waitUntil(lambda: fetcher.state is not RunState.RUNNING)
    fetcher.settled()
    assert fetcher.state is RunState.DONE
    stores = fetcher.fetching.known.stores
    assert stores is not None
    assert stores.secrets.load(connection.id, "client-secret").where is Where.SESSION
    text = fetcher.window.session.text
    fetcher.person.presses("Ctrl+Shift+R")
    fetcher.qtbot.waitUntil(lambda: fetcher.window.session.text != text, timeout=20_000)
    fetcher.settled()
    assert fetcher.state is RunState.DONE


def test_every_control_has_names(fetcher: Fetcher, connection_of: Makes) -> None:
    fetcher.window.resize(640, 420)
    fetcher.opens(connection_of("password"))
    assert complaints(fetcher.window) == []
    fetcher.fetches(connection_of("machine"), client_secret="not-the-secret-of-it")
    assert complaints(fetcher.window) == []
    model = fetcher.person.find(QAbstractItemView, "traceList").model()
    for row in range(model.rowCount()):
        assert model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_step_opens_is_masked_and_copied(fetcher: Fetcher, connection_of: Makes) -> None:
    secret = "not-the-secret-of-it"
    fetcher.fetches(connection_of("machine_post"), client_secret=secret)
    view = fetcher.fetching.page.run.trace
    model = fetcher.fetching.page.run.model
    at = next(at for at in range(model.rowCount()) if model.exchange_at(model.index(at, 0)) is not None)
    last = max(at for at in range(model.rowCount()) if model.exchange_at(model.index(at, 0)) is not None)
    assert at != last
    view.setFocus()
    view.setCurrentIndex(model.index(last, 0))
    fetcher.person.presses("Return")
    clipboard = QGuiApplication.clipboard()
    for button, start in (("runCurl", "curl"), ("runCopy", "Token request")):
        fetcher.person.clicks(button)
        assert clipboard.text().startswith(start)
        assert secret not in clipboard.text()
    fetcher.person.chooses("showSecrets")
    fetcher.person.clicks("runCopy")
    assert secret in clipboard.text()
    step = model.step_at(model.index(last, 0))
    assert isinstance(step, Exchange)
    assert step.status in {400, 401}
