"""The installed `jotlens`: encodings, closed pipes, interruption, and what it imports."""

import json
import os
import signal
import subprocess
import sys

import pytest

from tests.support.terminal import AT, PROGRAM, healthy_token, is_clean, run


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_any_encoding_of_the_terminal_will_do(encoding: str) -> None:
    token = healthy_token(name="Zo\u00eb \U0001f600 \ud800 \u202e")
    done = run("inspect", *AT, given=token, PYTHONIOENCODING=f"{encoding}:strict")
    assert done.returncode in {0, 1}
    assert is_clean(done)
    text = done.stdout.decode(encoding)
    assert "\u202e" not in text
    assert "\\u202e" in text


def test_how_a_time_was_understood_goes_where_talk_goes() -> None:
    done = run("inspect", "--json", "--at", "14/11/2023 23:14:20 CET", given=healthy_token())
    assert json.loads(done.stdout)["at"] == "2023-11-14T22:14:20Z"
    assert done.stderr.decode().splitlines() == [
        "jotlens: --at was read as 14 Nov 2023, 22:14:20 UTC. CET is UTC+1 (Central European Time)."
    ]
    assert run("inspect", *AT, given=healthy_token()).stderr == b""


def test_weight_is_shown_when_it_is_asked_for() -> None:
    assert b"what joins" not in run("inspect", *AT, given=healthy_token()).stdout
    done = run("inspect", "--weight", *AT, given=healthy_token(), PYTHONIOENCODING="ascii")
    assert b"what joins the parts" in done.stdout
    assert b"   ###   " in done.stdout


def test_no_escape_sequences_outside_a_terminal_and_none_of_the_token_anywhere() -> None:
    token = healthy_token(name="\x1b[31mred\x1b[0m")
    assert b"\x1b" not in run("inspect", *AT, given=token).stdout


def test_a_reader_that_goes_away_is_no_fault() -> None:
    line = json.dumps({"id": 1, "input": healthy_token()}) + "\n"
    for words, given in ((["inspect"], healthy_token()), (["inspect", "--batch"], line * 200)):
        with subprocess.Popen(
            [PROGRAM, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as program:
            assert program.stdout is not None
            program.stdout.close()
            try:
                program.communicate(given.encode(), timeout=60)
            except ValueError:  # communicate looks at the closed stream too
                program.wait(timeout=60)
            assert program.stderr is not None
            said = program.stderr.read() if not program.stderr.closed else b""
        assert said == b""
        assert program.returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_ctrl_c_ends_without_a_traceback() -> None:
    with subprocess.Popen(
        [PROGRAM, "inspect", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        program.stdin.write(b"{}\n")
        program.stdin.flush()
        program.stdout.readline()  # it is up and waits for the next line
        program.send_signal(signal.SIGINT)
        _, said = program.communicate(timeout=60)
    assert program.returncode == 130
    assert b"Traceback" not in said


def test_version_and_help() -> None:
    assert run("--version").stdout.startswith(b"JotLens 0.")
    for words in (["--help"], ["inspect", "--help"]):
        done = run(*words)
        assert done.returncode == 0
        assert b"exit codes" in done.stdout


def _imported(*words: str, given: str = "") -> set[str]:
    """Return the top-level modules that a command has imported when it ends."""
    code = (
        "import sys; from jotlens.__main__ import main; main(sys.argv[1:]); "
        "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        input=given,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(done.stderr.splitlines()[-1].split())


def test_inspecting_imports_nothing_but_the_standard_library() -> None:
    for words in (["inspect"], ["inspect", "--json"]):
        foreign = (
            _imported(*words, given=healthy_token()) - set(sys.stdlib_module_names) - {"jotlens", "__main__"}
        )
        allowed = {name for name in foreign if name.startswith(("_", "sitecustomize", "usercustomize"))}
        assert foreign == allowed


def test_a_command_line_mistake_costs_no_reading_of_tokens() -> None:
    code = "import sys; from jotlens.__main__ import main; main(['--version']); print('jotlens.tokens' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.splitlines()[-1] == "False"
