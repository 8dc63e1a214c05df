"""How steady the window stays while a token is fetched and a connection edited: the gaps of a heartbeat of 5 ms.

The server is a process of its own, so that it takes no turn of the window's interpreter. Beside each gap stands what the
window's thread itself had to do in it, in processor time: the rest is the machine's, and what a library's loading held.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QLineEdit

from jotlens.gui.app import make_application
from jotlens.gui.looks import Looks
from jotlens.gui.main_window import MainWindow
from jotlens.gui.theme import ThemeChoice
from jotlens.oauth.connection import ClientAuthentication, Connection, Grant
from jotlens.storage.connections import Connections
from jotlens.storage.places import Places
from tests.benchmarks.figures import UnmeasuredError, print_table

if TYPE_CHECKING:
    from jotlens.gui.connections.dialog import ConnectionsDialog

_BEAT_MS = 5
_CALM_LOOKS = 6
_LIMIT_S = 30.0


class _Heartbeat:
    """Beats in the window's thread, and keeps the longest time between two beats."""

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._last: tuple[float, float] | None = None
        self.worst_ms = self.own_ms = 0.0

    def until(self, calm: Callable[[], bool]) -> None:
        """Let the window run until nothing goes on any more."""
        self.worst_ms = self.own_ms = 0.0
        self._last = None
        loop, look = QEventLoop(), QTimer()
        ends_at, looks = time.monotonic() + _LIMIT_S, 0

        def on_look() -> None:
            nonlocal looks
            looks = looks + 1 if calm() else 0
            if looks >= _CALM_LOOKS or time.monotonic() > ends_at:
                loop.quit()

        look.timeout.connect(on_look)
        look.start(10)
        self._timer.start()
        loop.exec()
        self._timer.stop()

    def _beat(self) -> None:
        now = (time.perf_counter(), time.thread_time())
        if self._last is not None:
            gap_ms = (now[0] - self._last[0]) * 1000
            self.own_ms = max(self.own_ms, (now[1] - self._last[1]) * 1000)
            self.worst_ms = max(self.worst_ms, gap_ms)
        self._last = now


def measure() -> None:
    """Print the worst gap of each part of a first fetch, and of a second one."""
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.programs.token_server"],
            stdout=subprocess.PIPE,
            text=True,
        ) as server,
    ):
        try:
            assert server.stdout is not None
            port = int(server.stdout.readline())
            rows = _rows(Path(folder), port)
        finally:
            server.terminate()
    print_table("Fetching, the worst gap of a heartbeat of 5 ms", ("", "gap ms", "own ms"), rows)


def _rows(folder: Path, port: int) -> list[tuple[str, ...]]:
    places = Places(folder / "connections", folder / "snapshots")
    connection = Connection(
        id="a" * 32,
        name="bench",
        issuer=f"http://127.0.0.1:{port}",
        client_id="bench",
        grant=Grant.CLIENT_CREDENTIALS,
        authentication=ClientAuthentication.CLIENT_SECRET_POST,
    )
    other = replace(connection, id="b" * 32, name="other", grant=Grant.AUTHORIZATION_CODE)
    for each in (connection, other):
        Connections(places.connections).save(each)
    application = make_application()
    window = MainWindow(Looks(application))
    window.show()
    window.complete()
    heart, jobs = _Heartbeat(), window.jobs
    rows: list[tuple[str, ...]] = []

    def part(name: str, begin: Callable[[], object], calm: Callable[[], bool]) -> None:
        QTimer.singleShot(4 * _BEAT_MS, begin)  # when the heart beats
        heart.until(calm)
        rows.append((name, f"{heart.worst_ms:.0f}", f"{heart.own_ms:.0f}"))

    heart.until(lambda: "jotlens.inspection.inspect" in sys.modules and not jobs.busy)
    heart.until(lambda: not jobs.busy)
    part("opening the page", window.presenter.fetch, lambda: not jobs.busy)
    fetching = window.presenter.fetching.fetching
    fetching.known.find_places = lambda: places
    part("loading what fetches", lambda: None, lambda: "jotlens.oauth.masking" in sys.modules)
    fetching.known.stores = None  # the folder of this run
    part("reading the connections", fetching.reload, lambda: not jobs.busy)
    secret = window.findChild(QLineEdit, "secret-client-secret")
    if secret is None:
        raise UnmeasuredError("the page does not ask for the secret")
    for name in ("the first fetch", "the second fetch"):
        window.presenter.fetch()  # a page that is not on show leaves the keyring alone
        heart.until(lambda: not jobs.busy)
        fetching.page.form.show_connections((connection,))
        heart.until(lambda: not jobs.busy)
        secret = window.findChild(QLineEdit, "secret-client-secret")
        if secret is not None:
            secret.setText("none")
        part(name, fetching._on_fetch, lambda: not jobs.busy)  # noqa: SLF001 - what its button calls
    if fetching.page.run.state.value != "done":
        raise UnmeasuredError("no token came")
    part(
        "opening the connections", window.presenter.show_connections, lambda: _shown(window) and not jobs.busy
    )
    part("a theme beside them", lambda: window.looks.wear(ThemeChoice.HIGH_CONTRAST), lambda: not jobs.busy)
    part("another connection", lambda: _dialog(window).select(other.id), lambda: not jobs.busy)
    _dialog(window).close()
    part("opening them again", window.presenter.show_connections, lambda: _shown(window) and not jobs.busy)
    window.close()
    return rows


def _dialog(window: MainWindow) -> ConnectionsDialog:
    from jotlens.gui.connections.dialog import ConnectionsDialog

    found = window.findChild(ConnectionsDialog)
    if found is None:
        raise UnmeasuredError("the connections are not shown")
    return found


def _shown(window: MainWindow) -> bool:
    """Whether the dialog is on show with its whole form."""
    from jotlens.gui.connections.dialog import ConnectionsDialog

    found = window.findChild(ConnectionsDialog)
    return found is not None and found.isVisible()
