"""Starts the window: the application, its look, and the one boundary where a bug becomes plain words."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtWidgets import QApplication, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.main_window import MainWindow
from jotlens.gui.memory import Memory


def run(file: Path | None = None) -> int:
    """Open the window, with a file if one is given, and return the exit status when it is closed."""
    app = make_application()
    looks = Looks(app)
    window = MainWindow(looks, Memory.of_this_user())
    catch_bugs(window, looks)
    window.show()
    if file is not None:
        window.open_file(file)
    return app.exec()


def make_application() -> QApplication:
    """Return the application, made the way the window needs it."""
    # Fusion takes every colour from the palette, and looks the same everywhere. Asked for in this way it costs
    # nothing; setStyle would hand the style back, and load all of its names.
    app = QApplication([*sys.argv[:1], "-style", "Fusion"])
    app.setApplicationName("JotLens")
    app.setApplicationDisplayName("JotLens")
    app.setDesktopFileName("jotlens")
    return app


def catch_bugs(parent: QWidget, looks: Looks) -> None:
    """From now on show plain words for an exception that nobody expected; the window stays open."""
    shown: list[str] = []

    def on_bug(kind: type[BaseException], _: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            parent.close()
            return
        details = describe_bug(kind, trace)
        if details in shown:  # once is enough for a fault that comes back every second
            return
        shown.append(details)
        print(details, file=sys.stderr)  # noqa: T201 - the terminal is where a developer looks
        from jotlens.gui.dialogs import bug_dialog

        bug_dialog(parent, looks, details).open()

    sys.excepthook = on_bug


def describe_bug(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Return where in the program it happened and of which kind; never a value, which could be of a token."""
    import traceback

    frames = traceback.extract_tb(trace)
    places = (f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}" for frame in frames)
    return "\n".join((kind.__name__, *places))
