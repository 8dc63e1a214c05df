"""Opens a window, clicks Help, Try it with the sandbox, and prints how soon it answers, shows its pane, and is gone."""

import json
import os
import tempfile
import time
from pathlib import Path

_CALM_S = 1.5


def main() -> None:
    """Print `ready_ms`, `pane_ms` (both from the click), `pause_ms` (the longest of the window) and `close_ms`."""
    with tempfile.TemporaryDirectory() as home:
        os.environ.update({"HOME": home, "XDG_CONFIG_HOME": str(Path(home) / "config")})
        print(json.dumps(_watch()))


def _watch() -> dict[str, float]:
    from PySide6.QtGui import QAction

    from jotlens.gui.app import make_application
    from jotlens.gui.looks import Looks
    from jotlens.gui.main_window import MainWindow

    application = make_application()
    window = MainWindow(Looks(application))
    window.show()
    window.complete()
    calm = time.perf_counter() + _CALM_S
    while time.perf_counter() < calm:
        application.processEvents()
        time.sleep(0.002)
    action = window.findChild(QAction, "trySandbox")
    if action is None:
        raise SystemExit("the menu has no such entry")
    clicked = last = time.perf_counter()
    action.trigger()
    ready = pane = pause = 0.0
    while not pane:
        application.processEvents()
        now = time.perf_counter()
        pause, last = max(pause, now - last), now
        if not ready and window.sandbox.runs:
            ready = now - clicked
        desk = window.sandbox.desk
        if desk is not None and desk.pane.isVisible():
            pane = now - clicked
        time.sleep(0.001)
    began = time.perf_counter()
    window.close()
    gone = time.perf_counter() - began
    return {
        name: seconds * 1_000
        for name, seconds in (("ready_ms", ready), ("pane_ms", pane), ("pause_ms", pause), ("close_ms", gone))
    }


main()
