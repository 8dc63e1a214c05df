"""The picture of the window: of the size that was asked for, with the token in it, in any theme."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from jotlens.gui.main_window import MainWindow
from jotlens.gui.screenshot import take
from jotlens.gui.theme import LIGHT, THEMES, Theme
from tests.gui.minted import CALENDAR

pytestmark = pytest.mark.usefixtures("app")


def colors(file: Path) -> set[str]:
    picture = QImage(str(file))
    assert not picture.isNull()
    spots = ((x, y) for x in range(0, picture.width(), 2) for y in range(0, picture.height(), 2))
    return {picture.pixelColor(x, y).name() for x, y in spots}


@pytest.mark.parametrize(("size", "scale"), [((1180, 760), 1.0), ((720, 480), 1.0), ((720, 480), 2.0)])
def test_a_picture_has_the_size_that_was_asked_for(
    tmp_path: Path, size: tuple[int, int], scale: float
) -> None:
    file = tmp_path / "window.png"
    take(file, CALENDAR, size=size, scale=scale)
    assert file.read_bytes().startswith(b"\x89PNG")
    assert QImage(str(file)).size().toTuple() == (size[0] * scale, size[1] * scale)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_the_token_is_in_the_picture(tmp_path: Path, theme: Theme) -> None:
    file = tmp_path / "window.png"
    take(file, CALENDAR, theme=theme.name)
    assert {theme.canvas, theme.tone("fail").tint, theme.segment("payload")} <= colors(file)


def test_an_empty_window_can_be_painted_too(tmp_path: Path) -> None:
    file = tmp_path / "window.png"
    take(file, None)
    assert {LIGHT.canvas, LIGHT.surface} <= colors(file)
    assert LIGHT.tone("fail").tint not in colors(file)


def test_fields_can_be_filled_in_before(tmp_path: Path) -> None:
    seen: list[MainWindow] = []
    take(tmp_path / "window.png", CALENDAR, prepare=seen.append)
    assert len(seen) == 1


def test_a_picture_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="cannot be written"):
        take(tmp_path / "no such folder" / "window.png", None)


def test_an_unknown_theme_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="pink"):
        take(tmp_path / "window.png", None, theme="pink")


def test_no_window_stays_open(tmp_path: Path) -> None:
    take(tmp_path / "window.png", CALENDAR)
    assert not any(widget.isVisible() for widget in QApplication.topLevelWidgets())
