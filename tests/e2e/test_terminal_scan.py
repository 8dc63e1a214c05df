"""`jotlens scan` as a process: the tokens of files with their places, for people and for machines."""

import json
from pathlib import Path

from tests.support.har_files import entry, put, write_har
from tests.support.terminal import healthy_token, is_clean, run


def _har(folder: Path) -> tuple[Path, str]:
    token = healthy_token()
    first, second = entry(0), entry(1)
    put(first, token, "response-json")
    put(second, token, "request-header")
    second["request"]["url"] = "https://user:word@api.example/v1/1?secret=1"
    path = folder / "case.har"
    path.write_text(json.dumps({"log": {"entries": [first, second]}}), "utf-8")
    return path, token


def test_json_has_each_token_once_with_its_places(tmp_path: Path) -> None:
    path, token = _har(tmp_path)
    done = run("scan", "--json", "--at", "seen", str(path))
    assert is_clean(done)
    (found,) = json.loads(done.stdout)
    assert found["inspection"]["schema"] == "jotlens.inspection/1"
    assert found["inspection"]["extracted"] == [token]
    assert found["inspection"]["at"] == "2025-06-15T15:00:00.250000Z"
    where = found["where"]
    assert {name: where[name] for name in ("file", "line", "url", "header", "field", "at")} == {
        "file": "case.har",
        "line": None,
        "url": "https://api.example/v1/0",
        "header": None,
        "field": "access_token",
        "at": "2025-06-15T15:00:00Z",
    }
    assert found["seen"][0] == where
    assert (found["seen"][1]["header"], found["seen"][1]["url"]) == (
        "authorization",
        "https://api.example/v1/1",
    )
    assert done.returncode == 1, "it has expired"


def test_a_page_tells_what_it_is_and_where(tmp_path: Path) -> None:
    path, token = _har(tmp_path)
    done = run("scan", str(path), PYTHONIOENCODING="ascii")
    text = " ".join(done.stdout.decode().split())
    assert "access_token, in the answer to GET https://api.example/v1/0 (200), case.har" in text
    assert "authorization, in a header of GET https://api.example/v1/1 (201), case.har" in text
    assert text.endswith("1 token was found in 1 file.")
    assert token not in text


def test_several_files_and_standard_input(tmp_path: Path) -> None:
    known = write_har(tmp_path / "a.har", size=100_000, tokens=12, seed=1)
    other = healthy_token(jti="piped")
    done = run("scan", "--json", "-", str(tmp_path), given=f"a\ntoken={other}\n")
    found = json.loads(done.stdout)
    assert {item["inspection"]["extracted"][0] for item in found} == {other, *known.places}
    assert found[0]["where"]["file"] == "standard input"
    assert found[0]["where"]["line"] == 2


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = run("scan", str(tmp_path / "none.har"))
    assert done.returncode == 2
    assert b"none.har" in done.stderr
    assert b"No token was found" in done.stdout


def test_a_file_without_tokens_is_well(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text("nothing\n")
    done = run("scan", "--json", str(tmp_path / "a.log"))
    assert (done.returncode, json.loads(done.stdout)) == (0, [])
