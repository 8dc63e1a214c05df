"""Importing what fetches costs nothing: libraries are loaded when something is sent."""

import subprocess
import sys

_LOAD = """
import importlib, pkgutil, sys
import jotlens.oauth
for found in pkgutil.walk_packages(jotlens.oauth.__path__, "jotlens.oauth."):
    if found.name not in {lazy!r}:
        importlib.import_module(found.name)
print(*sorted({heavy!r} & set(sys.modules)))
"""
_LAZY = {"jotlens.oauth.http.adapter", "jotlens.oauth.http.exchange", "jotlens.oauth.http.reasons"}
_HEAVY = {
    "requests",
    "urllib3",
    "truststore",
    "certifi",
    "authlib",
    "cryptography",
    "ssl",
    "http.client",
    "email.message",
}


def _loaded(lazy: set[str]) -> list[str]:
    run = subprocess.run(
        [sys.executable, "-c", _LOAD.format(lazy=lazy, heavy=_HEAVY)],
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.split()


def test_the_rooms_load_no_library() -> None:
    assert _loaded(_LAZY) == []


def test_a_library_that_is_loaded_is_seen() -> None:
    assert {"requests", "ssl"} <= set(_loaded(set()))
