"""The pane for everybody: names for screen readers, the keyboard, every theme and size, and no word that is cut off."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTabBar

from jotlens.gui.models.list_model import ROW
from jotlens.gui.theme import ThemeChoice
from tests.gui.sandbox.conftest import Learner
from tests.gui.test_accessibility import complaints, interactive

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.mark.parametrize("size", [(1_400, 860), (700, 480)])
def test_every_control_has_names(learner: Learner, size: tuple[int, int]) -> None:
    learner.window.resize(*size)
    learner.starts()
    learner.plays("machine")
    for tab in range(4):
        learner.opens_tab(tab)
    assert complaints(learner.window) == []
    assert complaints(learner.desk.pane) == []
    names = [widget.objectName() for widget in interactive(learner.window)]
    assert sorted(set(names)) == sorted(names)


def test_lists_speak_their_rows(learner: Learner) -> None:
    learner.starts()
    learner.plays("machine")
    for name in ("scenariosList", "requestsList", "peopleList"):
        model = learner.person.find(QAbstractItemView, name).model()
        spoken = [
            model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())
        ]
        assert spoken
        assert all(isinstance(text, str) and text.strip() for text in spoken)


def test_users_and_applications_are_at_a_glance(learner: Learner) -> None:
    learner.starts()
    model = learner.desk.pane.people
    spoken = [str(model.index(row, 0).data()) for row in range(model.rowCount())]
    assert "demo" in spoken[0]
    assert any("ursula@company.example" in row and "usr_123" in row for row in spoken)
    assert any(row.startswith("geo-backend") for row in spoken)
    secrets = [client.secret for client in learner.sandbox.clients if client.secret is not None]
    assert secrets
    assert not any(secret in row for secret in secrets for row in spoken)


def test_a_user_is_copied_by_the_keyboard(learner: Learner) -> None:
    learner.starts()
    learner.opens_tab(3)
    view = learner.person.find(QAbstractItemView, "peopleList")
    view.setFocus()
    view.setCurrentIndex(view.model().index(1, 0))
    learner.person.chooses("copy")
    assert QApplication.clipboard().text() == "ursula@company.example"


def test_the_tab_key_goes_through_the_whole_pane(learner: Learner) -> None:
    learner.starts()
    pane = learner.desk.pane
    learner.person.widget("sandboxClose").setFocus()
    seen = []
    for _ in range(12):
        focused = learner.person.focused
        if pane.isAncestorOf(focused):
            seen.append(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    for name in (
        "sandboxCopy",
        "sandboxTurn",
        "sandboxReset",
        "sandboxEra",
        "guideBegin",
        "sandboxTabs",
        "scenariosList",
    ):
        assert name in seen, seen


@pytest.mark.parametrize("theme", ["light", "dark", "high-contrast"])
@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_everything_has_its_place_in_every_look(learner: Learner, theme: str, zoom: float) -> None:
    learner.starts()
    learner.window.looks.wear(ThemeChoice(theme), zoom)
    learner.settled()
    learner.plays("machine")
    pane = learner.desk.pane
    for name in ("sandboxTurn", "sandboxReset", "sandboxPage", "guideBegin", "guideNext", "sandboxTabs"):
        widget = learner.person.widget(name)
        assert widget.isVisible()
        assert pane.rect().contains(widget.geometry()) or widget.parentWidget() is not pane
        assert widget.width() >= widget.minimumSizeHint().width(), name


def test_no_row_says_nothing(learner: Learner) -> None:
    learner.starts()
    rows = learner.desk.pane.scenarios
    assert rows.rowCount() == 21
    for at in range(rows.rowCount()):
        row = rows.index(at).data(ROW)
        assert row.title
        assert row.detail.endswith(".")


def test_tabs_count_the_requests(learner: Learner) -> None:
    learner.starts()
    bar = learner.person.find(QTabBar, "sandboxTabs")
    assert bar.tabText(1) == "Requests"
    learner.plays("machine")
    assert bar.tabText(1) == f"Requests {learner.desk.pane.requests.rowCount()}"
