"""Plain text laid out in lines: between words, inside a word only when it must, and cut with an ellipsis."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from jotlens.gui.widgets.text_block import Measure, lay_out

ADDRESS = "https://api.example.com/calendar/v1/events"


@pytest.fixture(params=[False, True], ids=["proportional", "fixed"])
def measure(app: QApplication, request: pytest.FixtureRequest) -> Measure:
    from PySide6.QtGui import QFontDatabase

    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    return Measure(fixed, fixed=True) if request.param else Measure(app.font())


def test_a_text_that_fits_is_one_line(measure: Measure) -> None:
    block = lay_out("two words", measure, 1_000, 3)
    assert block.lines == ((0, "two words"),)
    assert not block.cut


def test_lines_break_between_words(measure: Measure) -> None:
    text = "one two three four five six"
    block = lay_out(text, measure, measure.width("one two three"), 9)
    assert len(block.lines) > 1
    for start, line in block.lines:
        assert text[start:].startswith(line)
        assert not line.startswith(" ")
        assert text[start - 1 : start] in {"", " "}


def test_an_address_is_not_torn_apart_at_its_slashes(measure: Measure) -> None:
    block = lay_out(f"It is for {ADDRESS}", measure, measure.width(ADDRESS) + 2, 5)
    assert [line for _, line in block.lines] == ["It is for", ADDRESS]


def test_a_word_longer_than_a_line_is_broken_where_the_line_is_full(measure: Measure) -> None:
    block = lay_out(ADDRESS, measure, measure.width(ADDRESS) / 2.5, 9)
    assert "".join(line for _, line in block.lines) == ADDRESS
    assert len(block.lines) == 3


def test_line_breaks_of_the_text_are_kept(measure: Measure) -> None:
    block = lay_out("one\n\nthree", measure, 1_000, 9)
    assert [line for _, line in block.lines] == ["one", "", "three"]


def test_what_is_too_long_ends_in_an_ellipsis(measure: Measure) -> None:
    block = lay_out("word " * 200, measure, measure.width("word word word"), 2)
    assert len(block.lines) == 2
    assert block.cut
    assert block.lines[-1][1].endswith("…")


def test_megabytes_are_not_laid_out(measure: Measure) -> None:
    block = lay_out("x" * 2_000_000, measure, 300, 3)
    assert len(block.lines) == 3
    assert block.cut


@given(some.text(max_size=400), some.integers(0, 400), some.integers(1, 5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_keeps_to_its_width_and_its_lines(
    measure: Measure, text: str, width: int, most_lines: int
) -> None:
    block = lay_out(text, measure, width, most_lines)
    assert 1 <= len(block.lines) <= most_lines
    for start, line in block.lines:
        assert 0 <= start <= len(text)
        if len(line.strip()) > 1 and not line.endswith("…"):
            assert measure.width(line.rstrip()) <= max(width, measure.width("0")) + 1


def test_a_mark_is_drawn_where_its_characters_stand(measure: Measure) -> None:
    block = lay_out("abcdef", measure, 1_000, 1)
    picture = QImage(200, 40, QImage.Format.Format_RGB32)
    picture.fill(QColor("#ffffff"))
    painter = QPainter(picture)
    block.draw_mark(painter, (10, 5), (2, 4), "#ff0000", "#ffdddd")
    painter.end()
    left, right = 10 + measure.width("ab"), 10 + measure.width("abcd")
    middle = int(5 + block.line_height / 2)
    assert QColor(picture.pixel(int((left + right) / 2), middle)) == QColor("#ffdddd")
    assert QColor(picture.pixel(int(left) - 6, middle)) == QColor("#ffffff")
    assert QColor(picture.pixel(int(right) + 6, middle)) == QColor("#ffffff")
