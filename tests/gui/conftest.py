"""The window as a fixture: its own settings, a clock that stands still, and nothing of it left afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from jotlens.gui.app import make_application
from jotlens.gui.looks import Looks
from jotlens.gui.main_window import MainWindow
from jotlens.gui.memory import Memory
from tests.gui.minted import NOW
from tests.gui.person import FakeNow, Person


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """Return the application as JotLens makes it; pytest-qt's own would have another style."""
    instance = QApplication.instance()
    return instance if isinstance(instance, QApplication) else make_application()


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    """Return the application, and take off again what a test has it wear."""
    font, palette = qapp.font(), qapp.palette()
    yield qapp
    qapp.setStyleSheet("")
    qapp.setFont(font)
    qapp.setPalette(palette)
    QGuiApplication.clipboard().clear()


@pytest.fixture
def now() -> FakeNow:
    return FakeNow(NOW)


@pytest.fixture
def settings_file(tmp_path: Path) -> Path:
    return tmp_path / "settings" / "JotLens.ini"


@pytest.fixture
def memory(settings_file: Path) -> Memory:
    return Memory(QSettings(str(settings_file), QSettings.Format.IniFormat))


@pytest.fixture
def window(app: QApplication, qtbot: QtBot, memory: Memory, now: FakeNow) -> Iterator[MainWindow]:
    """Return the window, shown and complete, with the focus in it."""
    window = MainWindow(Looks(app), memory, now)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.complete()
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=20_000)
    yield window
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def person(window: MainWindow, qtbot: QtBot, now: FakeNow) -> Person:
    return Person(window, qtbot, now)
