"""The guards: a pytest plugin that fails a test for what it left behind or touched.

A test fails for a log record at WARNING or above that it did not announce, a socket beyond loopback,
a write into the true home, and a thread or a Qt job still running when its fixtures are gone. (Qt's and
Python's own warnings are failed by settings in pyproject.toml.) `test_guards.py` proves each one.
"""

import logging
import re
import sys
import threading
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.support.audit import Watch
from tests.support.isolation import TRUE_HOME, isolate

_GRACE_S: Final = 2.0  # how long a thread may take to end after its test
_HOME_KEY: Final = pytest.StashKey[object]()
_WATCH_KEY: Final = pytest.StashKey[Watch]()
_LOG_KEY: Final = pytest.StashKey["_Records"]()
_THREADS_KEY: Final = pytest.StashKey[frozenset[threading.Thread]]()


class GuardError(AssertionError):
    """A guard found something; the message says what."""


class _Records(logging.Handler):
    """Keeps what was logged at WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


_HOME = isolate()  # at import, before anything of JotLens can ask where home is


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "expects_log(pattern): the test logs a warning or error that matches.")
    config.addinivalue_line(
        "markers", "no_sockets: the test may not create any socket, not even a local one."
    )
    config.stash[_HOME_KEY] = _HOME
    config.stash[_WATCH_KEY] = Watch(TRUE_HOME, (config.rootpath, Path(_HOME.name)))


def pytest_unconfigure() -> None:
    _HOME.cleanup()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    """Begin to watch, before any fixture of the test is made."""
    records = _Records()
    logging.getLogger().addHandler(records)
    item.stash[_LOG_KEY] = records
    item.stash[_THREADS_KEY] = frozenset(threading.enumerate())
    yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Say what the test itself did, as a failure of the test."""
    watch = item.config.stash[_WATCH_KEY]
    watch.sockets_allowed = item.get_closest_marker("no_sockets") is None
    open_before = _open_sockets()
    try:
        yield
    except BaseException as error:
        for offence in watch.take_offences():
            error.add_note(f"guard: {offence}")
        raise
    finally:
        sockets_were_allowed, watch.sockets_allowed = watch.sockets_allowed, True
    offences = watch.take_offences() + _unexpected_logs(item)
    if not sockets_were_allowed and _open_sockets() - open_before:
        offences.append("a socket was opened where none may be (seen among the open files)")
    _fail_for(offences)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None]:
    """Say what is left when the fixtures are gone, as an error of the teardown."""
    try:
        yield
    finally:
        records = item.stash[_LOG_KEY]
        logging.getLogger().removeHandler(records)
    offences = item.config.stash[_WATCH_KEY].take_offences()
    offences += [_said(record) for record in records.records]
    offences += _threads_left(item.stash[_THREADS_KEY]) + _qt_jobs_left()
    _fail_for(offences)


def outlives_its_test(thread: threading.Thread) -> threading.Thread:
    """Mark a thread of a fixture of wider scope, such as a server for a whole module, and return it."""
    thread.jotlens_fixture = True  # type: ignore[attr-defined]
    return thread


def _fail_for(offences: list[str]) -> None:
    if offences:
        raise GuardError("; ".join(offences))


def _said(record: logging.LogRecord) -> str:
    return f"unexpected log: {record.levelname} {record.name}: {record.getMessage()}"


def _unexpected_logs(item: pytest.Item) -> list[str]:
    """Sort the records so far by the test's announcements; what was announced and not said is wrong too."""
    records = item.stash[_LOG_KEY].records
    patterns: list[str] = [marker.args[0] for marker in item.iter_markers("expects_log")]
    silent = [pattern for pattern in patterns if not any(_matches(pattern, record) for record in records)]
    unexpected = [record for record in records if not any(_matches(pattern, record) for pattern in patterns)]
    records.clear()
    return [_said(record) for record in unexpected] + [f"never logged: {pattern!r}" for pattern in silent]


def _matches(pattern: str, record: logging.LogRecord) -> bool:
    return re.search(pattern, record.getMessage()) is not None


def _threads_left(before: frozenset[threading.Thread]) -> list[str]:
    deadline = time.monotonic() + _GRACE_S
    left = []
    for thread in _own_threads():
        if thread not in before:
            thread.join(max(0.0, deadline - time.monotonic()))
            if thread.is_alive():
                left.append(f"a thread is still running: {thread.name}")
    return left


def _own_threads() -> Iterator[threading.Thread]:
    """Python's own threads; those of Qt's pools appear as dummies, and are asked of the pool."""
    for thread in threading.enumerate():
        if not isinstance(thread, threading._DummyThread) and not hasattr(thread, "jotlens_fixture"):  # noqa: SLF001
            yield thread


def _qt_jobs_left() -> list[str]:
    core = sys.modules.get("PySide6.QtCore")
    if core is None:
        return []
    application = core.QCoreApplication.instance()
    pools = [core.QThreadPool.globalInstance()]
    if application is not None:
        pools += application.findChildren(core.QThreadPool)
    return [
        f"Qt jobs are still running: {pool.activeThreadCount()}"
        for pool in pools
        if pool.activeThreadCount() and not pool.waitForDone(int(_GRACE_S * 1000))
    ]


def _open_sockets() -> frozenset[str]:
    """The sockets this process holds, C libraries' and Qt's among them; nothing where /proc does not tell."""
    found = set()
    for entry in Path("/proc/self/fd").glob("*"):
        try:
            target = str(entry.readlink())
        except OSError:
            continue  # the descriptor that read the folder, or one that has just been closed
        if target.startswith("socket:"):
            found.add(target)
    return frozenset(found)
