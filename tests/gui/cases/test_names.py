"""For those who listen: every control of a case has a name, and its lists speak their rows."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView

from tests.gui.cases.at_case import AtCase, recorded
from tests.gui.minted import jwt
from tests.gui.test_accessibility import complaints, interactive, name_of
from tests.support.stories import expired

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_every_control_of_a_story_has_names(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(expired, tmp_path))
    names = {widget.objectName() for widget in interactive(at.person.window) if widget.isVisible()}
    assert {
        "storySteps",
        "caseTokens",
        "caseFilter",
        "caseOrder",
        "reportButton",
        "stepText",
        "stepToken-0",
    } <= names
    assert complaints(at.person.window) == []


def test_every_control_of_a_token_of_a_case_and_of_a_comparison_has_names(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(expired, tmp_path))
    at.person.clicks("stepToken-0")
    at.person.settled()
    at.person.chooses("compareWith")
    at.person.pastes(jwt())
    at.person.chooses("compareWith")
    assert complaints(at.person.window) == []


def test_every_control_of_the_report_has_names(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(expired, tmp_path))
    at.person.clicks("reportButton")
    at.person.settled()
    assert complaints(at.dialog) == []
    assert name_of(at.dialog) == "Report"
    at.closes_dialogs()


def test_the_lists_speak_their_rows(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(expired, tmp_path))
    for name in ("storySteps", "caseTokens"):
        model = at.person.find(QAbstractItemView, name).model()
        spoken = [
            model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())
        ]
        assert spoken
        assert all(isinstance(text, str) and text.strip() for text in spoken)


def test_no_two_controls_have_the_same_name(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(expired, tmp_path))
    for row in range(6):
        at.clicks_step(row)
    names = [widget.objectName() for widget in interactive(at.person.window)]
    assert sorted(set(names)) == sorted(names)
