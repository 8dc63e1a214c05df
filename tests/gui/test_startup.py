"""The way to the first paint: nothing is loaded on it that an empty window does without, and all of it soon after."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

_PROGRAM = """
import sys
from PySide6.QtCore import QTimer
import PySide6.QtCore
from jotlens.gui.app import make_application
from jotlens.gui.looks import Looks
from jotlens.gui.main_window import MainWindow
from jotlens.gui.memory import Memory

seen = {}

class Window(MainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        if not seen:
            seen["modules"] = sorted(sys.modules)
            seen["names"] = "Qt" in vars(PySide6.QtCore)
            QTimer.singleShot(0, application.quit)

application = make_application()
window = Window(Looks(application), Memory.of_this_user())
window.show()
application.exec()
window.close()
import json
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def painted() -> dict[str, object]:
    """Return what is loaded when the window of a fresh process has painted for the first time."""
    run = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found: dict[str, object] = json.loads(run.stdout)
    return found


def _modules(painted: dict[str, object]) -> set[str]:
    modules = painted["modules"]
    assert isinstance(modules, list)
    return set(modules)


def test_of_qt_only_three_modules_are_loaded(painted: dict[str, object]) -> None:
    loaded = {name for name in _modules(painted) if name.startswith("PySide6.Q")}
    assert loaded == {"PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets"}


def test_nothing_that_reads_or_judges_tokens_is_loaded(painted: dict[str, object]) -> None:
    rooms = ("jotlens.inspection", "jotlens.tokens.")
    loaded = {name for name in _modules(painted) if name.startswith(rooms)}
    assert loaded == {"jotlens.tokens.resources"}


def test_nothing_of_cases_and_reports_is_loaded(painted: dict[str, object]) -> None:
    rooms = ("jotlens.cases", "jotlens.reports", "jotlens.gui.cases", "jinja2")
    assert {name for name in _modules(painted) if name.startswith(rooms)} == set()


def test_no_library_that_takes_long_is_loaded(painted: dict[str, object]) -> None:
    heavy = {
        "json",
        "jwt",
        "cryptography",
        "joserfc",
        "datetime",
        "dataclasses",
        "asyncio",
        "ssl",
        "socket",
        "http",
    }
    assert not _modules(painted) & heavy


def test_the_names_of_qt_are_not_loaded(painted: dict[str, object]) -> None:
    assert painted["names"] is False


_SECOND_START = """
import sys
import jotlens.__main__
from jotlens.gui.instance.calling import hand_over
print(hand_over(None), sorted({"socket", "fcntl", "subprocess"} & set(sys.modules)), "PySide6" in sys.modules)
"""


def test_looking_for_a_window_that_is_not_there_loads_nothing(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-S", "-c", _SECOND_START],
        env={
            **os.environ,
            "XDG_RUNTIME_DIR": str(tmp_path),
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        },
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert run.stdout.split(maxsplit=1) == ["False", "[] False\n"]
