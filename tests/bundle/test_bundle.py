"""The bundle that `make bundle` has built: its size, what is in it and why, and that it needs nothing but the system."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from recipes.contents import dropped, reason
from recipes.needed import system_libraries
from recipes.places import BUNDLE

pytestmark = pytest.mark.skipif(
    not os.environ.get("JOTLENS_PROGRAM"), reason="JOTLENS_PROGRAM names no bundle: make test-bundle"
)

MOST_MB = 110
FOLDER = Path(os.environ.get("JOTLENS_PROGRAM") or BUNDLE / "jotlens").parent
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="Linux only")


def _files() -> dict[str, int]:
    """Return the size of each file, by its path."""
    return {
        str(path.relative_to(FOLDER)): path.stat().st_size
        for path in FOLDER.rglob("*")
        if path.is_file() and not path.is_symlink()
    }


def test_it_is_not_larger_than_it_should_be() -> None:
    assert sum(_files().values()) <= MOST_MB * 1_000_000


def test_the_twenty_largest_files_have_their_reason() -> None:
    largest = sorted(_files().items(), key=lambda row: -row[1])[:20]
    for path, size in largest:
        print(f"{size / 1e6:6.1f} MB  {path}: {reason(path)}")  # noqa: T201 - the list is wanted
    assert [path for path, _ in largest if reason(path) is None] == []


def test_nothing_is_there_that_was_to_stay_out() -> None:
    assert [path for path in _files() if dropped(path)] == []


def test_licences_and_bill_are_there() -> None:
    held = {path.name for path in (FOLDER / "licences").iterdir()}
    assert held >= {"NOTICES.txt", "LICENSE.txt", "LGPL-3.0.txt", "GPL-3.0.txt", "jotlens.cdx.json"}


@on_linux
def test_what_it_needs_of_the_system_is_what_the_program_can_name() -> None:
    """A library that is missing is told with the package that brings it; a bundle must not need others."""
    resources = FOLDER / "_internal/jotlens/resources/system-libraries.json"
    named = resources.read_text("utf-8")
    base = (
        "libc.",
        "libm.",
        "libdl.",
        "libpthread.",
        "librt.",
        "libgcc_s.",
        "libstdc++.",
        "ld-linux",
        "libutil.",
    )
    python = (
        "libcrypto.",
        "libssl.",
        "libffi.",
        "liblzma.",
        "libz.",
        "libzstd.",
        "libuuid.",
        "libexpat.",
        "libcrypt.",
    )
    others = [
        name for name in system_libraries(FOLDER) if not name.startswith(base + python) and name not in named
    ]
    assert others == []


@on_linux
def test_a_program_that_it_starts_does_not_load_from_the_bundle(tmp_path: Path) -> None:
    """The browser of a login is such a program: it must not get the bundle's libraries (LD_LIBRARY_PATH)."""
    opener = tmp_path / "xdg-open"
    opener.write_text(f'#!/bin/sh\nprintf "%s" "$LD_LIBRARY_PATH" >{tmp_path}/seen\n', "ascii")
    opener.chmod(0o755)
    code = (
        f"{FOLDER / 'jotlens'} fetch --client-id app --grant authorization-code --login-time 3 "
        "--authorization-endpoint http://127.0.0.1:9/authorize --token-endpoint http://127.0.0.1:9/token "
        "--auth none --redirect-uri http://127.0.0.1/callback"
    )
    environment = os.environ | {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "DISPLAY": ":9",
        "LD_LIBRARY_PATH": "/own",
    }
    done = subprocess.run(
        code.split(), env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert (tmp_path / "seen").read_text("ascii") == "/own", done.stderr
