"""Starts the window: the application, its look, and the one boundary where a bug becomes plain words."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.main_window import MainWindow
from jotlens.gui.memory import Memory

_NO_DISPLAY = 4
"""The exit code of a system that fails, as in the terminal."""


def run(file: Path | None = None) -> int:
    """Open the window, with a file if one is given, and return the exit status when it is closed."""
    before = qInstallMessageHandler(_on_qt_message)
    app = make_application()
    qInstallMessageHandler(before)
    looks = Looks(app)
    memory = Memory.of_this_user()
    window = MainWindow(looks, memory, asks_keyring=True)
    catch_bugs(window, looks)
    window.presenter.completed.connect(lambda: _stand(window, memory, greets=file is None))
    window.show()
    if file is not None:
        window.open_file(file)
    status = app.exec()
    if _works_on():
        memory.sync()
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:  # as in a program of Windows without a terminal
                stream.flush()
        os._exit(status)
    return status


def _stand(window: MainWindow, memory: Memory, *, greets: bool) -> None:
    """Begin what the first paint did without, when the event loop is free again."""

    def begin() -> None:
        from jotlens.gui.standing import Standing

        Standing(window, memory, greets=greets)

    QTimer.singleShot(0, window, begin)


def _works_on() -> bool:
    """Whether a thread nobody waits for is still at work.

    It cannot be ended while it is inside a library's native code (loading OpenSSL, or the keyring's): the interpreter
    would try to at its own end, and the process would abort instead of leaving.
    """
    import threading

    return any(thread.daemon for thread in threading.enumerate())


def _on_qt_message(kind: QtMsgType, _context: QMessageLogContext, _text: str) -> None:
    """Say in plain words that no window can be opened; Qt would end the process with a core dump."""
    if kind is not QtMsgType.QtFatalMsg:  # what Qt supposes before it gives up misleads more than it helps
        return
    display = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or "none"
    print(  # noqa: T201 - there is no window to say it in
        f"jotlens: the display “{display}” cannot be reached, so no window can be opened. "
        "To inspect a token in the terminal: jotlens inspect FILE",
        file=sys.stderr,
        flush=True,
    )
    os._exit(_NO_DISPLAY)


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
