"""How soon the window is closed in the middle of a fetch, in each way that a server can misbehave; the limit is a second.

Measured is from the call that closes it until no job of it is wanted and no thread of it is left at work.
"""

import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QLineEdit

from jotlens.gui.app import make_application
from jotlens.gui.looks import Looks
from jotlens.gui.main_window import MainWindow
from jotlens.oauth.connection import ClientAuthentication, Connection, Endpoints, Grant
from jotlens.storage.connections import Connections
from jotlens.storage.places import Places
from tests.benchmarks.figures import UnmeasuredError, print_table
from tests.support.bad_server import WAYS
from tests.support.http_server import serving

_WITHOUT_END = ("drip", "silence", "endless", "endless-header")
_LIMIT_S = 30.0
_LOOK_S = 0.001


def measure() -> None:
    """Print for each way of the bad server how long closing took, and what the fetch was doing then."""
    application = make_application()
    looks = Looks(application)
    rows: list[tuple[str, ...]] = []
    with tempfile.TemporaryDirectory() as folder, serving(WAYS) as server:
        rows.extend(
            (way, *_closed(looks, Path(folder, way), server.url(way), way in _WITHOUT_END))
            for way in sorted(WAYS)
        )
    worst = max(float(row[2]) for row in rows)
    print_table(
        "Closing the window in the middle of a fetch",
        ("what the server does", "the fetch", "closed ms", "threads ended ms"),
        rows,
        f"The worst is {worst:.0f} ms; the limit is 1,000 ms.",
    )


def _closed(looks: Looks, folder: Path, address: str, endless: bool) -> tuple[str, ...]:  # noqa: FBT001
    places = Places(folder / "connections", folder / "snapshots")
    connection = Connection(
        id="a" * 32,
        name="bench",
        client_id="bench",
        grant=Grant.CLIENT_CREDENTIALS,
        authentication=ClientAuthentication.CLIENT_SECRET_POST,
        endpoints=Endpoints(token_endpoint=address),
    )
    Connections(places.connections).save(connection)
    window = MainWindow(looks)
    window.show()
    window.complete()
    jobs = window.jobs
    _until(lambda: not jobs.busy)
    fetching = window.presenter.fetching.fetching
    fetching.known.find_places = lambda: places
    fetching.open(connection.id)
    _until(lambda: not jobs.busy and "jotlens.oauth.masking" in sys.modules)
    secret = window.findChild(QLineEdit, "secret-client-secret")
    if secret is None:
        raise UnmeasuredError("the page does not ask for the secret")
    secret.setText("none")
    fetching._on_fetch()  # noqa: SLF001 - what its button calls
    model = fetching.page.run.model
    _until(lambda: model.rowCount() > 0)
    state = fetching.page.run.state.value
    if endless and state != "running":
        raise UnmeasuredError(f"{address} has ended the fetch")
    began = time.perf_counter()
    window.close()
    closed_ms = (time.perf_counter() - began) * 1000
    ends_at = time.perf_counter() + _LIMIT_S
    while _at_work() and time.perf_counter() < ends_at:
        time.sleep(_LOOK_S)
    ended_ms = (time.perf_counter() - began) * 1000
    window.deleteLater()
    return state, f"{closed_ms:.0f}", f"{ended_ms:.0f}"


def _at_work() -> bool:
    return any(thread.name == "jotlens-fetch" for thread in threading.enumerate())


def _until(calm: Callable[[], bool]) -> None:
    """Let the window run until then. Raises UnmeasuredError where that never comes."""
    loop, look = QEventLoop(), QTimer()
    ends_at = time.monotonic() + _LIMIT_S
    look.timeout.connect(lambda: loop.quit() if calm() or time.monotonic() > ends_at else None)
    look.start(2)
    loop.exec()
    if not calm():
        raise UnmeasuredError("the window does not come to rest")
