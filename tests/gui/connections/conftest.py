"""The editor of connections as a fixture: a folder of its own, a keyring that lives in memory, nothing left afterwards."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from jotlens.gui.connections.dialog import ConnectionsDialog
from jotlens.gui.jobs import Jobs
from jotlens.gui.looks import Looks
from jotlens.storage.connections import Connections
from tests.gui.connections.at_editor import Editor, KeyringInMemory


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "connections"


@pytest.fixture
def keyring() -> KeyringInMemory:
    return KeyringInMemory()


@pytest.fixture
def opens_editor(
    app: QApplication, qtbot: QtBot, folder: Path, keyring: KeyringInMemory
) -> Iterator[Callable[[], Editor]]:
    """Return what opens the editor, shown and settled; the next one sees what the one before has saved."""
    owner = QWidget()
    jobs = Jobs(owner)
    looks = Looks(app)
    looks.dress(owner)
    looks.wear(looks.choice)
    editors: list[Editor] = []

    def open_editor() -> Editor:
        dialog = ConnectionsDialog(looks, jobs, Connections(folder), keyring, owner)
        editor = Editor(dialog, looks, jobs, qtbot, keyring)
        editors.append(editor)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        editor.settled()
        return editor

    yield open_editor
    keyring.open_up()
    for editor in editors:
        editor.leave()
    jobs.stop()
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def editor(opens_editor: Callable[[], Editor]) -> Editor:
    return opens_editor()
