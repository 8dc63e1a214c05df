"""The story in the window: the cause on top, the steps in order, and each with its request and its tokens."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QTabBar

from jotlens.cases.story_model import MarkKind
from jotlens.gui.cases.story_view import StepsView
from jotlens.gui.widgets.paragraph import Paragraph
from tests.gui.cases.at_case import AtCase, recorded
from tests.gui.minted import jwt
from tests.gui.test_files import chooses
from tests.support.recording import Recording
from tests.support.stories import (
    ACCESS,
    STORIES,
    Story,
    all_well,
    expired,
    id_token_sent,
    opaque_instead_of_jwt,
    refresh_reused,
)

# The offscreen platform says so for every dialog.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.mark.parametrize(
    ("story", "kind", "cause", "sentence"), STORIES, ids=lambda item: getattr(item, "__name__", "")
)
def test_the_cause_stands_on_top(
    at: AtCase, tmp_path: Path, story: Story, kind: MarkKind | None, cause: str | None, sentence: str
) -> None:
    at.opens(recorded(story, tmp_path))
    assert sentence in at.reads("storySentence")
    assert bool(at.reads("storyWhatToDo")) == (cause is not None)
    marked = [row for row in at.told() if "Stands out: " in row]
    assert bool(marked) == (kind is not None)


@pytest.mark.parametrize("story", [row[0] for row in STORIES], ids=lambda story: story.__name__)
def test_in_a_small_window_every_word_has_its_place(at: AtCase, tmp_path: Path, story: Story) -> None:
    at.person.window.resize(720, 480)
    at.opens(recorded(story, tmp_path))
    QTest.qWait(0)
    page = at.desk.page
    for name in ("storySentence", "storyWhatToDo", "storyAbout"):
        paragraph = at.person.find(Paragraph, name)
        if paragraph.isVisible():
            assert paragraph.height() >= paragraph.heightForWidth(paragraph.width()), name
    steps, tabs = (
        at.person.find(kind, name) for kind, name in ((StepsView, "storySteps"), (QTabBar, "stepTabs"))
    )
    assert steps.height() >= 3 * steps.fontMetrics().height()
    top, bottom = (one.mapTo(page, one.rect().topLeft()).y() for one in (tabs, steps))
    assert top >= bottom + steps.height()


def test_three_clicks_from_a_har_to_a_report_in_the_clipboard(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(expired, tmp_path))  # the first: it is dropped, or opened
    assert at.reads("storySentence") == "The token expired 3 min 10 s before this call to api.example."
    at.person.clicks("reportButton")
    at.person.settled()
    at.person.clicks("reportCopy")
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("# What happened in a login")
    assert "expired 3 min 10 s before this call" in copied
    assert ACCESS.split(".")[2] not in copied


def test_the_steps_are_told_in_order_with_their_times(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(expired, tmp_path))
    told = at.told()
    assert [row.split(". ")[0] for row in told[:5]] == [f"13:00:0{second}" for second in range(5)]
    assert told[5].startswith("13 min 6 s later. 13:13:10. API call. ")
    assert "Stands out: The token expired 3 min 10 s before this call" in told[5]


def test_what_began_early_is_said_where_it_began(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(opaque_instead_of_jwt, tmp_path))
    assert "It began here: The login asked for no audience" in at.told()[0]


def test_a_step_opens_its_request_and_its_answer_without_secrets(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(expired, tmp_path))
    shown = at.person.find(QPlainTextEdit, "stepText")
    assert shown.toPlainText().startswith("401\n")  # the cause is chosen, and a refusal shows its answer
    at.clicks_step(1)
    text = shown.toPlainText()
    assert text.startswith("POST https://login.example/u/login")
    assert "correct" not in text
    at.person.opens_menu("menuView")
    at.person.chooses("showSecrets")
    assert "correct" in shown.toPlainText()
    tabs = at.person.find(QTabBar, "stepTabs")
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(1).center())
    assert shown.toPlainText().startswith("302\n")


def test_the_keyboard_goes_through_the_steps(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(expired, tmp_path))
    assert at.person.focused is at.steps
    QTest.keyClick(at.steps, Qt.Key.Key_Home)
    at.person.settled()
    assert (
        at.person.find(QPlainTextEdit, "stepText")
        .toPlainText()
        .startswith("GET https://login.example/authorize")
    )


def test_a_token_of_a_step_is_inspected_as_of_that_moment_and_then_of_now(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(expired, tmp_path))
    at.person.clicks("stepToken-0")
    at.person.settled()
    inspection = at.person.inspection
    assert inspection.token.text == ACCESS
    assert inspection.lifetime.seconds_left == -190
    assert at.person.field("asOfField").text() == "2026-03-10 13:13:10Z"
    assert at.reads("caseWhere").startswith("As of 10 Mar 2026, 13:13:10 UTC")
    assert inspection.policy.audience == "https://api.example"
    assert "jwt expired" in at.person.find(QPlainTextEdit, "answerBox").toPlainText()
    at.person.clicks("backToNow")
    at.person.settled()
    assert at.person.field("asOfField").text() == ""
    assert at.person.inspection.at == at.person.now.at
    at.person.clicks("backToStory")
    assert at.steps.isVisible()


def test_what_was_filled_in_for_a_token_of_the_case_goes_with_it(at: AtCase, tmp_path: Path) -> None:
    at.person.pastes(jwt())
    at.person.types("audienceField", "https://mine.example")
    at.opens(recorded(expired, tmp_path))
    at.person.clicks("stepToken-0")
    at.person.settled()
    assert at.person.field("audienceField").text() == "https://api.example"
    at.person.pastes(jwt())
    assert at.person.field("audienceField").text() == "https://mine.example"
    assert at.person.field("asOfField").text() == ""
    assert at.reads("caseWhere") == ""


def test_an_opaque_refresh_token_stays_masked(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(refresh_reused, tmp_path))
    row = next(row for row, said in enumerate(at.rows()) if said.startswith("Refresh token"))
    at.clicks_token(row)
    assert at.person.inspection.token.text.startswith("refresh-token-")
    assert "refresh-token-1" not in at.person.box.toPlainText()


def test_an_opaque_access_token_has_the_life_that_it_was_given(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(opaque_instead_of_jwt, tmp_path))
    at.person.clicks("stepToken-0")
    at.person.settled()
    left = at.person.inspection.lifetime.seconds_left
    assert left is not None
    assert 590 < left <= 600


def test_all_well_is_said_too(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(all_well, tmp_path))
    assert at.reads("storySentence").startswith("All went well")
    assert at.person.find(QPushButton, "reportButton").isVisible()


def test_of_a_folder_the_story_with_a_cause_is_told(at: AtCase, tmp_path: Path) -> None:
    folder = tmp_path / "from the customer"
    folder.mkdir()
    recorded(all_well, folder, "a.har")
    recorded(id_token_sent, folder, "b.har")
    (folder / "notes.txt").write_text("nothing\n")
    at.opens(folder)
    assert "The ID token was sent" in at.reads("storySentence")
    assert at.reads("storyAbout").startswith("3 files · ")


def test_a_folder_is_opened_with_the_dialog(at: AtCase, tmp_path: Path) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    recorded(id_token_sent, folder)
    at.person.presses("Ctrl+Shift+O")
    chooses(at.person, folder)
    assert "The ID token was sent" in at.reads("storySentence")


def test_files_without_a_login_say_so(at: AtCase, tmp_path: Path) -> None:
    for name in ("one.log", "two.log"):
        (tmp_path / name).write_text(f"2026-03-10T13:00:00Z Authorization: Bearer {jwt()}\n")
    at.opens(tmp_path / "one.log", tmp_path / "two.log")
    assert at.reads("storySentence").startswith("There is no login in these files")
    assert at.told() == []
    assert "seen 2 times" in at.rows()[0]


def test_a_file_that_is_cut_off_is_read_as_far_as_it_goes(at: AtCase, tmp_path: Path) -> None:
    file = recorded(expired, tmp_path)
    data = file.read_bytes()
    file.write_bytes(data[: len(data) - 900])
    at.opens(file)
    assert "case.har ends too early or is damaged" in at.reads("storyAbout")
    assert at.told()


def test_markup_in_a_recording_stays_text(at: AtCase, tmp_path: Path) -> None:
    def story(recording: Recording) -> None:
        expired(recording)
        sent = {"Authorization": "Bearer <b>abcdefgh</b>"}
        recording.add("GET", "https://api.example/<img src=x>", 401, headers=sent)

    at.opens(recorded(story, tmp_path))
    at.clicks_step(6)
    tabs = at.person.find(QTabBar, "stepTabs")
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(0).center())
    assert "<img src=x>" in at.person.find(QPlainTextEdit, "stepText").toPlainText()
