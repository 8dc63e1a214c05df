"""A lesson from the click to what to look at: what is shown on the way, and what a person may do in between."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from jotlens.gui.sandbox.guide import GuideState
from jotlens.gui.sandbox.rows import RowsView
from jotlens.inspection.model import Status, VerdictStatus
from tests.gui.minted import jwt
from tests.gui.sandbox.conftest import WAIT_MS, Learner


def test_a_newcomer_learns_opaque_against_jwt(learner: Learner) -> None:
    """The whole way of somebody who has read nothing: two clicks in the Help menu, one here, the login, one more."""
    learner.starts("trySandbox")
    assert learner.person.reads("guideTitle") == "Opaque against JWT"
    assert learner.person.focused.objectName() == "guideBegin"
    learner.presses("guideBegin")
    learner.ends()
    assert learner.person.reads("guideSaid").startswith("Two tokens, one login: the first is opaque,")
    first = learner.inspection
    assert first.profile is not None
    assert first.profile.id == "auth0-opaque-token"
    assert first.verdict.status is VerdictStatus.UNREADABLE
    assert first.diagnoses[0].id == "D1"
    reading = learner.window.session.reading
    assert reading is not None
    assert len(reading.entries) == 2
    learner.selects(reading.entries[1].original.text)
    assert learner.inspection.verdict.status is VerdictStatus.WOULD_BE_ACCEPTED
    assert learner.clicks == ["trySandbox", "guideBegin"]
    assert len(learner.browser.opened) == 2
    visitor = learner.user.visitor
    assert visitor is not None
    assert [page.action for page in visitor.pages] == ["/u/login"]  # one login, and no dialog


@pytest.mark.parametrize(
    ("place", "check", "cause"),
    [
        (0, "aud-match", "D3"),
        (1, "scope-required", "D9"),
        (2, "exp-passed", "D4"),
        (3, "iss-match", "D10"),
        (4, "alg-none", "D7"),
        (5, "alg-hmac-with-public-key", "D7"),
    ],
)
def test_each_of_the_six_refused_tokens_is_explained(
    learner: Learner, place: int, check: str, cause: str
) -> None:
    learner.starts()
    learner.plays("refused")
    assert len(learner.played.seen) == 6
    learner.selects(learner.played.seen[place].token)
    seen = learner.inspection
    finding = seen.finding(check)
    assert finding is not None
    assert finding.status is Status.FAIL
    assert seen.diagnoses[0].id == cause
    refusal = learner.played.seen[place].refusal
    assert learner.window.presenter.exhibit.desk.evidence.rejection.answer() == refusal


@pytest.mark.parametrize(
    ("lesson", "cause"),
    [
        ("machine-without-grant", "D21"),
        ("shared-secret", "D22"),
        ("revoked-key", "D6"),
        ("wrong-clock", "D4"),
    ],
)
def test_why_rejected_names_the_cause_first(learner: Learner, lesson: str, cause: str) -> None:
    learner.starts()
    learner.plays(lesson)
    assert learner.inspection.diagnoses[0].id == cause
    evidence = learner.window.presenter.exhibit.desk.evidence
    assert evidence.rejection.isVisible()


@pytest.mark.parametrize("lesson", ["opaque", "two-audiences"])
def test_what_userinfo_answered_is_known(learner: Learner, lesson: str) -> None:
    learner.starts()
    learner.plays(lesson)
    userinfo = learner.window.session.expectation.fetched.userinfo
    assert userinfo is not None
    assert userinfo.get("sub") == "usr_123"


def test_the_dialog_is_shown_as_often_as_the_lesson_says(learner: Learner) -> None:
    learner.starts()
    visitor = learner.user.visitor
    assert visitor is not None
    dialogs = []
    for lesson in ("implicit-calendar", "no-second-dialog", "wider-access", "administrator-consent"):
        before = visitor.dialogs()
        learner.plays(lesson)
        dialogs.append(visitor.dialogs() - before)
    assert dialogs == [1, 1, 2, 1]
    assert visitor.pages[-1].action == "/u/consent"


def test_the_next_lesson_is_one_click_away(learner: Learner) -> None:
    learner.starts()
    learner.plays("machine")
    learner.presses("guideNext")
    learner.ends()
    assert learner.person.reads("guideTitle") == "A machine that was granted nothing"
    learner.plays("dialects")
    assert not learner.person.widget("guideNext").isVisible()


def test_a_lesson_is_chosen_by_the_keyboard(learner: Learner) -> None:
    learner.starts()
    view = learner.person.find(RowsView, "scenariosList")
    view.setFocus()
    view.setCurrentIndex(learner.desk.pane.scenarios.place_of("machine"))
    QTest.keyClick(view, Qt.Key.Key_Return)
    learner.ends()
    assert learner.guide_state() is GuideState.DONE
    row = learner.desk.pane.scenarios.row_at(learner.desk.pane.scenarios.place_of("machine"))
    assert row is not None
    assert (row.mark, row.status) == ("pass", "pass")


def test_who_declines_is_told_and_may_try_again(learner: Learner) -> None:
    learner.starts()
    learner.user.decision = "decline"
    learner.clicks_lesson("implicit-calendar")
    learner.ends()
    assert learner.guide_state() is GuideState.HALTED
    assert "You said no" in learner.person.reads("guideSaid")
    assert "access_denied" in learner.person.reads("runTitle")
    learner.user.decision = "accept"
    learner.presses("runAgain")
    learner.ends()
    assert learner.guide_state() is GuideState.DONE


@pytest.mark.parametrize("button", ["guideStop", "runStop"])
def test_a_lesson_can_be_stopped(learner: Learner, button: str) -> None:
    learner.starts()
    asked = learner.has_no_browser()
    learner.clicks_lesson("implicit-calendar")
    learner.qtbot.waitUntil(lambda: bool(asked), timeout=WAIT_MS)
    assert "“demo”" in learner.person.reads("guideSaid")
    learner.presses(button)
    learner.settled()
    assert learner.guide_state() is GuideState.HALTED
    assert learner.person.reads("runTitle") == "Stopped"
    learner.fetching.opener = learner.browser.open
    learner.plays("implicit-calendar")


def test_another_lesson_ends_the_one_that_runs(learner: Learner) -> None:
    learner.starts()
    asked = learner.has_no_browser()
    learner.clicks_lesson("implicit-calendar")
    learner.qtbot.waitUntil(lambda: bool(asked), timeout=WAIT_MS)
    learner.plays("machine")
    assert learner.person.reads("guideTitle") == "A machine gets a token for itself"


def test_a_token_that_is_pasted_meanwhile_is_not_taken_away(learner: Learner) -> None:
    learner.starts()
    asked = learner.has_no_browser()
    learner.clicks_lesson("opaque")
    learner.qtbot.waitUntil(lambda: bool(asked), timeout=WAIT_MS)
    learner.window.presenter.take_text(jwt())
    learner.browser.open(asked[0])
    learner.ends()
    assert learner.window.session.text == jwt()
    assert "look at something else" in learner.person.reads("guideSaid")


def test_what_is_pasted_afterwards_is_not_held_against_the_lesson(learner: Learner) -> None:
    learner.starts()
    learner.plays("refused")
    learner.person.pastes(jwt())
    assert learner.window.session.expectation.login is None
    learner.window.session.select(0)
    assert learner.window.presenter.exhibit.desk.evidence.rejection.answer() == learner.played.seen[0].refusal


def test_nothing_wrong_is_left_behind(learner: Learner) -> None:
    learner.starts()
    learner.plays("wrong-clock")
    assert learner.sandbox.faults.clock_offset_s == 0
    assert learner.person.reads("sandboxWrong") == ""


def test_requests_are_shown_live_with_their_codes(learner: Learner) -> None:
    learner.starts()
    learner.plays("machine")
    learner.opens_tab(1)
    requests = learner.desk.pane.requests
    spoken = [str(requests.index(row, 0).data()) for row in range(requests.rowCount())]
    assert any("POST /oauth/token" in row and "seccft · 200" in row for row in spoken)
    assert any("GET /geocoding/v1/reverse" in row and "sapi · 200" in row for row in spoken)
    secret = learner.sandbox.client("geo-backend").secret
    assert secret
    assert not any(secret in row for row in spoken)
