"""The installed `jotlens` where there is no display, and the pictures of its window."""

import sys
from pathlib import Path

import pytest

from tests.support.terminal import healthy_token, is_clean, run


@pytest.fixture
def healthy(tmp_path: Path) -> str:
    file = tmp_path / "token.txt"
    file.write_text(healthy_token())
    return str(file)


NO_DISPLAY = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has sessions without a display")


@on_linux
def test_without_a_display_the_sample_is_printed_and_the_window_drawn(tmp_path: Path) -> None:
    done = run(without=NO_DISPLAY, XDG_CACHE_HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr.decode()
    assert b"HS256" in done.stdout
    assert b"https://api.example.com/calandar/v1/" in done.stdout
    assert b"no display" in done.stderr
    picture = tmp_path / "jotlens" / "window.png"
    assert str(picture).encode() in done.stderr
    assert picture.read_bytes().startswith(b"\x89PNG")


@on_linux
def test_without_a_display_a_file_is_inspected(healthy: str) -> None:
    done = run(healthy, without=NO_DISPLAY)
    assert done.returncode == 0, done.stderr.decode()
    assert b"auth0|1" in done.stdout
    assert b"no display" in done.stderr


@on_linux
def test_without_a_display_odd_files_are_told(tmp_path: Path) -> None:
    done = run(str(tmp_path), without=NO_DISPLAY)
    assert done.returncode == 2
    assert b"is a folder" in done.stderr


def test_a_screenshot_has_the_size_that_was_asked_for(tmp_path: Path, healthy: str) -> None:
    picture = tmp_path / "window.png"
    done = run("--screenshot", str(picture), "--theme", "dark", "--size", "900x600", "--scale", "2", healthy)
    assert done.returncode == 0, done.stderr.decode()
    data = picture.read_bytes()
    assert data.startswith(b"\x89PNG")
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (1800, 1200)


def test_a_screenshot_that_cannot_be_written_is_4(tmp_path: Path) -> None:
    done = run("--screenshot", str(tmp_path / "no" / "such" / "folder.png"))
    assert done.returncode == 4
    assert b"could not be written" in done.stderr
    assert is_clean(done)


@on_linux
def test_a_display_that_cannot_be_reached_is_told_and_nothing_is_dumped() -> None:
    done = run(without=("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"), DISPLAY=":4711")
    assert done.returncode == 4
    (line,) = done.stderr.decode().splitlines()
    assert "“:4711” cannot be reached" in line
    assert "jotlens inspect FILE" in line
