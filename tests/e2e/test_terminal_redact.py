"""`jotlens redact` and `jotlens report` as processes."""

import json
from pathlib import Path

import pytest

from tests.support.leaks import leaks
from tests.support.recording import Recording
from tests.support.stories import ACCESS, expired
from tests.support.terminal import is_clean, run

SECRETS = {"signature": ACCESS.split(".")[2], "cookie": "session-of-zoe", "e-mail": "zoe@example.com"}


@pytest.fixture
def har(tmp_path: Path) -> Path:
    recording = Recording()
    expired(recording)
    path = tmp_path / "case.har"
    path.write_bytes(recording.har())
    return path


def test_a_redacted_file_is_written(har: Path, tmp_path: Path) -> None:
    out = tmp_path / "safe.har"
    done = run("redact", str(har), "-o", str(out))
    assert is_clean(done)
    assert done.returncode == 0
    assert leaks(out.read_text("utf-8"), SECRETS) == []
    assert b"Replaced: " in done.stderr
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []
    assert run("redact", "-", given=har.read_bytes()).stdout.startswith(b'{"log"')


def test_what_was_sent_is_never_overwritten(har: Path) -> None:
    before = har.read_bytes()
    assert run("redact", str(har), "-o", str(har)).returncode == 2
    assert har.read_bytes() == before


@pytest.mark.parametrize(("name", "begins"), [("r.md", "# What"), ("r.html", "<!doctype"), ("r.json", "{")])
def test_a_report_is_written_in_the_form_of_its_name(
    har: Path, tmp_path: Path, name: str, begins: str
) -> None:
    out = tmp_path / name
    done = run("report", str(har), "-o", str(out), "--zone", "Europe/Berlin")
    assert is_clean(done)
    assert done.returncode == 1
    text = out.read_text("utf-8")
    assert text.startswith(begins)
    assert "expired 3 min 10 s before this call" in text
    assert leaks(text.replace("\\", ""), SECRETS) == []


def test_two_people_with_the_same_words_have_the_same_fingerprints(har: Path, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("ticket 7\n")
    told = [
        json.loads(run("report", str(har), "--format", "json", "--words", str(words)).stdout)
        for _ in range(2)
    ]
    other = json.loads(run("report", str(har), "--format", "json").stdout)
    prints = [[token["fingerprint"] for token in report["tokens"]] for report in (*told, other)]
    assert prints[0] == prints[1] != prints[2]


def test_the_dangerous_level_is_told(har: Path) -> None:
    done = run("redact", str(har), "--level", "everything")
    assert b"dangerous" in done.stderr
    assert done.stdout == har.read_bytes()


def test_mistakes_are_told(har: Path) -> None:
    for words in (["report", str(har), "--zone", "Moon/Base"], ["redact", "nothing.har"]):
        done = run(*words)
        assert done.returncode == 2
        assert is_clean(done)
