"""Which files of the bundle are programs or libraries (ELF), and which libraries of the system they name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from recipes.places import output


def needed_by(folder: Path) -> list[Path]:
    """Return the programs and libraries in a folder, sorted."""
    return sorted(
        path for path in folder.rglob("*") if not path.is_symlink() and path.is_file() and _is_elf(path)
    )


def system_libraries(folder: Path) -> list[str]:
    """Return the names (sonames) of the libraries that the folder needs and does not hold."""
    files = needed_by(folder)
    held = {path.name for path in files}
    return sorted({name for path in files for name in _needed(path)} - held)


def _needed(path: Path) -> Iterator[str]:
    for line in output("objdump", "-p", path).splitlines():
        words = line.split()
        if words[:1] == ["NEEDED"]:
            yield words[1]


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"
