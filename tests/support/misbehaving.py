"""Tests that each do one thing no test may do; test_guards.py runs them and expects every one to fail."""

import contextlib
import ctypes
import logging
import os
import socket
import sqlite3
import sys
import threading
import time
import warnings
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThreadPool, qWarning

from tests.support.isolation import TRUE_HOME

_LONGER_THAN_GRACE_S = 4.0
_seen_in_proc = pytest.mark.skipif(sys.platform != "linux", reason="is seen in /proc, which only Linux has")


def test_logs_a_warning() -> None:
    logging.getLogger("jotlens.tokens").warning("something odd")


@pytest.mark.expects_log("no key")
def test_logs_another_warning_than_announced() -> None:
    logging.getLogger("jotlens").error("something odd")


@pytest.mark.expects_log("no key")
def test_announces_a_warning_and_keeps_silent() -> None:
    pass


@pytest.fixture
def late() -> Iterator[None]:
    yield
    logging.getLogger("jotlens").warning("said while leaving")


@pytest.mark.usefixtures("late")
def test_logs_while_leaving() -> None:
    pass


def test_makes_qt_warn() -> None:
    qWarning("something odd")


def test_makes_qt_itself_warn() -> None:
    QObject().startTimer(-1)


def test_warns() -> None:
    warnings.warn("something odd", stacklevel=1)


def test_leaves_a_file_open() -> None:
    open(__file__)  # noqa: PTH123, SIM115 - this is the fault


def test_fails_in_a_thread() -> None:
    thread = threading.Thread(target=int, args=("x",))
    thread.start()
    thread.join()


def test_connects() -> None:
    socket.create_connection(("192.0.2.1", 443), timeout=1)


def test_connects_and_swallows_it() -> None:
    with contextlib.suppress(Exception):
        socket.create_connection(("192.0.2.1", 443), timeout=1)


def test_looks_a_name_up() -> None:
    with contextlib.suppress(Exception):
        socket.getaddrinfo("example.com", 443)


def test_listens_to_everyone() -> None:
    with contextlib.suppress(Exception):
        socket.create_server(("0.0.0.0", 0))  # noqa: S104 - this is the fault


def test_sends_a_datagram() -> None:
    with contextlib.suppress(Exception), socket.socket(type=socket.SOCK_DGRAM) as sender:
        sender.sendto(b"x", ("192.0.2.1", 53))


@pytest.mark.no_sockets
def test_opens_a_socket_where_none_may_be() -> None:
    socket.socket()


@pytest.mark.no_sockets
def test_opens_a_pair_and_swallows_it() -> None:
    with contextlib.suppress(Exception):
        socket.socketpair()


@_seen_in_proc
@pytest.mark.no_sockets
def test_opens_a_socket_behind_pythons_back() -> None:
    assert ctypes.CDLL(None).socket(socket.AF_UNIX, socket.SOCK_STREAM, 0) > 0


def test_writes_to_the_true_home() -> None:
    (TRUE_HOME / "settings.toml").write_text("x")


def test_writes_to_the_true_home_and_swallows_it() -> None:
    with contextlib.suppress(Exception):
        (TRUE_HOME / "settings.toml").write_text("x")


def test_makes_a_folder_in_the_true_home() -> None:
    (TRUE_HOME / ".jotlens").mkdir()


def test_renames_in_the_true_home() -> None:
    with contextlib.suppress(Exception):
        (TRUE_HOME / "a").rename(TRUE_HOME / "b")


@_seen_in_proc
def test_removes_by_an_open_folder_of_the_true_home() -> None:
    folder = os.open(TRUE_HOME, os.O_RDONLY)
    try:
        with contextlib.suppress(Exception):
            os.remove("settings.toml", dir_fd=folder)
    finally:
        os.close(folder)


def test_keeps_a_database_in_the_true_home() -> None:
    with contextlib.suppress(Exception):
        sqlite3.connect(TRUE_HOME / "keys.db")


def test_leaves_a_thread() -> None:
    threading.Thread(target=time.sleep, args=(_LONGER_THAN_GRACE_S,), name="forgotten", daemon=True).start()


def test_leaves_a_job() -> None:
    QThreadPool.globalInstance().start(lambda: time.sleep(_LONGER_THAN_GRACE_S))


@pytest.mark.xfail
def test_has_been_mended() -> None:
    pass
