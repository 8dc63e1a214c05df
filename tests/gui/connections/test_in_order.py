"""Work that must not overtake itself: in order, one at a time, held up by no bug, finished when nobody waits any more."""

import sys
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from jotlens.gui.connections.in_order import InOrder
from jotlens.gui.jobs import Jobs

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.stop()


def test_what_is_asked_for_is_done_in_order(jobs: Jobs, qtbot: QtBot) -> None:
    done: list[int] = []
    told: list[int] = []
    door = threading.Event()

    def work(number: int) -> int:
        assert door.wait(10)
        done.append(number)
        return number

    turns = InOrder(jobs, "turns")
    for number in range(20):
        turns.add(lambda number=number: work(number), told.append)  # type: ignore[misc]
    door.set()
    qtbot.waitUntil(lambda: len(told) == 20)
    assert done == told == list(range(20))


def test_a_bug_is_raised_and_holds_up_nothing(
    jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: caught.append(kind))
    told: list[object] = []
    turns = InOrder(jobs, "turns")
    with qtbot.captureExceptions() as raised:
        turns.add(lambda: 1 // 0, told.append)
        turns.add(lambda: "after", told.append)
        qtbot.waitUntil(lambda: told == ["after"])
    assert [kind for kind, *_ in raised] + caught == [ZeroDivisionError]


def test_what_waits_is_done_when_nobody_waits_any_more(jobs: Jobs, qtbot: QtBot) -> None:
    done: list[str] = []
    told: list[object] = []
    door = threading.Event()

    def first() -> None:
        assert door.wait(10)
        done.append("first")

    turns = InOrder(jobs, "turns")
    turns.add(first, told.append)
    turns.add(lambda: done.append("second"), told.append)
    turns.add(lambda: done.append("third"), told.append)
    turns.finish_aside()
    assert not jobs.busy
    door.set()
    qtbot.waitUntil(lambda: done == ["first", "second", "third"])
    assert told == []
