"""“Fetch again” fetches by the connection of the last time, and by nothing else: nobody has named another host."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from jotlens.gui.fetching.run_view import RunState
from jotlens.oauth.connection import Connection
from jotlens.storage.connections import Connections
from tests.gui.fetching.conftest import WAIT_MS, Fetcher

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Makes = Callable[..., Connection]


def begins_a_login(fetcher: Fetcher, connection: Connection) -> None:
    """Begin a fetch that waits for a person in a browser."""
    fetcher.opens(connection)
    fetcher.presses_fetch()
    fetcher.qtbot.waitUntil(fetcher.fetching.page.run.prompt.isVisible, timeout=WAIT_MS)


def test_a_wish_for_another_fetch_while_one_runs_is_not_kept_for_later(
    fetcher: Fetcher, connection_of: Makes
) -> None:
    begins_a_login(fetcher, connection_of("public", scopes=("openid",)))
    fetcher.person.presses("Ctrl+Shift+R")
    assert fetcher.fetching.page.run.prompt.isVisible()
    fetcher.person.clicks("runStop")
    fetcher.person.clicks("runBack")
    fetcher.settled()
    assert fetcher.state is RunState.STOPPED
    assert len(fetcher.logins) == 1


def test_a_connection_that_is_gone_is_not_replaced_by_another(fetcher: Fetcher, connection_of: Makes) -> None:
    gone = connection_of("public", scopes=("openid",))
    other = replace(gone, id="b" * 32, name="other")
    fetcher.saves(other)
    begins_a_login(fetcher, gone)
    fetcher.person.clicks("runStop")
    Connections(fetcher.places.connections).delete(gone)
    fetcher.person.presses("Ctrl+Shift+R")
    fetcher.settled()
    assert fetcher.fetching.page.form.connection == other
    assert fetcher.state is not RunState.RUNNING
    assert len(fetcher.logins) == 1


def test_a_page_that_was_closed_meanwhile_fetches_nothing_when_it_opens(
    fetcher: Fetcher, connection_of: Makes
) -> None:
    begins_a_login(fetcher, connection_of("public", scopes=("openid",)))
    fetcher.person.clicks("runStop")
    fetcher.fetching.again()
    fetcher.fetching.page.closed.emit()  # before a turn of the event loop could bring the connections
    fetcher.settled()
    assert not fetcher.fetching.page.isVisible()
    fetcher.person.presses("Ctrl+T")
    fetcher.settled()
    assert fetcher.state is not RunState.RUNNING
    assert len(fetcher.logins) == 1
