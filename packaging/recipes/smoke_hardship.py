"""Uses the installed program where something is missing or full: each time a sentence, and no traceback."""

from __future__ import annotations

import os
import shutil
import subprocess

from recipes.root import PERSON, UNSET, Root
from recipes.smoke_report import Report

_TOKEN = "/usr/lib/jotlens/_internal/jotlens/resources/samples/calendar-request.txt"
_ODD_FOLDER = f"home/{PERSON}/Zoë's bürö (日本) 1"


def before_fonts(root: Root, report: Report) -> None:
    """Look at it before any font, display, keyring or bus is installed."""
    done = root.run("jotlens", "--screenshot", "/tmp/no-fonts.png", _TOKEN, person=True)
    report.expect(
        "without fonts: a picture or a sentence",
        _is_told(done) or _is_drawn(root, "tmp/no-fonts.png", done),
        done,
    )
    done = root.run("jotlens", "doctor", person=True)
    report.expect("without fonts: doctor says so", b"font" in done.stdout.lower() and _is_clean(done), done)
    done = root.run("jotlens", person=True, environment={"XDG_CACHE_HOME": "/tmp/cache"})
    told = b"no display" in done.stderr and b"HS256" in done.stdout and _is_clean(done)
    report.expect(
        "without a display: the sample is printed, and it is said why", told and done.returncode == 0, done
    )
    add = ("jotlens", "connection", "add", "x", "--client-id", "app", "--grant", "client-credentials", "--secret-stdin",
           "--token-endpoint", "https://login.example.com/token")  # fmt: skip
    done = root.run(*add, given=b"secret", person=True)
    report.expect("without D-Bus: a secret is not kept, and it is said", _is_told(done, b"secret"), done)
    root.run("jotlens", "connection", "remove", "x", person=True)


def all_the_rest(root: Root, report: Report) -> None:
    """Look at it in odd folders, without a home, with a full disk, with a display that does not answer."""
    _display(root, report)
    _odd_folder(root, report)
    _homes(root, report)
    _full_disk(root, report)


def _display(root: Root, report: Report) -> None:
    done = root.run("jotlens-gui", person=True, environment={"DISPLAY": ":4711"})
    told = b"cannot be reached" in done.stderr and done.returncode == 4 and _is_clean(done)
    report.expect("a display that does not answer: a sentence", told, done)
    done = root.run("jotlens-gui", person=True, environment={"WAYLAND_DISPLAY": "wayland-9"})
    report.expect("a Wayland display that does not answer: a sentence", _is_told(done), done)


def _odd_folder(root: Root, report: Report) -> None:
    folder = root.path / _ODD_FOLDER
    folder.mkdir()
    shutil.copytree(root.path / "usr/lib/jotlens", folder / "jotlens", symlinks=True)
    shutil.copy2(root.path / _TOKEN.lstrip("/"), folder / "Anfrage für 日本.txt")
    program, text = f"/{_ODD_FOLDER}/jotlens/jotlens", f"/{_ODD_FOLDER}/Anfrage für 日本.txt"
    for locale in ("C.UTF-8", "C"):
        done = root.run(program, "inspect", text, person=True, environment={"LC_ALL": locale})
        report.expect(
            f"in a folder with blanks and umlauts ({locale})",
            b"HS256" in done.stdout and _is_clean(done),
            done,
        )
    done = root.run(program, "--screenshot", "/tmp/odd.png", text, person=True)
    report.expect("and its window is drawn there", _is_drawn(root, "tmp/odd.png", done), done)
    shutil.rmtree(folder)


def _homes(root: Root, report: Report) -> None:
    home = root.path / "home" / PERSON
    home.chmod(0o555)
    shutil.rmtree(home / ".config", ignore_errors=True)
    shutil.rmtree(home / ".local", ignore_errors=True)
    shutil.rmtree(home / ".cache", ignore_errors=True)
    os.chown(home, 0, 0)
    _inspects(root, report, "a home that is read-only", {})
    _connects(root, report, "a home that is read-only", {})
    for what, variables in (
        ("no home at all", {"HOME": UNSET}),
        ("a home that does not exist", {"HOME": "/nonexistent"}),
        ("a home that is a file", {"HOME": "/etc/hostname"}),
    ):
        _inspects(root, report, what, variables)
        _connects(root, report, what, variables)
    home.chmod(0o755)


def _inspects(root: Root, report: Report, what: str, variables: dict[str, str]) -> None:
    done = root.run("jotlens", "inspect", _TOKEN, person=True, environment=variables)
    report.expect(f"{what}: tokens are inspected", b"HS256" in done.stdout and _is_clean(done), done)
    done = root.run("jotlens", person=True, environment=variables)
    report.expect(
        f"{what}: started without a display", b"no display" in done.stderr and _is_clean(done), done
    )
    done = root.run("jotlens", "--screenshot", "/tmp/home.png", _TOKEN, person=True, environment=variables)
    report.expect(f"{what}: the window is drawn", _is_drawn(root, "tmp/home.png", done), done)
    (root.path / "tmp/home.png").unlink(missing_ok=True)


def _connects(root: Root, report: Report, what: str, variables: dict[str, str]) -> None:
    done = root.run("jotlens", "doctor", person=True, environment=variables)
    report.expect(f"{what}: doctor answers", b"JotLens" in done.stdout and _is_clean(done), done)
    add = ("jotlens", "connection", "add", "y", "--client-id", "app", "--grant", "client-credentials", "--no-secret",
           "--token-endpoint", "https://login.example.com/token")  # fmt: skip
    done = root.run(*add, person=True, environment=variables)
    report.expect(
        f"{what}: a connection that cannot be saved is told", done.returncode == 0 or _is_told(done), done
    )


def _full_disk(root: Root, report: Report) -> None:
    script = f"jotlens inspect {_TOKEN} > /dev/full"
    done = root.run("sh", "-c", script, person=True)
    report.expect("a full disk for what is printed: a sentence", _is_told(done), done)
    mounted = (
        "mkdir -p /tmp/full && mount -t tmpfs -o size=4k,mode=777 none /tmp/full && "
        "dd if=/dev/zero of=/tmp/full/filler bs=1k count=8 2>/dev/null; "
        f"exec chroot --userspec {PERSON}:{PERSON} / env HOME=/tmp/full XDG_CONFIG_HOME=/tmp/full XDG_STATE_HOME=/tmp/full "
    )
    picture = root.run("sh", "-c", f"{mounted} jotlens --screenshot /tmp/full/window.png {_TOKEN}")
    report.expect("a full disk for a picture: a sentence", _is_told(picture), picture)
    added = root.run(
        "sh", "-c", f"{mounted} jotlens connection add z --client-id app --grant client-credentials --no-secret "
        "--token-endpoint https://login.example.com/token",
    )  # fmt: skip
    report.expect("a full disk for a connection: a sentence", _is_told(added), added)


def _is_clean(done: subprocess.CompletedProcess[bytes]) -> bool:
    said = done.stdout + done.stderr
    return b"Traceback" not in said and b"fault of its own" not in said and done.returncode >= 0


def _is_told(done: subprocess.CompletedProcess[bytes], word: bytes = b"") -> bool:
    """Whether it ended with a sentence on standard error, and a status that says so."""
    return _is_clean(done) and 1 <= done.returncode <= 4 and bool(done.stderr.strip()) and word in done.stderr


def _is_drawn(root: Root, picture: str, done: subprocess.CompletedProcess[bytes]) -> bool:
    path = root.path / picture
    return (
        done.returncode == 0
        and _is_clean(done)
        and path.exists()
        and path.read_bytes().startswith(b"\x89PNG")
    )
