"""The colours: everything can be read, in every theme, and what Qt is told by number means what its names say."""

import re

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from jotlens.gui.looks import ZOOM_STEPS, Looks
from jotlens.gui.main_window import MainWindow
from jotlens.gui.style import style_sheet
from jotlens.gui.theme import DARK, HIGH_CONTRAST, LIGHT, THEMES, Theme, ThemeChoice, contrast
from jotlens.gui.widgets.plain import CENTRED, PLAIN_TEXT, PlainLabel
from jotlens.inspection.model import Status
from jotlens.tokens.model import Part

TEXT = 4.5
"""What WCAG 2.2 asks of words (1.4.3)."""

MARK = 3.0
"""What it asks of marks, edges of fields and the focus (1.4.11)."""


class _Restyled(QWidget):
    """Counts how often it is told that its style is another one, which is when it has been polished."""

    times = 0

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - the name is Qt's
        if event.type() is QEvent.Type.StyleChange:
            self.times += 1
        super().changeEvent(event)


@pytest.fixture(params=THEMES, ids=lambda theme: theme.name)
def theme(request: pytest.FixtureRequest) -> Theme:
    found: Theme = request.param
    return found


def test_contrast_is_counted_as_the_standard_counts_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == pytest.approx(1)


def test_words_can_be_read_on_every_ground(theme: Theme) -> None:
    grounds = (theme.canvas, theme.surface, theme.sunken, theme.raised, theme.chosen, theme.hover)
    for ground in (*grounds, theme.selection):
        assert contrast(theme.text, ground) >= TEXT
    for ground in grounds:
        assert contrast(theme.muted, ground) >= TEXT
    assert contrast(theme.on_accent, theme.accent) >= TEXT
    assert contrast(theme.accent, theme.surface) >= TEXT


@pytest.mark.parametrize("status", [str(status) for status in Status])
def test_an_outcome_can_be_read_wherever_it_is_said(theme: Theme, status: str) -> None:
    tone = theme.tones[status]
    for ground in (theme.canvas, theme.surface, theme.chosen, theme.hover, tone.tint):
        assert contrast(tone.ink, ground) >= TEXT
    assert contrast(theme.text, tone.tint) >= TEXT
    assert contrast(theme.muted, tone.tint) >= TEXT


def test_every_part_of_a_token_has_a_colour_that_can_be_read(theme: Theme) -> None:
    for part in Part:
        for ground in (theme.sunken, theme.surface):
            assert contrast(theme.segment(str(part)), ground) >= TEXT


def test_neighbouring_parts_have_different_colours(theme: Theme) -> None:
    for parts in (
        (Part.HEADER, Part.PAYLOAD, Part.SIGNATURE),
        (Part.HEADER, Part.ENCRYPTED_KEY, Part.IV, Part.CIPHERTEXT, Part.TAG),
        (Part.SIGNATURE, Part.DISCLOSURE, Part.KEY_BINDING),
    ):
        assert len({theme.segment(str(part)) for part in parts}) == len(parts)


def test_fields_marks_and_the_focus_stand_out(theme: Theme) -> None:
    assert contrast(theme.field_line, theme.surface) >= MARK
    assert contrast(theme.accent, theme.canvas) >= MARK
    assert contrast(theme.amber, theme.surface) >= MARK


def test_every_colour_of_the_style_sheet_comes_from_the_table(theme: Theme) -> None:
    sheet = style_sheet(theme, 9, 1, 1)
    assert "{" in sheet
    assert not re.search(r"\{[a-z0-9_]+\}", sheet)
    known = {str(value) for value in theme} | {color for tone in theme.tones.values() for color in tone}
    found = set(re.findall(r"#[0-9a-f]{6}", sheet))
    assert len(found - known) <= 1  # the handle of the scroll bars lies between two of them


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [(ThemeChoice.LIGHT, LIGHT), (ThemeChoice.DARK, DARK), (ThemeChoice.HIGH_CONTRAST, HIGH_CONTRAST)],
)
def test_a_chosen_theme_is_put_on(app: QApplication, choice: ThemeChoice, wanted: Theme) -> None:
    looks = Looks(app)
    before, after = QWidget(), QWidget()
    looks.dress(before)
    looks.wear(choice)
    looks.dress(after)
    assert looks.theme is wanted
    assert app.palette().window().color() == QColor(wanted.canvas)
    assert wanted.surface in before.styleSheet()
    assert after.styleSheet() == before.styleSheet()


def test_another_theme_polishes_no_widget_more_than_twice(window: MainWindow) -> None:
    """With a style sheet of the application it would be once for each widget that it lies in."""
    widget = _Restyled(window.workspace.paste)
    widget.show()
    widget.times = 0
    window.looks.wear(ThemeChoice.DARK)
    assert 1 <= widget.times <= 2


def test_a_desktop_that_says_nothing_gets_the_light_theme(app: QApplication) -> None:
    looks = Looks(app)
    looks.wear(ThemeChoice.SYSTEM)
    looks.ask_system()
    assert looks.theme is LIGHT


def test_zooming_goes_through_the_steps_and_back(app: QApplication) -> None:
    looks = Looks(app)
    looks.wear(ThemeChoice.LIGHT)
    before = app.font().pointSizeF()
    looks.zoom_by(1)
    assert looks.zoom == ZOOM_STEPS[ZOOM_STEPS.index(1.0) + 1]
    assert app.font().pointSizeF() == pytest.approx(before * looks.zoom)
    for _ in ZOOM_STEPS:
        looks.zoom_by(1)
    assert looks.zoom == ZOOM_STEPS[-1]
    for _ in ZOOM_STEPS:
        looks.zoom_by(-1)
    assert looks.zoom == ZOOM_STEPS[0]
    looks.zoom_by(0)
    assert app.font().pointSizeF() == pytest.approx(before)


@pytest.mark.usefixtures("app")
def test_values_given_as_numbers_mean_what_their_names_say() -> None:
    assert Qt.TextFormat.PlainText.value == PLAIN_TEXT
    assert Qt.AlignmentFlag.AlignCenter.value == CENTRED
    label = PlainLabel("<b>not bold</b>").centre()
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.alignment() == Qt.AlignmentFlag.AlignCenter
    assert QLabel().textFormat() is not Qt.TextFormat.PlainText
