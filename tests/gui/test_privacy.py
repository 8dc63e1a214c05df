"""What a person pastes stays here: nothing is sent, written or remembered, and all of it can be hidden."""

import os
import re
import tempfile
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from jotlens.gui.expectation import KeyText
from jotlens.gui.main_window import MainWindow
from jotlens.gui.memory import Memory
from tests.gui.minted import ANSWER, AUDIENCE, CALENDAR, CUT_OFF, ISSUER, OPAQUE, SECRET, claims, jwt
from tests.gui.person import FakeNow, Person
from tests.unit.inspection.minting import rsa_pair, rsa_signed

TOKEN = jwt(claims(sub="very-private-subject"))
PRIVATE = ("very-private-subject", ISSUER, AUDIENCE, SECRET, *TOKEN.split("."))


@pytest.mark.no_sockets
@pytest.mark.parametrize("text", [TOKEN, CALENDAR, OPAQUE, ANSWER, CUT_OFF, "Bearer null", "x" * 50_000])
def test_pasting_opens_no_socket(person: Person, text: str) -> None:
    person.pastes(text)
    assert person.reads("sentence")
    assert person.reads("sentLabel") == "Nothing was sent"


@pytest.mark.no_sockets
def test_checking_a_signature_opens_no_socket(person: Person) -> None:
    person.pastes(
        rsa_signed({"iss": "https://issuer.example/"}, jku="https://issuer.example/keys", x5u="https://x/")
    )
    person.field("keyField").setFocus()
    person.pastes(rsa_pair().pem())
    person.presses("Return")
    person.settled()
    assert person.reads("keySaid")


def test_the_title_never_says_more_than_the_name_of_the_program(person: Person, tmp_path: Path) -> None:
    file = tmp_path / f"{TOKEN[:20]}.txt"
    file.write_text(TOKEN)
    person.window.open_file(file)
    person.settled()
    assert person.inspection.token.text == TOKEN
    window = person.window
    assert window.windowTitle() == "JotLens"
    assert window.windowHandle().title() == "JotLens"
    assert window.windowFilePath() == ""
    assert QGuiApplication.applicationDisplayName() == "JotLens"


def test_the_settings_hold_nothing_of_what_was_worked_on(person: Person, settings_file: Path) -> None:
    person.pastes(TOKEN)
    person.types("audienceField", AUDIENCE)
    person.types("issuerField", ISSUER)
    person.types("keyField", SECRET)
    person.types("asOfField", "2026-01-02T03:00Z")
    person.chooses("theme-dark")
    person.window.close()
    QSettings(str(settings_file), QSettings.Format.IniFormat).sync()
    written = settings_file.read_text(encoding="utf-8", errors="replace")
    assert "theme=dark" in written
    assert not [text for text in (*PRIVATE, "2026-01-02") if text in written]
    keys = QSettings(str(settings_file), QSettings.Format.IniFormat).allKeys()
    assert {key.split("/")[0] for key in keys} <= {"window", "view", "claims"}


def test_nothing_is_written_to_disk(person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(place))
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert Path(tempfile.gettempdir()) == place
    person.pastes(TOKEN)
    person.pastes(ANSWER + " " * 40_000)
    person.types("keyField", SECRET)
    person.presses("Ctrl+Shift+C")
    person.window.close()
    assert list(place.iterdir()) == []
    secrets = [text.encode() for text in (*PRIVATE, ANSWER[30:90])]
    for file in (path for path in Path(os.environ["HOME"]).rglob("*") if path.is_file()):
        content = file.read_bytes()
        assert not any(secret in content for secret in secrets), file


def test_the_next_window_knows_nothing_of_the_last_token(
    person: Person, settings_file: Path, now: FakeNow
) -> None:
    person.pastes(TOKEN)
    person.types("audienceField", AUDIENCE)
    person.window.close()
    memory = Memory(QSettings(str(settings_file), QSettings.Format.IniFormat))
    other = MainWindow(person.window.looks, memory, now)
    other.complete()
    person.qtbot.waitUntil(lambda: not other.jobs.busy, timeout=20_000)
    assert other.presenter.workspace.paste.box.edited_text() == ""
    assert other.session.inspection is None
    assert other.session.expectation.audience == ""
    other.close()
    other.deleteLater()


def test_hide_everything_leaves_nothing_to_see(person: Person) -> None:
    person.pastes(TOKEN)
    person.types("audienceField", AUDIENCE)
    person.types("keyField", SECRET)
    person.presses("Ctrl+Shift+H")
    assert person.widget("curtain").isVisible()
    assert person.find(QAction, "hideEverything").isChecked()
    seen = [widget for widget in person.window.findChildren(QWidget) if widget.isVisible()]
    texts = [label.text() for label in seen if isinstance(label, QLabel)]
    texts += [widget.accessibleName() + widget.toolTip() for widget in seen]
    assert "Everything is hidden" in texts
    assert not [text for text in texts if any(secret in text for secret in PRIVATE)]
    assert not {"pasteBox", "claimsTree", "sentence", "keyField"} & {widget.objectName() for widget in seen}
    assert QApplication.focusWidget() is person.widget("curtainButton")


def test_behind_the_curtain_everything_looks_the_same(person: Person) -> None:
    person.presses("Ctrl+Shift+H")
    curtain = person.widget("curtain")
    empty = curtain.grab().toImage()
    person.presses("Ctrl+Shift+H")
    person.pastes(ANSWER)
    person.presses("Ctrl+Shift+H")
    assert curtain.grab().toImage() == empty


@pytest.mark.parametrize("how", ["keys", "button"])
def test_the_curtain_is_lifted_again(person: Person, how: str) -> None:
    person.pastes(TOKEN)
    person.presses("Ctrl+Shift+H")
    if how == "keys":
        person.presses("Ctrl+Shift+H")
    else:
        person.clicks("curtainButton")
    assert not person.find(QAction, "hideEverything").isChecked()
    assert person.box.isVisible()
    assert person.inspection.token.text == TOKEN
    assert QApplication.focusWidget() is person.box


def test_what_is_pasted_behind_the_curtain_stays_behind_it(person: Person) -> None:
    person.presses("Ctrl+Shift+H")
    person.pastes(TOKEN)
    assert person.widget("curtain").isVisible()
    assert not person.widget("verdictPane").isVisible()


def test_a_key_prints_as_a_number_of_characters() -> None:
    assert SECRET not in repr(KeyText(SECRET, "secret"))
    assert re.search(r"\b32\b", repr(KeyText(SECRET, "secret")))


def test_a_refresh_token_is_not_in_the_words_about_it(person: Person) -> None:
    person.pastes(ANSWER)
    person.presses("Alt+Up")
    entry = person.window.session.entry
    assert entry is not None
    words = [person.reads("title"), person.reads("subtitle"), person.inspection.verdict.sentence]
    words += [finding.message + finding.next_step for finding in person.inspection.findings]
    assert not any(entry.token.text[:16] in text for text in words)


def test_a_key_that_was_typed_leaves_no_trace_in_the_words(person: Person) -> None:
    person.pastes(jwt())
    person.types("keyField", '{"kty": "oct", "k": "bm8gZ29vZA", "alg": 7}')
    said = [person.reads("keySaid")] + [f.message for f in person.inspection.findings]
    assert not any("bm8gZ29vZA" in text or "no good" in text for text in said)
