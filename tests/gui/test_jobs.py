"""Background work: results come back on the GUI thread, a newer job supersedes an older one, nothing is waited for."""

import threading

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from jotlens.gui.jobs import Jobs, Ticket


@pytest.fixture
def jobs(qapp: QApplication) -> Jobs:
    return Jobs(qapp)


def test_a_result_arrives_on_the_gui_thread(jobs: Jobs, qtbot: QtBot) -> None:
    arrived: list[tuple[str, threading.Thread]] = []
    worked: list[threading.Thread] = []

    def work(_: Ticket) -> str:
        worked.append(threading.current_thread())
        return "done"

    jobs.run("a", work, lambda result: arrived.append((result, threading.current_thread())))
    assert jobs.busy
    qtbot.waitUntil(lambda: bool(arrived))
    assert arrived == [("done", threading.main_thread())]
    assert worked != [threading.main_thread()]
    assert not jobs.busy


def test_a_newer_job_supersedes_an_older_one(jobs: Jobs, qtbot: QtBot) -> None:
    go = threading.Event()
    arrived: list[str] = []
    stopped: list[bool] = []

    def slow(ticket: Ticket) -> str:
        go.wait(10)
        stopped.append(ticket.stopped)
        return "old"

    jobs.run("a", slow, arrived.append)
    jobs.run("a", lambda _: "new", arrived.append)
    qtbot.waitUntil(lambda: arrived == ["new"])
    go.set()
    qtbot.waitUntil(lambda: stopped == [True])
    assert arrived == ["new"]


def test_jobs_of_different_lanes_do_not_disturb_each_other(jobs: Jobs, qtbot: QtBot) -> None:
    arrived: list[str] = []
    jobs.run("a", lambda _: "a", arrived.append)
    jobs.run("b", lambda _: "b", arrived.append)
    qtbot.waitUntil(lambda: sorted(arrived) == ["a", "b"])


def test_busy_is_said_once_when_it_begins_and_once_when_it_ends(jobs: Jobs, qtbot: QtBot) -> None:
    said: list[bool] = []
    jobs.busy_changed.connect(said.append)
    jobs.run("a", lambda _: 1, lambda _: None)
    jobs.run("b", lambda _: 2, lambda _: None)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert said == [True, False]


def test_a_stopped_job_brings_nothing_back(jobs: Jobs, qtbot: QtBot) -> None:
    go, ended = threading.Event(), threading.Event()
    arrived: list[str] = []

    def work(ticket: Ticket) -> str:
        go.wait(10)
        ticket.progress(0.5)
        ended.set()
        return "late"

    jobs.run("a", work, arrived.append)
    jobs.stop()
    assert not jobs.busy
    go.set()
    qtbot.waitUntil(ended.is_set)
    jobs.run("b", lambda _: "next", arrived.append)
    qtbot.waitUntil(lambda: arrived == ["next"])


def test_progress_is_reported_on_the_way(jobs: Jobs, qtbot: QtBot) -> None:
    steps: list[float] = []
    jobs.progressed.connect(steps.append)

    def work(ticket: Ticket) -> None:
        for done in (0.25, 0.5, 1.0):
            ticket.progress(done)

    jobs.run("a", work, lambda _: None)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert steps == [0.25, 0.5, 1.0]


def test_progress_is_reported_a_percent_at_a_time_however_often_a_job_says_so(
    jobs: Jobs, qtbot: QtBot
) -> None:
    steps: list[float] = []
    jobs.progressed.connect(steps.append)

    def work(ticket: Ticket) -> None:
        for step in range(5001):
            ticket.progress(step / 5000)

    jobs.run("a", work, lambda _: None)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert len(steps) == 101
    assert (steps[0], steps[-1]) == (0, 1)


def test_a_quiet_job_is_not_waited_for(jobs: Jobs, qtbot: QtBot) -> None:
    ended = threading.Event()
    jobs.run_quietly("quiet", lambda _: ended.set())
    assert not jobs.busy
    qtbot.waitUntil(ended.is_set)


def test_a_bug_in_a_job_reaches_the_one_boundary(jobs: Jobs, qtbot: QtBot) -> None:
    def work(_: Ticket) -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as exceptions:
        jobs.run("a", work, lambda _: None)
        qtbot.waitUntil(lambda: not jobs.busy)
    assert [kind for kind, _, _ in exceptions] == [ZeroDivisionError]


def test_a_bug_in_a_quiet_job_reaches_it_too(jobs: Jobs, qtbot: QtBot) -> None:
    def work(_: Ticket) -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as exceptions:
        jobs.run_quietly("quiet", work)
        qtbot.waitUntil(lambda: bool(exceptions))
    assert [kind for kind, _, _ in exceptions] == [ZeroDivisionError]
