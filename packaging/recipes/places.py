"""Where everything lies, which version this is, and the one moment that every build of a commit carries."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
LOCKS = PACKAGING / "locks"
RESOURCES = ROOT / "resources"
BUILD = ROOT / "build"
VENV = BUILD / "bundle-venv"
BUNDLE = BUILD / "bundle" / "jotlens"
"""The folder with the programs; on macOS JotLens.app stands beside it."""
OUT = BUILD / "installers"
"""What is handed to people."""

HOMEPAGE = "https://github.com/jotlens/jotlens"
SUMMARY = "Token inspector"
MAINTAINER = "JotLens contributors <jotlens@users.noreply.github.com>"


class RecipeError(Exception):
    """A recipe cannot be carried out; the text says why and what to do."""


@cache
def version() -> str:
    """Return the version as the package itself says it: `0.1.0`."""
    text = (ROOT / "src" / "jotlens" / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "([^"]+)"$', text, re.MULTILINE)
    if found is None:
        raise RecipeError("src/jotlens/__init__.py says no version.")
    return found[1]


@cache
def commit_time() -> int:
    """Return the moment of the commit that is built, in seconds since 1970 (SOURCE_DATE_EPOCH, if it is set)."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isdecimal():
        return int(given)
    done = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode != 0 or not done.stdout.strip().isdecimal():
        raise RecipeError(
            "This is no git checkout: set SOURCE_DATE_EPOCH to the moment of the release, in seconds."
        )
    return int(done.stdout)


def commit_date(form: str = "%Y-%m-%d") -> str:
    """Return the day of the commit that is built, in UTC."""
    return datetime.fromtimestamp(commit_time(), UTC).strftime(form)


def steady_environment(**more: str) -> dict[str, str]:
    """Return an environment in which two builds of a commit come out the same, whoever makes them."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "SYSTEMROOT") if name in os.environ}
    pip = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_CERT_"))}
    fixed = {"SOURCE_DATE_EPOCH": str(commit_time()), "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    return kept | pip | fixed | more


def run(*words: str | Path, cwd: Path = ROOT, **more: str) -> None:
    """Run a program in the steady environment, and raise RecipeError when it does not end well."""
    sys.stdout.flush()
    try:
        done = subprocess.run(
            [str(word) for word in words], cwd=cwd, env=steady_environment(**more), check=False
        )
    except FileNotFoundError:
        raise RecipeError(
            f"The program {words[0]} is not installed; packaging/README.md names its package."
        ) from None
    if done.returncode != 0:
        raise RecipeError(f"{Path(str(words[0])).name} failed with status {done.returncode}; see above.")


def output(*words: str | Path, cwd: Path = ROOT) -> str:
    """Run a program in the steady environment and return what it prints; raises RecipeError as `run` does."""
    try:
        done = subprocess.run(
            [str(word) for word in words],
            cwd=cwd,
            env=steady_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        raise RecipeError(
            f"The program {words[0]} is not installed; packaging/README.md names its package."
        ) from None
    if done.returncode != 0:
        raise RecipeError(f"{Path(str(words[0])).name} failed: {done.stderr.strip()}")
    return done.stdout
