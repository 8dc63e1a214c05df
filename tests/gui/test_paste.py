"""Pasting: Ctrl+V anywhere inspects, what stood around a token is taken off, and the text stays as it was."""

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from jotlens.inspection.model import LifetimeState, VerdictStatus
from jotlens.tokens.model import Kind
from tests.gui.minted import AUDIENCE, CALENDAR, CUT_OFF, ISSUER, OPAQUE, at, claims, jwt
from tests.gui.person import Person

TOKEN = jwt()


def test_the_box_has_the_focus_at_the_start(person: Person) -> None:
    assert QApplication.focusWidget() is person.box


def test_an_empty_window_says_what_to_paste_and_shows_no_verdict(person: Person) -> None:
    assert person.widget("emptyState").isVisible()
    assert not person.widget("verdictPane").isVisible()
    assert not person.widget("checksPane").isVisible()


def test_a_pasted_token_is_read_at_once(person: Person) -> None:
    person.pastes(TOKEN)
    assert person.widget("verdictPane").isVisible()
    assert person.cards == {
        "cardWhat": ("pass", "Access token"),
        "cardWhen": ("pass", "00:30:00 left"),
        "cardWho": ("unknown", "Not checked yet"),
        "cardForWhat": ("unknown", "Not compared yet"),
    }
    assert [name for name, _, _ in person.claim_rows()] == list(claims())
    assert person.claim_rows("headerTree")[0][:2] == ("alg", "HS256")
    assert person.reads("title") == "Access token"
    assert "issuer.example" in person.reads("subtitle")


@pytest.mark.parametrize("place", ["claimsTree", "checksList", "evidenceTabs", "pasteBox", "whatToDo"])
def test_ctrl_v_inspects_wherever_the_focus_is(person: Person, place: str) -> None:
    person.pastes(jwt(claims(sub="before")))
    person.widget(place).setFocus()
    person.pastes(TOKEN)
    assert person.inspection.token.text == TOKEN


def test_in_a_field_ctrl_v_fills_the_field(person: Person) -> None:
    person.pastes(TOKEN)
    person.field("audienceField").setFocus()
    person.pastes(AUDIENCE)
    assert person.field("audienceField").text() == AUDIENCE
    assert person.inspection.token.text == TOKEN


def test_pasting_replaces_what_was_there(person: Person) -> None:
    person.pastes(TOKEN)
    other = jwt(claims(sub="another"))
    person.pastes(other)
    assert person.box.edited_text() == other
    assert person.inspection.token.text == other


def test_a_whole_request_with_a_damaged_line_shows_its_token(person: Person) -> None:
    person.pastes(CALENDAR)
    token = person.inspection.token
    assert (token.kind, token.alg) == (Kind.JWS, "HS256")
    rows = {name: value for name, value, _ in person.claim_rows()}
    assert rows == {
        "iss": "https://example.auth0.com/",
        "aud": "https://api.example.com/calandar/v1/",
        "sub": "usr_123",
        "iat": "1458785796",
        "exp": "1458872196",
    }
    assert "Authorization header" in person.reads("pasteNote")
    assert "Bearer prefix" in person.reads("pasteNote")
    assert person.box.edited_text() == CALENDAR


@pytest.mark.parametrize(
    ("text", "taken_off"),
    [
        (f"Authorization: Bearer {TOKEN}", "Authorization header"),
        (f"curl -H 'Authorization: Bearer {TOKEN}' \\\n  https://api.example.com/", "cURL command"),
        (f'"{TOKEN}"', "quotes"),
        (f'{{"access_token": "{TOKEN}", "token_type": "Bearer"}}', "JSON answer"),
        (f"https://app.example.com/callback#access_token={TOKEN}&state=x", "callback address"),
        (f"{TOKEN[:90]}\n{TOKEN[90:180]}\n{TOKEN[180:]}", "line breaks"),
    ],
)
def test_what_stood_around_a_token_is_taken_off_and_said(person: Person, text: str, taken_off: str) -> None:
    person.pastes(text)
    assert person.inspection.token.text == TOKEN
    assert taken_off in person.reads("pasteNote")
    assert person.box.edited_text() == text


def test_an_invisible_character_is_counted(person: Person) -> None:
    person.pastes(f"{TOKEN[:40]}\u200b{TOKEN[40:]}")
    assert person.inspection.token.text == TOKEN
    assert "Invisible or damaged characters: 1." in person.reads("pasteNote")


def test_an_opaque_token_is_explained_and_not_called_an_error(person: Person) -> None:
    person.pastes(OPAQUE)
    assert person.verdict() is VerdictStatus.UNREADABLE
    assert person.cards["cardWhat"] == ("pass", "Encrypted token")
    assert person.cards["cardForWhat"] == ("unknown", "User profile only")
    said = f"{person.reads('sentence')} {person.reads('reason')}"
    assert "https://acme.eu.auth0.com/" in said
    assert "no audience was asked for" in said
    assert not any(status == "fail" for status, _ in person.cards.values())
    assert person.claim_rows() == []
    assert dict(row[:2] for row in person.claim_rows("headerTree"))["enc"] == "A256GCM"


def test_an_expired_token_says_for_how_long(person: Person) -> None:
    person.pastes(jwt(claims(exp=at(-190))))
    assert person.inspection.lifetime.state is LifetimeState.EXPIRED
    assert person.cards["cardWhen"] == ("fail", "Expired 3 min 10 s ago")
    assert "expired 3 min 10 s ago" in person.reads("sentence")


def test_of_a_token_that_was_cut_off_everything_readable_is_shown(person: Person) -> None:
    person.pastes(CUT_OFF)
    assert person.inspection.token.kind is Kind.MALFORMED
    assert person.cards["cardWhat"] == ("fail", "Broken token")
    assert ("sub", "usr_4711") in [row[:2] for row in person.claim_rows()]
    assert "2 parts" in person.reads("sentence")


@pytest.mark.parametrize("text", ["Bearer null", "undefined", "Authorization: Bearer undefined", "null"])
def test_a_word_sent_instead_of_a_token_is_called_that(person: Person, text: str) -> None:
    person.pastes(text)
    assert person.verdict() is VerdictStatus.NOT_A_TOKEN
    assert person.reads("title") == "Word sent instead of a token"
    assert "not a token but a word" in person.reads("sentence")
    assert {status for status, _ in person.cards.values()} == {"unknown"}


def test_a_text_without_a_token_says_so(person: Person) -> None:
    person.pastes("Dear support, it does not work.")
    assert "no token was found in it" in person.reads("sentence")
    assert person.cards["cardWhat"] == ("unknown", "Not a token")


@pytest.mark.parametrize("text", [" ", "\n\n", "\t"])
def test_a_blank_text_empties_the_window(person: Person, text: str) -> None:
    person.pastes(TOKEN)
    person.pastes(text)
    assert person.widget("emptyState").isVisible()
    assert person.window.session.inspection is None


@pytest.mark.parametrize("place", ["pasteBox", "claimsTree"])
def test_an_empty_clipboard_is_said_and_changes_nothing(person: Person, place: str) -> None:
    person.pastes(TOKEN)
    person.widget(place).setFocus()
    QGuiApplication.clipboard().clear()
    person.presses("Ctrl+V")
    assert "The clipboard is empty" in person.reads("pasteNote")
    assert person.inspection.token.text == TOKEN


def test_a_picture_in_the_clipboard_is_called_one(person: Person) -> None:
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    data = QMimeData()
    data.setImageData(picture)
    person.pastes_data(data)
    assert "A picture of a token cannot be read" in person.reads("pasteNote")
    assert person.window.session.inspection is None


def test_formatted_text_is_taken_as_plain_text(person: Person) -> None:
    data = QMimeData()
    data.setHtml(f"<b>{TOKEN}</b><script>alert(1)</script>")
    data.setText(TOKEN)
    person.pastes_data(data)
    assert person.box.edited_text() == TOKEN


def test_typing_in_the_box_is_followed(person: Person) -> None:
    person.pastes(TOKEN[:-1])
    person.box.moveCursor(person.box.textCursor().MoveOperation.End)
    QTest.keyClicks(person.box, TOKEN[-1])
    person.qtbot.waitUntil(lambda: person.inspection.token.text == TOKEN)
    assert person.box.edited_text() == TOKEN


def test_clear_empties_the_window_and_keeps_what_is_expected(person: Person) -> None:
    person.pastes(TOKEN)
    person.types("issuerField", ISSUER)
    person.clicks("clearButton")
    assert person.box.edited_text() == ""
    assert person.widget("emptyState").isVisible()
    assert QApplication.focusWidget() is person.box
    assert person.field("issuerField").text() == ISSUER
    person.pastes(TOKEN)
    assert person.inspection.policy.issuer == ISSUER


def test_copy_token_gives_the_exact_token(person: Person) -> None:
    person.pastes(f"curl -H 'Authorization: Bearer {TOKEN[:100]}\\\n{TOKEN[100:]}' https://api.example.com/")
    shown = person.inspection.token.text
    person.presses("Ctrl+Shift+C")
    assert QGuiApplication.clipboard().text() == shown
    assert person.reads("noteLabel") == "The token is in the clipboard"


def test_copy_claims_gives_them_letter_by_letter(person: Person) -> None:
    written = f'{{ "sub":"a",\r\n "n": 1E2, "sub":"b" ,"exp":{at(60)}}}'
    person.pastes(jwt(written))
    person.presses("Ctrl+Shift+J")
    assert QGuiApplication.clipboard().text() == written


def test_without_claims_copying_them_says_that_there_are_none(person: Person) -> None:
    person.pastes(OPAQUE)
    before = QGuiApplication.clipboard().text()
    person.presses("Ctrl+Shift+J")
    assert person.reads("noteLabel") == "There are no claims to copy"
    assert QGuiApplication.clipboard().text() == before
