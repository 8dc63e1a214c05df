"""What the bundle keeps and drops, by the rules alone."""

import pytest
from recipes.contents import dropped, reason, unneeded, unused_qt


@pytest.mark.parametrize(
    "path",
    [
        "libgtk-3.so.0",
        "_internal/libcrypto.so.3",
        "libxcb.so.1",
        "libstdc++.so.6",
        "PySide6/Qt/lib/libQt6Qml.so.6",
        "PySide6/Qt/lib/libQt6EglFsKmsSupport.so.6",
        "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "PySide6/Qt/plugins/platforms/libqvnc.so",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",
        "PySide6/Qt/plugins/imageformats/libqpdf.so",
        "PySide6/opengl32sw.dll",
        "keyring-25.7.0.dist-info/RECORD",
    ],
)
def test_what_no_window_needs_stays_out(path: str) -> None:
    assert dropped(path) is not None


@pytest.mark.parametrize(
    "path",
    [
        "libpython3.11.so.1.0",
        "libbz2.so.1.0",
        "libxcb-cursor.so.0",
        "libxkbcommon-x11.so.0",
        "PySide6/Qt/lib/libQt6Gui.so.6",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6/Qt/plugins/iconengines/libqsvgicon.so",
        "PySide6/Qt/plugins/imageformats/libqsvg.so",
        "jotlens/resources/claims.json",
        "keyring-25.7.0.dist-info/entry_points.txt",
        "python3.11/lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so",
    ],
)
def test_what_is_needed_stays(path: str) -> None:
    assert dropped(path) is None


def test_a_library_that_only_a_dropped_plugin_needed_is_found() -> None:
    needs = {
        "PySide6/Qt/plugins/platforms/libqxcb.so": {"libQt6XcbQpa.so.6", "libc.so.6"},
        "PySide6/Qt/lib/libQt6XcbQpa.so.6": {"libxcb-cursor.so.0"},
        "libxcb-cursor.so.0": set(),
        "PySide6/Qt/lib/libQt6Network.so.6": {"libQt6Spare.so.6"},
        "PySide6/Qt/lib/libQt6Spare.so.6": set(),
    }
    assert unneeded(needs) == {"PySide6/Qt/lib/libQt6Network.so.6", "PySide6/Qt/lib/libQt6Spare.so.6"}


def test_a_module_of_qt_is_kept_when_the_source_names_it() -> None:
    assert unused_qt(["from PySide6.QtCore import Qt"]) == ["PySide6.QtDBus", "PySide6.QtNetwork"]
    assert unused_qt(["    from PySide6.QtNetwork import QLocalServer"]) == ["PySide6.QtDBus"]


def test_a_reason_is_not_made_up() -> None:
    assert reason("_internal/PySide6/Qt/lib/libicudata.so.73") is not None
    assert reason("_internal/something/large.bin") is None
