"""Rooms that are loaded when somebody first wants something of them: no wish is lost, and none comes too late."""

import threading

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from jotlens.gui.jobs import Jobs, Ticket
from jotlens.gui.rooms import Room


def test_what_is_wished_while_a_room_is_loaded_is_done_in_its_turn(qapp: QApplication, qtbot: QtBot) -> None:
    loaded, made = threading.Event(), []

    def load(_: Ticket) -> None:
        loaded.wait(10)

    def make() -> list[str]:
        made.append(threading.current_thread())
        return []

    room = Room(Jobs(qapp), "a", load, make)
    room.ask(lambda desk: desk.append("first"))
    room.ask(lambda desk: desk.append("second"))
    assert room.known is None
    loaded.set()
    qtbot.waitUntil(lambda: room.known == ["first", "second"])
    room.ask(lambda desk: desk.append("at once"))
    assert room.desk == ["first", "second", "at once"]
    assert made == [threading.main_thread()]


def test_a_stopped_load_forgets_what_was_wished(qapp: QApplication, qtbot: QtBot) -> None:
    jobs, go = Jobs(qapp), threading.Event()

    def load(_: Ticket) -> None:
        go.wait(10)

    room: Room[list[str]] = Room(jobs, "a", load, list)
    room.ask(lambda desk: desk.append("of before"))
    jobs.stop()
    go.set()
    room.ask(lambda desk: desk.append("new"))
    qtbot.waitUntil(lambda: room.known is not None)
    assert room.known == ["new"]
