"""`jotlens compare` as a process."""

import json
from pathlib import Path

from tests.support.terminal import healthy_token, is_clean, run


def _files(folder: Path, **changes: object) -> tuple[str, str]:
    one, other = folder / "good.txt", folder / "bad.txt"
    one.write_text(healthy_token(permissions=["read:orders", "write:orders"], org_id="org_1"))
    other.write_text(f"Authorization: Bearer {healthy_token(**changes)}")
    return str(one), str(other)


def test_a_page_says_what_differs(tmp_path: Path) -> None:
    files = _files(tmp_path, permissions=["write:orders"], org_id="org_2", jti="other")
    done = run("compare", *files)
    assert is_clean(done)
    assert done.returncode == 1
    text = done.stdout.decode()
    assert "2 things differ." in text
    assert "The permission “read:orders” is gone." in text
    assert "org_id changed from “org_1” to “org_2”." in text
    assert "Set aside, because it changes with every token: jti." in text


def test_json_for_machines(tmp_path: Path) -> None:
    one, other = _files(tmp_path, permissions=["write:orders", "read:orders"], org_id="org_2")
    done = run("compare", "--json", "-", other, given=Path(one).read_text())
    told = json.loads(done.stdout)
    assert told["schema"] == "jotlens.comparison/1"
    assert told["changes"] == [
        {
            "where": "claims",
            "name": "org_id",
            "what": "changed",
            "gone": [],
            "come": [],
            "one": "org_1",
            "other": "org_2",
            "sentence": "org_id changed from “org_1” to “org_2”.",
        }
    ]


def test_the_same_in_meaning_is_well(tmp_path: Path) -> None:
    files = _files(tmp_path, permissions=["write:orders", "read:orders"], org_id="org_1", jti="2")
    assert run("compare", *files).returncode == 0


def test_mistakes_are_told(tmp_path: Path) -> None:
    one, _ = _files(tmp_path)
    assert run("compare", "-", "-").returncode == 2
    (tmp_path / "none.txt").write_text("nothing here at all\n")
    done = run("compare", one, str(tmp_path / "none.txt"))
    assert done.returncode == 2
    assert b"There is no token" in done.stderr


def test_an_opaque_token_cannot_be_compared(tmp_path: Path) -> None:
    one, _ = _files(tmp_path)
    (tmp_path / "opaque.txt").write_text("opaque-token-1234567890")
    assert run("compare", one, str(tmp_path / "opaque.txt")).returncode == 3
