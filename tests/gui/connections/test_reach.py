"""The editor for everybody: names for those who listen, keys for those without a mouse, room on small screens."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMessageBox, QScrollArea

from jotlens.gui.connections.form import ConnectionForm
from jotlens.gui.theme import ThemeChoice
from jotlens.oauth.connection import ClientAuthentication, Grant
from jotlens.storage.connections import Connections
from tests.gui.connections.at_editor import Editor, machine
from tests.gui.test_accessibility import complaints, interactive, name_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

SECTIONS = ("Extra", "Expected", "Endpoints", "Protection")


def open_all(editor: Editor) -> None:
    for section in SECTIONS:
        editor.opens(section)


def test_every_control_has_names(editor: Editor) -> None:
    assert complaints(editor.dialog) == []
    editor.clicks("connectionStart-google")
    open_all(editor)
    editor.clicks("connectionExtraAdd")
    assert len(list(interactive(editor.dialog))) > 40
    assert complaints(editor.dialog) == []
    names = [widget.objectName() for widget in interactive(editor.dialog)]
    assert sorted(set(names)) == sorted(names)


def test_every_control_of_the_question_has_names(editor: Editor) -> None:
    editor.clicks("connectionStart-auth0")
    editor.presses("Escape")
    assert complaints(editor.find(QMessageBox, "connectionsQuestion")) == []


def test_a_label_belongs_to_its_field(editor: Editor) -> None:
    editor.clicks("connectionStart-auth0")
    labelled = {label.buddy() for label in editor.dialog.findChildren(QLabel) if label.buddy() is not None}
    lines = {
        line
        for line in editor.dialog.findChildren(QLineEdit)
        if "Extra" not in line.objectName() and line.objectName() != "connectionsFilter"
    }
    assert lines <= labelled


def test_what_is_wrong_is_read_with_its_field(editor: Editor) -> None:
    editor.clicks("connectionStart-auth0")
    editor.clicks("connectionFetch")
    line = editor.field("ClientId")
    interface = QAccessible.queryAccessibleInterface(line)
    assert interface is not None
    assert "The client ID is missing." in interface.text(QAccessible.Text.Description)
    assert name_of(line) == "Client ID"


def test_tab_reaches_everything_that_can_be_seen(editor: Editor) -> None:
    editor.clicks("connectionStart-auth0")
    editor.picks("connectionGrantField", Grant.CLIENT_CREDENTIALS.value)
    open_all(editor)
    editor.view.setFocus()
    reached: list[str] = []
    for _ in range(120):
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused.objectName() in reached:
            break
        reached.append(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    wanted = {
        widget.objectName()
        for widget in interactive(editor.dialog)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    assert wanted - set(reached) == set()
    order = [
        name
        for name in reached
        if name
        in {
            f"connection{each}Field"
            for each in (
                "Name",
                "Provider",
                "Issuer",
                "Grant",
                "ClientId",
                "Authentication",
                "ClientSecret",
                "Audience",
                "Scopes",
            )
        }
    ]
    assert [name.removeprefix("connection").removesuffix("Field") for name in order] == [
        "Name", "Provider", "Issuer", "Grant", "ClientId", "Authentication", "ClientSecret", "Audience", "Scopes"
    ]  # fmt: skip


def test_a_field_that_is_reached_by_keys_is_scrolled_to(editor: Editor) -> None:
    editor.dialog.resize(640, 420)
    editor.clicks("connectionStart-auth0")
    editor.field("Scopes").setFocus()
    QTest.keyClick(editor.field("Scopes"), Qt.Key.Key_Tab)
    editor.settled()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert not focused.visibleRegion().isEmpty()


@pytest.mark.parametrize("zoom", [1.0, 2.0])
@pytest.mark.parametrize("size", [(640, 420), (1_000, 700)])
@pytest.mark.parametrize("theme", [ThemeChoice.DARK, ThemeChoice.HIGH_CONTRAST])
def test_nothing_is_cut_off_at_the_side(
    folder: Path, opens_editor: Callable[[], Editor], zoom: float, size: tuple[int, int], theme: ThemeChoice
) -> None:
    connection = machine("A name as long as people give them when they are in a hurry and copy a whole title")
    Connections(folder).save(connection)
    editor = opens_editor()
    editor.looks.wear(theme, zoom)
    editor.dialog.resize(*size)
    editor.picks("connectionAuthenticationField", ClientAuthentication.PRIVATE_KEY_JWT.value)
    open_all(editor)
    form = editor.find(ConnectionForm, "connectionForm")
    page = form.widget()
    assert page is not None
    assert page.minimumSizeHint().width() <= form.viewport().width()
    assert page.width() <= form.viewport().width()


def test_the_starts_can_be_scrolled_on_a_small_window(editor: Editor) -> None:
    editor.looks.wear(ThemeChoice.LIGHT, 2.0)
    editor.dialog.resize(640, 420)
    editor.settled()
    starts = editor.find(QScrollArea, "connectionStarts")
    assert starts.verticalScrollBar().maximum() > 0


def test_words_run_from_right_to_left_and_addresses_do_not(editor: Editor) -> None:
    editor.dialog.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    editor.clicks("connectionStart-auth0")
    assert editor.field("Name").layoutDirection() is Qt.LayoutDirection.RightToLeft
    assert editor.field("Issuer").layoutDirection() is Qt.LayoutDirection.LeftToRight
    assert editor.view.x() >= 0
    editor.dialog.grab()
