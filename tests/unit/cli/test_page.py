"""A page of text: width, colour, and the characters of the reader's encoding."""

import io

import pytest

from jotlens.cli.page import Look, look_of
from jotlens.inspection.model import Status


class _Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def _terminal(encoding: str = "utf-8") -> _Terminal:
    return _Terminal(io.BytesIO(), encoding=encoding)


@pytest.fixture(autouse=True)
def _unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def test_a_terminal_gets_colour_and_a_pipe_does_not() -> None:
    assert look_of(_terminal()).colour
    assert not look_of(io.TextIOWrapper(io.BytesIO(), encoding="utf-8")).colour


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_no_colour_where_it_is_not_wanted(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    assert not look_of(_terminal()).colour


@pytest.mark.parametrize(("columns", "width"), [("72", 72), ("10", 40), ("300", 100)])
def test_the_width_is_that_of_the_terminal_within_reason(
    monkeypatch: pytest.MonkeyPatch, columns: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert look_of(_terminal()).width == width


@pytest.mark.parametrize(
    ("encoding", "plain"), [("utf-8", False), ("latin-1", True), ("cp1252", True), ("ascii", True)]
)
def test_an_encoding_without_the_marks_gets_ascii(encoding: str, *, plain: bool) -> None:
    look = look_of(io.TextIOWrapper(io.BytesIO(), encoding=encoding))
    assert look.ascii_only is plain
    page = look.finished([f"{look.mark(status)} “a” – b…" for status in Status])
    assert page.isascii() is plain


def test_every_status_has_a_mark_of_its_own_without_colour_too() -> None:
    for look in (Look(), Look(ascii_only=True)):
        assert len({look.finished([look.mark(status)]) for status in Status}) == len(Status)


def test_long_words_stay_whole_and_lines_keep_the_width() -> None:
    look = Look(width=40)
    address = "https://example.com/" + "x" * 60
    lines = look.wrapped(f"It is for {address} and for nothing else that anybody knows of.", 4, 2)
    assert f"    {address}" in lines
    assert lines[0].startswith("  It is")
    assert all(len(line) <= 40 for line in lines if address not in line)
