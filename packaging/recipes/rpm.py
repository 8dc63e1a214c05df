"""Makes the package for Fedora, openSUSE and their kin, with rpmbuild, from the same tree as the one for Debian."""

from __future__ import annotations

import os
import platform
import shutil
from pathlib import Path

from recipes import desktop
from recipes.needed import system_libraries
from recipes.places import BUILD, HOMEPAGE, OUT, SUMMARY, output, run, version


def make() -> Path:
    """Build the package from the bundle, and return it. JOTLENS_XZ=1 packs it for release, else quickly."""
    work = BUILD / "rpm"
    shutil.rmtree(work, ignore_errors=True)
    tree = work / "tree"
    desktop.lay(tree)
    (tree / "usr/share/zsh/vendor-completions").rename(tree / "usr/share/zsh/site-functions")
    desktop.settle(tree)
    spec = work / "jotlens.spec"
    spec.write_text(_spec(tree), "utf-8")
    run(
        *(
            "rpmbuild",
            "-bb",
            "--quiet",
            "--define",
            f"_topdir {work}",
            "--define",
            f"_rpmdir {work / 'made'}",
        ),
        *("--define", "_build_id_links none", "--define", "_buildhost reproducible"),
        *(
            "--define",
            "source_date_epoch_from_changelog 0",
            "--define",
            "use_source_date_epoch_as_buildtime 1",
        ),
        *("--define", "clamp_mtime_to_source_date_epoch 1", "--buildroot", work / "root", spec),
    )
    OUT.mkdir(parents=True, exist_ok=True)
    made = next((work / "made").rglob("*.rpm"))
    package = OUT / made.name
    shutil.copyfile(made, package)
    check(package)
    return package


def _spec(tree: Path) -> str:
    requires = "\n".join(f"Requires: {name}" for name in _requires(tree / "usr/lib/jotlens"))
    pressing = "w9.xzdio" if os.environ.get("JOTLENS_XZ") else "w3.zstdio"
    return f"""\
%global __os_install_post %{{nil}}
%global debug_package %{{nil}}
%global __brp_check_rpaths %{{nil}}
%define _binary_payload {pressing}
Name: jotlens
Version: {version()}
Release: 1
Summary: {SUMMARY}: is it alive, can it be trusted, does it fit
License: Apache-2.0 AND LGPL-3.0-only AND MIT AND BSD-3-Clause AND PSF-2.0
URL: {HOMEPAGE}
AutoReqProv: no
{requires}
Recommends: ca-certificates
Recommends: xdg-utils
Recommends: dejavu-sans-fonts

%description
Paste a token, and JotLens says in plain words what it is, whether it is alive, whether it can be trusted, and whether
it fits the API it is meant for; and when something is wrong, why, and what to do next. It brings Python and Qt itself.

%install
cp -a {tree}/. %{{buildroot}}/

%files
{_files(tree)}
"""


def _requires(bundle: Path) -> list[str]:
    """Return the libraries of the system as rpm names what provides them, for 64 bits: `libdbus-1.so.3()(64bit)`."""
    bits = "()(64bit)" if platform.machine() in {"x86_64", "aarch64"} else ""
    return [f"{name}{bits}" for name in system_libraries(bundle) if not name.startswith("ld-linux")]


def _files(tree: Path) -> str:
    rows = ["/usr/lib/jotlens"]
    for path in sorted(tree.rglob("*")):
        within = path.relative_to(tree)
        if within.is_relative_to("usr/lib/jotlens") or (path.is_dir() and not path.is_symlink()):
            continue
        rows.append(f"%doc /{within}" if within.is_relative_to("usr/share/doc") else f"/{within}")
    return "\n".join(rows)


def check(package: Path) -> None:
    """See that the package holds and needs what it must; raises RecipeError when rpm cannot read it, ValueError else."""
    held = set(output("rpm", "-qpl", "--nosignature", package).splitlines())
    needs = set(output("rpm", "-qp", "--requires", "--nosignature", package).splitlines())
    for path in ("/usr/bin/jotlens", "/usr/bin/jotlens-gui", "/usr/share/applications/jotlens.desktop"):
        if path not in held:
            message = f"the rpm lacks {path}"
            raise ValueError(message)
    if not any(name.startswith("libglib-2.0.so.0") for name in needs) or any(
        "libQt6" in name for name in needs
    ):
        message = f"the rpm needs the wrong things: {sorted(needs)}"
        raise ValueError(message)
