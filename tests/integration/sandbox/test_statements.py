"""The table of the eighty statements: each has the tests that its marks ask for, and every test in it exists."""

import ast
import tomllib
from functools import cache
from pathlib import Path
from typing import Final

import pytest

_HERE: Final = Path(__file__).parent
_ROOT: Final = _HERE.parents[2]
STATEMENTS: Final = tomllib.loads((_HERE / "statements.toml").read_text("utf-8"))
_COLUMNS: Final = {"T": "tenant", "I": "inspector"}


@cache
def _names_in(path: Path) -> frozenset[str]:
    names = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.ClassDef):
            names |= {f"{node.name}::{part.name}" for part in node.body if isinstance(part, ast.FunctionDef)}
    return frozenset(name for name in names if name.rpartition("::")[2].startswith("test_"))


def exists(place: str) -> bool:
    file, _, name = place.partition("::")
    path = _ROOT / file if "/" in file else _HERE / file
    return path.is_file() and name in _names_in(path)


def test_no_statement_is_missing() -> None:
    assert list(STATEMENTS) == [f"S{number}" for number in range(1, 81)]


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_is_shown(name: str) -> None:
    statement = STATEMENTS[name]
    assert set(statement) <= {"says", "marks", "tenant", "inspector", "reason"}
    assert statement["says"]
    marks = statement["marks"]
    assert marks in {"I", "T", "IT", "X"}
    for mark, column in _COLUMNS.items():
        if mark in marks or marks == "X":
            assert statement.get(column) or statement.get("reason"), f"{name} has no test of the {column}"
    for place in (*statement.get("tenant", ()), *statement.get("inspector", ())):
        assert exists(place), place


def test_a_test_that_is_not_there_is_noticed() -> None:
    assert exists("test_statements.py::test_no_statement_is_missing")
    assert not exists("test_statements.py::test_that_nobody_wrote")
    assert not exists("test_statements.py::exists")
    assert not exists("test_nowhere.py::test_a")
