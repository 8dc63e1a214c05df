"""Runs an empty window or JotLens and reports on standard output when it has painted, and what memory it took.

    watched.py empty|jotlens FILE STAY

FILE is `-` for none. It prints `painted NANOSECONDS` (of the monotonic clock, which the parent reads too) after the
first paint of the window, with a FILE after the first paint that shows its token. Then it stays for STAY seconds,
prints `memory KILOBYTES` (the largest resident size so far) and closes the window.

Nothing is imported here that an empty window would not import: it would be paid for on both sides.
"""

import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow


class Watcher(QObject):
    """Waits for the first paint of the window, or for the first after a token was shown."""

    def __init__(self, application: QApplication, *, for_token: bool, stay_s: float) -> None:
        super().__init__(application)
        self._application = application
        self._stay_s = stay_s
        self._ready = not for_token
        self._done = False
        if for_token:
            self._wait_for_token()
        application.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if self._ready and not self._done and event.type() == QEvent.Type.Paint:
            self._done = True
            QTimer.singleShot(0, self._report)  # comes when this paint is done and shown
        return False

    def _wait_for_token(self) -> None:
        """Let the window's session tell when it has an inspection; its panes are painted after that."""
        from jotlens.gui.main_window import MainWindow

        window = next(one for one in self._application.topLevelWidgets() if isinstance(one, MainWindow))
        self._on_inspected(window.session.inspection)
        window.session.inspected.connect(self._on_inspected)

    def _on_inspected(self, inspection: object) -> None:
        self._ready = self._ready or inspection is not None

    def _report(self) -> None:
        print(f"painted {time.monotonic_ns()}", flush=True)
        self._application.removeEventFilter(self)
        QTimer.singleShot(int(self._stay_s * 1000), self._end)

    def _end(self) -> None:
        print(f"memory {peak_memory_kb()}", flush=True)
        self._application.closeAllWindows()
        self._application.quit()


def peak_memory_kb() -> int:
    """Return the largest resident size of this process in KiB; 0 where the system does not tell."""
    try:  # since exec; ru_maxrss would count what the parent was before it
        with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 - nothing is imported for this
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    except OSError:
        pass
    try:
        import resource
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform == "darwin" else peak


def main() -> int:
    """Start the program with the watcher in its event loop."""
    program, file, stay = sys.argv[1:]
    loop = QApplication.exec

    def watched_loop(*_: object) -> int:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        Watcher(application, for_token=file != "-", stay_s=float(stay))
        return loop()

    setattr(QApplication, "exec", watched_loop)  # noqa: B010 - the one place to look into a running program
    return empty_window() if program == "empty" else jotlens(file)


def empty_window() -> int:
    """Open a window of the same size with nothing in it."""
    application = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.resize(1180, 760)
    window.show()
    return application.exec()


def jotlens(file: str) -> int:
    """Start JotLens as its command does."""
    from jotlens.__main__ import main as command

    return command([] if file == "-" else [file])


if __name__ == "__main__":
    sys.exit(main())
