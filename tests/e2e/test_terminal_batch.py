"""The installed `jotlens inspect --batch`: a line in, a line out, in order, whatever comes."""

import json
import subprocess

from tests.support.terminal import API, AT, PROGRAM, healthy_token, run


def test_batch_answers_every_line_in_order_and_never_stops() -> None:
    lines: list[str | bytes] = [
        json.dumps({"id": "first", "input": healthy_token(), "context": {"at": 1_700_000_060}}),
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
    done = run("inspect", "--batch", given=given)
    assert done.returncode == 0
    assert done.stdout.isascii()
    answers = [json.loads(line) for line in done.stdout.splitlines()]
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
            program.stdin.write(json.dumps({"id": number, "input": healthy_token()}).encode() + b"\n")
            program.stdin.flush()
            assert json.loads(program.stdout.readline())["id"] == number
        program.stdin.close()


def test_batch_reads_utf8_whatever_the_locale() -> None:
    token = healthy_token(name="Zo\u00eb")
    given = json.dumps({"id": "\u00e9", "input": token}, ensure_ascii=False).encode()
    done = run("inspect", "--batch", given=given, PYTHONIOENCODING="ascii", LC_ALL="C")
    answer = json.loads(done.stdout)
    assert answer["id"] == "\u00e9"
    assert answer["claims"]["name"] == "Zo\u00eb"


def test_options_are_the_defaults_of_a_batch() -> None:
    lines = [
        {"id": 1, "input": healthy_token()},
        {"id": 2, "input": healthy_token(), "context": {"expected": {"audience": API}}},
    ]
    given = "\n".join(map(json.dumps, lines))
    done = run("inspect", "--batch", *AT, "--audience", "other", "--all-checks", given=given)
    statuses = [
        {check["id"]: check["status"] for check in json.loads(line)["checks"]}
        for line in done.stdout.splitlines()
    ]
    assert [status["aud-match"] for status in statuses] == ["fail", "pass"]
    assert "na" in statuses[0].values()


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
    answers = [json.loads(line) for line in run("inspect", "--batch", given=given).stdout.splitlines()]
    assert [answer["id"] for answer in answers] == list(range(len(hostile)))
    assert not any("error" in answer for answer in answers)
