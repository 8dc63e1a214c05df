"""The first window's ear: who is heard, who is hung up on, and where it refuses to listen."""

import os
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

if sys.platform == "win32":
    pytest.skip("Windows has a pipe instead of a socket", allow_module_level=True)

from jotlens.gui.instance.call import GREETING, MOST_BYTES, TAKEN, Call, written
from jotlens.gui.instance.calling import hand_over
from jotlens.gui.instance.door import Door
from jotlens.gui.instance.place import is_private, socket_path

Opens = Callable[[], Door]


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The socket's path, in a runtime folder of its own."""
    with tempfile.TemporaryDirectory(prefix="jl-") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        path = socket_path()
        assert path is not None
        yield Path(path)


@pytest.fixture
def doors(place: Path, qapp: QCoreApplication) -> Iterator[Opens]:
    assert not place.exists()
    made: list[Door] = []

    def make() -> Door:
        made.append(Door())
        return made[-1]

    yield make
    for door in made:
        door.close()
        door.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def calls(doors: Opens) -> list[Call]:
    """What an open door has heard."""
    heard: list[Call] = []
    door = doors()
    assert door.open()
    door.called.connect(heard.append)
    return heard


@pytest.fixture
def dials(place: Path) -> Iterator[Callable[[], socket.socket]]:
    lines: list[socket.socket] = []

    def dial() -> socket.socket:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.connect(str(place))
        line.setblocking(False)
        lines.append(line)
        return line

    yield dial
    for line in lines:
        line.close()


def answer(qtbot: QtBot, line: socket.socket) -> bytes:
    """Wait until the door has answered, or hung up."""
    got: list[bytes] = []

    def came() -> bool:
        try:
            got.append(line.recv(100))
        except BlockingIOError:
            return False
        except ConnectionResetError:
            got.append(b"")
        return True

    qtbot.waitUntil(came)
    return got[0]


Dials = Callable[[], socket.socket]


def test_a_call_is_heard_and_answered(qtbot: QtBot, calls: list[Call], dials: Dials) -> None:
    line = dials()
    line.sendall(written(Call("/a file", "")))
    assert answer(qtbot, line) == TAKEN
    assert calls == [Call("/a file", "")]


def test_a_call_in_pieces_is_heard(qtbot: QtBot, calls: list[Call], dials: Dials) -> None:
    slow, quick = dials(), dials()
    message = written(Call("/slow", ""))
    slow.sendall(message[:5])
    quick.sendall(written(Call("/quick", "")))
    assert answer(qtbot, quick) == TAKEN
    slow.sendall(message[5:])
    assert answer(qtbot, slow) == TAKEN
    assert [call.file for call in calls] == ["/quick", "/slow"]


@pytest.mark.parametrize(
    "message", [b"GET / HTTP/1.0\r\n\0\0\0", GREETING + b"\0\0file\0", b"a" * (MOST_BYTES + 1)]
)
def test_who_says_something_else_is_hung_up_on(
    qtbot: QtBot, calls: list[Call], dials: Dials, message: bytes
) -> None:
    line = dials()
    line.sendall(message)
    assert answer(qtbot, line) == b""
    assert calls == []


def test_who_says_nothing_is_hung_up_on(qtbot: QtBot, calls: list[Call], dials: Dials) -> None:
    assert answer(qtbot, dials()) == b""
    assert calls == []


def test_who_has_left_before_the_answer_is_not_served(qtbot: QtBot, calls: list[Call], dials: Dials) -> None:
    left, stays = dials(), dials()
    left.sendall(written(Call("/late", "")))
    left.close()
    stays.sendall(written(Call("/here", "")))
    assert answer(qtbot, stays) == TAKEN
    assert [call.file for call in calls] == ["/here"]


def test_more_callers_at_once_than_ever_are_sent_away(qtbot: QtBot, calls: list[Call], dials: Dials) -> None:
    waiting = [dials() for _ in range(8)]
    for line in waiting:
        line.sendall(b"j")
    QCoreApplication.processEvents()
    assert answer(qtbot, dials()) == b""
    waiting[0].sendall(written(Call("/first", ""))[1:])
    assert answer(qtbot, waiting[0]) in {TAKEN, b""}
    assert len(calls) <= 1


def test_only_one_of_two_listens_and_then_the_other(doors: Opens) -> None:
    first, second = doors(), doors()
    assert first.open()
    assert not second.open()
    first.close()
    assert second.open()


def test_what_was_left_behind_is_no_obstacle(place: Path, doors: Opens) -> None:
    place.parent.mkdir(mode=0o700)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as left:
        left.bind(str(place))
    assert place.is_socket()
    assert not hand_over(None)
    assert doors().open()


def test_a_folder_that_is_open_to_others_is_not_used(place: Path, doors: Opens) -> None:
    place.parent.mkdir(mode=0o755)
    assert not is_private(str(place.parent))
    assert not doors().open()
    place.parent.chmod(0o700)
    assert is_private(str(place.parent))
    assert doors().open()


def test_a_folder_that_is_a_link_is_not_used(place: Path, doors: Opens, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    place.parent.symlink_to(tmp_path)
    assert not is_private(str(place.parent))
    assert not doors().open()


def test_a_lock_that_is_a_link_is_not_followed(place: Path, doors: Opens, tmp_path: Path) -> None:
    place.parent.mkdir(mode=0o700)
    Path(f"{place}.lock").symlink_to(tmp_path / "elsewhere")
    assert not doors().open()
    assert not (tmp_path / "elsewhere").exists()


def test_each_display_has_a_window_of_its_own(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":99")
    other = socket_path()
    assert other is not None
    assert other != str(place)


def test_a_path_that_is_too_long_for_a_socket_is_not_used(
    monkeypatch: pytest.MonkeyPatch, doors: Opens
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/tmp/" + "x" * 100)
    assert socket_path() is None
    assert not doors().open()
    assert not hand_over(None)


@pytest.mark.no_sockets
def test_a_first_start_opens_no_socket_to_find_that_out(place: Path) -> None:
    assert not place.exists()
    assert not hand_over(os.fspath(place))
