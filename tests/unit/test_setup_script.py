"""packaging/setup.sh says or does the right thing on a system that it meets, here made of small programs.

The real systems are the CI's business (its job "fresh"). What is proved here is the decision: which packages
are named, whether they are installed or only named, and that a Python that does not run is passed by.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="setup.sh looks for system libraries on Linux only"
)

ROOT = Path(__file__).parents[2]
BORROWED: Final = ("cat", "cksum", "dirname", "sed", "sort", "tail", "tr")
COMPLETE: Final = (
    "libglib-2.0.so.0 libgthread-2.0.so.0 libGL.so.1 libEGL.so.1 libxkbcommon.so.0 libdbus-1.so.3 "
    "libfontconfig.so.1 libfreetype.so.6 libX11-xcb.so.1 libX11.so.6 libxcb.so.1 libxcb-cursor.so.0 "
    "libxcb-icccm.so.4 libxcb-image.so.0 libxcb-keysyms.so.1 libxcb-randr.so.0 libxcb-render.so.0 "
    "libxcb-render-util.so.0 libxcb-shape.so.0 libxcb-shm.so.0 libxcb-sync.so.1 libxcb-util.so.1 "
    "libxcb-xfixes.so.0 libxcb-xkb.so.1 libxkbcommon-x11.so.0"
).split()


class System:
    """A checkout on a system that has a few programs; what is installed is written down, and then there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.programs = folder / "bin"
        self.home = folder / "home"
        (self.home / ".fonts").mkdir(parents=True)
        (self.home / ".fonts" / "a.ttf").touch()
        (folder / "packaging" / "locks").mkdir(parents=True)
        shutil.copy(ROOT / "packaging" / "setup.sh", folder / "packaging")
        self.programs.mkdir()
        for name in BORROWED:
            program = shutil.which(name)
            assert program
            (self.programs / name).symlink_to(program)
        self.has("uname", "echo Linux")
        self.has_libraries(COMPLETE)

    def has(self, name: str, script: str) -> None:
        path = self.programs / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def has_libraries(self, sonames: list[str]) -> None:
        listed = "".join(f"\t{soname} (libc6,x86-64) => /lib/{soname}\n" for soname in sonames)
        (self.folder / "libraries").write_text(listed)
        self.has("ldconfig", f"cat {self.folder}/libraries")

    def has_python(self, name: str = "python3", version: str = "3.12", *, venv: bool = True) -> None:
        """Give it a Python that answers the three questions of the script, and no other."""
        new_enough = int(version.partition(".")[2]) >= 11
        self.has(
            name,
            f"""case "$2" in
  *version_info*3,*11*) exit {int(not new_enough)} ;;
  *ensurepip*) exit {int(not venv)} ;;
  *print*) echo {version} ;;
esac""",
        )

    def has_apt(self, packages: str, *, root: bool) -> None:
        """Give it apt, which knows these packages as name=version."""
        known = dict(package.split("=") for package in packages.split())
        answers = "".join(
            f"{name}) printf '{name}:\\n  Candidate: {version}\\n' ;;\n" for name, version in known.items()
        )
        self.has("apt-cache", f'case "$2" in\n{answers}*) ;;\nesac')
        self.has("apt-get", f'echo "apt-get $*" >>{self.folder}/log\n{self._python_once_installed()}')
        self.has("id", f"echo {0 if root else 1000}")

    def has_dnf(self, python: str, *, root: bool) -> None:
        self.has(
            "dnf", f'case "$*" in *repoquery*) echo {python}; exit ;; esac\necho "dnf $*" >>{self.folder}/log'
        )
        self.has("id", f"echo {0 if root else 1000}")

    def _python_once_installed(self) -> str:
        return (
            f"case \"$*\" in *python3.11-venv*) printf '#!/bin/sh\\n' >{self.programs}/python3.11 "
            f"&& /bin/chmod +x {self.programs}/python3.11 ;; esac"
        )

    def set_up(self, step: str = "--system", **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/sh", str(self.folder / "packaging" / "setup.sh"), step],
            env={"PATH": str(self.programs), "HOME": str(self.home)} | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def log(self) -> str:
        path = self.folder / "log"
        return path.read_text() if path.exists() else ""


@pytest.fixture
def system(tmp_path: Path) -> System:
    return System(tmp_path)


def _without(*sonames: str) -> list[str]:
    return [soname for soname in COMPLETE if soname not in sonames]


def test_nothing_is_done_where_all_is_there(system: System) -> None:
    system.has_python()
    system.has_apt("", root=True)
    run = system.set_up()
    assert (run.returncode, run.stdout, run.stderr, system.log) == (0, "", "", "")


def test_root_with_apt_installs_what_is_missing_and_nothing_else(system: System) -> None:
    system.has_python()
    system.has_apt("libglib2.0-0t64=2.80", root=True)
    system.has_libraries(_without("libglib-2.0.so.0", "libgthread-2.0.so.0", "libxcb-cursor.so.0"))
    assert system.set_up().returncode == 0
    update, install = system.log.splitlines()
    assert update.endswith(" update")
    assert install.endswith(" install -y --no-install-recommends libglib2.0-0t64 libxcb-cursor0")


def test_the_older_name_is_taken_where_apt_knows_no_other(system: System) -> None:
    system.has_python()
    system.has_apt("libglib2.0-0=2.74", root=True)
    system.has_libraries(_without("libglib-2.0.so.0"))
    assert system.set_up().returncode == 0
    assert system.log.splitlines()[1].endswith("--no-install-recommends libglib2.0-0")


def test_anyone_else_is_told_the_one_command(system: System) -> None:
    system.has_python()
    system.has_apt("libglib2.0-0=2.74", root=False)
    system.has_libraries(_without("libEGL.so.1", "libfontconfig.so.1"))
    run = system.set_up()
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1].strip() == (
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends libegl1 libfontconfig1"
    )
    assert system.log == ""


def test_without_a_display_what_only_a_window_needs_stops_nobody(system: System) -> None:
    system.has_python()
    system.has_apt("", root=False)
    system.has_libraries(_without("libxcb-cursor.so.0"))
    run = system.set_up()
    assert run.returncode == 0
    assert "To open a window on X11 later, run: sudo apt-get update && " in run.stderr
    assert system.set_up(DISPLAY=":0").returncode == 1


def test_fedora_has_its_own_names(system: System) -> None:
    system.has_python()
    system.has_dnf("3.14.0", root=True)
    system.has_libraries(_without("libxcb-icccm.so.4", "libEGL.so.1", "libxcb-randr.so.0", "libxcb.so.1"))
    assert system.set_up().returncode == 0
    assert system.log.split(" install ")[1].split() == ["mesa-libEGL", "libxcb", "xcb-util-wm"]


def test_a_system_without_either_manager_is_told_what_it_lacks(system: System) -> None:
    system.has_python()
    system.has_libraries(_without("libEGL.so.1"))
    run = system.set_up()
    assert run.returncode == 1
    assert "this system lacks: mesa-libEGL" in run.stderr


def test_a_shim_with_nothing_behind_it_is_passed_by(system: System) -> None:
    system.has("python3.13", "echo 'python3.13: command not found' >&2; exit 127")
    system.has_python("python3.11", "3.11")
    system.has_apt("", root=False)
    assert system.set_up().returncode == 0


def test_python_is_installed_with_venv(system: System) -> None:
    system.has_python("python3", "3.10")
    system.has_apt("python3=3.10.6-1 python3.11-venv=3.11.0", root=True)
    assert system.set_up().returncode == 0
    assert system.log.splitlines()[-1].endswith(" python3.11 python3.11-venv")


def test_an_old_python_is_not_enough_and_a_newer_one_is_named(system: System) -> None:
    system.has_python("python3", "3.10")
    system.has_apt("python3=3.10.6-1 python3.11-venv=3.11.0", root=False)
    run = system.set_up()
    assert run.returncode == 1
    assert run.stderr.rstrip().endswith("install -y --no-install-recommends python3.11 python3.11-venv")


def test_a_python_without_venv_gets_it(system: System) -> None:
    system.has_python("python3", "3.12", venv=False)
    system.has_apt("python3=3.12.3 python3.12-venv=3.12.3", root=False)
    assert system.set_up().stderr.rstrip().endswith("--no-install-recommends python3.12-venv")


def test_a_python_that_was_asked_for_must_serve(system: System) -> None:
    system.has_python("python3", "3.12")
    system.has_python("old", "3.9")
    system.has_apt("", root=True)
    run = system.set_up(PYTHON="old")
    assert run.returncode == 1
    assert "PYTHON=old does not run, is older than 3.11, or lacks the venv module." in run.stderr


def test_an_unknown_option_is_refused(system: System) -> None:
    run = subprocess.run(
        ["/bin/sh", str(system.folder / "packaging" / "setup.sh"), "--help-me"],
        capture_output=True,
        check=False,
    )
    assert run.returncode == 1


PARTS: Final = ("node", "npm", "dbus-daemon", "gnome-keyring-daemon", "google-chrome")


def _with_npm(system: System) -> None:
    """Let npm ci make its folder, and write down how it was called."""
    parts = system.folder / "tests" / "support"
    parts.mkdir(parents=True)
    (parts / "package-lock.json").write_text("{}")
    system.has("npm", f'echo "npm $*" >>{system.folder}/log\n/bin/mkdir -p node_modules')


def test_the_parts_of_the_tests_are_installed_once(system: System) -> None:
    for name in PARTS:
        system.has(name, "exit 0")
    _with_npm(system)
    assert system.set_up("--test-parts").returncode == 0
    assert system.log.splitlines() == ["npm ci --ignore-scripts --loglevel=error"]
    assert system.set_up("--test-parts").stderr == ""
    assert len(system.log.splitlines()) == 1
    (system.folder / "tests" / "support" / "package-lock.json").write_text("{ }")
    system.set_up("--test-parts")
    assert len(system.log.splitlines()) == 2


def test_root_gets_the_parts_that_apt_has(system: System) -> None:
    system.has("node", "exit 0")
    system.has_apt("npm=9.2 dbus-daemon=1.14 gnome-keyring=42.1", root=True)
    run = system.set_up("--test-parts")
    assert run.returncode == 0
    assert [line.split()[-1] for line in system.log.splitlines()[1:]] == [
        "npm",
        "dbus-daemon",
        "gnome-keyring",
    ]
    assert "apt has no package chromium; the tests that need it are skipped." in run.stderr


def test_anyone_else_is_told_of_the_parts_and_not_stopped(system: System) -> None:
    system.has("node", "exit 0")
    _with_npm(system)
    system.has("npm", "exit 1")
    system.has_apt("", root=False)
    run = system.set_up("--test-parts")
    assert run.returncode == 0
    assert "install -y --no-install-recommends dbus-daemon gnome-keyring chromium\n" in run.stderr
    assert "npm could not install the packages" in run.stderr
    assert system.log == ""


def test_fedora_gets_the_parts_by_its_own_names(system: System) -> None:
    system.has_dnf("3.14.0", root=True)
    assert system.set_up("--test-parts").returncode == 0
    assert [line.split()[-1] for line in system.log.splitlines()] == [
        "nodejs",
        "nodejs-npm",
        "dbus-daemon",
        "gnome-keyring",
        "chromium",
    ]
