"""The secret of a fetch in a real OS keyring: kept once it has proved good, used the next time, and no obstacle."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit

from jotlens.gui.fetching.run_view import RunState
from jotlens.oauth.connection import Connection
from jotlens.storage.secrets import Where
from tests.gui.fetching.conftest import WAIT_MS, Fetcher
from tests.support.authorization_server.process import AuthorizationServer

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Makes = Callable[..., Connection]


def fetches_and_keeps(fetcher: Fetcher, connection: Connection, secret: str) -> None:
    fetcher.opens(connection)
    keep = fetcher.person.find(QComboBox, "keep-client-secret")
    keep.setCurrentIndex(keep.count() - 1)
    assert keep.currentText().startswith("keep in ")
    fetcher.types("client-secret", secret)
    fetcher.presses_fetch()
    fetcher.qtbot.waitUntil(lambda: fetcher.state is not RunState.RUNNING, timeout=WAIT_MS)
    fetcher.settled()


@pytest.mark.usefixtures("secret_service")
def test_it_is_kept_and_used_the_next_time(
    fetcher: Fetcher, connection_of: Makes, authorization_server: AuthorizationServer
) -> None:
    connection = connection_of("machine")
    fetches_and_keeps(fetcher, connection, authorization_server.client("machine")[1])
    assert fetcher.state is RunState.DONE
    stores = fetcher.fetching.known.stores
    assert stores is not None
    assert stores.secrets.load(connection.id, "client-secret").where is Where.KEYRING
    assert fetcher.person.reads("secretsLabel").startswith("Secrets: GNOME Keyring")
    fetcher.fetching.open(connection.id)
    fetcher.settled()
    assert not fetcher.person.find(QLineEdit, "secret-client-secret").isVisible()
    fetcher.presses_fetch()
    fetcher.qtbot.waitUntil(lambda: fetcher.state is RunState.DONE, timeout=WAIT_MS)
    fetcher.settled()


@pytest.mark.usefixtures("secret_service")
def test_a_secret_that_is_wrong_is_not_kept(fetcher: Fetcher, connection_of: Makes) -> None:
    connection = connection_of("machine")
    fetches_and_keeps(fetcher, connection, "not-the-secret-of-it")
    assert fetcher.state is RunState.FAILED
    stores = fetcher.fetching.known.stores
    assert stores is not None
    assert stores.secrets.load(connection.id, "client-secret").secret is None


@pytest.mark.usefixtures("locked_secret_service")
def test_a_locked_keyring_stops_no_fetch(
    fetcher: Fetcher, connection_of: Makes, authorization_server: AuthorizationServer
) -> None:
    fetches_and_keeps(fetcher, connection_of("machine"), authorization_server.client("machine")[1])
    assert fetcher.state is RunState.DONE
    fetcher.person.presses("Ctrl+Shift+T")
    assert "The keyring stayed locked" in fetcher.person.reads("runSaid")
