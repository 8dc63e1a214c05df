"""From Ctrl+V to the painted answer, in one window, for tokens of several sizes."""

import gc
import sys
import time

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from jotlens.gui.app import make_application
from jotlens.gui.looks import Looks
from jotlens.gui.main_window import MainWindow
from tests.benchmarks.figures import UnmeasuredError, median, print_table, spread
from tests.benchmarks.tokens import SIZES, signed_token

_RUNS = 9
_REST_MS = 400


class _Watcher(QObject):
    """Ends a wait with the first paint after the window has an inspection."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._loop = QEventLoop()
        self._inspected = False
        self._ending = False
        window.session.inspected.connect(self._on_inspected)

    def paste(self) -> float:
        """Press Ctrl+V in the box and return the milliseconds until the answer is painted."""
        self._inspected = self._ending = False
        self._window.installEventFilter(self)
        began = time.perf_counter()
        QTest.keyClick(self._window.workspace.paste.box, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        self._loop.exec()
        taken = (time.perf_counter() - began) * 1000
        self._window.removeEventFilter(self)
        return taken

    def rest(self) -> None:
        """Let the window do what it does afterwards, so that it disturbs no later run."""
        QTimer.singleShot(_REST_MS, self._loop.quit)
        self._loop.exec()
        gc.collect()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        # Everything that is to be painted is painted in one go, when the window asks itself for it.
        if self._inspected and not self._ending and event.type() == QEvent.Type.UpdateRequest:
            self._ending = True
            QTimer.singleShot(0, self._loop.quit)  # comes when this paint is done and shown
        return False

    def _on_inspected(self, inspection: object) -> None:
        self._inspected = self._inspected or inspection is not None


def measure() -> None:
    """Print the medians; the first paste of a size is not counted, and each run pastes another token.

    Raises UnmeasuredError when the window met a fault of its own: not painting is fast.
    """
    faults: list[str] = []
    sys.excepthook = lambda kind, *_: faults.append(kind.__name__)
    application = make_application()
    window = MainWindow(Looks(application))
    window.show()
    watcher = _Watcher(window)
    watcher.rest()
    rows = []
    for name, size in SIZES.items():
        for what, as_list in (("a long text", False), ("a long list", True)):
            times = []
            for run in range(_RUNS + 1):
                QApplication.clipboard().setText(signed_token(size, run, as_list=as_list))
                watcher.rest()
                times.append(watcher.paste())
            rows.append([f"{name}, {what}", f"{median(times[1:]):.1f}", spread(times[1:]), f"{times[0]:.1f}"])
    window.close()
    if faults:
        raise UnmeasuredError(f"the window met {len(faults)} faults, the first one {faults[0]}")
    head = ["token", "median", "runs", "the first"]
    print_table("Paste to painted, ms", head, rows, f"{_RUNS} runs; a frame at 60 Hz is 16.7 ms")
