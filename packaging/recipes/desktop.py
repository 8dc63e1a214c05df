"""The tree of files that a Linux desktop wants (`usr/…`): programs, menu entry, icons, types, man page, completion."""

from __future__ import annotations

import gzip
import os
import re
import shutil
from pathlib import Path

from recipes import completions
from recipes.command_words import commands
from recipes.man_page import man_page
from recipes.places import (
    BUNDLE,
    HOMEPAGE,
    PACKAGING,
    RESOURCES,
    ROOT,
    RecipeError,
    commit_date,
    commit_time,
    version,
)

_LINUX = PACKAGING / "linux"
COMPONENT = "io.github.jotlens.JotLens"
_HOME = Path("usr/lib/jotlens")


def lay(tree: Path) -> None:
    """Lay all files into `tree`, which is emptied first; needs the bundle. Times and rights are those of every build."""
    if not (BUNDLE / "jotlens").exists():
        raise RecipeError("There is no bundle yet: make bundle")
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(BUNDLE, tree / _HOME, symlinks=True)
    (tree / "usr/bin").mkdir(parents=True)
    for name in ("jotlens", "jotlens-gui"):
        (tree / "usr/bin" / name).symlink_to(f"../lib/jotlens/{name}")
    share = tree / "usr/share"
    _copy(_LINUX / "jotlens.desktop", share / "applications/jotlens.desktop")
    _copy(_LINUX / "jotlens-mime.xml", share / "mime/packages/jotlens.xml")
    _write(share / f"metainfo/{COMPONENT}.metainfo.xml", metainfo())
    _icons(share / "icons/hicolor")
    _words(share)
    _documents(share / "doc/jotlens")
    settle(tree)


def metainfo() -> str:
    """Return the description for software centres, of this version."""
    text = (_LINUX / f"{COMPONENT}.metainfo.xml").read_text("utf-8")
    for name, value in (("HOMEPAGE", HOMEPAGE), ("VERSION", version()), ("DATE", commit_date())):
        text = text.replace(f"@{name}@", value)
    return text


def settle(tree: Path) -> None:
    """Give every file the time of the commit, and rights that do not depend on who builds."""
    for path in sorted(tree.rglob("*"), reverse=True):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        os.utime(path, (commit_time(), commit_time()), follow_symlinks=False)
    tree.chmod(0o755)
    os.utime(tree, (commit_time(), commit_time()))


def _icons(folder: Path) -> None:
    for picture in sorted((RESOURCES / "icons").glob("jotlens-*.png")):
        size = re.fullmatch(r"jotlens-(\d+)", picture.stem)
        if size is not None:
            _copy(picture, folder / f"{size[1]}x{size[1]}" / "apps" / "jotlens.png")
    _copy(RESOURCES / "icons" / "jotlens.svg", folder / "scalable/apps/jotlens.svg")
    _copy(_LINUX / "jotlens-symbolic.svg", folder / "symbolic/apps/jotlens-symbolic.svg")


def _words(share: Path) -> None:
    found = commands()
    page = gzip.compress(man_page(found).encode(), 9, mtime=0)
    for name in ("jotlens", "jotlens-gui"):
        _write(share / f"man/man1/{name}.1.gz", page)
    _write(share / "bash-completion/completions/jotlens", completions.bash(found))
    _write(share / "zsh/vendor-completions/_jotlens", completions.zsh(found))
    _write(share / "fish/vendor_completions.d/jotlens.fish", completions.fish(found))


def _documents(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "licences").symlink_to("../../../lib/jotlens/licences")
    _write(folder / "changelog.gz", gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), 9, mtime=0))
    _write(folder / "copyright", _copyright())


def _copyright() -> str:
    return f"""\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: JotLens
Source: {HOMEPAGE}

Files: *
Copyright: JotLens contributors
License: Apache-2.0
 The text is in /usr/share/common-licenses/Apache-2.0 on Debian, and in /usr/lib/jotlens/licences/LICENSE.txt.
Comment:
 The package carries Python, Qt and other parts of others, which stay under their own licences, among them the GNU
 Lesser General Public License for Qt and PySide6. /usr/lib/jotlens/licences/NOTICES.txt names them all, with their
 texts, with where their source is, and how to put own builds of Qt into their place.
"""


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _write(target: Path, content: str | bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content.encode() if isinstance(content, str) else content)
