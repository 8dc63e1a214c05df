"""What is pasted or dropped goes where it is meant to: tokens into the box, keys into their field."""

from base64 import b64encode
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from jotlens.gui.pasted import is_for_the_box
from jotlens.inspection.model import SignatureStatus
from tests.gui.minted import ANSWER, SECRET, claims, jwt
from tests.gui.person import Person
from tests.gui.test_files import drops, of_file, of_text
from tests.unit.inspection.minting import certificate, ec_pair, rsa_pair, rsa_signed
from tests.unit.inspection.test_key_containers import pkcs12_file
from tests.unit.inspection.test_paseto_signatures import mint, pem_of, private_of

TOKENS = {
    "a token": jwt(),
    "a token with breaks": "\n".join(jwt()[at : at + 40] for at in range(0, len(jwt()), 40)) + "\n",
    "a header line": f"Authorization: Bearer {jwt()}",
    "a scheme": f"Bearer {jwt()}",
    "an encrypted token": "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAA.BBBB.CCCC",
    "a request": f"curl https://api.example/ -H 'Authorization: Bearer {jwt()}'",
    "an opaque token that is sent": "Authorization: Bearer 0123456789abcdef",
    "a login's answer": ANSWER,
    "a PASETO token": "v4.public.eyJkYXRhIjoidGhpcyBpcyBhIHNpZ25lZCBtZXNzYWdlIn0",
    "in quotes": f'"{jwt()}"',
}
OTHERS = {
    "an address": "https://api.example.com/calendar/v1/",
    "a secret": SECRET,
    "a long secret in base64": b64encode(bytes(range(64))).decode(),
    "a key": rsa_pair().pem(),
    "a key set": '{"keys": []}',
    "a word with dots": "read.orders.write",
    "a host": "eyjafjalla.example.com",
    "nothing": "",
    "the name of a scheme": "Bearer",
    "too long": "eyJ" + "A" * (5 << 20),
}


@pytest.mark.parametrize("text", TOKENS.values(), ids=TOKENS)
def test_a_token_is_known(text: str) -> None:
    assert is_for_the_box(text)


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_what_is_no_token_is_left_alone(text: str) -> None:
    assert not is_for_the_box(text)


# --- the fields of what is expected ----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["audienceField", "issuerField", "scopesField", "keyField", "asOfField"])
def test_a_token_that_is_pasted_into_a_field_goes_into_the_box(person: Person, name: str) -> None:
    person.pastes(jwt())
    other = jwt(claims(sub="another"))
    person.field(name).setFocus()
    person.pastes(f"Bearer {other}")
    assert person.inspection.token.text == other
    assert person.box.edited_text() == f"Bearer {other}"
    assert person.field(name).text() == ""
    assert "it went into the box" in person.reads("noteLabel")
    assert QApplication.focusWidget() is person.field(name)


def test_a_value_that_is_pasted_into_a_field_stays_there(person: Person) -> None:
    person.pastes(jwt())
    before = person.inspection.token.text
    person.field("audienceField").setFocus()
    person.pastes("https://api.example.com/")
    person.presses("Return")
    assert person.field("audienceField").text() == "https://api.example.com/"
    assert person.inspection.policy.audience == "https://api.example.com/"
    assert person.inspection.token.text == before


def _menu_paste(person: Person, name: str) -> None:
    """Paste by the menu of a field."""
    field = person.field(name)
    spot = QPoint(5, 5)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, field.mapToGlobal(spot))
    QApplication.sendEvent(field, event)
    menu = field.findChild(QMenu, "fieldMenu")
    assert menu is not None
    action = next(action for action in menu.actions() if action.objectName() == "edit-paste")
    action.trigger()
    menu.close()
    person.settled()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_of_a_field_pastes_as_the_keys_do(person: Person) -> None:
    person.pastes(jwt())
    QGuiApplication.clipboard().setText("https://api.example.com/")
    _menu_paste(person, "audienceField")
    assert person.field("audienceField").text() == "https://api.example.com/"
    other = jwt(claims(sub="another"))
    QGuiApplication.clipboard().setText(other)
    _menu_paste(person, "issuerField")
    assert person.field("issuerField").text() == ""
    assert person.inspection.token.text == other


# --- the field for the key -----------------------------------------------------------------------------


def test_the_button_puts_the_key_of_the_clipboard_in(person: Person) -> None:
    person.pastes(rsa_signed())
    person.types("keyField", SECRET)
    QGuiApplication.clipboard().setText(rsa_pair().pem())
    person.clicks("keyPaste")
    person.settled()
    assert person.field("keyField").text() == rsa_pair().pem()
    assert person.inspection.signature.status is SignatureStatus.VERIFIED


def test_a_pasted_key_replaces_the_one_before(person: Person) -> None:
    person.pastes(jwt())
    person.types("keyField", "before")
    person.pastes(SECRET)
    assert person.field("keyField").text() == SECRET
    assert person.inspection.signature.status is SignatureStatus.VERIFIED


def test_an_empty_clipboard_is_said_to_be_empty(person: Person) -> None:
    person.pastes(jwt())
    person.types("keyField", SECRET)
    QGuiApplication.clipboard().clear()
    person.clicks("keyPaste")
    person.settled()
    assert person.reads("noteLabel") == "The clipboard is empty: copy the key first"
    assert person.field("keyField").text() == SECRET


def test_a_key_can_be_dropped_onto_its_field(person: Person) -> None:
    person.pastes(rsa_signed())
    text = person.inspection.token.text
    assert drops(person, of_text(rsa_pair().pem()), person.widget("keyField"))
    assert person.field("keyField").text() == rsa_pair().pem()
    assert person.inspection.token.text == text
    assert person.inspection.signature.status is SignatureStatus.VERIFIED


def test_a_key_file_can_be_dropped_onto_its_field(person: Person, tmp_path: Path) -> None:
    file = tmp_path / "key.cer"
    file.write_bytes(certificate(rsa_pair()))
    person.pastes(rsa_signed())
    assert drops(person, of_file(file), person.widget("keyField"))
    assert person.reads("keySaid").startswith("RSA key, 2,048 bits. Certificate of “leaf”")
    assert person.inspection.signature.status is SignatureStatus.VERIFIED


def test_a_key_file_can_be_pasted_into_its_field(person: Person, tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    file.write_text(ec_pair().pem())
    person.pastes(rsa_signed())
    data = of_file(file)
    QGuiApplication.clipboard().setMimeData(data)
    person.clicks("keyPaste")
    person.settled()
    assert person.reads("keySaid") == "EC key P-256"


def test_a_store_that_only_a_password_opens_is_named(person: Person, tmp_path: Path) -> None:
    file = tmp_path / "key.p12"
    file.write_bytes(pkcs12_file())
    person.pastes(rsa_signed())
    person.types("keyField", SECRET)
    drops(person, of_file(file), person.widget("keyField"))
    assert person.reads("keySaid").startswith("This is a PKCS#12 file")
    assert person.field("keyField").text() == SECRET


def test_what_holds_no_text_changes_no_key(person: Person) -> None:
    person.pastes(jwt())
    person.types("keyField", SECRET)
    data = QMimeData()
    data.setData("application/x-unknown", b"x")
    QGuiApplication.clipboard().setMimeData(data)
    person.clicks("keyPaste")
    person.settled()
    assert person.field("keyField").text() == SECRET
    assert not person.window.isHidden()
    assert person.field("keyField").focusPolicy() & Qt.FocusPolicy.TabFocus


def test_the_text_that_a_paseto_token_is_signed_along_with_can_be_given(person: Person) -> None:
    private = private_of("v4")
    person.pastes(mint("v4", private, assertion=b"user 7"))
    person.field("keyField").setFocus()
    person.pastes(pem_of(private))
    before = person.inspection.signature.status
    person.clicks("moreButton")
    person.types("implicitAssertionField", "user 7")
    after = person.inspection.signature.status
    assert (before, after) == (SignatureStatus.INVALID, SignatureStatus.VERIFIED)
