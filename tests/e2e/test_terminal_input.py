"""The installed `jotlens` and odd input: files, pipes, words, bytes that are no text."""

import base64
import json
from pathlib import Path

import pytest

from tests.support.terminal import AT, healthy_token, is_clean, run


@pytest.fixture
def healthy(tmp_path: Path) -> str:
    file = tmp_path / "token.txt"
    file.write_text(healthy_token())
    return str(file)


def test_standard_input_file_and_word_give_the_same(healthy: str) -> None:
    from_file = run("inspect", healthy, *AT)
    for done in (
        run("inspect", *AT, given=healthy_token()),
        run("inspect", "-", *AT, given=healthy_token()),
        run("inspect", healthy_token(), *AT),
    ):
        assert (done.returncode, done.stdout) == (from_file.returncode, from_file.stdout)
    assert b"history" in run("inspect", healthy_token(), *AT).stderr


def test_everything_found_in_a_text_is_shown() -> None:
    answer = json.dumps(
        {"access_token": healthy_token(sub="a"), "id_token": healthy_token(sub="b"), "token_type": "Bearer"}
    )
    done = run("inspect", *AT, given=answer)
    assert b"Token 1 of 2" in done.stdout
    assert b"Token 2 of 2" in done.stdout
    assert len(json.loads(run("inspect", "--json", given=answer).stdout)["extracted"]) == 2


@pytest.mark.parametrize(
    "given",
    [
        b"",
        b" \n\t ",
        b"undefined",
        b"Bearer null",
        b"hello, this is no token",
        b"\x00\x00eyJ\x00",
        b"\xff\xfe\xfd\xfc",
        "\u202eeyJhbGciOiJub25lIn0\u202c".encode(),
        b"<img src=x onerror=alert(1)>",
        b"eyJhbGciOiJIUzI1NiJ9." + base64.urlsafe_b64encode(b"[" * 100_000) + b".c2ln",
        b"eyJhbGciOiJIUzI1NiJ9." + base64.urlsafe_b64encode(b'{"a":' * 100_000) + b".c2ln",
        b"a" * (2 << 20),
        b"." * (1 << 20),
        b"eyJ" * (600 << 10),
        json.dumps({"input": "\ud800"}).encode(),
    ],
    ids=lambda given: repr(given[:24]),
)
def test_odd_input_gets_a_page_and_no_traceback(given: bytes) -> None:
    for words in (["inspect"], ["inspect", "--json"]):
        done = run(*words, given=given)
        assert done.returncode in {0, 1, 2, 3}
        assert done.stdout or done.stderr
        assert is_clean(done), done.stderr.decode()


def test_nothing_is_not_a_token() -> None:
    done = run("inspect", given="")
    assert done.returncode == 2
    assert json.loads(run("inspect", "--json").stdout)["verdict"]["status"] == "not-a-token"


def test_a_picture_is_called_one(tmp_path: Path) -> None:
    file = tmp_path / "token.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(1000))
    for done in (run("inspect", str(file)), run("inspect", given=file.read_bytes())):
        assert done.returncode == 2
        assert b"looks like a PNG picture" in done.stderr


def test_a_huge_file_is_refused_at_once(tmp_path: Path) -> None:
    file = tmp_path / "huge.log"
    with file.open("wb") as holed:
        holed.truncate(200 << 20)
    done = run("inspect", str(file))
    assert done.returncode == 2
    assert b"larger than 32 MB" in done.stderr


def test_bytes_that_are_no_utf8_do_not_hide_the_token() -> None:
    done = run("inspect", *AT, given=b"M\xfcller: " + healthy_token().encode())
    assert done.returncode == 0, done.stdout
    assert b"Byte 2 of standard input is not UTF-8" in done.stderr
