"""The dialog for connections beside the fetch: it opens from the page, asks a server to describe itself, and fetches."""

from collections.abc import Callable

import pytest

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
