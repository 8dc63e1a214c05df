"""Tests that do what a test may do; test_guards.py runs them and expects every one to pass."""

import logging
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtGui import QGuiApplication

from tests.support.guards import outlives_its_test
from tests.support.isolation import TRUE_HOME


@pytest.fixture(scope="module")
def server() -> Iterator[None]:
    stop = threading.Event()
    thread = outlives_its_test(threading.Thread(target=stop.wait, daemon=True))
    thread.start()
    yield
    stop.set()
    thread.join()


def test_talks_quietly() -> None:
    logging.getLogger("jotlens").info("all is well")


@pytest.mark.expects_log("no key .*")
def test_warns_as_announced() -> None:
    logging.getLogger("jotlens").warning("no key was given")


def test_talks_on_loopback() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        socket.create_connection(("localhost", listening.getsockname()[1])).close()


@pytest.mark.no_sockets
def test_opens_no_socket() -> None:
    pass


def test_writes_to_the_home_it_was_given() -> None:
    assert Path.home() != TRUE_HOME
    assert os.environ["XDG_CONFIG_HOME"].startswith(str(Path.home()))
    Path(os.environ["XDG_CONFIG_HOME"], "settings.toml").write_text("theme = 'dark'")


@pytest.mark.usefixtures("server")
def test_has_a_server_for_the_module() -> None:
    pass


def test_ends_its_thread_and_its_job() -> None:
    thread = threading.Thread(target=int)
    thread.start()
    thread.join()
    QThreadPool.globalInstance().start(lambda: None)


def test_draws_on_no_screen() -> None:
    application = QGuiApplication.instance() or QGuiApplication([])
    assert isinstance(application, QGuiApplication)
    assert application.platformName() == "offscreen"
