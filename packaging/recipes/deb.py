"""Makes the package for Debian, Ubuntu and their kin, with dpkg's own tools."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from pathlib import Path

from recipes import desktop
from recipes.needed import needed_by
from recipes.places import BUILD, HOMEPAGE, MAINTAINER, OUT, SUMMARY, output, run, version

_DESCRIPTION = """\
 Paste a token, and JotLens says in plain words what it is, whether it is
 alive, whether it can be trusted, and whether it fits the API it is meant
 for; and when something is wrong, why, and what to do next.
 .
 It brings Python and Qt itself. Nothing that is pasted leaves the computer.
"""


def make() -> Path:
    """Build the package from the bundle, and return it. JOTLENS_XZ=1 packs it for release, else quickly."""
    tree = BUILD / "deb"
    desktop.lay(tree)
    for library in (tree / "usr/lib/jotlens/_internal").glob("lib*.so*"):
        if not library.name.startswith("libpython"):
            library.unlink()  # Debian has it as a package, which is depended on
    control = tree / "DEBIAN"
    control.mkdir()
    size_kib = (
        sum(path.lstat().st_size + 1023 for path in (tree / "usr").rglob("*") if not path.is_dir()) // 1024
    )
    architecture = output("dpkg", "--print-architecture").strip()
    (control / "control").write_text(_control(architecture, size_kib, _depends()), "utf-8")
    (control / "md5sums").write_text(_sums(tree), "utf-8")
    desktop.settle(tree)
    OUT.mkdir(parents=True, exist_ok=True)
    package = OUT / f"jotlens_{version()}_{architecture}.deb"
    pressing = ("-Zxz", "-z9") if os.environ.get("JOTLENS_XZ") else ("-Zzstd", "-z3")
    run("dpkg-deb", "--root-owner-group", *pressing, "--build", tree, package)
    return package


def _control(architecture: str, size_kib: int, depends: str) -> str:
    return f"""\
Package: jotlens
Version: {version()}
Architecture: {architecture}
Maintainer: {MAINTAINER}
Installed-Size: {size_kib}
Depends: {depends}
Recommends: ca-certificates, xdg-utils, gnome-keyring | kwalletmanager | keepassxc, fonts-dejavu-core | fonts-noto-core
Section: utils
Priority: optional
Homepage: {HOMEPAGE}
Description: {SUMMARY[:1].lower()}{SUMMARY[1:]}: is it alive, can it be trusted, does it fit
{_DESCRIPTION}"""


def _depends() -> str:
    """Return what the files of the bundle need, as dpkg-shlibdeps reads it from them."""
    work = BUILD / "shlibdeps"
    shutil.rmtree(work, ignore_errors=True)
    (work / "debian").mkdir(parents=True)
    (work / "debian" / "control").write_text(
        "Source: jotlens\n\nPackage: jotlens\nArchitecture: any\n", "utf-8"
    )
    bundle = BUILD / "deb" / "usr/lib/jotlens"
    own = [bundle / "_internal", bundle / "_internal/PySide6/Qt/lib", bundle / "_internal/shiboken6"]
    words = [f"-l{folder}" for folder in own]
    said = output(
        *("dpkg-shlibdeps", "-O", "--ignore-missing-info", "--warnings=0", *words),
        *(f"-e{path}" for path in needed_by(bundle)),
        cwd=work,
    )
    return joined(said.strip().removeprefix("shlibs:Depends="))


def joined(depends: str) -> str:
    """Return the dependencies, with the new names of packages that Debian 13 has renamed beside the old ones."""
    rows = []
    for row in depends.split(", "):
        name, _, condition = row.partition(" ")
        if re.fullmatch(r"lib(glib2\.0-0|ssl3|png16-16)", name):
            rows.append(f"{row} | {name}t64{' ' if condition else ''}{condition}")
        else:
            rows.append(row)
    return ", ".join(sorted(rows))


def _sums(tree: Path) -> str:
    files = sorted(path for path in (tree / "usr").rglob("*") if path.is_file() and not path.is_symlink())
    return "".join(f"{_md5(path)}  {path.relative_to(tree)}\n" for path in files)


def _md5(path: Path) -> str:
    """Return what dpkg compares a file with: it shows damage, and guards against nobody."""
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
