"""Two real processes: the second start raises the first window, hands it the file, and leaves."""

import os
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.terminal import healthy_token
from tests.support.window_process import WindowProcess, environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has a pipe instead of a socket")

GUI = Path(sysconfig.get_path("scripts"), "jotlens-gui")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A runtime folder with a short path: a socket's has 108 bytes at most."""
    with tempfile.TemporaryDirectory(prefix="jl-") as name:
        yield Path(name)


@pytest.fixture
def starts(folder: Path) -> Iterator[Callable[..., WindowProcess]]:
    """Return what starts a window that is open, with these words, when it is returned."""
    opened: list[WindowProcess] = []

    def start(*words: str) -> WindowProcess:
        window = WindowProcess(folder, *words)
        opened.append(window)
        window.until("'stands'")
        return window

    yield start
    for window in opened:
        window.end()


def listens(folder: Path, first: WindowProcess) -> None:
    """Wait until a window has its socket there; it comes a moment after the first paint."""
    for _ in range(400):
        if _sockets(folder):
            return
        assert first.process.poll() is None
        first.line(0.05)
    raise AssertionError("nobody listens")


def _sockets(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("window-*") if path.is_socket()]


def second(folder: Path, *words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [GUI, *words], env=environment(folder), cwd=cwd, capture_output=True, timeout=30, check=False
    )


@pytest.fixture
def first(starts: Callable[..., WindowProcess], folder: Path) -> WindowProcess:
    window = starts()
    listens(folder, window)
    return window


@pytest.mark.parametrize("name", ["token.jwt", "ein Tökén mit Lücken 令牌.txt", "--new-window.har"])
def test_the_first_window_opens_the_file_of_the_second_start(
    first: WindowProcess, folder: Path, tmp_path: Path, name: str
) -> None:
    token = healthy_token()
    (tmp_path / name).write_text(token)
    done = second(folder, f"./{name}", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    lines = first.until("'loaded' 'eyJ")
    assert "'raised' False" in lines
    assert f"'opens' {str(tmp_path / name)!a}" in lines
    assert lines[-1] == f"'loaded' {token[:40]!r}"


def test_a_start_without_a_file_only_raises(first: WindowProcess, folder: Path) -> None:
    assert second(folder).returncode == 0
    assert first.until("'raised'")
    assert first.close() == 0
    assert "opens" not in first.line()


def test_a_file_that_cannot_be_read_is_told_in_the_first_window(
    first: WindowProcess, folder: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "screen.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    assert second(folder, str(picture)).returncode == 0
    assert first.until("'refused'")[-1] == "'refused' 'picture'"


def test_a_folder_is_a_case_in_the_first_window(first: WindowProcess, folder: Path, tmp_path: Path) -> None:
    assert second(folder, str(tmp_path)).returncode == 0
    assert first.until("'case'")[-1] == f"'case' {tmp_path.name!a}"


def test_a_file_that_does_not_exist_is_told_at_once_and_raises_nothing(
    first: WindowProcess, folder: Path, tmp_path: Path
) -> None:
    done = second(folder, str(tmp_path / "no such file"))
    assert done.returncode == 2
    assert b"There is no file" in done.stderr
    assert first.close() == 0
    assert "raised" not in first.line()


@pytest.mark.parametrize("words", [["--new-window"], ["--new-window", "FILE"], ["FILE", "--new-window"]])
def test_another_window_is_opened_when_it_is_asked_for(
    first: WindowProcess, starts: Callable[..., WindowProcess], tmp_path: Path, words: list[str]
) -> None:
    file = tmp_path / "token.txt"
    file.write_text(healthy_token())
    other = starts(*(str(file) if word == "FILE" else word for word in words))
    assert other.close() == 0
    assert first.process.poll() is None
    assert first.close() == 0
    assert "raised" not in first.line()


def test_a_window_that_has_closed_leaves_nothing_and_the_next_start_is_the_first(
    first: WindowProcess, starts: Callable[..., WindowProcess], folder: Path
) -> None:
    assert first.close() == 0
    assert not _sockets(folder)
    again = starts()
    listens(folder, again)
    assert second(folder).returncode == 0
    assert again.until("'raised'")


def test_a_socket_that_a_crash_left_is_no_obstacle(
    first: WindowProcess, starts: Callable[..., WindowProcess], folder: Path
) -> None:
    first.crash()
    (left,) = _sockets(folder)
    before = left.stat().st_mtime_ns
    again = starts()
    for _ in range(400):
        if _sockets(folder) and left.stat().st_mtime_ns != before:
            break
        again.line(0.05)
    assert second(folder).returncode == 0
    assert again.until("'raised'")


def test_a_window_that_hangs_is_not_waited_for_and_never_opens_the_file_late(
    first: WindowProcess, starts: Callable[..., WindowProcess], folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "token.txt"
    file.write_text(healthy_token())
    first.freeze()
    other = starts(str(file))
    assert other.process.poll() is None
    first.thaw()
    assert second(folder).returncode == 0  # it answers again
    lines = first.until("'raised'")
    assert not [line for line in lines if "opens" in line]


def test_the_first_run_opens_on_a_sample_and_later_ones_do_not(folder: Path, tmp_path: Path) -> None:
    first = WindowProcess(folder, XDG_CONFIG_HOME=str(tmp_path))
    try:
        assert "access_token" in first.until("'loaded'")[-1]
        assert first.close() == 0
    finally:
        first.end()
    with (tmp_path / "JotLens" / "JotLens.ini").open("a") as settings:
        settings.write("\n[help]\nknows-the-way=yes\n")
    later = WindowProcess(folder, XDG_CONFIG_HOME=str(tmp_path))
    try:
        later.until("'stands'")
        listens(folder, later)
        assert later.close() == 0
        assert "loaded" not in later.line()
    finally:
        later.end()


def test_a_first_run_with_a_file_shows_the_file(folder: Path, tmp_path: Path) -> None:
    har = tmp_path / "customer.har"
    har.write_text(
        f'{{"log": {{"entries": [{{"request": {{"headers": [{{"value": "{healthy_token()}"}}]}}}}]}}}}'
    )
    first = WindowProcess(folder, str(har), XDG_CONFIG_HOME=str(tmp_path))
    try:
        lines = [first.line() for _ in range(3)]
        listens(folder, first)
        assert "customer.har" in lines[0]
        assert "'stands'" in lines
        assert "'case' 'customer.har'" in lines
        assert not [line for line in lines if "loaded" in line]  # no sample beside it
        assert first.close() == 0
        assert "loaded" not in first.line()
    finally:
        first.end()


def test_other_users_cannot_reach_it(first: WindowProcess, folder: Path) -> None:
    (socket,) = _sockets(folder)
    assert socket.parent.stat().st_mode & 0o777 == 0o700
    assert socket.parent.stat().st_uid == os.getuid()
    assert first.process.poll() is None
    socket.parent.chmod(0o755)  # a folder that is open to others is not trusted by anybody
    other = WindowProcess(folder)
    try:
        assert other.until("'stands'")
    finally:
        other.end()
