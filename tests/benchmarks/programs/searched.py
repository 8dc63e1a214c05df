"""A window that searches a file, and how long it was still meanwhile: `searched.py FILE`, or `searched.py nothing` for
some seconds; or a list, `searched.py list`.

Prints milliseconds: for a file the longest and the 99th percentile of the pauses of a heartbeat, then the whole; for the
list the longest and the median of frames that scroll, sort and filter 10,000 tokens.
"""

import itertools
import statistics
import sys
import time
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from jotlens.gui.app import make_application
from jotlens.gui.looks import Looks
from jotlens.gui.main_window import MainWindow

_BEAT_MS = 1
_TOKENS = 10_000
_NOTHING_S = 7


def main() -> None:
    """Measure what the command line asks for."""
    app = make_application()
    window = MainWindow(Looks(app))
    window.show()
    window.complete()
    _settled(app, window)
    window.presenter.with_cases(lambda desk: desk.find_token())  # the room is loaded, as it is after a moment
    _settled(app, window)
    if sys.argv[1] == "list":
        _list(app, window)
    else:
        _search(app, window, Path(sys.argv[1]) if sys.argv[1] != "nothing" else None)
    window.close()


def _settled(app: QApplication, window: MainWindow) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        app.processEvents()
        time.sleep(0.01)
        if not window.jobs.busy:
            return


def _search(app: QApplication, window: MainWindow, file: Path | None) -> None:
    """Let a timer beat while the file is searched, its tokens are looked at and its story is told; or for a while."""
    beats: list[float] = []
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start(_BEAT_MS)
    began = time.perf_counter()
    quiet = QTimer()
    quiet.timeout.connect(lambda: None if window.jobs.busy else app.exit(0))
    if file is None:
        quiet.start(_NOTHING_S * 1000)
    else:
        window.presenter.take_files((file,))
        quiet.start(100)
    app.exec()
    pauses = sorted((after - before) * 1000 for before, after in itertools.pairwise(beats))
    tokens = len(window.presenter.cases.panel.model.tokens)
    whole = time.perf_counter() - began
    print(pauses[-1], pauses[len(pauses) * 99 // 100], whole * 1000, tokens)


def _list(app: QApplication, window: MainWindow) -> None:
    from datetime import UTC, datetime, timedelta

    from jotlens.cases.model import Part, Place
    from jotlens.gui.cases.case import ListedToken
    from jotlens.gui.cases.tokens_model import Order

    begun = datetime(2026, 3, 10, 13, tzinfo=UTC)
    panel = window.presenter.cases.panel
    panel.model.show_tokens(
        ListedToken(
            f"eyJhbGciOiJSUzI1NiJ9.{number:08}." + "x" * 600,
            (
                Place(
                    "a.har", number, part=Part.REQUEST_HEADER, header="authorization", method="GET",
                    url=f"https://api-{number % 97}.example/orders/{number}", at=begun + timedelta(seconds=number * 7919 % 86_400),
                ),
            )
            * (number % 5 + 1),
            kind=("Access token", "ID token", "Refresh token")[number % 3],
            detail="then 10 min left",
            status=("unknown", "fail", "pass")[number % 3],
        )
        for number in range(_TOKENS)
    )  # fmt: skip
    _settled(app, window)
    view, frames = panel.view, []

    def frame(change: object) -> None:
        began = time.perf_counter()
        change()  # type: ignore[operator]
        view.viewport().repaint()
        app.processEvents()
        frames.append((time.perf_counter() - began) * 1000)

    bar = view.verticalScrollBar()
    for step in range(200):
        frame(lambda step=step: bar.setValue(bar.maximum() * (step * 37 % 200) // 200))
    scrolled = (max(frames), statistics.median(frames))
    frames.clear()
    for order in (Order.KIND, Order.VERDICT, Order.SEEN, Order.TIME) * 5:
        frame(lambda order=order: panel.model.set_order(order))
    sorted_in = (max(frames), statistics.median(frames))
    frames.clear()
    for text in ("a", "ap", "api-1", "api-1 access", "api-12 access", "", "refresh", "orders/99") * 4:
        frame(lambda text=text: panel.model.set_filter(text))
    filtered = (max(frames), statistics.median(frames))
    print(*scrolled, *sorted_in, *filtered)


if __name__ == "__main__":
    main()
