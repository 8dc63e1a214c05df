"""Two tokens side by side, and every later token beside the one that is known to be good."""

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QListView

from tests.gui.cases.at_case import AtCase, recorded
from tests.gui.minted import claims, jwt
from tests.support.stories import expired

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

GOOD = jwt(claims(scope="openid read:orders write:orders", org_id="org_1", jti="1"))
LATER = jwt(claims(scope="write:orders openid", org_id="org_2", jti="2"))


def _changes(at: AtCase) -> list[str]:
    model = at.person.find(QListView, "changesList").model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_two_pasted_tokens_are_compared_by_what_they_mean(at: AtCase) -> None:
    at.person.pastes(GOOD)
    at.person.presses("Ctrl+Shift+D")
    at.person.settled()
    assert "This token is A" in at.person.reads("noteLabel")
    at.person.pastes(LATER)
    at.person.presses("Ctrl+Shift+D")
    at.person.settled()
    changes = _changes(at)
    assert "org_id changed from “org_1” to “org_2”." in changes
    assert "The scope “read:orders” is gone." in changes
    assert at.reads("compareAside") == "Set aside, because it changes with every token: jti."
    at.person.clicks("compareSwap")
    assert "The scope “read:orders” is new." in _changes(at)
    at.person.clicks("compareCopy")
    copied = QGuiApplication.clipboard().text()
    assert "- The scope “read:orders” is new." in copied
    assert GOOD.split(".")[2] not in copied
    at.person.clicks("compareBack")
    assert at.person.widget("verdictPane").isVisible()


def test_tokens_of_the_list_are_compared(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(expired, tmp_path))
    model = at.desk.panel.model
    for row in (1, 2):
        token = model.token_at(model.index(row, 0))
        at.desk.panel.compare_requested.emit(token)
    assert at.reads("compareSentence").endswith("things differ.")


def test_a_later_token_is_held_against_the_known_good_one(at: AtCase) -> None:
    at.person.pastes(GOOD)
    at.person.chooses("keepGood")
    assert at.reads("caseKnownGoodSaid") == ""
    at.person.pastes(LATER)
    said = at.reads("caseKnownGoodSaid")
    assert said.startswith("Beside the known good token: 2 things differ.")
    at.person.clicks("showDifference")
    assert "The scope “read:orders” is gone." in _changes(at)
    at.person.pastes(jwt(claims(iss="https://other.example/")))
    assert at.reads("caseKnownGoodSaid") == ""


def test_what_is_known_good_is_kept_without_its_signature(at: AtCase) -> None:
    at.person.pastes(GOOD)
    at.person.chooses("keepGood")
    (good,) = at.desk.comparing.goods.all
    assert GOOD.split(".")[2] not in good.text
    assert good.text.split(".")[:2] == GOOD.split(".")[:2]


def test_what_cannot_be_read_cannot_be_known_good(at: AtCase) -> None:
    at.person.pastes("Bearer opaque-token-of-somebody-1")
    at.person.chooses("keepGood")
    assert "Only a token that can be read" in at.person.reads("noteLabel")
    assert at.desk.comparing.goods.all == ()


def test_nothing_is_compared_with_nothing(at: AtCase) -> None:
    at.person.chooses("compareWith")
    assert "There is no token to compare" in at.person.reads("noteLabel")
