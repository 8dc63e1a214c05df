"""What leaves: shown before it does, at three levels, in every form, and never with a session in it."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QFileDialog, QPlainTextEdit, QPushButton

from jotlens.gui.cases import report_making
from jotlens.gui.cases.paper import PaperView, laid_out
from jotlens.gui.cases.report_dialog import Output
from jotlens.gui.theme import LIGHT
from tests.gui.cases.at_case import AtCase, recorded
from tests.gui.minted import claims, jwt
from tests.support.leaks import leaks
from tests.support.pdf_text import pdf_texts
from tests.support.recording import Recording
from tests.support.stories import ACCESS, ID_TOKEN, STORIES, Story, expired, refresh_reused

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

SECRETS = {
    "access token's signature": ACCESS.split(".")[2],
    "ID token's signature": ID_TOKEN.split(".")[2],
    "opaque token": "opaque-access-token-1",
    "refresh token": "refresh-token-1",
    "code": "code-of-one-use",
    "password": "correct horse",
    "cookie": "session-of-zoe",
    "e-mail": "zoe@example.com",
}


def _preview(at: AtCase) -> str:
    paper, plain = at.person.find(PaperView, "reportPaper"), at.person.find(QPlainTextEdit, "reportPlain")
    return paper.toPlainText() if paper.isVisible() else plain.toPlainText()


def _asks(at: AtCase) -> None:
    at.person.presses("Ctrl+S")
    at.person.settled()


@pytest.mark.parametrize("story", [row[0] for row in STORIES], ids=lambda story: story.__name__)
def test_nothing_of_the_session_is_in_what_is_shown_or_saved(
    at: AtCase, tmp_path: Path, story: Story
) -> None:
    at.opens(recorded(story, tmp_path))
    _asks(at)
    for output in Output:
        at.chooses("reportForm", output.value)
        shown = _preview(at)
        assert len(shown) > 100
        assert leaks(shown.replace("\\", "") if output is Output.MARKDOWN else shown, SECRETS) == []
        copied = at.dialog.text()
        assert leaks(copied.replace("\\", "") if output is Output.MARKDOWN else copied, SECRETS) == []
    at.person.clicks("reportReply")
    assert leaks(QGuiApplication.clipboard().text(), SECRETS) == []
    at.closes_dialogs()


@pytest.mark.parametrize("output", [Output.MARKDOWN, Output.HTML, Output.JSON, Output.FILE])
def test_what_was_shown_is_what_is_saved(at: AtCase, tmp_path: Path, output: Output) -> None:
    at.opens(recorded(expired, tmp_path))
    _asks(at)
    at.chooses("reportForm", output.value)
    at.person.clicks("reportSave")
    file = tmp_path / f"out.{output}"
    at.saves(file)
    saved = file.read_text()
    assert "SAVED" not in saved
    if output is Output.FILE:
        assert len(json.loads(saved)["log"]["entries"]) == 6
        assert leaks(saved, SECRETS) == []
    else:
        assert saved == at.dialog.text()
    at.closes_dialogs()


def test_a_pdf_is_made_and_holds_the_text(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(expired, tmp_path))
    _asks(at)
    at.chooses("reportForm", "pdf")
    assert "The token expired 3 min 10 s before this call" in _preview(at)
    at.person.clicks("reportSave")
    at.saves(tmp_path / "out.pdf")
    data = (tmp_path / "out.pdf").read_bytes()
    assert data.startswith(b"%PDF-1.")
    assert data.rstrip().endswith(b"%%EOF")
    texts = pdf_texts(data)
    assert any("Thetokenexpired3min10sbeforethiscalltoapi.example." in text for text in texts)
    assert any("nosession,nosecretandnopersonisinit." in text for text in texts)
    for secret in SECRETS.values():
        assert not any(secret.replace(" ", "") in text for text in texts)
    at.closes_dialogs()


def test_the_levels_differ_and_everything_wants_a_tick(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(expired, tmp_path))
    _asks(at)
    at.chooses("reportForm", "json")
    assert "zoe@example.com" not in _preview(at)
    assert "Replaced: " in at.reads("replacedWords")
    at.person.clicks("level-inside")
    at.person.settled()
    assert "zoe@example.com" in _preview(at)
    assert ACCESS.split(".")[2] not in _preview(at)
    at.person.clicks("level-everything")
    at.person.settled()
    at.chooses("reportForm", "file")
    assert ACCESS.split(".")[2] in _preview(at)
    assert at.reads("levelWords").startswith("Dangerous")
    save = at.person.find(QPushButton, "reportSave")
    assert not save.isEnabled()
    at.person.find(QCheckBox, "reportSure").click()
    assert save.isEnabled()
    at.person.clicks("level-outside")
    at.person.settled()
    assert not at.person.find(QCheckBox, "reportSure").isChecked()
    assert save.isEnabled()
    at.closes_dialogs()


def test_times_are_told_where_the_customer_lives_too(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(expired, tmp_path))
    _asks(at)
    assert "14:13:10" not in _preview(at)
    at.chooses("reportZone", "Europe/Berlin")
    shown = _preview(at).replace("\\", "")
    assert "2026-03-10 14:13:10" in shown
    assert "10 Mar 2026, 13:13:10 UTC" in shown
    at.closes_dialogs()


def test_shared_words_give_two_people_the_same_fingerprints(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(expired, tmp_path))
    _asks(at)
    mine = _preview(at)
    at.person.types("reportWords", "blue table at noon")
    shared = _preview(at)
    assert shared != mine
    at.closes_dialogs()
    at.person.chooses("saveReport")
    assert _preview(at) == mine
    at.person.types("reportWords", "blue table at noon")
    assert _preview(at) == shared
    at.closes_dialogs()


def test_a_short_reply_is_copied_from_the_story(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(refresh_reused, tmp_path))
    at.person.clicks("replyButton")
    at.person.settled()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("Thank you for the recording.")
    assert "A refresh token was used that had been used before" in copied
    assert leaks(copied, SECRETS) == []


def test_a_pasted_token_is_reported_on_by_itself(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(expired, tmp_path))
    pasted = jwt(claims(sub="zoe@example.com", jti="alone"))
    at.person.pastes(pasted)
    _asks(at)
    shown = _preview(at)
    assert "alone" in shown
    assert leaks(shown.replace("\\", ""), SECRETS | {"signature": pasted.split(".")[2]}) == []
    at.closes_dialogs()


def test_there_is_no_report_of_nothing(at: AtCase) -> None:
    _asks(at)
    assert "There is nothing to report" in at.person.reads("noteLabel")


def test_markup_in_claims_stays_text_on_paper_and_nothing_is_loaded(at: AtCase, tmp_path: Path) -> None:
    secret_file = tmp_path / "picture.png"
    secret_file.write_bytes(b"not a picture")
    hostile = jwt(
        claims(note=f'<img src="file://{secret_file}"><script>x</script><a href="https://e.example">l</a>')
    )

    def story(recording: Recording) -> None:
        expired(recording)
        recording.call(hostile, 401)

    at.opens(recorded(story, tmp_path))
    _asks(at)
    at.chooses("reportForm", "html")
    assert '<img src="file://' in _preview(at)
    html = at.person.find(PaperView, "reportPaper").toHtml()
    assert "<img" not in html
    assert "<a href" not in html
    assert "<script" not in laid_out(at.dialog.text(), LIGHT)
    at.closes_dialogs()


def test_escape_closes_and_the_report_is_forgotten(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(expired, tmp_path))
    _asks(at)
    QTest.keyClick(at.dialog, Qt.Key.Key_Escape)
    at.person.settled()
    assert at.reads("storySentence")


def test_a_file_that_is_gone_is_said(at: AtCase, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    one = recorded(expired, tmp_path / "in")
    at.opens(one)
    one.unlink()
    _asks(at)
    assert "The file cannot be read any more" in at.reads("levelWords")
    assert not at.person.find(QPushButton, "reportSave").isEnabled()
    at.closes_dialogs()


def test_of_a_large_file_the_report_is_made_of_the_story_and_all_of_it_is_saved(
    at: AtCase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_making, "WHOLE", 1_000)  # a file of 24 MB would take the test half a minute

    def story(recording: Recording) -> None:
        expired(recording)
        recording.add("GET", "https://pictures.example/a.png")

    at.opens(recorded(story, tmp_path))
    _asks(at)
    assert "the report is made of the steps of its story" in at.reads("replacedWords")
    assert "expired 3 min 10 s before this call" in _preview(at)
    at.chooses("reportForm", "file")
    at.person.clicks("reportSave")
    at.saves(tmp_path / "out.har")
    saved = (tmp_path / "out.har").read_text()
    assert "pictures.example" in saved
    assert leaks(saved, SECRETS) == []
    at.closes_dialogs()


def test_where_nothing_can_be_written_that_is_said(at: AtCase, tmp_path: Path) -> None:
    at.opens(recorded(expired, tmp_path))
    _asks(at)
    at.person.clicks("reportSave")
    folder = tmp_path / "gone"
    folder.mkdir()
    dialog = at.person.find(QFileDialog, "saveDialog")
    dialog.setDirectory(str(folder))
    folder.rmdir()
    dialog.fileSelected.emit(str(folder / "out.md"))
    at.person.settled()
    assert at.person.reads("noteLabel") == "It could not be saved there"
    at.closes_dialogs()


def test_ctrl_s_reports_on_a_pasted_token_without_a_case(at: AtCase) -> None:
    at.person.pastes(jwt())
    _asks(at)
    assert "The tokens of a case" in _preview(at)
    assert jwt().split(".")[2] not in _preview(at)
    at.closes_dialogs()
