"""For those who listen: every control has a name of its own, and the tree that a screen reader sees is agreed."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTabBar,
    QWidget,
)

from jotlens.gui.app import describe_bug
from jotlens.gui.dialogs import bug_dialog
from tests.gui.minted import ANSWER, AUDIENCE, CUT_OFF, OPAQUE, claims, jwt
from tests.gui.person import Person

# The offscreen platform says so for every dialog.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
)
SILENT = {
    QAccessible.Role.Border,
    QAccessible.Role.Client,
    QAccessible.Role.Graphic,
    QAccessible.Role.Grip,
    QAccessible.Role.LayeredPane,
    QAccessible.Role.ScrollBar,
    QAccessible.Role.Separator,
    QAccessible.Role.Splitter,
}
"""What holds others: of interest only when it has a name."""


def interface(of: object) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(of)  # type: ignore[arg-type]  # takes any QObject
    assert found is not None
    return found


ROWS = {QAccessible.Role.ListItem, QAccessible.Role.TreeItem, QAccessible.Role.ColumnHeader}
"""What belongs to the tree also where it has to be scrolled to."""


def name_of(widget: object) -> str:
    return interface(widget).text(QAccessible.Text.Name)


def interactive(window: QWidget) -> Iterator[QWidget]:
    """What a person can press, fill in or choose from; the parts that Qt itself adds to its widgets are Qt's."""
    for widget in window.findChildren(QWidget):
        wants_focus = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if isinstance(widget, QHeaderView | QScrollBar) or not (
            wants_focus or isinstance(widget, INTERACTIVE)
        ):
            continue
        if not widget.objectName().startswith(("qt_", "ScrollLeft", "ScrollRight")):
            yield widget


def complaints(window: QWidget) -> list[str]:
    """Every control of a window without a name, for programs or for people."""
    found = []
    for widget in interactive(window):
        if not widget.objectName():
            found.append(f"{widget} has no objectName")
        if not name_of(widget).strip():
            found.append(f"{widget} has no accessible name")
    for action in window.findChildren(QAction):
        if action.isSeparator() or action.menu() is not None:
            continue
        if not action.objectName():
            found.append(f"the action {action.text()!r} has no objectName")
        if not action.text():
            found.append(f"the action {action.objectName()!r} has no words")
    return found


@pytest.mark.parametrize("text", [" ", jwt(), ANSWER, OPAQUE, CUT_OFF, "Bearer null"])
def test_every_control_has_names(person: Person, text: str) -> None:
    person.pastes(text)
    person.opens_menu("menuSamples")
    assert len(list(interactive(person.window))) > 30
    assert complaints(person.window) == []


def test_every_control_of_a_narrow_window_has_names(person: Person) -> None:
    person.window.resize(720, 480)
    person.pastes(jwt())
    person.presses("Ctrl+F")
    person.presses("Ctrl+Shift+H")
    assert complaints(person.window) == []


@pytest.mark.parametrize("dialog", ["keys", "about"])
def test_every_control_of_a_dialog_has_names(person: Person, dialog: str) -> None:
    person.chooses(dialog)
    opened = person.find(QDialog, f"{dialog}Dialog")
    assert complaints(opened) == []
    assert name_of(opened) == opened.windowTitle()
    opened.close()


def test_every_control_of_the_words_for_a_bug_has_names(person: Person) -> None:
    dialog = bug_dialog(person.window, person.window.looks, describe_bug(ValueError, None))
    dialog.show()
    assert complaints(dialog) == []
    dialog.close()


def test_a_test_of_names_notices_a_control_without_one(person: Person) -> None:
    field = QLineEdit(person.window)
    assert len(complaints(person.window)) == 2
    field.setObjectName("aField")
    field.setAccessibleName("A field")
    assert complaints(person.window) == []


def test_no_two_controls_have_the_same_object_name(person: Person) -> None:
    person.pastes(ANSWER)
    names = [widget.objectName() for widget in interactive(person.window)]
    names += [action.objectName() for action in person.window.findChildren(QAction) if action.objectName()]
    assert sorted(set(names)) == sorted(names)


def test_a_label_belongs_to_its_field(person: Person) -> None:
    person.pastes(jwt())
    labelled = {label.buddy() for label in person.window.findChildren(QLabel) if label.buddy() is not None}
    fields = {field for field in person.window.findChildren(QLineEdit) if field.objectName() != "findField"}
    assert fields <= labelled


def test_lists_and_trees_speak_their_rows(person: Person) -> None:
    person.pastes(ANSWER)
    person.types("audienceField", AUDIENCE)
    for name in ("tokensList", "checksList", "claimsTree", "headerTree"):
        model = person.find(QAbstractItemView, name).model()
        spoken = [
            model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())
        ]
        assert spoken
        assert all(isinstance(text, str) and text.strip() for text in spoken), (name, spoken)


def test_a_finding_says_its_outcome_in_words(person: Person) -> None:
    person.pastes(jwt(claims(exp=1)))
    model = person.find(QAbstractItemView, "checksList").model()
    spoken = [
        str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(model.rowCount())
    ]
    assert any(text.startswith("Failed: Expired.") for text in spoken)
    assert any(text.startswith("Not checked: ") for text in spoken)
    counts = name_of(person.widget("checkCounts"))
    assert "2 failed, 1 warning, " in counts
    assert "passed" in counts


def test_a_card_says_again_what_it_is_when_its_words_change(person: Person) -> None:
    person.pastes(jwt())
    assert name_of(person.card("cardWhen")).startswith("When: 00:30:00 left")
    person.waits(3_600)
    assert name_of(person.card("cardWhen")).startswith("When: Expired 30 min ago")


def lines(of: QAccessibleInterface, depth: int = 0) -> Iterator[str]:
    """The tree below an interface as lines: what can be seen and has something to say."""
    state = of.state()
    if getattr(state, "invisible", False) and of.role() not in ROWS:
        return
    said = " / ".join(of.text(QAccessible.Text.Name).strip().splitlines())
    if of.role() in ROWS:
        said = said.split(". ", maxsplit=1)[0]  # the rest are words that the checks' own tests look at
    inner = depth
    if said or of.role() not in SILENT | {QAccessible.Role.StaticText}:
        flags = [flag for flag in ("checked", "disabled", "passwordEdit") if getattr(state, flag, False)]
        yield "  " * depth + " ".join(filter(None, (of.role().name, said, *(f"[{flag}]" for flag in flags))))
        inner += 1
    for at in range(of.childCount()):
        child = of.child(at)
        if child is not None:
            yield from lines(child, inner)


@pytest.mark.parametrize(
    ("name", "text"), [("empty", " "), ("token", jwt()), ("answer", ANSWER), ("opaque", OPAQUE)]
)
def test_the_tree_that_a_screen_reader_sees(
    person: Person, golden: Callable[[str, str], None], name: str, text: str
) -> None:
    person.chooses("timesInUtc")
    person.pastes(text)
    golden(f"accessibility-{name}.txt", "\n".join(lines(interface(person.window))) + "\n")
