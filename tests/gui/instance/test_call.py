"""What one start says to the other: it arrives as it was meant, and nothing else is understood."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jotlens.gui.instance.call import GREETING, MOST_BYTES, Call, is_whole, read, written


@pytest.mark.parametrize(
    "call",
    [
        Call("", ""),
        Call("/tickets/a token.jwt", "gnome-shell/1-2_TIME3"),
        Call("/tickets/änn/令牌\nzwei Zeilen", ""),
        Call(os.fsdecode(b"/tickets/\xff\xfe"), ""),
        Call("/" + "a" * 4_095, "x" * 256),
    ],
)
def test_a_call_arrives_as_it_was_meant(call: Call) -> None:
    message = written(call)
    assert is_whole(message)
    assert not any(is_whole(message[:end]) for end in range(len(message)))
    assert read(message) == call


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\0\0\0",
        b"GET / HTTP/1.1\r\n\r\n",
        b"jotlens/2\0\0/file\0",
        GREETING + b"\0\0relative/path\0",
        GREETING + b"\0two words\0/file\0",
        GREETING + b"\0" + b"x" * 257 + b"\0/file\0",
        GREETING + b"\0\xff\0/file\0",
        GREETING + b"\0\0/file\0more",
        GREETING + b"\0\0/file\0\0",
        GREETING + b"\0\0/" + b"a" * MOST_BYTES + b"\0",
    ],
)
def test_what_no_jotlens_has_written_is_not_understood(message: bytes) -> None:
    assert read(message) is None


def test_who_says_too_much_is_not_listened_to_any_longer() -> None:
    assert is_whole(b"a" * (MOST_BYTES + 1))


@given(st.binary(max_size=200))
def test_whatever_is_said_is_read_without_an_error(message: bytes) -> None:
    for said in (message, GREETING + b"\0" + message, GREETING + b"\0\0" + message + b"\0"):
        call = read(said)
        assert call is None or not call.file or Path(call.file).is_absolute()
