"""The dialog for connections beside the fetch: it opens from the page, asks a server to describe itself, and fetches."""

from collections.abc import Callable

import pytest

from jotlens.gui.connections.connections_view import ConnectionsView
from jotlens.gui.fetching.connections_window import ConnectionsWindow
from jotlens.gui.fetching.run_view import RunState
from jotlens.oauth.connection import Connection
from tests.gui.fetching.conftest import WAIT_MS, Fetcher
from tests.support.authorization_server.process import AuthorizationServer

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_the_page_leads_to_it_and_back(fetcher: Fetcher, connection_of: Callable[..., Connection]) -> None:
    connection = connection_of("machine")
    fetcher.opens(connection)
    fetcher.person.clicks("editConnection")
    dialog = fetcher.connections()
    assert dialog.isVisible()
    dialog.close()
    fetcher.settled()
    fetcher.person.chooses("connections")
    assert fetcher.connections().isVisible()
    fetcher.connections().close()


def test_connections_that_change_while_it_is_made_stand_in_it(
    fetcher: Fetcher, connection_of: Callable[..., Connection]
) -> None:
    fetcher.opens(connection_of("machine"))
    stores = fetcher.fetching.known.stores
    assert stores is not None
    made = ConnectionsWindow(fetcher.window.session, fetcher.window.looks, fetcher.fetching, fetcher.window)
    made.open(stores)
    fetcher.saves(connection_of("public"))
    made.reload()
    dialog = fetcher.connections()
    view = dialog.findChild(ConnectionsView, "connectionsList")
    assert view is not None
    fetcher.qtbot.waitUntil(lambda: view.model().rowCount() == 2, timeout=WAIT_MS)
    dialog.close()


def test_a_server_describes_itself_and_a_token_is_fetched(
    fetcher: Fetcher, connection_of: Callable[..., Connection], authorization_server: AuthorizationServer
) -> None:
    connection = connection_of("machine")
    fetcher.opens(connection)
    fetcher.person.clicks("editConnection")
    dialog = fetcher.connections()
    dialog.discover_requested.emit(connection)
    fetcher.settled()
    rows = fetcher.rows()
    assert rows[0].startswith("Done: Discovery. 200 OK")
    stores = fetcher.fetching.known.stores
    assert stores is not None
    from jotlens.storage.secrets import Where

    secret = authorization_server.client("machine")[1]
    stores.secrets.keep(connection.id, "client-secret", secret, Where.SESSION)
    dialog.fetch_requested.emit(connection)
    fetcher.qtbot.waitUntil(lambda: fetcher.state is RunState.DONE, timeout=WAIT_MS)
    fetcher.settled()
    assert fetcher.window.session.expectation.login is not None
