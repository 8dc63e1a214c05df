"""What the bundle is made of: every part with its version, licence and texts, found in what PyInstaller put together."""

from __future__ import annotations

import ast
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import Distribution, distributions
from pathlib import Path

from recipes.places import BUILD, VENV, RecipeError, output, version

_SCRIPTS = "Scripts" if os.name == "nt" else "bin"
_LICENCE_FILE = re.compile(r"(?i)(licen[cs]e|copying|notice|authors)[^/]*$")
_QT = ("pyside6-essentials", "shiboken6")
_ASK = """
import ctypes, sys, glob
from cryptography.hazmat.backends.openssl import backend
from PySide6.QtCore import qVersion
import ssl
print(sys.version.split()[0]); print(qVersion()); print(backend.openssl_version_text()); print(ssl.OPENSSL_VERSION)
print(sys.base_prefix)
"""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: `purl` is its package address, `texts` its licence texts with their names, `source` where it comes from."""

    name: str
    version: str
    licence: str
    purl: str
    source: str = ""
    texts: tuple[tuple[str, str], ...] = ()


def parts() -> tuple[Part, ...]:
    """Return all parts of the bundle that was built last, sorted by name. Raises RecipeError when none was built."""
    site = _site_packages()
    inside = _bundled_files()
    found = [
        *(_python_part(dist) for dist in distributions(path=[str(site)]) if _is_inside(dist, inside)),
        *_binary_parts(site, inside),
    ]
    return tuple(sorted(found, key=lambda part: part.name.lower()))


def _site_packages() -> Path:
    found = [*VENV.glob("lib/python3*/site-packages"), *VENV.glob("Lib/site-packages")]
    if not found:
        raise RecipeError("There is no bundle yet: make bundle")
    return found[0]


@cache
def _bundled_files() -> frozenset[str]:
    """Return the paths of the files that went into the bundle."""
    work = BUILD / "bundle-work" / "jotlens"
    if not (work / "PYZ-00.toc").exists():
        raise RecipeError("There is no bundle yet: make bundle")
    _, modules = ast.literal_eval((work / "PYZ-00.toc").read_text("utf-8"))
    collected = ast.literal_eval((work / "COLLECT-00.toc").read_text("utf-8"))[0]
    return frozenset(str(source) for _, source, _ in [*modules, *collected])


def _is_inside(dist: Distribution, inside: frozenset[str]) -> bool:
    code = [file for file in dist.files or () if ".dist-info" not in str(file)]
    return any(str(dist.locate_file(file)) in inside for file in code)


def _python_part(dist: Distribution) -> Part:
    name = re.sub(r"[-_.]+", "-", dist.metadata["Name"]).lower()
    texts = tuple(
        (Path(str(file)).name, Path(str(dist.locate_file(file))).read_text("utf-8", "replace"))
        for file in sorted(dist.files or (), key=str)
        if ".dist-info" in str(file) and _LICENCE_FILE.search(str(file))
    )
    if name == "jotlens":
        return Part("jotlens", version(), "Apache-2.0", f"pkg:pypi/jotlens@{version()}", "", texts)
    if name in _QT:
        licence, source = "LGPL-3.0-only", _QT_FOR_PYTHON.format(dist.version)
    else:
        licence, source = _licence(dist), _source(dist)
    return Part(name, dist.version, licence, f"pkg:pypi/{name}@{dist.version}", source, texts)


_QT_FOR_PYTHON = "https://download.qt.io/official_releases/QtForPython/pyside6/PySide6-{0}-src/"


def _licence(dist: Distribution) -> str:
    told = _field(dist, "License-Expression") or _field(dist, "License")
    if told and "\n" not in told and len(told) < 60:
        return {"MIT License": "MIT", "Apache 2.0": "Apache-2.0", "BSD": "BSD-3-Clause"}.get(told, told)
    named = [
        row.split(" :: ")[-1] for row in dist.metadata.get_all("Classifier", []) if row.startswith("License")
    ]
    return " AND ".join(named) or "see its text"


def _source(dist: Distribution) -> str:
    rows: dict[str, str] = dict(
        row.split(", ", 1) for row in dist.metadata.get_all("Project-URL", []) if ", " in row
    )
    lowered: dict[str, str] = {name.lower(): url for name, url in rows.items()}
    for name in ("source", "source code", "repository", "code", "github", "homepage"):
        if name in lowered:
            return lowered[name]
    return _field(dist, "Home-page") or next(iter(lowered.values()), "")


def _field(dist: Distribution, name: str) -> str:
    """Return the first value of a field of a package's metadata, or nothing."""
    return str(next(iter(dist.metadata.get_all(name, [])), ""))


def _binary_parts(site: Path, inside: frozenset[str]) -> Iterator[Part]:
    """Yield what is inside without being a Python package: Python itself, Qt, ICU, OpenSSL, libraries brought along."""
    python, qt, openssl, _system_openssl, prefix = output(VENV / _SCRIPTS / "python", "-c", _ASK).split("\n")[
        :5
    ]
    yield Part(
        "CPython", python, "PSF-2.0", f"pkg:generic/cpython@{python}",
        f"https://www.python.org/downloads/release/python-{python.replace('.', '')}/", _python_licence(Path(prefix), python),
    )  # fmt: skip
    short = qt.rpartition(".")[0]
    yield Part(
        "Qt", qt, "LGPL-3.0-only", f"pkg:generic/qt@{qt}",
        f"https://download.qt.io/official_releases/qt/{short}/{qt}/single/",
    )  # fmt: skip
    number = openssl.split()[1]
    yield Part(
        "OpenSSL (inside cryptography)",
        number,
        "Apache-2.0",
        f"pkg:generic/openssl@{number}",
        "https://openssl-library.org/source/",
    )
    icu = next((match[1] for path in inside if (match := re.search(r"libicudata\.so\.(\d+)", path))), None)
    if icu is not None:
        yield Part(
            "ICU (inside Qt)", icu, "Unicode-DFS-2016", f"pkg:generic/icu@{icu}",
            f"https://github.com/unicode-org/icu/releases/tag/release-{icu}-2",
        )  # fmt: skip
    pyinstaller = next(
        d for d in distributions(path=[str(site)]) if d.metadata["Name"].lower() == "pyinstaller"
    )
    yield Part(
        "PyInstaller (its starter)", pyinstaller.version, "GPL-2.0-or-later WITH Bootloader-exception",
        f"pkg:pypi/pyinstaller@{pyinstaller.version}", "https://github.com/pyinstaller/pyinstaller", _python_part(pyinstaller).texts,
    )  # fmt: skip
    own = (str(site), str(Path(prefix).resolve()), str(BUILD))
    system = [path for path in inside if re.search(r"/lib[^/]*\.so", path) and not path.startswith(own)]
    yield from _system_parts(sorted(system))


def _python_licence(prefix: Path, python: str) -> tuple[tuple[str, str], ...]:
    short = python.rpartition(".")[0]
    for path in (
        prefix / "lib" / f"python{short}" / "LICENSE.txt",
        prefix / "LICENSE.txt",
        Path(f"/usr/share/doc/python{short}/copyright"),
    ):
        if path.exists():
            return (("LICENSE.txt", path.read_text("utf-8")),)
    return ()


def _system_parts(libraries: list[str]) -> Iterator[Part]:
    """Yield the system's packages that libraries were brought along from; only Debian and its kin can say which."""
    seen = set()
    for library in libraries:
        real = str(Path(library).resolve())
        answers = [_asked("dpkg-query", "-S", f"*/{Path(real).name}"), _asked("dpkg-query", "-S", real)]
        package = next((a.split(":")[0] for a in answers if a and "diversion" not in a), None)
        if package is None or package in seen:
            continue
        seen.add(package)
        number, source = _asked("dpkg-query", "-W", "-f", "${Version} ${source:Package}", package).split()[:2]
        copyright_file = Path(f"/usr/share/doc/{package}/copyright")
        texts = (
            (("copyright", copyright_file.read_text("utf-8", "replace")),) if copyright_file.exists() else ()
        )
        yield Part(
            package, number, "MIT" if "xcb" in package or "xkb" in package else "see its text",
            f"pkg:deb/debian/{package}@{number}", f"https://tracker.debian.org/pkg/{source}", texts,
        )  # fmt: skip


def _asked(*words: str) -> str:
    try:
        return subprocess.run(words, capture_output=True, text=True, check=False).stdout.strip()
    except FileNotFoundError:
        return ""
