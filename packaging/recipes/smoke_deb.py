"""Installs the package in fresh Debian systems, uses it as a person would, and removes it: what CI knows of the .deb."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from time import monotonic, sleep
from urllib.parse import quote_plus

from recipes import root as roots
from recipes import smoke_hardship, xwd
from recipes.places import BUILD, OUT, RecipeError, version
from recipes.root import PERSON, Root
from recipes.smoke_report import Report
from recipes.token_endpoint import token_endpoint

_SAMPLES = "/usr/lib/jotlens/_internal/jotlens/resources/samples"
_TOKEN = f"{_SAMPLES}/calendar-request.txt"
_SEARCH = "secret-tool search --all application 'Python keyring library' 2>/dev/null"
_PICTURES = BUILD / "smoke"
_SUITES = ("bookworm", "trixie")
_PAINTED_WITHIN_S = 60
_COLOURS_OF_A_WINDOW = 60
_LOOKS = 3
"""So often in a row the window must be there: it is painted in two steps."""
_SECRET = "the secret of the smoke test"


def make() -> str:
    """Do it all, and say in a line how it went. Raises RecipeError when something is not as it must be."""
    obstacle = roots.obstacle()
    if obstacle is not None:
        return f"NOT RUN: {obstacle}"
    packages = sorted(OUT.glob(f"jotlens_{version()}_*.deb"))
    if not packages:
        raise RecipeError("There is no package yet: make deb")
    wanted = os.environ.get("JOTLENS_SUITES", " ".join(_SUITES)).split()
    told = []
    for suite in wanted:
        try:
            root = roots.fresh(suite)
        except RecipeError as error:
            if suite == _SUITES[0]:
                raise
            told.append(f"{suite} could not be had ({str(error).splitlines()[0]})")
            continue
        shutil.copy2(packages[0], root.path / "tmp/jotlens.deb")
        report = Report(suite)
        _use(root, report)
        if report.failed:
            raise RecipeError(
                f"{suite}: {report.failed} of {report.count} failed; the system is kept in {root.path}"
            )
        roots.remove(root)
        told.append(f"{suite}: {report.count} passed")
    return "; ".join(told)


def _use(root: Root, report: Report) -> None:
    python = root.run("sh", "-c", "command -v python3 python").stdout
    report.expect("there is no Python in the system", python == b"", python)
    started = monotonic()
    root.apt("install", "/tmp/jotlens.deb")
    roots.keep_packages(root)
    report.say(f"installed by apt in {monotonic() - started:.0f} s")
    _terminal(root, report)
    smoke_hardship.before_fonts(root, report)
    root.apt("install", "fonts-dejavu-core", "xvfb", "gnome-keyring", "dbus-daemon", "libsecret-tools")
    roots.keep_packages(root)
    _window(root, report)
    _keyring(root, report)
    _sandbox(root, report)
    _recording(root, report)
    smoke_hardship.all_the_rest(root, report)
    _removal(root, report)


def _terminal(root: Root, report: Report) -> None:
    words = ("jotlens", "inspect", "--secret-stdin", "--at", "2016-03-24T12:00Z", _TOKEN)
    done = root.run(*words, given=b"keyboardcat", person=True)
    page = done.stdout.decode()
    genuine = "HS256" in page and "https://api.example.com/calandar/v1/" in page and "genuine" in page
    report.expect("inspects the seeds' token with its secret", genuine and done.returncode in {0, 1}, done)
    wrong = root.run(*words, given=b"another secret", person=True)
    report.expect(
        "tells a wrong secret",
        wrong.returncode == 1 and b"genuine" not in wrong.stdout.split(b"Checks")[0],
        wrong,
    )
    done = root.run("jotlens", "--version", person=True)
    report.expect("tells its version", done.stdout.decode().strip() == f"JotLens {version()}", done)
    done = root.run("jotlens", "doctor", person=True)
    report.expect(
        "doctor looks at the computer", b"Qt 6." in done.stdout and b"Traceback" not in done.stderr, done
    )
    held = {
        "usr/share/man/man1/jotlens.1.gz",
        "usr/bin/jotlens-gui",
        "usr/share/applications/jotlens.desktop",
    }
    report.expect(
        "man page, programs and menu entry are there", held <= _own_files(root), sorted(_own_files(root))[:20]
    )


def _own_files(root: Root) -> set[str]:
    return {line.lstrip("/") for line in root.run("dpkg", "-L", "jotlens").stdout.decode().splitlines()}


def _window(root: Root, report: Report) -> None:
    """Open the window on a display without a screen, and keep the picture that is on it."""
    (root.path / "tmp/screen").mkdir(exist_ok=True)
    (root.path / "tmp/screen").chmod(0o777)
    script = (
        "Xvfb :7 -screen 0 1200x800x24 -nolisten tcp -nolisten local -fbdir /tmp/screen >/tmp/screen/xvfb.log 2>&1 & "
        "for _ in $(seq 100); do [ -S /tmp/.X11-unix/X7 ] && break; sleep 0.1; done; "
        f"DISPLAY=:7 exec jotlens-gui {_TOKEN}"
    )
    _PICTURES.mkdir(parents=True, exist_ok=True)
    log = _PICTURES / f"{root.suite}-window.log"
    with root.running("sh", "-c", script, environment={}, log=log) as process:
        painted, dump = _wait_for_window(root, process)
    if dump:
        (_PICTURES / f"{root.suite}-window.png").write_bytes(xwd.png(dump))
    report.expect(
        "paints its window under Xvfb, without a word of complaint",
        painted and not log.read_text(),
        log.read_text(),
    )


def _wait_for_window(root: Root, process: subprocess.Popen[bytes]) -> tuple[bool, bytes]:
    """Return whether a window was painted and stayed, and the screen as it was last."""
    buffer = root.path / "tmp/screen/Xvfb_screen0"
    until = monotonic() + _PAINTED_WITHIN_S
    seen, last = 0, b""
    while monotonic() < until and process.poll() is None:
        sleep(0.5)
        last = buffer.read_bytes() if buffer.exists() else b""
        try:
            seen = seen + 1 if xwd.colours(last) >= _COLOURS_OF_A_WINDOW else 0
        except xwd.NoPictureError:
            continue
        if seen >= _LOOKS:
            return True, last
    return False, last


def _keyring(root: Root, report: Report) -> None:
    """Store a client secret in a real gnome-keyring, and have it read when a token is fetched with it."""
    with token_endpoint() as (address, shown):
        script = f"""
            printf 'of the keyring' | gnome-keyring-daemon --unlock --components=secrets >/dev/null
            printf '{_SECRET}' | jotlens connection add smoke --client-id app --grant client-credentials \\
                --auth client_secret_basic --token-endpoint {address} --secret-stdin || exit 11
            {_SEARCH} | grep -c 'client-secret. on .JotLens'
            jotlens fetch smoke; echo "fetch ended with $?"
            jotlens connection remove smoke || exit 12
            {_SEARCH} | grep -c 'client-secret. on .JotLens'
            exit 0
        """
        done = root.run("dbus-run-session", "--", "sh", "-c", script, person=True)
    lines = done.stdout.decode().splitlines()
    report.expect("stores a secret in a real gnome-keyring", done.returncode == 0 and "1" in lines, done)
    report.expect(
        "reads it to fetch a token",
        shown == [quote_plus(_SECRET)] and any("HS256" in line for line in lines),
        done,
    )
    report.expect("forgets it with the connection", lines[-1:] == ["0"], done)
    forms = (_SECRET.encode(), base64.b64encode(_SECRET.encode())[:-4])
    kept = [path for path in _text_files(root) if any(form in path[1] for form in forms)]
    report.expect("the secret is in no file", not kept, [path[0] for path in kept])


def _sandbox(root: Root, report: Report) -> None:
    """Start the tenant that JotLens brings, fetch a token from it, and have its keys prove the token genuine."""
    script = """
        jotlens sandbox >/tmp/sandbox.txt 2>/tmp/sandbox.log &
        for _ in $(seq 300); do grep -q '^Users' /tmp/sandbox.txt && break; sleep 0.1; done
        issuer=$(sed -n 's/^The sandbox answers at \\([^ ]*\\) .*/\\1/p' /tmp/sandbox.txt)
        secret=$(sed -n 's/^  geo-backend .* secret //p' /tmp/sandbox.txt)
        printf '%s' "$secret" | jotlens fetch --issuer "$issuer" --client-id geo-backend --auth client_secret_post --grant client-credentials \\
            --audience https://api.example.com/geocoding/v1/ --secret-stdin --keys
    """
    done = root.run("sh", "-c", script, person=True)
    genuine = b"RS256" in done.stdout and b"genuine" in done.stdout and done.returncode in {0, 1}
    report.expect("fetches a token from its own sandbox, and finds it genuine", genuine, done)


def _recording(root: Root, report: Report) -> None:
    """Scan a recording of web requests with a token in it."""
    token = (root.path / _TOKEN.lstrip("/")).read_text("utf-8").partition("Bearer ")[2].split()[0]
    headers = [{"name": "Authorization", "value": f"Bearer {token}"}]
    request = {"method": "GET", "url": "https://api.example.com/calandar/v1/events", "headers": headers}
    entry = {
        "startedDateTime": "2016-03-24T12:00:00Z",
        "request": request,
        "response": {"status": 200, "headers": []},
    }
    har = {"log": {"version": "1.2", "creator": {"name": "smoke", "version": "1"}, "entries": [entry]}}
    (root.path / "tmp/smoke.har").write_text(json.dumps(har), "utf-8")
    done = root.run("jotlens", "scan", "--at", "seen", "/tmp/smoke.har", person=True)
    found = b"Access token" in done.stdout and b"smoke.har" in done.stdout and done.returncode in {0, 1}
    report.expect("scans a HAR file", found, done)


def _text_files(root: Root) -> list[tuple[str, bytes]]:
    home = root.path / "home" / PERSON
    return [
        (str(path), path.read_bytes()) for path in home.rglob("*") if path.is_file() and not path.is_symlink()
    ]


def _removal(root: Root, report: Report) -> None:
    """Remove it, install and use it again, remove it again: nothing may be left, and no more the second time."""
    root.apt("purge", "jotlens")
    before = {path for path in root.files() if not path.startswith("home/")}
    root.apt("install", "/tmp/jotlens.deb")
    root.run("jotlens", "inspect", _TOKEN, person=True)
    root.apt("purge", "jotlens")
    after = {path for path in root.files() if not path.startswith("home/")}
    left = sorted(path for path in after if "jotlens" in path.lower() or path in after - before)
    report.expect("is removed and leaves nothing", not left, left)
