"""What there is on this computer of what JotLens needs; each finding is a value, and asks nobody on the network."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jotlens import __version__
from jotlens.cli.system_libraries import install_sentence, missing_library
from jotlens.inspection.model import Status

if TYPE_CHECKING:
    from collections.abc import Callable

_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
_FONTS = {".ttf", ".otf", ".ttc", ".pfb"}
_DISPLAYS = ("WAYLAND_DISPLAY", "DISPLAY", "QT_QPA_PLATFORM")


@dataclass(frozen=True, slots=True)
class Symptom:
    """One thing that was looked at: `id` is stable, `said` is for people, `next_step` is what to do where it is not well."""

    id: str
    label: str
    status: Status
    said: str
    next_step: str = ""


def local_symptoms() -> list[Symptom]:
    """Look at everything; a look that fails is a finding too."""
    return [
        _program(),
        _system(),
        _guarded("window", "Window", _window),
        _guarded("display", "Display", _display),
        _guarded("fonts", "Fonts", _fonts),
        _guarded("browser", "Browser", _browser),
        _guarded("keyring", "Keyring", _keyring),
        _guarded("certificates", "Certificates", _certificates),
        _guarded("proxy", "Proxy", _proxy),
        *_folders(),
    ]


def _guarded(finding_id: str, label: str, look: Callable[[], Symptom]) -> Symptom:
    try:
        return look()
    except Exception as error:  # noqa: BLE001 - what is looked at is broken in ways that nobody has seen
        return Symptom(finding_id, label, Status.UNKNOWN, f"Could not be looked at ({type(error).__name__}).")


def _program() -> Symptom:
    kind = "as one program" if getattr(sys, "frozen", False) else f"in {Path(sys.prefix)}"
    return Symptom("program", "JotLens", Status.PASS, f"{__version__}, {kind}.")


def _system() -> Symptom:
    python = f"Python {platform.python_version()} ({platform.machine()})"
    name = f"{platform.platform(terse=True)}, {python}"
    distribution = _distribution()
    return Symptom(
        "system", "System", Status.PASS, f"{distribution}: {name}." if distribution else f"{name}."
    )


def _distribution() -> str:
    """Return what a Linux calls itself, such as `Debian GNU/Linux 12 (bookworm)`; empty elsewhere."""
    try:
        return platform.freedesktop_os_release().get("PRETTY_NAME", "")
    except OSError:
        return ""


def _window() -> Symptom:
    from importlib.metadata import PackageNotFoundError, version

    try:
        qt = version("PySide6-Essentials")
    except PackageNotFoundError:
        qt = "" if not getattr(sys, "frozen", False) else "inside the program"
    if not qt:
        return Symptom("window", "Window", Status.FAIL, "PySide6 is not installed.", "Install JotLens again.")
    missing = missing_library()
    if missing is not None:
        return Symptom(
            "window", "Window", Status.FAIL, f"Qt {qt} lacks {missing}.", install_sentence(missing)
        )
    return Symptom("window", "Window", Status.PASS, f"Qt {qt}, and the libraries that it needs.")


def _display() -> Symptom:
    if sys.platform != "linux":
        return Symptom("display", "Display", Status.PASS, "That of the system.")
    found = [f"{name}={os.environ[name]}" for name in _DISPLAYS if os.environ.get(name)]
    if found:
        plugin = os.environ.get("QT_QPA_PLATFORM") or (
            "wayland" if os.environ.get("WAYLAND_DISPLAY") else "xcb"
        )
        desktop = os.environ.get("XDG_CURRENT_DESKTOP") or "of no name"
        said = f"Qt platform {plugin}, desktop {desktop} ({', '.join(found)})."
        return Symptom("display", "Display", Status.PASS, said)
    said = "There is none in this session, so no window can open; the terminal's commands work."
    return Symptom("display", "Display", Status.WARN, said)


def _fonts() -> Symptom:
    if sys.platform != "linux":
        return Symptom("fonts", "Fonts", Status.PASS, "Those of the system.")
    if count := _font_files():
        return Symptom("fonts", "Fonts", Status.PASS, f"{count} font files.")
    return Symptom(
        "fonts",
        "Fonts",
        Status.WARN,
        "No font was found in the usual folders; the window would show boxes for letters.",
        "Install some: the package fonts-dejavu-core (apt) or dejavu-sans-fonts (dnf).",
    )


def _font_files() -> int:
    return sum(
        Path(name).suffix.lower() in _FONTS
        for folder in _FONT_FOLDERS
        for _, _, names in os.walk(Path(folder).expanduser())
        for name in names
    )


def _browser() -> Symptom:
    if sys.platform != "linux" or shutil.which("xdg-open"):
        return Symptom("browser", "Browser", Status.PASS, "Is opened by the system for a login.")
    return Symptom(
        "browser",
        "Browser",
        Status.WARN,
        "xdg-open is not installed, so a login's address is shown to be copied.",
        "Install the package xdg-utils.",
    )


def _keyring() -> Symptom:
    from jotlens.storage.secrets import SecretStore

    backend = SecretStore().backend()
    if backend.usable:
        return Symptom("keyring", "Keyring", Status.PASS, backend.sentence)
    return Symptom(
        "keyring",
        "Keyring",
        Status.WARN,
        "There is none that JotLens trusts, so secrets are typed each time.",
        "On Linux, install gnome-keyring or KWallet and log in to the desktop once more."
        if sys.platform == "linux"
        else "",
    )


def _certificates() -> Symptom:
    from jotlens.oauth.http import certificates_in_use
    from jotlens.oauth.http.certificates import Store

    found = certificates_in_use()
    place = f" ({found.place})" if found.place else ""
    if found.store is Store.SYSTEM:
        return Symptom("certificates", "Certificates", Status.PASS, f"Those that the system trusts{place}.")
    return Symptom(
        "certificates",
        "Certificates",
        Status.WARN,
        f"The system has none, so Mozilla's list that comes with JotLens is used{place}. It has no company's own.",
        "Install the package ca-certificates.",
    )


def _proxy() -> Symptom:
    from jotlens.oauth.http.system_proxy import proxy_for, shown

    found = proxy_for("https://login.example.com/")
    said = f"{shown(found)}, as the system says." if found else "None; hosts are asked directly."
    return Symptom("proxy", "Proxy", Status.PASS, said)


def _folders() -> list[Symptom]:
    from jotlens.storage.connections import Connections
    from jotlens.storage.failures import StorageError
    from jotlens.storage.places import places

    try:
        found = places()
        loaded = Connections(found.connections).all()
    except StorageError as error:
        return [Symptom("connections", "Connections", Status.FAIL, error.sentence)]
    count = len(loaded.connections)
    said = f"{count} in {found.connections}" if count else f"None yet; they would be in {found.connections}"
    symptoms = [
        Symptom("connections", "Connections", _writable(found.connections), f"{said}."),
        Symptom("snapshots", "Snapshots", _writable(found.snapshots), f"In {found.snapshots}."),
    ]
    symptoms += [Symptom("connection-file", "", Status.WARN, trouble.sentence) for trouble in loaded.troubles]
    return symptoms


def _writable(folder: Path) -> Status:
    """Whether a folder can be written, or made."""
    for place in (folder, *folder.parents):
        if place.exists():
            return Status.PASS if os.access(place, os.W_OK) else Status.FAIL
    return Status.UNKNOWN
