"""Libraries of the system that Qt needs: told before Qt would end the process, with the command that installs them."""

import json
import re
import shutil
import sys
from pathlib import Path

import pytest

from jotlens.cli import system_libraries
from jotlens.cli.system_libraries import install_sentence, missing_library, soname_of
from jotlens.tokens.resources import resource

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Qt brings all its libraries")


@pytest.mark.parametrize(
    ("message", "soname"),
    [
        ("libEGL.so.1: cannot open shared object file: No such file or directory", "libEGL.so.1"),
        ("No module named 'PySide6'", None),
        ("libQt6Gui.so.6: undefined symbol: qt_thing", None),
        ("", None),
    ],
)
def test_the_loader_names_the_library(message: str, soname: str | None) -> None:
    assert soname_of(ImportError(message)) == soname


@on_linux
def test_a_plugin_that_cannot_be_loaded_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "plugins" / "platforms"
    folder.mkdir(parents=True)
    import _ctypes

    # Any library will do: this one now needs a C library that no system has.
    (folder / "libqxcb.so").write_bytes(
        Path(_ctypes.__file__).read_bytes().replace(b"libc.so.6", b"libj.so.6")
    )
    monkeypatch.setattr(system_libraries, "_qt_folder", lambda: tmp_path)
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    assert missing_library() == "libj.so.6"


@on_linux
def test_the_plugins_of_this_installation_can_be_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert missing_library() is None


def test_a_platform_that_nobody_knows_is_left_to_qt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "no-such-platform")
    assert missing_library() is None


@pytest.mark.parametrize(
    ("program", "command"),
    [
        ("apt-get", "sudo apt-get install -y --no-install-recommends libxcb-cursor0"),
        ("dnf", "sudo dnf install -y xcb-util-cursor"),
        ("neither", "Install the package that brings it."),
    ],
)
def test_the_command_fits_the_system(program: str, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: name if name == program else None)
    assert install_sentence("libxcb-cursor.so.0").endswith(command)
    assert "libxcb-cursor.so.0" in install_sentence("libxcb-cursor.so.0")


def test_setup_and_program_name_the_same_packages() -> None:
    script = Path(__file__).parents[3] / "packaging" / "setup.sh"
    rows = re.findall(
        r"^(lib\S+\.so\.\d+) +(\S+) +(\S+) +(?:always|window)$", script.read_text(), re.MULTILINE
    )
    table = json.loads(resource("system-libraries.json").read_bytes())
    assert len(rows) > 20
    for soname, deb, rpm in rows:
        assert table[soname] == {"apt": deb.rpartition("|")[2], "dnf": rpm}
