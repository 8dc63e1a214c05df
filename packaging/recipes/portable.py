"""Makes the portable archive: a folder to unpack anywhere and start, without any right and without traces."""

from __future__ import annotations

import io
import lzma
import platform
import tarfile
from pathlib import Path

from recipes.places import BUNDLE, OUT, RecipeError, commit_time, version


def make() -> Path:
    """Pack the bundle as `.tar.xz`, the same bytes for the same bundle, and return the archive."""
    if not BUNDLE.is_dir():
        raise RecipeError("There is no bundle yet: make bundle")
    name = f"jotlens-{version()}-{platform.system().lower()}-{platform.machine()}"
    archive = OUT / f"{name}.tar.xz"
    OUT.mkdir(parents=True, exist_ok=True)
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for path in [BUNDLE, *sorted(BUNDLE.rglob("*"))]:
            info = tar.gettarinfo(path, arcname=f"{name}/{path.relative_to(BUNDLE)}".removesuffix("/."))
            info.uid = info.gid = 0
            info.uname = info.gname = "root"
            info.mtime = commit_time()
            if info.isreg():
                with path.open("rb") as file:
                    tar.addfile(info, file)
            else:
                tar.addfile(info)
    archive.write_bytes(lzma.compress(packed.getvalue(), preset=6))
    return archive
