"""The habits of the house that no linter knows: size, first lines, leftovers, and what Qt code must not use."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT = Path(__file__).parents[2]
MOST_LINES: Final = 400

# What a line may not hold, where (a part of the path), the file in which it may stand, and why. This file
# holds them all, and is passed over.
FORBIDDEN: Final = (
    (r"\b(?:TODO|FIXME|XXX)\b", "", None, "unfinished work goes into an issue"),
    (r"\braise NotImplementedError\b", ".py", None, "there are no stubs"),
    (r"(?<![\w.~])/(?:root|home/\w+|work|Users/\w+)/\w", "", None, "a path of one person's machine"),
    (r"\bprocessEvents\(", "src/", None, "no nested event loop"),
    (r"\bQTableWidget\b|\bQStandardItem", "src/", None, "models over dataclasses, not item widgets"),
    (r"\bSignal\((?:dict|list)\)", "src/", None, "Qt reorders a dict; emit an object"),
    (r"\bsetStyleSheet\(", "src/", "gui/looks.py", "looks come from one place, and colours from one table"),
    (r"\btr\(f[\"']", "src/", None, "a translation never finds an f-string"),
    (r"\(QThread\)", "src/", None, "background work has one door, jobs.py"),
    (r"\bqtbot\.wait\(", "tests/", None, "wait for a signal or a state, not for time"),
)


def _files() -> Iterator[Path]:
    """Yield the files that people write: not the data that tests compare with, nor what tools made."""
    for folder in ("src", "tests", "packaging", ".ci", ".github"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".sh", ".md", ".yml"} and not _is_data(path.relative_to(ROOT).parts):
                yield path
    yield from (path for path in sorted(ROOT.iterdir()) if path.suffix in {".md", ".toml"})
    yield from (ROOT / "Makefile", ROOT / ".ci" / "run")


def _is_data(parts: tuple[str, ...]) -> bool:
    return any(
        part in {"vectors", "golden", "data", "node_modules"} or part.endswith("cache__")
        for part in parts[:-1]
    )


def _faults(name: str, text: str) -> Iterator[str]:
    """Yield what is wrong with a file of that name (its path from the top, with slashes) and text."""
    for number, line in enumerate(text.splitlines(), 1):
        for pattern, where, but_in, why in FORBIDDEN:
            allowed = but_in is not None and name.endswith(but_in)
            if where in name and not allowed and re.search(pattern, line):
                yield f"{name}:{number}: {why}: {line.strip()}"
    if name.endswith(".py"):
        lines = text.count("\n")
        if lines > MOST_LINES:
            yield f"{name}: {lines} lines; split it by what it is about"
        if not (ast.get_docstring(ast.parse(text)) or "").strip():
            yield f"{name}: the first line does not say the file's one job"


def test_the_house_keeps_its_habits() -> None:
    faults = [
        fault
        for path in _files()
        if path != Path(__file__)
        for fault in _faults(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
    ]
    assert faults == []


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("README.md", "# TODO: say more"),
        ("src/jotlens/cli/x.py", "raise NotImplementedError"),
        ("packaging/README.md", "see /home/someone/notes"),
        ("src/jotlens/gui/x.py", "app.processEvents()"),
        ("src/jotlens/gui/x.py", "table = QTableWidget()"),
        ("src/jotlens/gui/x.py", "changed = Signal(dict)"),
        ("src/jotlens/gui/panes/x.py", "self.setStyleSheet('color: red')"),
        ("src/jotlens/gui/x.py", "self.tr(f'{count} claims')"),
        ("src/jotlens/gui/x.py", "class Job(QThread): ..."),
        ("tests/gui/test_x.py", "qtbot.wait(500)"),
    ],
)
def test_a_forbidden_line_is_seen(name: str, line: str) -> None:
    text = f'"""A file."""\n{line}\n' if name.endswith(".py") else line
    assert len(list(_faults(name, text))) == 1


def test_a_long_or_nameless_file_is_seen() -> None:
    assert list(_faults("src/x.py", '"""A file."""\n' + "x = 1\n" * (MOST_LINES - 1))) == []
    assert len(list(_faults("src/x.py", '"""A file."""\n' + "x = 1\n" * MOST_LINES))) == 1
    assert len(list(_faults("src/x.py", "x = 1\n"))) == 1


def test_what_is_allowed_in_its_place_passes() -> None:
    assert list(_faults("src/jotlens/gui/looks.py", '"""Colours."""\napp.set' + "StyleSheet('')\n")) == []
    assert list(_faults("README.md", "https://example.com/home/page and ~/work/x")) == []
