"""A person at a real terminal: secrets are asked for and not shown, a question can be answered no, Ctrl+C ends it."""

import os
import re
import signal
import subprocess
import sys

import pytest

from tests.support.terminal import PROGRAM
from tests.support.terminal_login import API, Terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are a thing of Unix")
_ADDRESS = re.compile(r"^  http://127\.0\.0\.1\S+$")


def typed(terminal: Terminal, words: list[str], answers: dict[str, str]) -> tuple[int, str, str]:
    """Run at a pseudo-terminal; give each answer when its question is asked. Return code, standard output, screen."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [PROGRAM, *words],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env=terminal.surroundings,
        start_new_session=True,
    )
    os.close(theirs)
    screen = ""
    pending = dict(answers)
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # the other side is closed
            break
        if not piece:
            break
        screen += piece.decode(errors="replace")
        for question in [each for each in pending if each in screen]:
            os.write(ours, f"{pending.pop(question)}\n".encode())
    assert process.stdout is not None
    out = process.stdout.read().decode()
    process.stdout.close()
    os.close(ours)
    assert pending == {}, screen
    return process.wait(60), out, screen


def test_a_secret_is_asked_for_and_not_shown(terminal: Terminal) -> None:
    secret = terminal.secret("machine").strip()
    words = terminal.client("machine", "client-credentials", "--resource", API, "--print-token")
    code, out, screen = typed(terminal, ["fetch", *words], {"(not shown):": secret})
    assert code == 0, screen
    assert out.count(".") == 2
    assert secret not in screen
    assert secret not in terminal.texts()


def test_user_name_and_password(terminal: Terminal) -> None:
    words = terminal.client("password", "password", "--resource", API, "--print-token")
    answers = {
        "Client secret of": terminal.secret("password").strip(),
        "User name:": terminal.server.user,
        "Password of": terminal.server.password,
    }
    code, out, screen = typed(terminal, ["fetch", *words], answers)
    assert (code, out.count(".")) == (0, 2), screen
    assert terminal.server.password not in screen


def test_nothing_typed_is_wrong_usage(terminal: Terminal) -> None:
    words = terminal.client("machine", "client-credentials")
    code, _, screen = typed(terminal, ["fetch", *words], {"(not shown):": ""})
    assert code == 2
    assert "Nothing was typed" in screen


def test_no_is_taken_for_an_answer(terminal: Terminal) -> None:
    terminal.run("connection", "add", "mine", *terminal.client("device", "device-code"))
    code, out, screen = typed(terminal, ["refresh", "mine"], {"Go on? [y/N]": "n"})
    assert (code, out) == (130, "")
    assert "signs the customer out" in screen
    assert "token request" not in screen


@pytest.mark.parametrize("client", ["public", "device"])
def test_interrupting_a_login_ends_it(terminal: Terminal, client: str) -> None:
    grant = "device-code" if client == "device" else "authorization-code"
    words = terminal.client(client, grant, "--scope", "openid", "--no-browser")
    with subprocess.Popen(
        [PROGRAM, "fetch", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=terminal.surroundings,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if _ADDRESS.match(line.rstrip()) or line.startswith("The picture"):
                break
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    assert "Traceback" not in err
