"""What `jotlens doctor` finds: the system, the platform of Qt and the fonts, as this session has them."""

import sys
from pathlib import Path

import pytest

from jotlens.cli import symptoms
from jotlens.cli.symptoms import Symptom, local_symptoms
from jotlens.inspection.model import Status

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is nothing to choose")

SESSION = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY", "XDG_CURRENT_DESKTOP")


def found(finding_id: str) -> Symptom:
    (symptom,) = [each for each in local_symptoms() if each.id == finding_id]
    return symptom


@pytest.mark.parametrize(
    ("session", "said"),
    [
        ({"DISPLAY": ":0"}, "Qt platform xcb, desktop of no name (DISPLAY=:0)."),
        (
            {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0", "XDG_CURRENT_DESKTOP": "GNOME"},
            "Qt platform wayland, desktop GNOME (WAYLAND_DISPLAY=wayland-0, DISPLAY=:0).",
        ),
        (
            {"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"},
            "Qt platform offscreen, desktop of no name (DISPLAY=:0, QT_QPA_PLATFORM=offscreen).",
        ),
    ],
)
def test_the_platform_of_qt_and_the_desktop_are_named(
    monkeypatch: pytest.MonkeyPatch, session: dict[str, str], said: str
) -> None:
    for name in SESSION:
        monkeypatch.delenv(name, raising=False)
    for name, value in session.items():
        monkeypatch.setenv(name, value)
    assert found("display").said == said
    assert found("display").status is Status.PASS


def test_a_session_without_a_display_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SESSION:
        monkeypatch.delenv(name, raising=False)
    assert found("display").status is Status.WARN


def test_fonts_are_counted_and_their_lack_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(symptoms, "_FONT_FOLDERS", (str(tmp_path),))
    assert found("fonts").status is Status.WARN
    assert "fonts-dejavu-core" in found("fonts").next_step
    (tmp_path / "deep").mkdir()
    for name in ("a.ttf", "deep/b.OTF", "readme.txt"):
        (tmp_path / name).touch()
    assert found("fonts").said == "2 font files."


def test_the_system_is_named_as_it_names_itself() -> None:
    release = Path("/etc/os-release")
    if not release.exists():
        pytest.skip("this system does not name itself")
    names = [line for line in release.read_text().splitlines() if line.startswith("PRETTY_NAME=")]
    assert found("system").said.startswith(names[0].partition("=")[2].strip('"'))
