"""Encrypted tokens in the window: a key opens them, and what stands inside is shown, checked and listed."""

import json

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListView

from jotlens.inspection.model import DecryptionStatus, Status, VerdictStatus
from jotlens.tokens.model import Kind
from tests.gui.minted import AUDIENCE, SECRET, claims, jwt
from tests.gui.person import Person
from tests.unit.inspection.encrypting import encrypted_by, oct_jwk, private_jwk
from tests.unit.inspection.minting import b64, rsa_pair

READER = json.dumps(private_jwk("RSA-OAEP"))
BOTH = json.dumps(
    {"keys": [private_jwk("RSA-OAEP"), {"kty": "oct", "use": "sig", "k": b64(SECRET.encode())}]}
)


def nested(**others: object) -> str:
    return encrypted_by("RSA-OAEP", payload=jwt(claims(**others)), cty="JWT")


def decryption(person: Person) -> DecryptionStatus:
    verdict = person.inspection.decryption
    assert verdict is not None
    return verdict.status


def listed(person: Person) -> list[str]:
    model = person.find(QListView, "tokensList").model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount(QModelIndex()))]


def goes(person: Person, key: Qt.Key) -> None:
    """Go up or down in the list of tokens."""
    QTest.keyClick(person.widget("tokensList"), key)
    person.settled()


def shown(person: Person) -> Kind:
    return person.inspection.token.kind


def test_without_a_key_it_is_encrypted_and_no_error(person: Person) -> None:
    person.pastes(nested())
    assert decryption(person) is DecryptionStatus.NOT_ATTEMPTED
    assert person.verdict() is VerdictStatus.UNREADABLE
    assert person.cards["cardWhat"] == ("pass", "Encrypted token")
    assert person.claim_rows() == []
    assert not person.widget("tokensList").isVisible()


def test_the_readers_key_shows_what_is_inside(person: Person) -> None:
    person.pastes(nested())
    person.types("keyField", READER)
    assert decryption(person) is DecryptionStatus.DECRYPTED
    assert ("aud", AUDIENCE) in [row[:2] for row in person.claim_rows()]
    assert "Decrypted with the key you gave" in person.card("cardWhat").detail
    assert person.cards["cardWhen"] == ("pass", "00:30:00 left")
    assert person.cards["cardWho"] == ("unknown", "Not checked yet")
    assert person.verdict() is VerdictStatus.NOT_VERIFIED
    assert "private half (used for decrypting only)" in person.reads("keySaid")
    assert person.field("keyField").echoMode() is QLineEdit.EchoMode.Password


def test_the_token_inside_joins_the_list_and_can_be_chosen(person: Person) -> None:
    person.pastes(nested())
    person.types("keyField", BOTH)
    assert person.widget("tokensList").isVisible()
    outer, inner = listed(person)
    assert "issuer.example" in outer
    assert "issuer.example" in inner
    goes(person, Qt.Key.Key_Down)
    assert shown(person) is Kind.JWS
    assert person.cards["cardWho"] == ("pass", "Genuine")
    assert person.find(QListView, "tokensList").currentIndex().row() == 1
    person.types("audienceField", AUDIENCE)
    assert person.cards["cardForWhat"] == ("pass", "Fits your API")
    goes(person, Qt.Key.Key_Up)
    assert shown(person) is Kind.JWE
    assert person.cards["cardForWhat"] == ("pass", "Fits your API")


def test_what_is_expected_is_held_against_the_inside(person: Person) -> None:
    person.pastes(nested(aud="https://other.example.com/"))
    person.types("keyField", BOTH)
    person.types("audienceField", AUDIENCE)
    assert person.verdict() is VerdictStatus.REJECT
    assert person.cards["cardForWhat"][0] == "fail"
    assert person.cards["cardWho"] == ("pass", "Genuine")


def test_taking_the_key_away_closes_it_again(person: Person) -> None:
    person.pastes(nested())
    person.types("keyField", BOTH)
    goes(person, Qt.Key.Key_Down)
    person.types("keyField", "")
    assert decryption(person) is DecryptionStatus.NOT_ATTEMPTED
    assert person.window.session.index == 0
    assert len(listed(person)) == 1
    assert not person.widget("tokensList").isVisible()
    assert person.claim_rows() == []


def test_another_key_closes_every_token_that_the_first_had_opened(person: Person) -> None:
    person.pastes(f"{nested()} {nested(sub='second')} {jwt()}")
    person.types("keyField", BOTH)
    assert len(listed(person)) == 4
    goes(person, Qt.Key.Key_Down)
    goes(person, Qt.Key.Key_Down)
    assert len(listed(person)) == 5
    assert ("sub", "second") in [row[:2] for row in person.claim_rows()]
    goes(person, Qt.Key.Key_Down)
    goes(person, Qt.Key.Key_Down)
    assert shown(person) is Kind.JWS
    person.types("keyField", SECRET)
    assert len(listed(person)) == 3
    assert shown(person) is Kind.JWS
    assert person.cards["cardWho"] == ("pass", "Genuine")
    assert person.find(QListView, "tokensList").currentIndex().row() == 2


def test_the_countdown_runs_for_the_token_inside(person: Person) -> None:
    person.pastes(nested())
    person.types("keyField", BOTH)
    assert person.counts()
    person.waits(1_799)
    assert person.cards["cardWhen"] == ("warn", "00:00:01 left")
    person.waits(61)  # a minute is allowed for clocks that differ
    assert person.cards["cardWhen"][0] == "fail"
    assert person.verdict() is VerdictStatus.REJECT


def test_a_key_of_somebody_else_leaves_it_closed(person: Person) -> None:
    person.pastes(nested())
    person.types("keyField", json.dumps(rsa_pair("two").private_jwk()))
    assert decryption(person) is DecryptionStatus.FAILED
    assert person.cards["cardWhat"] == ("unknown", "Encrypted, and still closed")
    assert "stayed closed" in person.inspection.verdict.sentence
    person.types("keyField", json.dumps(rsa_pair().jwk))
    finding = person.inspection.finding("jwe-key-type")
    assert finding is not None
    assert (finding.status, finding.title) == (Status.FAIL, "Only the public half of a key")


def test_bare_claims_behind_a_secret(person: Person) -> None:
    person.pastes(encrypted_by("A256KW", payload=claims()))
    person.types("keyField", oct_jwk(32)["k"])
    assert decryption(person) is DecryptionStatus.DECRYPTED
    assert person.cards["cardWho"] == ("pass", "Made with your secret")
    assert ("aud", AUDIENCE) in [row[:2] for row in person.claim_rows()]
    assert not person.widget("tokensList").isVisible()


def test_the_plaintext_can_be_read_and_copied(person: Person) -> None:
    person.pastes(nested())
    person.types("keyField", READER)
    person.opens_tab("Raw")
    person.clicks("raw-payload")
    person.settled()
    assert person.window.session.entry is not None
    assert person.window.session.entry.token.payload_text == jwt()
    person.chooses("copyClaims")
    assert json.loads(QGuiApplication.clipboard().text()) == claims()


def test_another_text_begins_anew(person: Person) -> None:
    person.pastes(nested())
    person.types("keyField", BOTH)
    goes(person, Qt.Key.Key_Down)
    person.presses("Ctrl+L")
    person.pastes(jwt())
    assert len(listed(person)) == 1
    assert shown(person) is Kind.JWS
