"""The contracts between the rooms can fail: a violation of each is planted, and that very one must break."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACTS: dict[str, str] = {
    contract["id"]: contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
}

# For each contract, the files that are planted, each with the import that must break it. A room that is not
# built yet is built by the planting, so that its rule is known to work on the day it comes.
PLANTS: dict[str, tuple[tuple[str, str], ...]] = {
    "rooms": (
        ("tokens/planted.py", "import jotlens.inspection.model"),
        ("inspection/planted.py", "import jotlens.cli"),
        ("inspection/planted.py", "import jotlens.reports"),
        ("reports/planted.py", "import jotlens.gui"),
        ("oauth/planted.py", "import jotlens.inspection"),
        ("oauth/planted.py", "import jotlens.storage"),
        ("storage/planted.py", "import jotlens.reports"),
        ("inspection/planted.py", "import jotlens.cases"),
        ("cases/planted.py", "import jotlens.storage"),
        ("storage/planted.py", "import jotlens.cases"),
        ("cases/planted.py", "import jotlens.reports"),
        ("sandbox/planted.py", "import jotlens.tokens"),
        ("cli/planted.py", "import jotlens.gui"),
        ("gui/planted.py", "import jotlens.cli"),
        ("gui/planted.py", "def late() -> None:\n    import jotlens.__main__"),
        ("utilities/planted.py", "import json"),  # a room that nobody has drawn
    ),
    "tokens-standard-library": (
        ("tokens/planted.py", "import cryptography"),
        ("tokens/formats/planted.py", "def late() -> None:\n    import socket"),
        ("tokens/planted.py", "from urllib3 import poolmanager"),
    ),
    "inspection-offline": (
        ("inspection/planted.py", "import http.client"),
        ("inspection/checks/planted.py", "def late() -> None:\n    import requests"),
    ),
    "cases-offline": (
        ("cases/planted.py", "import socket"),
        ("cases/planted.py", "def late() -> None:\n    import jotlens.oauth"),
    ),
    "qt-in-gui": (
        ("inspection/planted.py", "from PySide6.QtCore import QObject"),
        ("cli/planted.py", "def late() -> None:\n    from PySide6 import QtGui"),
        ("reports/planted.py", "import shiboken6"),
    ),
    "pyjwt-in-mathematics": (
        ("inspection/planted.py", "import jwt"),
        ("oauth/planted.py", "def late() -> None:\n    import jwt"),
    ),
    "joserfc-in-sandbox": (
        ("inspection/decryption/planted.py", "from joserfc import jwe"),
        ("gui/planted.py", "def late() -> None:\n    import joserfc"),
    ),
    "cryptography-rooms": (
        ("inspection/checks/planted.py", "from cryptography import x509"),
        ("inspection/decryption/planted.py", "from cryptography import x509"),
        ("storage/planted.py", "import cryptography"),
    ),
    "one-door-to-the-network": (
        ("oauth/planted.py", "import requests"),
        ("gui/planted.py", "def late() -> None:\n    import httpx"),
    ),
    "authlib-in-oauth": (("cli/planted.py", "from authlib.oauth2 import rfc6749"),),
    "one-door-to-the-keyring": (
        ("storage/planted.py", "import keyring"),
        ("gui/planted.py", "import keyring"),
    ),
    "jinja-in-reports": (
        ("reports/planted.py", "import jinja2"),
        ("cli/planted.py", "def late() -> None:\n    import jinja2"),
    ),
    "reports-offline": (
        ("reports/planted.py", "import socket"),
        ("reports/planted.py", "def late() -> None:\n    import jotlens.storage"),
    ),
    "flask-in-sandbox": (("oauth/planted.py", "from flask import Flask"),),
}
CASES = [(contract, path, code) for contract, plants in PLANTS.items() for path, code in plants]

# Where each library may stand; planted in its own room, it breaks nothing.
IN_PLACE = (
    ("gui/planted.py", "from PySide6.QtCore import QObject"),
    ("gui/panes/planted.py", "from PySide6.QtWidgets import QLabel"),
    ("inspection/decryption/mathematics.py", "def late() -> None:\n    import cryptography"),
    ("oauth/http/planted.py", "import requests\nimport truststore\nimport jotlens.tokens"),
    ("oauth/planted.py", "from authlib.integrations import requests_client"),
    ("storage/secrets.py", "import keyring"),
    ("sandbox/planted.py", "import flask\nimport authlib\nimport cryptography\nimport jwt\nimport joserfc"),
    ("reports/render.py", "import jinja2\nimport jotlens.inspection"),
    ("reports/planted.py", "import jotlens.inspection\nimport jotlens.cases"),
)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Return a copy of the source tree and of the contracts."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def _plant(house: Path, path: str, code: str) -> None:
    target = house / "src" / "jotlens" / path
    target.parent.mkdir(exist_ok=True)
    for room in re.findall(r"jotlens\.(\w+)", code):
        if not room.startswith("_"):
            (house / "src" / "jotlens" / room).mkdir(exist_ok=True)
            (house / "src" / "jotlens" / room / "__init__.py").touch()
    (target.parent / "__init__.py").touch()
    with target.open("a", encoding="utf-8") as file:
        file.write(f"\n{code}\n")


def _python(house: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "PYTHONPATH": str(house / "src"),
        "COLUMNS": "300",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=house,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def _lint(house: Path) -> tuple[bool, dict[str, bool], str]:
    """Lint the copy; return whether all is well, whether each contract was kept, and what was said."""
    run = _python(house, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache")
    verdicts = {
        contract: match.group(1) == "KEPT"
        for contract, name in CONTRACTS.items()
        if (match := re.search(re.escape(name) + r"\s+(KEPT|BROKEN)", run.stdout))
    }
    return run.returncode == 0, verdicts, run.stdout + run.stderr


def test_every_contract_has_a_planted_violation() -> None:
    assert PLANTS.keys() == CONTRACTS.keys()


def test_the_house_as_it_is(house: Path) -> None:
    well, verdicts, said = _lint(house)
    assert well, said
    assert verdicts == dict.fromkeys(CONTRACTS, True)


@pytest.mark.parametrize(
    ("contract", "path", "code"),
    CASES,
    ids=[f"{contract}: {path}: {code.split()[-1]}" for contract, path, code in CASES],
)
def test_breaks(house: Path, contract: str, path: str, code: str) -> None:
    _plant(house, path, code)
    well, verdicts, said = _lint(house)
    assert not well
    assert not verdicts.get(contract, True), said


def test_what_stands_in_its_own_room_is_well(house: Path) -> None:
    for path, code in IN_PLACE:
        _plant(house, path, code)
    well, _, said = _lint(house)
    assert well, said


# --- libraries are imported late -----------------------------------------------------------------------
#
# import-linter counts an import inside a function like any other. That reading a token, and starting a
# terminal command, load nothing but the standard library is seen by loading the rooms.

_LOAD = """
import importlib, pkgutil, sys
before = set(sys.modules)
import jotlens
for room in {rooms!r}:
    module = importlib.import_module("jotlens." + room)
    for found in pkgutil.walk_packages(getattr(module, "__path__", ()), module.__name__ + "."):
        importlib.import_module(found.name)
loaded = {{name.partition(".")[0] for name in set(sys.modules) - before}}
print(*sorted(loaded - set(sys.stdlib_module_names) - {{"jotlens"}}))
"""


def _rooms(house: Path) -> tuple[str, ...]:
    named = ("tokens", "inspection", "cli", "__main__")
    return tuple(room for room in named if any((house / "src" / "jotlens").glob(f"{room}*")))


def _loaded_beyond_the_standard_library(house: Path) -> list[str]:
    run = _python(house, "-c", _LOAD.format(rooms=_rooms(house)))
    assert run.returncode == 0, run.stderr
    return run.stdout.split()


def test_reading_a_token_loads_only_the_standard_library(house: Path) -> None:
    assert _loaded_beyond_the_standard_library(house) == []


@pytest.mark.parametrize(
    ("path", "code", "loaded"),
    [
        ("tokens/planted.py", "import jwt", "jwt"),
        ("inspection/checks/planted.py", "from cryptography import x509", "cryptography"),
        ("cli/planted.py", "from PySide6 import QtCore", "PySide6"),
    ],
)
def test_a_library_loaded_early_is_seen(house: Path, path: str, code: str, loaded: str) -> None:
    _plant(house, path, code)
    assert loaded in _loaded_beyond_the_standard_library(house)


def _imported_at_once(source: str) -> Iterator[str]:
    """Yield the top-level names of the modules that loading this source loads, outside any function."""
    pending: list[ast.AST] = [ast.parse(source)]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0]
        pending.extend(ast.iter_child_nodes(node))


def test_the_window_loads_only_qt() -> None:
    allowed = sys.stdlib_module_names | {"jotlens", "PySide6", "shiboken6"}
    early = {
        (path.name, name)
        for path in (ROOT / "src" / "jotlens" / "gui").rglob("*.py")
        for name in _imported_at_once(path.read_text("utf-8"))
        if name not in allowed
    }
    assert early == set()


def test_imports_at_once_are_told_from_late_ones() -> None:
    source = "import jwt.api\nif True:\n    from joserfc import jwk\ndef late():\n    import requests"
    assert set(_imported_at_once(source)) == {"jwt", "joserfc"}
