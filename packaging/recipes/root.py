"""A fresh Debian system in a folder, without Python: made by debootstrap, kept as an archive, entered with chroot."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from recipes.places import BUILD, RecipeError

MIRROR = tuple(filter(None, (os.environ.get("JOTLENS_DEBIAN_MIRROR"),)))  # else debootstrap's own
PERSON = "zoe"
_ROOTS = BUILD / "roots"
_LONGEST_S = 900


def obstacle() -> str | None:
    """Return why no such system can be made here, or None when it can."""
    if os.geteuid() != 0:
        return "making a fresh Debian system needs root"
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    missing = [
        name for name in ("debootstrap", "chroot", "unshare", "tar") if shutil.which(name, path=path) is None
    ]
    return f"{', '.join(missing)} is not installed" if missing else None


@dataclass(frozen=True, slots=True)
class Root:
    """A system in the folder `path`; what runs in it sees its own processes, and the network of this machine."""

    suite: str
    path: Path

    def run(
        self,
        *words: str,
        given: bytes = b"",
        person: bool = False,
        environment: dict[str, str] | None = None,
        limit_s: float = _LONGEST_S,
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a program inside, as root or as the person, with nothing in the environment but what is given."""
        return subprocess.run(
            self._inside(words, person=person, environment=environment or {}),
            input=given, capture_output=True, timeout=limit_s, check=False,
        )  # fmt: skip

    @contextmanager
    def running(
        self, *words: str, environment: dict[str, str], log: Path
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Run a program inside, as the person and without any network, as long as the context lasts."""
        with log.open("wb") as file:
            process = subprocess.Popen(
                self._inside(words, person=True, environment=environment, network=False),
                stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT,
            )  # fmt: skip
            try:
                yield process
            finally:
                _end(process)

    def apt(self, *words: str) -> None:
        """Run apt-get inside. Raises RecipeError when it fails."""
        fixed = {"DEBIAN_FRONTEND": "noninteractive", "HOME": "/root"}
        done = self.run("apt-get", "-q", "-y", "-o", "Dpkg::Use-Pty=0", *words, environment=fixed)
        if done.returncode != 0:
            said = (done.stdout + done.stderr).decode("utf-8", "replace")
            raise RecipeError(f"apt-get {' '.join(words)} failed in {self.suite}:\n{said[-3000:]}")

    def files(self) -> set[str]:
        """Return the paths of all files, without the package manager's own notes and caches."""
        passed_by = (
            "proc",
            "sys",
            "dev",
            "run",
            "tmp",
            "var/cache",
            "var/lib/apt",
            "var/lib/dpkg",
            "var/log",
        )
        found: set[str] = set()
        for folder, folders, names in os.walk(self.path):
            within = Path(folder).relative_to(self.path)
            folders[:] = [name for name in folders if str(within / name) not in passed_by]
            found.update(str(within / name) for name in [*names, *folders])
        return found

    def _inside(
        self, words: tuple[str, ...], *, person: bool, environment: dict[str, str], network: bool = True
    ) -> list[str]:
        home = {"HOME": f"/home/{PERSON}" if person else "/root", "LC_ALL": "C.UTF-8"}
        fixed = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"} | home | environment
        variables = [f"{name}={value}" for name, value in fixed.items() if value != UNSET]
        as_whom = ["--userspec", f"{PERSON}:{PERSON}"] if person else []
        separate = ["unshare", "--mount", "--pid", "--fork", "--kill-child", f"--mount-proc={self.path}/proc"]
        apart = [] if network else ["--net"]
        return [*separate, *apart, "chroot", *as_whom, str(self.path), "env", "-i", *variables, *words]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End what runs inside: with the first process of its namespace all others end."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    for child in children.read_text("ascii").split() if children.exists() else []:
        os.kill(int(child), signal.SIGKILL)
    process.kill()
    process.wait()


UNSET = "\0"
"""As the value of a variable: it is not set at all."""


def fresh(suite: str) -> Root:
    """Return a fresh system, unpacked from the archive of the first time. Raises RecipeError where it cannot be had."""
    _ROOTS.mkdir(parents=True, exist_ok=True)
    root, archive = Root(suite, _ROOTS / suite), _ROOTS / f"{suite}.tar"
    if root.path.exists():
        shutil.rmtree(root.path)
    if not archive.exists():
        print(f"smoke-deb: making a fresh {suite} ...", flush=True)
        _bootstrap(suite, root.path)
        packed = archive.with_suffix(".part")
        _do("tar", "-C", str(root.path), "--numeric-owner", "-cf", str(packed), ".")
        packed.rename(archive)
    else:
        root.path.mkdir()
        _do("tar", "-C", str(root.path), "--numeric-owner", "-xpf", str(archive))
    # Packages that were fetched once are not fetched again.
    cache = _ROOTS / f"{suite}-packages"
    cache.mkdir(exist_ok=True)
    for package in cache.glob("*.deb"):
        shutil.copy2(package, root.path / "var/cache/apt/archives")
    return root


def keep_packages(root: Root) -> None:
    """Keep what apt has fetched, for the next time."""
    for package in (root.path / "var/cache/apt/archives").glob("*.deb"):
        target = _ROOTS / f"{root.suite}-packages" / package.name
        if not target.exists():
            shutil.copy2(package, target)


def remove(root: Root) -> None:
    """Remove the system; its archive stays."""
    shutil.rmtree(root.path)


def _bootstrap(suite: str, path: Path) -> None:
    try:
        _do("debootstrap", "--variant=minbase", suite, str(path), *MIRROR)
    except RecipeError:
        shutil.rmtree(path, ignore_errors=True)
        raise
    (path / "etc/apt/apt.conf.d/50smoke").write_text(
        'APT::Install-Recommends "false";\nBinary::apt-get::APT::Keep-Downloaded-Packages "true";\n'
        'APT::Keep-Downloaded-Packages "true";\nAcquire::Retries "3";\n',
        "utf-8",
    )
    # The package that keeps only what apt has just fetched would empty its cache.
    (path / "etc/apt/apt.conf.d/docker-clean").unlink(missing_ok=True)
    root = Root(suite, path)
    root.apt("update")
    root.run("useradd", "--create-home", "--shell", "/bin/sh", PERSON)


def _do(*words: str) -> None:
    environment = os.environ | {"PATH": f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"}
    done = subprocess.run(words, capture_output=True, env=environment, check=False, timeout=_LONGEST_S)
    if done.returncode != 0:
        said = (done.stdout + done.stderr).decode("utf-8", "replace")
        raise RecipeError(f"{words[0]} failed with status {done.returncode}: {said[-2000:]}")
