"""The window as a fixture: its own settings, a clock that stands still, and nothing of it left afterwards."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtGui import QFont, QGuiApplication, QPalette
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


@pytest.fixture(scope="session")
def system_font(qapp: QApplication) -> QFont:
    return QFont(qapp.font())


@pytest.fixture(scope="session")
def system_palette(qapp: QApplication) -> QPalette:
    return QPalette(qapp.palette())


@pytest.fixture
def app(qapp: QApplication, system_font: QFont, system_palette: QPalette) -> Iterator[QApplication]:
    """Return the application, and take off again what a test has it wear."""
    yield qapp
    _undress(qapp, system_font, system_palette)
    QGuiApplication.clipboard().clear()


@pytest.fixture
def now() -> FakeNow:
    return FakeNow(NOW)


@pytest.fixture
def settings_file(tmp_path: Path) -> Path:
    return tmp_path / "settings" / "JotLens.ini"


@pytest.fixture
def opens(
    app: QApplication,
    system_font: QFont,
    system_palette: QPalette,
    qtbot: QtBot,
    settings_file: Path,
    now: FakeNow,
) -> Iterator[Callable[[], MainWindow]]:
    """Return what opens a window, shown and complete, with the focus in it and the settings of the one before."""
    windows: list[MainWindow] = []

    def open_window() -> MainWindow:
        _undress(app, system_font, system_palette)
        memory = Memory(QSettings(str(settings_file), QSettings.Format.IniFormat))
        window = MainWindow(Looks(app), memory, now)
        windows.append(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.complete()
        qtbot.waitUntil(lambda: not window.jobs.busy, timeout=20_000)
        return window

    yield open_window
    for window in windows:
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(opens: Callable[[], MainWindow]) -> MainWindow:
    return opens()


@pytest.fixture
def person(window: MainWindow, qtbot: QtBot, now: FakeNow) -> Person:
    return Person(window, qtbot, now)


def _undress(app: QApplication, font: QFont, palette: QPalette) -> None:
    """Take off what the application wears: the next look begins with the system's own."""
    app.setFont(font)
    app.setPalette(palette)
