"""Servers that misbehave, in the terminal: a sentence and exit code 4, and nothing where data goes."""

from pathlib import Path

import pytest

from tests.support.http_server import HttpServer
from tests.support.terminal import healthy_token, run

WAYS = ("html", "truncated", "closed", "garbage", "huge", "gzip-bomb", "redirect-elsewhere", "deep", "500")
CLIENT = (
    "--client-id",
    "x",
    "--grant",
    "client-credentials",
    "--auth",
    "client_secret_post",
    "--secret-stdin",
)
SECRET = "a secret of these tests"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("command", ["inspect", "fetch"])
def test_an_answer_that_cannot_be_used(bad_server: HttpServer, home: Path, way: str, command: str) -> None:
    address = bad_server.url(way)
    if command == "inspect":
        done = run("inspect", "--jwks", address, given=healthy_token())
    else:
        done = run("fetch", "--token-endpoint", address, *CLIENT, given=SECRET)
    said = done.stderr.decode()
    assert done.returncode == 4, said
    assert done.stdout == b""
    assert "fault of its own" not in said
    assert "Traceback" not in said
    assert said.splitlines()[-1].startswith("jotlens: ")
    assert "127.0.0.1" in said.splitlines()[-1]
    assert SECRET not in said
    assert list(home.iterdir()) == []


@pytest.mark.usefixtures("home")
def test_a_server_that_has_enough_says_how_long_to_wait(bad_server: HttpServer) -> None:
    done = run("fetch", "--token-endpoint", bad_server.url("429"), *CLIENT, given=SECRET)
    assert done.returncode == 1
    assert b"got too many requests" in done.stdout
    assert b"Try again in 30 seconds." in b" ".join(done.stdout.split())
