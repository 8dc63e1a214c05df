"""The key: it is masked, read off the GUI thread, named for what it is, and it decides who made the token."""

import json

import pytest
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QToolButton

from jotlens.inspection.model import SignatureStatus, Status, VerdictStatus
from tests.gui.minted import CALENDAR, SECRET, claims, jwt
from tests.gui.person import Person
from tests.unit.inspection.minting import Pair, rsa_pair, rsa_signed, signed

MASKED = QLineEdit.EchoMode.Password
READABLE = QLineEdit.EchoMode.Normal


@pytest.fixture
def pair() -> Pair:
    return rsa_pair()


def signature(person: Person) -> SignatureStatus:
    return person.inspection.signature.status


def test_keyboardcat_verifies_the_token_of_the_seeds_and_is_flagged(person: Person) -> None:
    person.pastes(CALENDAR)
    person.types("keyField", "keyboardcat")
    assert signature(person) is SignatureStatus.VERIFIED
    assert person.cards["cardWho"][0] == "fail"
    failed = {finding.id for finding in person.inspection.findings if finding.status is Status.FAIL}
    assert {"hmac-secret-length", "hmac-secret-guessable"} <= failed
    assert person.reads("keySaid") == "Shared secret, 11 bytes"


def test_a_published_secret_is_found_without_being_asked_for(person: Person) -> None:
    person.pastes(CALENDAR)
    assert person.cards["cardWho"] == ("fail", "Anyone can forge it")


def test_that_the_published_secrets_were_tried_in_vain_is_said(person: Person) -> None:
    person.pastes(jwt())
    finding = person.inspection.finding("hmac-secret-guessable")
    assert finding is not None
    assert finding.status is Status.PASS
    assert "None of 5,000 well-known example words" in finding.message
    assert signature(person) is SignatureStatus.NOT_CHECKED


def test_a_right_secret_proves_who_made_it(person: Person) -> None:
    person.pastes(jwt())
    person.types("keyField", SECRET)
    assert signature(person) is SignatureStatus.VERIFIED
    assert person.cards["cardWho"] == ("pass", "Genuine")
    assert person.reads("keySaid") == "Shared secret, 32 bytes"


def test_a_wrong_secret_is_said_to_be_wrong(person: Person) -> None:
    person.pastes(jwt())
    person.types("keyField", SECRET.swapcase())
    assert signature(person) is SignatureStatus.INVALID
    assert person.cards["cardWho"] == ("fail", "Signature does not fit")
    assert person.verdict() is VerdictStatus.REJECT


def test_another_key_is_checked_while_it_is_typed(person: Person) -> None:
    person.pastes(jwt())
    person.types("keyField", SECRET[:-1])
    assert signature(person) is SignatureStatus.INVALID
    field = person.field("keyField")
    field.setFocus()
    QTest.keyClicks(field, SECRET[-1])
    person.qtbot.waitUntil(lambda: signature(person) is SignatureStatus.VERIFIED)


def test_taking_the_key_away_leaves_the_signature_unchecked(person: Person) -> None:
    person.pastes(jwt())
    person.types("keyField", SECRET)
    person.types("keyField", "")
    assert signature(person) is SignatureStatus.NOT_CHECKED
    assert person.reads("keySaid") == ""


def test_a_key_is_used_for_the_next_token_too(person: Person) -> None:
    person.pastes(jwt())
    person.types("keyField", SECRET)
    person.presses("Ctrl+L")
    person.pastes(jwt(claims(sub="another")))
    assert signature(person) is SignatureStatus.VERIFIED


def test_a_public_key_in_pem_is_understood_and_can_be_read(person: Person, pair: Pair) -> None:
    person.pastes(rsa_signed())
    person.field("keyField").setFocus()
    person.pastes(pair.pem())
    person.presses("Return")
    person.settled()
    assert person.reads("keySaid") == "RSA key, 2,048 bits"
    assert signature(person) is SignatureStatus.VERIFIED
    assert person.field("keyField").echoMode() is READABLE


def test_a_private_key_in_pem_stays_masked_and_is_named(person: Person, pair: Pair) -> None:
    person.pastes(rsa_signed())
    person.field("keyField").setFocus()
    person.pastes(pair.private_pem())
    person.presses("Return")
    person.settled()
    assert person.reads("keySaid") == "RSA key, 2,048 bits, with its private half (used for decrypting only)"
    assert person.field("keyField").echoMode() is MASKED


def test_a_set_of_keys_names_them(person: Person, pair: Pair) -> None:
    person.pastes(rsa_signed())
    jwks = json.dumps({"keys": [pair.jwk | {"kid": "one"}, rsa_pair("two").jwk | {"kid": "two"}]})
    person.types("keyField", jwks)
    assert person.reads("keySaid") == "2 keys: one, two"
    assert signature(person) is SignatureStatus.VERIFIED


@pytest.mark.parametrize(
    "text",
    ["-----BEGIN PUBLIC KEY----- nonsense -----END PUBLIC KEY-----", '{"kty": "RSA"}', '{"keys": 1}'],
)
def test_nonsense_as_a_key_gets_a_sentence(person: Person, text: str) -> None:
    person.pastes(jwt())
    person.types("keyField", text)
    said = person.reads("keySaid")
    assert said.endswith(".")
    assert len(said.split()) > 3
    assert signature(person) is not SignatureStatus.VERIFIED


def test_a_secret_is_masked_until_the_eye_is_pressed(person: Person) -> None:
    person.pastes(jwt())
    field = person.field("keyField")
    assert field.echoMode() is MASKED
    person.types("keyField", SECRET)
    assert field.echoMode() is MASKED
    assert SECRET not in field.displayText()
    eye = person.find(QAction, "keyEye")
    assert eye.isVisible()
    person.chooses("keyEye")
    assert field.displayText() == SECRET
    person.chooses("keyEye")
    assert SECRET not in field.displayText()


def test_without_a_key_there_is_no_eye(person: Person) -> None:
    person.pastes(jwt())
    assert not person.find(QAction, "keyEye").isVisible()


@pytest.mark.parametrize(
    ("form", "text", "words"),
    [
        ("secret", SECRET, "Secret text"),
        ("secret-base64", "THJmM2tCelY5cVh3N3NUbjJtR2Q1aEp5OGNQYTRlVW8=", "Secret in base64"),
        ("secret-hex", SECRET.encode().hex(), "Secret in hex"),
    ],
)
def test_how_a_secret_is_written_can_be_chosen(person: Person, form: str, text: str, words: str) -> None:
    person.pastes(jwt())
    person.chooses(f"keyForm-{form}")
    person.types("keyField", text)
    assert signature(person) is SignatureStatus.VERIFIED
    assert person.find(QToolButton, "keyForm").accessibleName() == f"How the key is written: {words}"


def test_choosing_another_way_reads_the_same_text_again(person: Person) -> None:
    person.pastes(jwt())
    person.chooses("keyForm-pem")
    person.types("keyField", SECRET.encode().hex())
    assert person.reads("keySaid").endswith(".")
    assert signature(person) is SignatureStatus.NOT_CHECKED
    person.chooses("keyForm-secret-hex")
    assert person.reads("keySaid") == "Shared secret, 32 bytes"
    assert signature(person) is SignatureStatus.VERIFIED


def test_a_long_key_is_not_cut(person: Person) -> None:
    person.pastes(jwt())
    secret = SECRET * 2_000
    person.pastes(jwt(secret=secret))
    person.field("keyField").setFocus()
    person.pastes(secret)
    person.presses("Return")
    person.settled()
    assert signature(person) is SignatureStatus.VERIFIED


def test_nothing_is_verified_with_the_text_of_a_public_key_as_a_secret(person: Person, pair: Pair) -> None:
    person.pastes(signed("HS256", pair.pem(), claims()))
    person.field("keyField").setFocus()
    person.pastes(pair.pem())
    person.presses("Return")
    person.settled()
    assert signature(person) is not SignatureStatus.VERIFIED
    assert person.cards["cardWho"][0] == "fail"
