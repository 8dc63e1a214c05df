"""What cannot be built everywhere is at least sound: icons, winget's manifest, the metainfo, the property list."""

import plistlib
import shutil
import subprocess
from pathlib import Path

import pytest
from recipes import desktop, icon_files, places, winget


def _pictures() -> dict[int, bytes]:
    icons = places.RESOURCES / "icons"
    return {size: (icons / f"jotlens-{size}.png").read_bytes() for size in (16, 32, 48, 64, 128, 256)}


def test_icon_of_windows_has_every_size_where_its_table_says() -> None:
    pictures = _pictures()
    file = icon_files.ico(pictures)
    assert file[:6] == b"\0\0\1\0" + len(pictures).to_bytes(2, "little")
    for index, (size, picture) in enumerate(pictures.items()):
        row = file[6 + 16 * index : 22 + 16 * index]
        at, length = int.from_bytes(row[12:16], "little"), int.from_bytes(row[8:12], "little")
        assert (row[0], file[at : at + length]) == (size % 256, picture)


def test_icon_of_macos_says_how_long_it_is() -> None:
    file = icon_files.icns(_pictures())
    assert file[:4] == b"icns"
    assert int.from_bytes(file[4:8]) == len(file)


def test_winget_is_filled_in(tmp_path: Path) -> None:
    files = sorted(winget.filled("AB12", tmp_path).iterdir())
    assert len(files) == 3
    assert not [file for file in files if "@" in file.read_text("utf-8")]
    assert any('InstallerSha256: "AB12"' in file.read_text("utf-8") for file in files)


def test_entitlements_are_a_property_list() -> None:
    rights = plistlib.loads((places.PACKAGING / "macos/entitlements.plist").read_bytes())
    assert list(rights) == ["com.apple.security.cs.disable-library-validation"]


@pytest.mark.parametrize(
    "words",
    [("desktop-file-validate", "jotlens.desktop"), ("appstreamcli", "validate", "--no-net", "metainfo.xml")],
)
def test_the_desktop_s_own_tools_have_no_objection(words: tuple[str, ...], tmp_path: Path) -> None:
    program = shutil.which(words[0])
    if program is None:
        pytest.skip(f"{words[0]} is not installed")
    shutil.copy(places.PACKAGING / "linux/jotlens.desktop", tmp_path)
    (tmp_path / "metainfo.xml").write_text(desktop.metainfo(), "utf-8")
    done = subprocess.run([program, *words[1:]], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
