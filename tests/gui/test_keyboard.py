"""Without a mouse: every control can be reached and used by keyboard, and its keys are listed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPlainTextEdit, QTabBar, QWidget

from jotlens.gui.widgets.findings_view import FindingsView
from tests.gui.minted import ANSWER, AUDIENCE, CALENDAR, ISSUER, OPAQUE, SECRET, claims, jwt
from tests.gui.person import Person

# The offscreen platform says so for every dialog.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def tour(person: Person, key: str) -> list[str]:
    """The names of what has the focus, one after the other, until it is back where it was."""
    names = [person.focused.objectName()]
    for _ in range(100):
        person.presses(key)
        names.append(person.focused.objectName())
        if names[-1] == names[0]:
            return names[:-1]
    pytest.fail(f"the focus never comes back: {names}")


def reachable(person: Person) -> set[str]:
    """The names of everything on show that wants to be reached with Tab."""
    wants = Qt.FocusPolicy.TabFocus
    widgets = [w for w in person.window.findChildren(QWidget) if w.focusPolicy() & wants == wants]
    return {w.objectName() for w in widgets if w.isVisible() and w.isEnabled() and w.focusProxy() is None}


@pytest.mark.parametrize("text", [" ", jwt(), ANSWER, OPAQUE, "Bearer null"])
@pytest.mark.parametrize("size", [(1180, 760), (720, 480)])
def test_tab_reaches_everything_and_comes_back(person: Person, text: str, size: tuple[int, int]) -> None:
    person.window.resize(*size)
    person.pastes(text)
    person.presses("Ctrl+L")
    there = tour(person, "Tab")
    assert len(there) > 4
    assert set(there) >= reachable(person)
    assert "" not in there
    back = tour(person, "Shift+Tab")
    assert back == [there[0], *reversed(there[1:])]


def test_the_order_of_the_tour_is_the_order_of_reading(person: Person) -> None:
    person.pastes(ANSWER)
    names = tour(person, "Tab")
    wanted = [
        "pasteBox",
        "tokensList",
        "whatToDo",
        "evidenceTabs",
        "claimsTree",
        "audienceField",
        "checksList",
    ]
    assert [name for name in names if name in wanted] == wanted


def test_a_whole_visit_without_a_mouse(person: Person) -> None:
    person.pastes(jwt())
    person.presses("Ctrl+E")
    assert person.focused.objectName() in {"moreButton", "audienceField"}
    while person.focused.objectName() != "audienceField":
        person.presses("Tab")
    QTest.keyClicks(person.focused, AUDIENCE)
    person.presses("Tab")
    QTest.keyClicks(person.focused, ISSUER)
    while person.focused.objectName() != "keyField":
        person.presses("Tab")
    QTest.keyClicks(person.focused, SECRET)
    person.presses("Return")
    person.settled()
    assert person.reads("sentence") == "This token is genuine, alive, and fits what you expect."
    person.presses("Ctrl+L")
    assert person.focused is person.box


def test_the_key_can_be_read_without_a_mouse(person: Person) -> None:
    person.pastes(jwt())
    person.types("keyField", SECRET)
    person.chooses("showSecrets")
    assert person.field("keyField").displayText() == SECRET
    person.chooses("showSecrets")
    assert SECRET not in person.field("keyField").displayText()


@pytest.mark.parametrize(
    ("key", "menu"),
    [("F", "menuFile"), ("E", "menuEdit"), ("V", "menuView"), ("T", "menuToken"), ("H", "menuHelp")],
)
def test_alt_opens_the_menus_and_escape_closes_them(person: Person, key: str, menu: str) -> None:
    person.presses(f"Alt+{key}")
    popup = QApplication.activePopupWidget()
    assert popup is not None
    assert popup.objectName() == menu
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None


def test_an_entry_of_a_menu_is_chosen_with_its_letter(person: Person) -> None:
    person.pastes(jwt())
    person.presses("Alt+T")
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_T)
    assert QGuiApplication.clipboard().text() == jwt()


def test_no_two_entries_of_a_menu_have_the_same_letter(person: Person) -> None:
    for menu in ("menuFile", "menuEdit", "menuView", "menuToken", "menuHelp", "menuTheme"):
        texts = [action.text() for action in person.opens_menu(menu).actions() if not action.isSeparator()]
        letters = [text[text.index("&") + 1].lower() for text in texts]
        assert len(letters) == len(set(letters)), (menu, texts)


def test_no_two_actions_have_the_same_keys(person: Person) -> None:
    keys = [
        sequence.toString()
        for action in person.window.findChildren(QAction)
        for sequence in action.shortcuts()
    ]
    assert len(keys) == len(set(keys))
    assert {"Ctrl+V", "Ctrl+O", "Ctrl+F", "F5", "F1", "Ctrl+/", "Ctrl+Shift+H", "Ctrl+0", "Ctrl+Q"} <= set(
        keys
    )


def test_ctrl_k_goes_to_the_checks_and_enter_opens_one(person: Person) -> None:
    person.pastes(CALENDAR)
    person.presses("Ctrl+K")
    checks = person.find(FindingsView, "checksList")
    assert person.focused is checks
    person.presses("Down")
    row = checks.currentIndex()
    before = checks.visualRect(row).height()
    person.presses("Return")
    person.settled()
    after = checks.visualRect(checks.model().index(row.row(), 0)).height()
    assert before != after
    person.presses("Space")
    person.settled()
    assert checks.visualRect(checks.model().index(row.row(), 0)).height() == before


def test_the_arrow_keys_go_through_the_tabs(person: Person) -> None:
    person.pastes(jwt())
    bar = person.find(QTabBar, "evidenceTabs")
    bar.setFocus()
    seen = []
    for _ in range(bar.count()):
        seen.append((bar.tabText(bar.currentIndex()), person.widget("rawView").isVisible()))
        person.presses("Right")
    tabs = ("Claims", "Header", "Raw", "Why rejected", "Issuer", "Weight")
    assert seen == [(tab, tab == "Raw") for tab in tabs]


@pytest.mark.parametrize(("keys", "name"), [("Ctrl+E", "expectedPane"), ("Ctrl+K", "checksPane")])
def test_in_a_narrow_window_the_same_keys_lead_to_the_tabs(person: Person, keys: str, name: str) -> None:
    person.window.resize(720, 480)
    person.pastes(jwt())
    assert not person.widget(name).isVisible()
    person.presses(keys)
    assert person.widget(name).isVisible()
    assert person.widget(name).isAncestorOf(person.focused)


def test_the_list_of_keys_names_every_action_that_has_one(person: Person) -> None:
    person.presses("Ctrl+/")
    dialog = person.find(QDialog, "keysDialog")
    assert dialog.isVisible()
    words = {label.text() for label in dialog.findChildren(QLabel)}
    for action in person.window.findChildren(QAction):
        if action.shortcuts():
            assert action.text().replace("&", "").rstrip("…") in words
            assert any(action.shortcuts()[0].toString() in text for text in words)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize(("name", "dialog"), [("about", "aboutDialog"), ("keys", "keysDialog")])
def test_enter_closes_a_dialog_too_and_the_focus_stays_where_it_was(
    person: Person, name: str, dialog: str
) -> None:
    person.chooses(name)
    opened = person.find(QDialog, dialog)
    QTest.keyClick(opened, Qt.Key.Key_Return)
    assert not opened.isVisible()
    assert person.window.focusWidget() is person.box


def test_zoom_in_out_and_back(person: Person) -> None:
    looks = person.window.looks
    size = person.box.font().pointSizeF()
    person.presses("Ctrl+=")
    assert looks.zoom == pytest.approx(1.1)
    assert QApplication.font().pointSizeF() > size
    person.presses("Ctrl++")
    assert looks.zoom == pytest.approx(1.25)
    person.presses("Ctrl+-")
    person.presses("Ctrl+-")
    person.presses("Ctrl+-")
    assert looks.zoom == pytest.approx(0.9)
    person.presses("Ctrl+0")
    assert looks.zoom == pytest.approx(1.0)
    assert person.box.font().pointSizeF() == pytest.approx(size)


def test_zoom_ends_at_its_ends(person: Person) -> None:
    for _ in range(12):
        person.presses("Ctrl+=")
    assert person.window.looks.zoom == pytest.approx(2.0)
    for _ in range(12):
        person.presses("Ctrl+-")
    assert person.window.looks.zoom == pytest.approx(0.8)


def test_ctrl_q_closes_the_window(person: Person) -> None:
    person.pastes(jwt(claims(sub="x")))
    person.presses("Ctrl+Q")
    assert not person.window.isVisible()
    assert person.find(QPlainTextEdit, "pasteBox").toPlainText()
