"""Under which licences JotLens and its parts are: from the bundle's own texts, or from what is installed beside it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from jotlens.tokens.resources import resource

_RULE = "—" * 60
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LICENCE_FILE = re.compile(r"(?i)(licen[cs]e|copying|notice)[^/]*$")
_QT = {"pyside6-essentials", "shiboken6"}

_QT_NOTICE = """\
The window is drawn by Qt, used through Qt for Python (PySide6 and Shiboken). They are used under the GNU Lesser General
Public License, version 3, and were not changed.

Versions: {versions}

Their source:
  https://download.qt.io/official_releases/QtForPython/pyside6/
  https://download.qt.io/official_releases/qt/

They are separate files, and you may replace them by your own builds of them: JotLens starts with those instead. Nothing
in its licence forbids to take it apart in order to find faults in such a changed library.

The licence: https://www.gnu.org/licenses/lgpl-3.0.html
"""


@dataclass(frozen=True, slots=True)
class Notice:
    """One text to read, with its title."""

    title: str
    text: str


def notices() -> tuple[Notice, ...]:
    """Return the licence of JotLens, what is to be said of Qt, and the licences of all other parts and of the data."""
    folder = bundled_folder()
    data = Notice("Data", resource("LICENSES.md").read_text("utf-8"))
    if folder is not None:
        return (
            Notice("JotLens", _text(folder / "LICENSE.txt")),
            Notice("Qt and Qt for Python", _qt(folder)),
            Notice("Parts made by others", _text(folder / "NOTICES.txt")),
            data,
        )
    parts = tuple(_parts())
    own = next((_texts(part) for part in parts if _key(part) == "jotlens"), "")
    return (
        Notice("JotLens", own or "Apache License, Version 2.0\nhttps://www.apache.org/licenses/LICENSE-2.0"),
        Notice("Qt and Qt for Python", _qt(None)),
        Notice(
            "Parts made by others", "\n\n".join(_about(part) for part in parts if _key(part) != "jotlens")
        ),
        data,
    )


def bundled_folder() -> Path | None:
    """Return the folder with the texts that an installer brings along; None where JotLens runs from its source."""
    if not getattr(sys, "frozen", False):
        return None
    program = Path(sys.executable).resolve().parent
    places = (program / "licences", program.parent / "Resources" / "licences")
    return next((place for place in places if (place / "NOTICES.txt").is_file()), None)


def _qt(folder: Path | None) -> str:
    from PySide6 import __version__
    from PySide6.QtCore import qVersion

    notice = _QT_NOTICE.format(versions=f"Qt {qVersion()}, PySide6 {__version__}")
    texts = [] if folder is None else [_text(folder / name) for name in ("LGPL-3.0.txt", "GPL-3.0.txt")]
    return f"\n{_RULE}\n\n".join([notice, *filter(None, texts)])


def _parts(of: str = "jotlens") -> Iterator[Distribution]:
    """Yield a package and all that it needs, each once; what this system does not need is not installed."""
    waiting, seen = [of], set[str]()
    while waiting:
        name = waiting.pop(0)
        if name in seen:
            continue
        seen.add(name)
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue
        yield found
        needs = [need for need in found.requires or () if "extra ==" not in need]
        waiting += sorted(
            match[0].lower().replace("_", "-") for need in needs if (match := _NAME.match(need))
        )


def _about(part: Distribution) -> str:
    name = part.metadata["Name"]
    text = "See “Qt and Qt for Python”." if _key(part) in _QT else _texts(part)
    return f"{_RULE}\n{name} {part.version} · {_licence(part)}\n\n{text}".rstrip()


def _texts(part: Distribution) -> str:
    files = sorted(
        (file for file in part.files or () if ".dist-info" in str(file) and _LICENCE_FILE.search(str(file))),
        key=str,
    )
    return "\n\n".join(_text(Path(str(part.locate_file(file)))) for file in files)


def _licence(part: Distribution) -> str:
    fields = part.metadata.json
    told = str(fields.get("license_expression") or fields.get("license") or "")
    return told if told and "\n" not in told else "its licence follows"


def _key(part: Distribution) -> str:
    return str(part.metadata["Name"]).lower().replace("_", "-")


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace").strip("\n")
    except OSError:
        return ""
