"""The installed `jotlens sandbox`: it says where it answers and what is there, takes given keys, and ends on Ctrl+C."""

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from cryptography.hazmat.primitives import serialization
from joserfc.jwk import RSAKey

from tests.support.seeded_keys import seeded_keys
from tests.support.terminal import PROGRAM, is_clean, run

_ctrl_c = pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C reaches a whole console there")


@contextmanager
def running(*words: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run it; yield its address and the process, and end it by Ctrl+C."""
    with subprocess.Popen(
        [PROGRAM, "sandbox", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:[0-9]+/", first)
        assert address is not None, first
        assert "not for production" in first
        try:
            yield address[0], process
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def get(address: str) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.get(address, timeout=10)


@_ctrl_c
def test_it_answers_and_ends() -> None:
    with running("--era", "seed-003", "--callback", "http://127.0.0.1:5/here") as (address, process):
        assert get(f"{address}.well-known/openid-configuration").json()["issuer"] == address
        assert "seed-003" in get(f"{address}sandbox/").text
        query = "client_id=spa-demo&response_type=token&redirect_uri=http://127.0.0.1:5/here"
        assert get(f"{address}authorize?{query}").status_code == 200
    assert process.returncode == 0


@_ctrl_c
def test_it_says_what_is_there_and_what_is_asked() -> None:
    with running() as (address, process):
        get(f"{address}.well-known/jwks.json?a-secret-of-this-test")
        process.send_signal(signal.SIGINT)
        assert process.stdout is not None
        assert process.stderr is not None
        said, told = process.stdout.read(), process.stderr.read()
    for word in (
        "geo-backend",
        "https://api.example.com/calandar/v1/",
        "usr_123",
        "password is demo",
        "secret ",
    ):
        assert word in said
    assert "GET /.well-known/jwks.json 200" in told
    assert "a-secret-of-this-test" not in told
    assert "Traceback" not in told


@_ctrl_c
def test_it_takes_given_keys(tmp_path: Path) -> None:
    key = seeded_keys()[0]
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = tmp_path / "keys.pem"
    file.write_bytes(pem)
    with running("--seed-keys", str(file)) as (address, _):
        published = get(f"{address}.well-known/jwks.json").json()["keys"][0]
    assert published["n"] == RSAKey.import_key(pem).as_dict(private=False)["n"]


def test_a_file_without_keys_is_2(tmp_path: Path) -> None:
    file = tmp_path / "keys.pem"
    file.write_text("no keys\n")
    for name in (str(file), str(tmp_path / "missing.pem")):
        done = run("sandbox", "--seed-keys", name)
        assert done.returncode == 2
        assert b"gives no keys" in done.stderr
        assert is_clean(done)


def test_a_taken_port_is_4() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("sandbox", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 4
    assert b"cannot be used" in done.stderr
    assert is_clean(done)


@pytest.mark.parametrize(
    "words",
    [["--port", "70000"], ["--port", "x"], ["--era", "1999"], ["file"], ["--callback", "http://x/#y"]],
)
def test_wrong_usage_is_2(words: list[str]) -> None:
    assert run("sandbox", *words).returncode == 2
