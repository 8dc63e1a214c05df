"""Reading what a person names: files, standard input and words, whatever their bytes."""

import io
import sys
from pathlib import Path

import pytest

from jotlens.cli.failures import UnreadableInputError
from jotlens.cli.source import as_text, read_source

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln"


def test_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "token.txt"
    file.write_text(TOKEN)
    assert read_source(str(file)).text == TOKEN
    assert read_source(str(file)).remarks == ()


def test_a_token_as_a_word_works_and_warns_of_the_history() -> None:
    given = read_source(TOKEN)
    assert given.text == TOKEN
    assert "history" in given.remarks[0]


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("no-such-file.txt", "no file “no-such-file.txt”"),
        ("nul\0byte", "no file “nul\\u0000byte”"),
        ("", "“”"),
    ],
)
def test_a_word_that_is_neither_file_nor_token_is_refused(word: str, said: str) -> None:
    with pytest.raises(UnreadableInputError, match="does not look like a token") as refused:
        read_source(word)
    assert said in refused.value.sentence


def test_a_folder_is_no_input(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError, match="is a folder"):
        read_source(str(tmp_path))


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "huge.log"
    with file.open("wb") as holed:
        holed.truncate(200 * 2**20)
    with pytest.raises(UnreadableInputError, match="larger than 32 MB"):
        read_source(str(file))


def test_standard_input_is_read_for_a_dash_and_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for word in ("-", None):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TOKEN.encode())))
        assert read_source(word).text == TOKEN


def test_a_program_without_standard_input_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(UnreadableInputError, match="no standard input"):
        read_source(None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_encodings_of_text_files_are_told_by_their_mark(encoding: str) -> None:
    assert as_text(TOKEN.encode(encoding), "it") == (TOKEN, ())


def test_bytes_that_are_no_utf8_are_shown_and_told() -> None:
    text, remarks = as_text(b"token=\xff" + TOKEN.encode(), "standard input")
    assert text == "token=\\xff" + TOKEN
    assert remarks == ("Byte 7 of standard input is not UTF-8; such bytes are shown as \\x and two digits.",)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"x" * 99, "a PNG picture"),
        (b"\xff\xd8\xff\xe0JFIF", "a JPEG picture"),
        (b"%PDF-1.7 text", "a PDF document"),
        (b"PK\x03\x04 zipped", "a ZIP archive"),
        (bytes(range(32)) * 8, "is not text"),
        (b"\0" * 100, "is not text"),
    ],
)
def test_what_is_no_text_is_called_by_its_name(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableInputError, match=said):
        as_text(data, "it")


def test_a_text_with_a_few_control_characters_is_a_text() -> None:
    text = f"\x1b[31m{TOKEN}\x1b[0m\0"
    assert as_text(text.encode(), "it") == (text, ())
