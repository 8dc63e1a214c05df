"""The installed `jotlens inspect --api`: the token and the API's answer, or the answer alone, and why."""

import json
from pathlib import Path

import pytest

from tests.support.terminal import AT, healthy_token, is_clean, run

EXPIRED = "1800000000"


@pytest.fixture
def answer(tmp_path: Path) -> str:
    file = tmp_path / "answer.txt"
    file.write_text(
        "HTTP/1.1 401 Unauthorized\r\n"
        'WWW-Authenticate: Bearer error="invalid_token", error_description="jwt audience invalid. expected: https://api.example.com/v1"\r\n'
    )
    return str(file)


def test_token_and_answer_are_diagnosed_from_both(answer: str) -> None:
    done = run("inspect", "--json", "--api", answer, *AT, given=healthy_token())
    first = json.loads(done.stdout)["diagnosis"][0]
    assert first["id"] == "D3"
    assert "one slash too many at the end" in first["cause"]
    assert first.keys() == {"id", "title", "cause", "evidence", "fix"}
    assert "jwt audience invalid" in first["evidence"]


def test_page_says_why_and_what_to_do(answer: str) -> None:
    page = run("inspect", "--api", answer, *AT, given=healthy_token()).stdout.decode()
    assert "Why it was rejected" in page
    assert "(D3)" in page
    assert page.index("Why it was rejected") < page.index("What the token says")


def test_answer_alone_needs_no_token(answer: str) -> None:
    done = run("inspect", "--json", "--api", answer)
    inspection = json.loads(done.stdout)
    assert (inspection["kind"], inspection["checks"]) == ("none", [])
    assert inspection["diagnosis"][0]["id"] == "D3"
    assert inspection["verdict"]["sentence"] == inspection["diagnosis"][0]["cause"]
    assert done.returncode == 1


@pytest.mark.parametrize("words", ["jwt expired", "AADSTS50011", "invalid_grant"])
def test_answer_may_be_said_in_words(words: str) -> None:
    assert json.loads(run("inspect", "--json", "--api", words).stdout)["diagnosis"]


def test_answer_from_standard_input_beside_a_token_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "token.txt"
    file.write_text(healthy_token())
    done = run("inspect", str(file), "--json", "--api", "-", *AT, given="invalid signature")
    assert json.loads(done.stdout)["diagnosis"][0]["id"] == "D7"


@pytest.mark.parametrize("words", [("--api", "-"), ("--api", "-", "-"), ("--batch", "--api", "-")])
def test_one_standard_input_cannot_be_both(words: tuple[str, ...]) -> None:
    done = run("inspect", *words, given="jwt expired")
    assert done.returncode == 2
    assert b"FILE" in done.stderr


def test_file_that_is_not_there_is_named() -> None:
    done = run("inspect", "--api", "answer.txt", given=healthy_token())
    assert done.returncode == 2
    assert b"answer.txt" in done.stderr
    assert is_clean(done)


def test_healthy_token_says_nothing_of_a_rejection() -> None:
    done = run("inspect", *AT, given=healthy_token())
    assert b"rejected" not in done.stdout


def test_expired_token_would_be_rejected() -> None:
    page = run("inspect", "--at", EXPIRED, given=healthy_token()).stdout
    assert b"Why it would be rejected" in page


def test_answer_without_a_token_is_a_page_too() -> None:
    page = run(
        "inspect", given='{"error":"login_required","error_description":"Login required"}'
    ).stdout.decode()
    assert "Why it was rejected" in page
    assert page.count("What to do") == 1


def test_batch_takes_an_answer_as_an_object_or_a_text() -> None:
    answers = (
        {"status": 401, "www_authenticate": None, "body": "invalid signature"},
        {"status": "401 Unauthorized", "body": {"message": "invalid signature"}},
        {"www_authenticate": ["Basic realm=x", 'Bearer error="x", error_description="invalid signature"']},
        "invalid signature",
    )
    lines = [
        json.dumps(
            {"id": n, "input": healthy_token(), "context": {"at": 1_700_000_060, "expected": {"api": api}}}
        )
        for n, api in enumerate(answers)
    ]
    done = run("inspect", "--batch", given="\n".join(lines))
    assert [json.loads(line)["diagnosis"][0]["id"] for line in done.stdout.splitlines()] == ["D7"] * 4


@pytest.mark.parametrize(
    "api", [7, ["x"], {"status": "soon"}, {"status": 7}, {"body": 7}, {"www_authenticate": 7}]
)
def test_batch_refuses_an_answer_of_another_shape(api: object) -> None:
    line = json.dumps({"id": 1, "input": "x", "context": {"expected": {"api": api}}})
    assert "context.expected.api" in json.loads(run("inspect", "--batch", given=line).stdout)["error"]
