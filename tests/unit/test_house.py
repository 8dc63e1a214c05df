"""The habits of the house that no linter knows: size, first lines, leftovers, and what Qt code must not use."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT = Path(__file__).parents[2]
MOST_LINES: Final = 400

# What a line may not hold, where (a part of the path), the file in which it may stand, and why.
FORBIDDEN: Final[tuple[tuple[str, str, str, str], ...]] = (
    (r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b", "", "", "unfinished work goes into an issue"),
    (r"\bNotImplemented" r"Error\b", ".py", "", "there are no stubs"),
    (r"(?<![\w.~])/(?:root|home/\w+|work|Users/\w+)/\w", "", "", "a path of one person's machine"),
    (r"\bprocess" r"Events\(", "src/", "", "a nested event loop"),
    (r"\bQTable" r"Widget\b|\bQStandard" r"Item", "src/", "", "models over dataclasses, not item widgets"),
    (r"\bSignal\((?:dict|list)\)", "src/", "", "Qt reorders a dict; emit an object"),
    (r"\bset" r"StyleSheet\(", "src/", "theme.py", "colours come from the one table in theme.py"),
    (
        r"\bself\.tr\(f[\"']|\btranslate\([^)]*f[\"']",
        "src/",
        "",
        "an f-string is never found by the translation",
    ),
    (r"\(QThread\)", "src/", "", "background work has one door, jobs.py"),
    (r"\bqtbot\.wait\(", "tests/", "", "wait for a signal or a state, not for time"),
)


def _files() -> Iterator[Path]:
    """Yield the files that people write: not the data that tests compare with, nor what tools made."""
    for folder in ("src", "tests", "packaging", ".ci", ".github"):
        for path in sorted((ROOT / folder).rglob("*")):
            parts = path.relative_to(ROOT).parts
            if path.suffix in {".py", ".sh", ".md", ".yml", ""} and path.is_file() and not _is_data(parts):
                yield path
    yield from (path for path in sorted(ROOT.glob("*")) if path.suffix in {".md", ".toml"})
    yield ROOT / "Makefile"


def _is_data(parts: tuple[str, ...]) -> bool:
    return not {"vectors", "golden", "data", "__pycache__"}.isdisjoint(parts)


def _faults(name: str, text: str) -> Iterator[str]:
    """Yield what is wrong with a file of that name (its path from the top, with slashes) and text."""
    for number, line in enumerate(text.splitlines(), 1):
        for pattern, where, except_in, why in FORBIDDEN:
            if where in name and not (except_in and name.endswith(except_in)) and re.search(pattern, line):
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
        for fault in _faults(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
    ]
    assert faults == []


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("README.md", "# TO" + "DO: say more"),
        ("src/jotlens/cli/x.py", "raise NotImplemented" + "Error"),
        ("packaging/README.md", "see " + "/home/" + "someone/notes"),
        ("src/jotlens/gui/x.py", "app.process" + "Events()"),
        ("src/jotlens/gui/x.py", "table = QTable" + "Widget()"),
        ("src/jotlens/gui/x.py", "changed = Signal" + "(dict)"),
        ("src/jotlens/gui/panes/x.py", "self.set" + "StyleSheet('color: red')"),
        ("src/jotlens/gui/x.py", "self.tr" + "(f'{count} claims')"),
        ("src/jotlens/gui/x.py", "class Job" + "(QThread): ..."),
        ("tests/gui/test_x.py", "qtbot" + ".wait(500)"),
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
    assert list(_faults("src/jotlens/gui/theme.py", '"""Colours."""\napp.set' + "StyleSheet('')\n")) == []
    assert list(_faults("README.md", "https://example.com/home/page and ~/work/x")) == []
