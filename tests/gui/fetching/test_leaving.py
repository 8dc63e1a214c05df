"""Closing the window: what is typed and not saved is asked about first, and no secret stays in memory."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QMessageBox

from jotlens.gui.connections.dialog import ConnectionsDialog
from jotlens.oauth.connection import Connection
from jotlens.storage.connections import Connections
from jotlens.storage.secrets import Where
from tests.gui.fetching.conftest import WAIT_MS, Fetcher

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Makes = Callable[..., Connection]


@pytest.fixture
def edited(fetcher: Fetcher, connection_of: Makes) -> ConnectionsDialog:
    """Return the dialog with a connection in which something was changed."""
    fetcher.opens(connection_of("machine"))
    fetcher.person.clicks("editConnection")
    dialog = fetcher.connections()
    name = fetcher.person.find(QLineEdit, "connectionNameField")
    name.setText("Another name")
    name.textEdited.emit("Another name")
    name.editingFinished.emit()
    fetcher.settled()
    assert dialog.has_unsaved
    assert not fetcher.window.close()
    assert fetcher.window.isVisible()
    assert len(dialog.findChildren(QMessageBox)) == 1
    assert not fetcher.window.close()  # and once more: there is still one question
    assert len(dialog.findChildren(QMessageBox)) == 1
    return dialog


def answers(fetcher: Fetcher, name: str) -> None:
    fetcher.person.find(QAbstractButton, f"connectionsQuestion{name}").click()


def names(fetcher: Fetcher) -> list[str]:
    return [connection.name for connection in Connections(fetcher.places.connections).all().connections]


@pytest.mark.parametrize(("answer", "name"), [("Save", "Another name"), ("Discard", "machine")])
@pytest.mark.usefixtures("edited")
def test_it_closes_after_the_answer(fetcher: Fetcher, answer: str, name: str) -> None:
    answers(fetcher, answer)
    fetcher.qtbot.waitUntil(lambda: not fetcher.window.isVisible(), timeout=WAIT_MS)
    assert names(fetcher) == [name]


def test_going_on_leaves_both_open(fetcher: Fetcher, edited: ConnectionsDialog) -> None:
    answers(fetcher, "Cancel")
    fetcher.settled()
    assert fetcher.window.isVisible()
    assert edited.isVisible()
    edited.discard()
    edited.close()  # the window was not asked to close with it
    fetcher.settled()
    assert fetcher.window.isVisible()


def test_the_dialog_goes_with_the_window(fetcher: Fetcher, connection_of: Makes) -> None:
    fetcher.opens(connection_of("machine"))
    fetcher.person.clicks("editConnection")
    dialog = fetcher.connections()
    gone: list[bool] = []
    dialog.finished.connect(lambda _: gone.append(True))
    assert fetcher.window.close()
    assert gone == [True]


def test_no_secret_of_the_session_is_held_any_more(fetcher: Fetcher, connection_of: Makes) -> None:
    connection = connection_of("machine")
    fetcher.opens(connection)
    fetcher.types("client-secret", "typed")
    stores = fetcher.fetching.known.stores
    assert stores is not None
    stores.secrets.keep(connection.id, "client-secret", "kept", Where.SESSION)
    assert fetcher.window.close()
    assert stores.secrets.holds(connection.id, "client-secret").where is not Where.SESSION
    assert fetcher.person.find(QLineEdit, "secret-client-secret").text() == ""
