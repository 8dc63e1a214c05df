"""The locks say what pyproject.toml says, carry a hash for everything, and name no registry."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
LOCKS = ROOT / "packaging" / "locks"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUN: list[str] = PYPROJECT["project"]["dependencies"]
DEV: list[str] = RUN + PYPROJECT["dependency-groups"]["dev"]
BUNDLE: list[str] = RUN + PYPROJECT["dependency-groups"]["bundle"]


def _locked(text: str) -> Iterator[Requirement]:
    """Yield what a lock pins, each as `name==version` with its marker."""
    for line in text.splitlines():
        if line and not line.startswith((" ", "#")):
            yield Requirement(line.removesuffix("\\").strip())


def _holds_on(requirement: Requirement, python: str) -> bool:
    environment = {"python_version": python, "python_full_version": f"{python}.1", "sys_platform": "linux"}
    return requirement.marker is None or requirement.marker.evaluate(environment)


def _out_of_step(wanted: list[str], lock: str, python: str) -> list[str]:
    """Return the requirements that the lock does not meet with exactly one version on that Python."""
    pinned = [requirement for requirement in _locked(lock) if _holds_on(requirement, python)]
    return [
        str(requirement)
        for requirement in map(Requirement, wanted)
        if _holds_on(requirement, python) and not _is_met(requirement, pinned)
    ]


def _is_met(requirement: Requirement, pinned: list[Requirement]) -> bool:
    versions = [exact.version for pin in pinned if _same_name(pin, requirement) for exact in pin.specifier]
    return len(versions) == 1 and requirement.specifier.contains(versions[0])


def _same_name(one: Requirement, other: Requirement) -> bool:
    return re.sub(r"[-_.]+", "-", one.name).lower() == re.sub(r"[-_.]+", "-", other.name).lower()


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize(("lock", "wanted"), [("run.txt", RUN), ("dev.txt", DEV), ("bundle.txt", BUNDLE)])
def test_a_lock_is_in_step(lock: str, wanted: list[str], python: str) -> None:
    assert _out_of_step(wanted, (LOCKS / lock).read_text("utf-8"), python) == []


def test_a_lock_out_of_step_is_seen() -> None:
    lock = "pyjwt==2.10.0 \\\n    --hash=sha256:00\njoserfc==1.8.0 ; python_version >= '3.12'\n"
    assert _out_of_step(["PyJWT>=2.15.1"], lock, "3.12") == ["PyJWT>=2.15.1"]
    assert _out_of_step(["joserfc>=1.8"], lock, "3.12") == []
    assert _out_of_step(["joserfc>=1.8"], lock, "3.11") == ["joserfc>=1.8"]
    assert _out_of_step(["requests"], lock, "3.12") == ["requests"]


@pytest.mark.parametrize("lock", ["dev.txt", "bundle.txt"])
def test_the_larger_locks_hold_the_versions_of_the_smallest(lock: str) -> None:
    run = set(map(str, _locked((LOCKS / "run.txt").read_text("utf-8"))))
    assert run <= set(map(str, _locked((LOCKS / lock).read_text("utf-8"))))


@pytest.mark.parametrize("lock", ["run.txt", "dev.txt", "bundle.txt"])
def test_everything_has_a_hash_and_nothing_an_address(lock: str) -> None:
    text = (LOCKS / lock).read_text("utf-8")
    pins = re.split(r"\n(?=[a-z0-9])", text)
    assert [pin.split(" ")[0] for pin in pins if "--hash=sha256:" not in pin] == []
    assert re.findall(r".*(?:://|index-url|find-links|file:|@ ).*", text) == []


def test_python_3_11_is_kept_from_the_qt_that_aborts_on_it() -> None:
    pinned = {
        pin.name: str(pin.specifier)
        for pin in _locked((LOCKS / "run.txt").read_text("utf-8"))
        if _holds_on(pin, "3.11")
    }
    assert pinned["pyside6-essentials"].startswith("==6.11.")
    assert pinned["shiboken6"] == pinned["pyside6-essentials"]


def test_the_program_names_the_same_packages_as_setup() -> None:
    """JotLens itself names the package when Qt does not start; the names stand in two places, and agree."""
    script = (ROOT / "packaging" / "setup.sh").read_text("utf-8")
    rows = re.findall(r"^(lib\S+\.so\S*) +(\S+) +(\S+) +(?:always|window)$", script, re.MULTILINE)
    program = json.loads((ROOT / "resources" / "system-libraries.json").read_text("utf-8"))
    assert len(rows) > 20
    for soname, apt, dnf in rows:
        assert program[soname]["apt"] in apt.split("|"), soname
        assert program[soname]["dnf"] == dnf, soname
