"""Makes the bundle: the folder with JotLens, Python and Qt that needs nothing but the system's own libraries."""

from __future__ import annotations

import os
import shutil
import sys
import zlib
from pathlib import Path

from recipes import icu_tables, notices, sbom
from recipes.contents import dropped
from recipes.places import BUILD, BUNDLE, LOCKS, PACKAGING, VENV, RecipeError, commit_time, run

_SCRIPTS = "Scripts" if os.name == "nt" else "bin"


def make() -> Path:
    """Build the bundle anew, and return its folder."""
    python = _environment()
    _install_jotlens(python)
    work = BUILD / "bundle"
    shutil.rmtree(work, ignore_errors=True)
    run(
        *(python, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"),
        *("--distpath", work, "--workpath", BUILD / "bundle-work", PACKAGING / "bundle" / "jotlens.spec"),
    )
    if os.name != "nt":
        (BUNDLE / "jotlens-gui").symlink_to("jotlens")
    for tables in (BUNDLE / "_internal").rglob("libicudata.so.*"):
        icu_tables.prune(tables)
    notices.make()
    sbom.make()
    if sys.platform == "darwin":
        inside = work / "JotLens.app" / "Contents" / "Resources" / "licences"
        shutil.copytree(BUNDLE / "licences", inside, dirs_exist_ok=True)
    _finish(BUNDLE)
    return BUNDLE


def _environment() -> Path:
    """Return the Python of an environment that holds what the bundle's lock names, and nothing else."""
    lock = LOCKS / "bundle.txt"
    base = Path(getattr(sys, "_base_executable", sys.executable))
    wanted = f"{zlib.crc32(lock.read_bytes())} {sys.version} {base} {VENV}\n"
    stamp, python = VENV / "ready", VENV / _SCRIPTS / "python"
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return python
    print(f"bundle: building {VENV.name} from {lock.name} ...", flush=True)
    run(base, "-m", "venv", "--clear", VENV)
    run(*_pip(python), "--require-hashes", "--only-binary", ":all:", "--requirement", lock)
    stamp.write_text(wanted, "utf-8")
    return python


def _pip(python: Path) -> list[str | Path]:
    return [python, "-m", "pip", "install", "--quiet", "--quiet", "--disable-pip-version-check", "--no-input"]


def _install_jotlens(python: Path) -> None:
    """Install JotLens as a wheel: what is bundled is what others would install."""
    wheels = BUILD / "wheel"
    shutil.rmtree(wheels, ignore_errors=True)
    run(python, "-m", "hatchling", "build", "--target", "wheel", "--directory", wheels)
    run(*_pip(python), "--no-deps", "--force-reinstall", *wheels.glob("*.whl"))


def _finish(folder: Path) -> None:
    """See that the rules were kept, and give every file the commit's time."""
    if not (folder / "_internal" / "jotlens" / "resources").is_dir():
        raise RecipeError("The bundle lacks jotlens/resources.")
    for path in sorted(folder.rglob("*")):
        within = str(path.relative_to(folder))
        if path.is_file() and (why := dropped(within)) is not None:
            raise RecipeError(f"The bundle holds {within}, which was to stay out: {why}.")
        if os.name != "nt" and not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        os.utime(path, (commit_time(), commit_time()), follow_symlinks=os.name == "nt")
