"""The installed `jotlens` on a terminal: exit codes, streams, pipes, odd input; each in a process of its own."""

import base64
import hashlib
import hmac
import json
import os
import signal
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest

PROGRAM = Path(sysconfig.get_path("scripts"), "jotlens.exe" if os.name == "nt" else "jotlens")
SECRET = "a secret of these tests that is long enough for HS256"
API, ISSUER = "https://api.example.com/v1/", "https://issuer.example.com/"
OPAQUE = "dGhpcyBpcyBhbiBvcGFxdWUg"


def _run(
    *words: str, given: str | bytes = b"", without: tuple[str, ...] = (), **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run jotlens to its end, with these variables in its environment and `without` those."""
    return subprocess.run(
        [PROGRAM, *words],
        input=given.encode() if isinstance(given, str) else given,
        capture_output=True,
        env={name: value for name, value in (os.environ | environment).items() if name not in without},
        timeout=60,
        check=False,
    )


def _signed(claims: dict[str, Any], secret: str = SECRET) -> str:
    parts = [_b64(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "at+jwt"}, claims)]
    message = ".".join(parts)
    return f"{message}.{_b64(hmac.digest(secret.encode(), message.encode(), hashlib.sha256))}"


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _healthy(**changes: object) -> str:
    claims: dict[str, object] = {
        "iss": ISSUER,
        "aud": API,
        "sub": "auth0|1",
        "client_id": "app",
        "jti": "1",
        "iat": 1_700_000_000,
        "exp": 1_700_086_400,
        "scope": "read",
    }
    return _signed(claims | changes)


@pytest.fixture
def healthy(tmp_path: Path) -> str:
    file = tmp_path / "token.txt"
    file.write_text(_healthy())
    return str(file)


AT = ("--at", "1700000060")


def _clean(run: subprocess.CompletedProcess[bytes]) -> bool:
    return b"Traceback" not in run.stderr + run.stdout and b"fault of its own" not in run.stderr + run.stdout


# --- exit codes -----------------------------------------------------------------------------------


def test_all_well(healthy: str) -> None:
    run = _run("inspect", healthy, "--audience", API, "--issuer", ISSUER, *AT, "--secret-stdin", given=SECRET)
    assert run.returncode == 0, run.stdout.decode()
    assert b"genuine" in run.stdout
    assert run.stderr == b""


def test_well_without_a_key_as_nobody_asked_for_proof(healthy: str) -> None:
    run = _run("inspect", healthy, *AT)
    assert run.returncode == 0, run.stdout.decode()
    assert b"nobody has checked its signature" in run.stdout.replace(b"\n", b" ")


@pytest.mark.parametrize(
    "words",
    [["--audience", "other"], ["--issuer", "https://other.example"], ["--scope", "write"], ["--at", "now"]],
)
def test_a_failed_check_is_1(healthy: str, words: list[str]) -> None:
    assert _run("inspect", healthy, *AT, *words).returncode == 1


def test_a_wrong_key_is_1(healthy: str) -> None:
    assert (
        _run("inspect", healthy, *AT, "--secret-stdin", given="another secret, long enough too").returncode
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
        ["inspect", "--jwks", "https://issuer.example.com/jwks.json"],
        ["inspect", "--key", "no-such-key"],
        ["no-such-command", "or-option"],
        ["no-such-file"],
        ["--theme", "dark"],
        ["--screenshot"],
    ],
)
def test_wrong_usage_is_2_with_a_sentence(words: list[str]) -> None:
    run = _run(*words)
    assert run.returncode == 2
    assert run.stdout == b""
    assert b"jotlens" in run.stderr
    assert _clean(run)


def test_what_could_not_be_checked_is_3(tmp_path: Path) -> None:
    file = tmp_path / "opaque.txt"
    file.write_text(OPAQUE)
    assert _run("inspect", str(file)).returncode == 0
    assert _run("inspect", str(file), "--audience", API).returncode == 3
    assert _run("inspect", str(file), "--secret-stdin", given=SECRET).returncode == 3


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is a thing of Linux")
def test_a_full_disk_is_4(healthy: str) -> None:
    for words in (["inspect", healthy], ["inspect", "--json", healthy], ["inspect", "--batch"]):
        with Path("/dev/full").open("wb") as full:
            run = subprocess.run(
                [PROGRAM, *words], input=b"{}\n", stdout=full, stderr=subprocess.PIPE, timeout=60, check=False
            )
        assert run.returncode == 4
        assert b"No space left" in run.stderr
        assert b"Traceback" not in run.stderr


# --- input ----------------------------------------------------------------------------------------


def test_standard_input_file_and_word_give_the_same(healthy: str) -> None:
    from_file = _run("inspect", healthy, *AT)
    for run in (
        _run("inspect", *AT, given=_healthy()),
        _run("inspect", "-", *AT, given=_healthy()),
        _run("inspect", _healthy(), *AT),
    ):
        assert (run.returncode, run.stdout) == (from_file.returncode, from_file.stdout)
    assert b"history" in _run("inspect", _healthy(), *AT).stderr


def test_everything_found_in_a_text_is_shown() -> None:
    answer = json.dumps(
        {"access_token": _healthy(sub="a"), "id_token": _healthy(sub="b"), "token_type": "Bearer"}
    )
    run = _run("inspect", *AT, given=answer)
    assert b"Token 1 of 2" in run.stdout
    assert b"Token 2 of 2" in run.stdout
    assert len(json.loads(_run("inspect", "--json", given=answer).stdout)["extracted"]) == 2


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
        run = _run(*words, given=given)
        assert run.returncode in {0, 1, 2, 3}
        assert run.stdout or run.stderr
        assert _clean(run), run.stderr.decode()


def test_nothing_is_not_a_token() -> None:
    run = _run("inspect", given="")
    assert run.returncode == 2
    assert json.loads(_run("inspect", "--json").stdout)["verdict"]["status"] == "not-a-token"


def test_a_picture_is_called_one(tmp_path: Path) -> None:
    file = tmp_path / "token.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(1000))
    for run in (_run("inspect", str(file)), _run("inspect", given=file.read_bytes())):
        assert run.returncode == 2
        assert b"looks like a PNG picture" in run.stderr


def test_a_huge_file_is_refused_at_once(tmp_path: Path) -> None:
    file = tmp_path / "huge.log"
    with file.open("wb") as holed:
        holed.truncate(200 << 20)
    run = _run("inspect", str(file))
    assert run.returncode == 2
    assert b"larger than 32 MB" in run.stderr


def test_bytes_that_are_no_utf8_do_not_hide_the_token() -> None:
    run = _run("inspect", *AT, given=b"M\xfcller: " + _healthy().encode())
    assert run.returncode == 0, run.stdout
    assert b"Byte 2 of standard input is not UTF-8" in run.stderr


# --- output ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_any_encoding_of_the_terminal_will_do(encoding: str) -> None:
    token = _healthy(name="Zo\u00eb \U0001f600 \ud800 \u202e")
    run = _run("inspect", *AT, given=token, PYTHONIOENCODING=f"{encoding}:strict")
    assert run.returncode in {0, 1}
    assert _clean(run)
    text = run.stdout.decode(encoding)
    assert "\u202e" not in text
    assert "\\u202e" in text


def test_no_escape_sequences_outside_a_terminal_and_none_of_the_token_anywhere() -> None:
    token = _healthy(name="\x1b[31mred\x1b[0m")
    assert b"\x1b" not in _run("inspect", *AT, given=token).stdout


def test_a_reader_that_goes_away_is_no_fault() -> None:
    line = json.dumps({"id": 1, "input": _healthy()}) + "\n"
    for words, given in ((["inspect"], _healthy()), (["inspect", "--batch"], line * 200)):
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
    assert _run("--version").stdout.startswith(b"JotLens 0.")
    for words in (["--help"], ["inspect", "--help"]):
        run = _run(*words)
        assert run.returncode == 0
        assert b"exit codes" in run.stdout


# --- batch ----------------------------------------------------------------------------------------


def test_batch_answers_every_line_in_order_and_never_stops() -> None:
    lines: list[str | bytes] = [
        json.dumps({"id": "first", "input": _healthy(), "context": {"at": 1_700_000_060}}),
        "",
        "not json",
        "[1, 2]",
        json.dumps({"id": "no input"}),
        json.dumps({"id": 7, "input": 7}),
        b"\xff\xfe",
        "[" * 100_000,
        json.dumps({"id": "bad context", "input": "x", "context": {"at": "soon"}}),
        json.dumps({"id": None, "input": "\ud800\u0000"}),
        json.dumps({"id": {"nested": 1}, "input": "", "context": None}),
    ]
    given = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    run = _run("inspect", "--batch", given=given)
    assert run.returncode == 0
    assert run.stdout.isascii()
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(answers) == len(lines)
    assert [answer["id"] for answer in answers[:8]] == ["first", *[None] * 7]
    assert all("error" in answer for answer in answers[1:8])
    assert answers[8]["id"] == "bad context"
    assert "context.at" in answers[8]["error"]
    assert answers[9]["schema"] == "jotlens.inspection/1"
    assert answers[10]["id"] == {"nested": 1}
    assert answers[10]["kind"] == "none"


def test_batch_answers_at_once() -> None:
    with subprocess.Popen(
        [PROGRAM, "inspect", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        for number in range(3):
            program.stdin.write(json.dumps({"id": number, "input": _healthy()}).encode() + b"\n")
            program.stdin.flush()
            assert json.loads(program.stdout.readline())["id"] == number
        program.stdin.close()


def test_batch_reads_utf8_whatever_the_locale() -> None:
    token = _healthy(name="Zo\u00eb")
    given = json.dumps({"id": "\u00e9", "input": token}, ensure_ascii=False).encode()
    run = _run("inspect", "--batch", given=given, PYTHONIOENCODING="ascii", LC_ALL="C")
    answer = json.loads(run.stdout)
    assert answer["id"] == "\u00e9"
    assert answer["claims"]["name"] == "Zo\u00eb"


def test_options_are_the_defaults_of_a_batch() -> None:
    lines = [
        {"id": 1, "input": _healthy()},
        {"id": 2, "input": _healthy(), "context": {"expected": {"audience": API}}},
    ]
    given = "\n".join(map(json.dumps, lines))
    run = _run("inspect", "--batch", *AT, "--audience", "other", "--all-checks", given=given)
    statuses = [
        {check["id"]: check["status"] for check in json.loads(line)["checks"]}
        for line in run.stdout.splitlines()
    ]
    assert [status["aud-match"] for status in statuses] == ["fail", "pass"]
    assert "na" in statuses[0].values()


# --- without a display ----------------------------------------------------------------------------

NO_DISPLAY = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has sessions without a display")


@on_linux
def test_without_a_display_the_sample_is_printed_and_the_window_drawn(tmp_path: Path) -> None:
    run = _run(without=NO_DISPLAY, XDG_CACHE_HOME=str(tmp_path))
    assert run.returncode == 0, run.stderr.decode()
    assert b"HS256" in run.stdout
    assert b"https://api.example.com/calandar/v1/" in run.stdout
    assert b"no display" in run.stderr
    picture = tmp_path / "jotlens" / "window.png"
    assert str(picture).encode() in run.stderr
    assert picture.read_bytes().startswith(b"\x89PNG")


@on_linux
def test_without_a_display_a_file_is_inspected(healthy: str) -> None:
    run = _run(healthy, without=NO_DISPLAY)
    assert run.returncode == 0, run.stderr.decode()
    assert b"auth0|1" in run.stdout
    assert b"no display" in run.stderr


@on_linux
def test_without_a_display_odd_files_are_told(tmp_path: Path) -> None:
    run = _run(str(tmp_path), without=NO_DISPLAY)
    assert run.returncode == 2
    assert b"is a folder" in run.stderr


def test_a_screenshot_has_the_size_that_was_asked_for(tmp_path: Path, healthy: str) -> None:
    picture = tmp_path / "window.png"
    run = _run("--screenshot", str(picture), "--theme", "dark", "--size", "900x600", "--scale", "2", healthy)
    assert run.returncode == 0, run.stderr.decode()
    data = picture.read_bytes()
    assert data.startswith(b"\x89PNG")
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (1800, 1200)


def test_a_screenshot_that_cannot_be_written_is_4(tmp_path: Path) -> None:
    run = _run("--screenshot", str(tmp_path / "no" / "such" / "folder.png"))
    assert run.returncode == 4
    assert b"could not be written" in run.stderr
    assert _clean(run)


# --- what is imported -----------------------------------------------------------------------------


def _imported(*words: str, given: str = "") -> set[str]:
    """Return the top-level modules that a command has imported when it ends."""
    code = (
        "import sys; from jotlens.__main__ import main; main(sys.argv[1:]); "
        "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, *words],
        input=given,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(run.stderr.splitlines()[-1].split())


def test_inspecting_imports_nothing_but_the_standard_library() -> None:
    for words in (["inspect"], ["inspect", "--json"]):
        foreign = _imported(*words, given=_healthy()) - set(sys.stdlib_module_names) - {"jotlens", "__main__"}
        allowed = {name for name in foreign if name.startswith(("_", "sitecustomize", "usercustomize"))}
        assert foreign == allowed


def test_a_command_line_mistake_costs_no_reading_of_tokens() -> None:
    code = "import sys; from jotlens.__main__ import main; main(['--version']); print('jotlens.tokens' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout.splitlines()[-1] == "False"


def test_hostile_lines_are_answered_and_hang_nothing() -> None:
    hostile = [
        "." * 1_000_000,
        "eyJ" * 300_000,
        "a.b." * 250_000,
        "{" * 500_000,
        "Bearer " * 100_000,
        "~" * 500_000,
    ]
    given = "\n".join(json.dumps({"id": number, "input": text}) for number, text in enumerate(hostile))
    answers = [json.loads(line) for line in _run("inspect", "--batch", given=given).stdout.splitlines()]
    assert [answer["id"] for answer in answers] == list(range(len(hostile)))
    assert not any("error" in answer for answer in answers)
