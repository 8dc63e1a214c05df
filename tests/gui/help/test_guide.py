"""The guide: every page can be read, links lead to pages, nothing is loaded, and F1 opens the page that fits."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QToolButton, QWidget

from jotlens.gui.help.context import page_for
from jotlens.gui.help.guide_window import GuideWindow
from jotlens.gui.help.page_view import PageView, plain_text
from jotlens.gui.help.pages import Page, all_pages, pages
from jotlens.gui.theme import DARK
from jotlens.tokens.resources import resource
from tests.gui.minted import jwt
from tests.gui.person import Person, colors_in
from tests.gui.test_accessibility import complaints, name_of

# The offscreen platform says so for every window that is brought to the front.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

MENU = re.compile(r"\*\*(File|Edit|View|Token|Tools|Help) ▸ ([^*▸]+)\*\*")


@pytest.fixture
def guide(person: Person) -> GuideWindow:
    person.presses("F1")
    return person.find(GuideWindow, "guideWindow")


def page(guide: GuideWindow) -> PageView:
    found = guide.findChild(PageView, "guidePage")
    assert found is not None
    return found


def find(guide: GuideWindow, words: str) -> str:
    """Find words as a person does, and return what is chosen then."""
    field = guide.findChild(QLineEdit, "guideFind")
    assert field is not None
    field.setText(words)
    QTest.keyClick(field, Qt.Key.Key_Return)
    return page(guide).textCursor().selectedText()


def test_every_page_that_is_written_stands_in_the_index() -> None:
    folder = resource("guide/index.json").parent
    assert {path.stem for path in folder.glob("*.md")} == {each.id for each in all_pages()}


@pytest.mark.parametrize("each", all_pages(), ids=lambda each: each.id)
def test_a_page_begins_with_its_title_and_its_links_lead_to_pages_that_are_there(
    person: Person, each: Page
) -> None:
    shown = {one.id for one in pages(lambda name: person.window.findChild(QAction, name) is not None)}
    text = each.text()
    assert text.startswith(f"# {each.title}\n")
    targets = {target.strip() for target in re.findall(r"\]\(([^)]*)\)", text)}
    assert targets <= shown
    assert "<" not in text


def test_menus_that_the_pages_name_are_there(person: Person) -> None:
    person.opens_menu("menuSamples")
    words = {action.text().replace("&", "").rstrip("…") for action in person.window.findChildren(QAction)}
    named = [
        (one.id, entry.replace("\n", " "))
        for one in pages(lambda name: person.window.findChild(QAction, name) is not None)
        for _, entry in MENU.findall(one.text())
    ]
    assert len(named) > 5
    assert [(where, entry) for where, entry in named if entry not in words] == []


def test_keys_that_the_pages_name_are_there(person: Person) -> None:
    keys = {
        sequence.toString()
        for action in person.window.findChildren(QAction)
        for sequence in action.shortcuts()
    }
    named = {
        key
        for one in pages(lambda _: False)
        for key in re.findall(r"\*\*((?:Ctrl|Alt|Shift|F\d)[^*]*)\*\*", one.text())
    }
    assert {"Ctrl+V", "Ctrl+R", "F1"} <= named
    assert named - keys <= {"Shift+Tab", "Alt+Left", "Ctrl+-"}


def test_pages_of_what_this_window_cannot_do_are_left_out(person: Person) -> None:
    needing = {one.id for one in all_pages() if one.needs}
    assert needing
    assert not needing & {one.id for one in pages(lambda _: False)}
    assert needing <= {one.id for one in pages(lambda _: True)}
    assert person.window.findChild(QAction, "about") is not None


@pytest.mark.parametrize(
    ("keys", "shown"),
    [("Ctrl+L", "start"), ("Ctrl+E", "expected"), ("Ctrl+K", "verdict"), ("Ctrl+R", "rejected")],
)
def test_f1_opens_the_page_for_what_has_the_focus(person: Person, keys: str, shown: str) -> None:
    person.pastes(jwt())
    person.presses(keys)
    person.presses("F1")
    guide = person.find(GuideWindow, "guideWindow")
    assert guide.isVisible()
    assert guide.shown == shown
    assert QApplication.focusWidget() is page(guide)


def test_f1_in_the_guide_stays_where_it_is(person: Person, guide: GuideWindow) -> None:
    guide.open_page("cards")
    person.presses("F1")
    assert guide.shown == "cards"
    QTest.keyClick(page(guide), Qt.Key.Key_Escape)
    assert not guide.isVisible()


def test_the_part_with_the_focus_decides_and_not_the_pane_around_it(person: Person) -> None:
    person.pastes(jwt())
    assert page_for(person.widget("keyField")) == "keys"
    assert page_for(person.widget("audienceField")) == "expected"
    assert page_for(person.widget("claimsTree")) == "cards"
    assert page_for(None) == "start"
    assert page_for(QWidget()) == "start"


def test_a_link_leads_to_its_page_and_back_again(person: Person, guide: GuideWindow) -> None:
    shown = page(guide)
    shown.anchorClicked.emit(QUrl("cards"))
    assert guide.shown == "cards"
    assert "four questions" in shown.toPlainText()
    person.presses("Alt+Left")
    assert guide.shown == "start"
    forward = guide.findChild(QToolButton, "guideForward")
    assert forward is not None
    QTest.mouseClick(forward, Qt.MouseButton.LeftButton)
    assert guide.shown == "cards"
    assert not forward.isEnabled()


@pytest.mark.parametrize(
    "address", ["https://example.com/", "file:///etc/passwd", "//host/page", "../LICENSES"]
)
def test_a_link_to_elsewhere_leads_nowhere(guide: GuideWindow, address: str) -> None:
    page(guide).anchorClicked.emit(QUrl(address))
    assert guide.shown == "start"


def test_nothing_is_loaded_whatever_a_page_names(guide: GuideWindow, tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    guide.grab().save(str(picture))
    shown = page(guide)
    for name in (picture.as_uri(), str(picture), "cards", "http://127.0.0.1/"):
        assert shown.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name)) is None
    shown.show_page(
        "Mine", f"# Mine\n\n![picture]({picture.as_uri()})\n\n<img src='{picture.as_uri()}'> <b>bold</b>"
    )
    assert "<b>bold</b>" in shown.toPlainText()  # markup of another kind stays letters


def test_the_contents_lead_to_the_pages(person: Person, guide: GuideWindow) -> None:
    contents = guide.findChild(QListView, "guideContents")
    assert contents is not None
    rows = [contents.model().index(row, 0) for row in range(contents.model().rowCount())]
    shown = pages(lambda name: person.window.findChild(QAction, name) is not None)
    assert [str(row.data()) for row in rows] == [one.title for one in shown]
    contents.setFocus()
    QTest.keyClick(contents, Qt.Key.Key_Down)
    assert guide.shown == "cards"
    QTest.mouseClick(
        contents.viewport(), Qt.MouseButton.LeftButton, pos=contents.visualRect(rows[4]).center()
    )
    assert guide.shown == "rejected"
    assert person.window.isVisible()


def test_words_are_found_on_other_pages_and_round_again(guide: GuideWindow) -> None:
    assert find(guide, "WWW-Authenticate") == "WWW-Authenticate"
    assert guide.shown == "rejected"
    assert find(guide, "samples") == "Samples"
    assert guide.shown == "start"


def test_the_next_place_of_the_same_page_comes_first(guide: GuideWindow) -> None:
    find(guide, "token")
    first = page(guide).textCursor().position()
    find(guide, "token")
    assert guide.shown == "start"
    assert page(guide).textCursor().position() > first


def test_words_that_stand_nowhere_are_said_to(person: Person, guide: GuideWindow) -> None:
    assert find(guide, "marmalade") == ""
    assert person.reads("guideFound") == "Not found"


def test_what_a_page_says_is_found_without_its_markup() -> None:
    assert plain_text("# A *title*\n\nand [a link](cards)").split() == ["A", "title", "and", "a", "link"]


def test_every_control_of_the_guide_has_names(person: Person, guide: GuideWindow) -> None:
    assert complaints(guide) == []
    assert name_of(guide) == "JotLens guide"
    assert name_of(page(guide)) == "Start here"
    assert complaints(person.window) == []


def test_the_guide_wears_the_theme_and_the_size_of_the_window(person: Person, guide: GuideWindow) -> None:
    before = page(guide).document().size().height()
    person.window.activateWindow()
    person.chooses("theme-dark")
    assert {DARK.surface, DARK.text} <= colors_in(guide)
    person.chooses("zoomIn")
    assert page(guide).document().size().height() > before


def test_the_guide_closes_with_the_window(person: Person, guide: GuideWindow) -> None:
    assert guide.isWindow()
    person.window.close()
    assert guide.parent() is person.window
