"""The installed `jotlens`: what its exit codes mean, and the sentences of wrong usage."""

import subprocess
from pathlib import Path

import pytest

from tests.support.terminal import API, AT, ISSUER, PROGRAM, SECRET, healthy_token, is_clean, run

OPAQUE = "dGhpcyBpcyBhbiBvcGFxdWUg"


@pytest.fixture
def healthy(tmp_path: Path) -> str:
    file = tmp_path / "token.txt"
    file.write_text(healthy_token())
    return str(file)


def test_all_well(healthy: str) -> None:
    done = run("inspect", healthy, "--audience", API, "--issuer", ISSUER, *AT, "--secret-stdin", given=SECRET)
    assert done.returncode == 0, done.stdout.decode()
    assert b"genuine" in done.stdout
    assert done.stderr == b""


def test_well_without_a_key_as_nobody_asked_for_proof(healthy: str) -> None:
    done = run("inspect", healthy, *AT)
    assert done.returncode == 0, done.stdout.decode()
    assert b"nobody has checked its signature" in done.stdout.replace(b"\n", b" ")


@pytest.mark.parametrize(
    "words",
    [["--audience", "other"], ["--issuer", "https://other.example"], ["--scope", "write"], ["--at", "now"]],
)
def test_a_failed_check_is_1(healthy: str, words: list[str]) -> None:
    assert run("inspect", healthy, *AT, *words).returncode == 1


def test_a_wrong_key_is_1(healthy: str) -> None:
    assert (
        run("inspect", healthy, *AT, "--secret-stdin", given="another secret, long enough too").returncode
        == 1
    )


@pytest.mark.parametrize(
    "words",
    [
        ["inspect", "no-such-file"],
        ["inspect", "."],
        ["inspect", "--no-such-option"],
        ["inspect", "--at", "yesterday"],
        ["inspect", "--leeway", "-1"],
        ["inspect", "--json", "--batch"],
        ["inspect", "--batch", "file"],
        ["inspect", "--jwks", "http://issuer.example.com/jwks.json"],
        ["inspect", "--fetch-keys"],
        ["inspect", "--fetch-keys", "--batch"],
        ["inspect", "--key", "no-such-key"],
        ["no-such-command", "or-option"],
        ["no-such-file"],
        ["--theme", "dark"],
        ["--screenshot"],
    ],
)
def test_wrong_usage_is_2_with_a_sentence(words: list[str]) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert done.stdout == b""
    assert b"jotlens" in done.stderr
    assert is_clean(done)


def test_what_could_not_be_checked_is_3(tmp_path: Path) -> None:
    file = tmp_path / "opaque.txt"
    file.write_text(OPAQUE)
    assert run("inspect", str(file)).returncode == 0
    assert run("inspect", str(file), "--audience", API).returncode == 3
    assert run("inspect", str(file), "--secret-stdin", given=SECRET).returncode == 3


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is a thing of Linux")
def test_a_full_disk_is_4(healthy: str) -> None:
    for words in (["inspect", healthy], ["inspect", "--json", healthy], ["inspect", "--batch"]):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [PROGRAM, *words], input=b"{}\n", stdout=full, stderr=subprocess.PIPE, timeout=60, check=False
            )
        assert done.returncode == 4
        assert b"No space left" in done.stderr
        assert b"Traceback" not in done.stderr
