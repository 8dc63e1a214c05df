"""The list of a session's tokens: each once, with how often and where; filtered, sorted, named, pinned, removed."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog, QLineEdit, QListView

from jotlens.gui.cases.tokens_model import CaseTokensModel
from tests.gui.cases.at_case import AtCase, recorded
from tests.gui.minted import claims, jwt
from tests.support.har_files import write_har
from tests.support.stories import expired

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_each_token_stands_there_once_with_its_places(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(expired, tmp_path))
    rows = at.rows()
    assert len(rows) == 3
    access = next(row for row in rows if row.startswith("Access token"))
    assert "13:00:03" in access
    assert "seen 3 times" in access
    assert "POST login.example/oauth/token · access_token" in access
    assert "would be refused" in access
    assert any(row.startswith("Session cookie") for row in rows)


def test_a_large_recording_lists_every_token_and_no_other(at: AtCase, tmp_path: Path) -> None:
    known = write_har(tmp_path / "large.har", size=3_000_000, tokens=300, seed=7)
    at.opens(tmp_path / "large.har")
    assert {token.text for token in at.desk.panel.model.tokens} == set(known.places)
    assert all("Access token" in row or "token" in row for row in at.rows())


def test_a_token_that_is_clicked_is_inspected_as_of_when_it_was_first_seen(
    at: AtCase, tmp_path: Path
) -> None:
    at.opens(recorded(expired, tmp_path))
    at.clicks_token(1)
    assert at.person.field("asOfField").text() == "2026-03-10 13:00:03Z"
    assert "seen 3 times" in at.reads("caseWhere")


def test_the_keyboard_stays_in_the_list(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(expired, tmp_path))
    at.clicks_token(0)
    assert at.person.focused is at.tokens
    QTest.keyClick(at.tokens, Qt.Key.Key_Down)
    QTest.keyClick(at.tokens, Qt.Key.Key_Return)
    at.person.settled()
    assert at.person.inspection.title == "Access token"
    assert at.person.focused is at.tokens


def test_a_filter_leaves_what_fits_all_of_its_words(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(expired, tmp_path))
    at.filters("login.example id")
    assert [row.split(",")[0] for row in at.rows()] == ["ID token"]
    assert at.person.focused is at.tokens
    QTest.keyClick(at.tokens, Qt.Key.Key_Return)
    at.person.settled()
    assert at.person.inspection.title.startswith("ID token")
    at.filters("nothing like it")
    assert at.rows() == []


@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("time", "Session cookie"),
        ("kind", "Access token"),
        ("verdict", "Access token"),
        ("seen", "Access token"),
    ],
)
def test_the_list_is_sorted(at: AtCase, tmp_path: Path, order: str, first: str) -> None:
    at.opens(recorded(expired, tmp_path))
    at.chooses("caseOrder", order)
    assert at.rows()[0].startswith(first)


def test_a_token_is_named_pinned_and_removed(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(expired, tmp_path))
    at.clicks_token(2)
    token = at.desk.panel.current()
    assert token is not None
    menu = at.desk.panel.menu_for(token)
    actions = {action.objectName(): action for action in menu.actions()}
    actions["caseName"].trigger()
    dialog = at.person.find(QInputDialog, "nameDialog")
    dialog.setTextValue("the one of Monday")
    dialog.accept()
    actions["casePin"].trigger()
    at.person.settled()
    assert len(at.rows()) == 3
    named = at.desk.panel.model.token_of(token.text)
    assert named is not None
    assert named.named == "the one of Monday"
    at.filters("monday")
    assert len(at.rows()) == 1
    QTest.keyClick(at.tokens, Qt.Key.Key_Delete)
    assert at.desk.panel.model.token_of(token.text) is None
    menu.deleteLater()


def test_what_is_pinned_stands_first(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(expired, tmp_path))
    last = at.desk.panel.model.tokens[-1]
    before = at.rows()[0]
    at.desk.panel.pin_toggled.emit(at.desk.panel.model.token_at(at.tokens.model().index(2, 0)))
    assert at.rows()[0] != before
    assert last is not None


def test_a_pasted_token_is_kept_only_when_somebody_wants_it(at: AtCase) -> None:
    first, second = jwt(claims(jti="one")), jwt(claims(jti="two"))
    at.person.pastes(first)
    at.person.pastes(second)
    at.person.presses("Ctrl+D")
    at.person.settled()
    assert [token.text for token in at.desk.panel.model.tokens] == [second]
    assert at.tokens.isVisible()
    assert "kept by you" in at.rows()[0]


def test_closing_puts_everything_away(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(expired, tmp_path))
    at.person.clicks("closeCase")
    assert not at.tokens.isVisible()
    assert at.desk.panel.model.tokens == ()
    assert at.desk.case.tales == ()
    assert at.person.widget("emptyState").isVisible()


def test_no_token_stands_in_what_the_list_says(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(expired, tmp_path))
    texts = [token.text for token in at.desk.panel.model.tokens]
    assert not any(text in row for text in texts for row in at.rows())


def test_ten_thousand_tokens_make_no_widget_a_row(at: AtCase) -> None:
    from jotlens.cases.model import Place
    from jotlens.gui.cases.case import ListedToken

    tokens = [ListedToken(f"t{n}", (Place("a.log", n, line=n + 1),), f"name-{n}") for n in range(10_000)]
    at.person.window.presenter.with_cases(lambda desk: desk.find_token())
    at.person.settled()
    model: CaseTokensModel = at.desk.panel.model
    before = len(at.desk.panel.findChildren(QListView)) + len(at.desk.panel.findChildren(QLineEdit))
    model.show_tokens(tokens)
    at.person.settled()
    assert model.rowCount() == 10_000
    model.set_filter("a.log name-99")
    assert model.rowCount() == 111
    assert len(at.desk.panel.findChildren(QListView)) + len(at.desk.panel.findChildren(QLineEdit)) == before
