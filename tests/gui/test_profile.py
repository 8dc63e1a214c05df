"""The kind of token: guessed with its reason, chosen by a person, and what follows from it."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from jotlens.inspection.model import Status
from tests.gui.minted import claims, jwt
from tests.gui.person import Person

AUTH0 = {"iss": "https://acme.eu.auth0.com/", "azp": "app", "scope": "read:orders"}
ID = {"iss": "https://acme.eu.auth0.com/", "sub": "u", "aud": "app", "nonce": "n", "name": "Ada"}


def choice(person: Person) -> QComboBox:
    return person.find(QComboBox, "profileField")


def chooses(person: Person, profile: str) -> None:
    """Go to an entry with the arrow keys."""
    field = choice(person)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Home)
    for _ in range(field.findData(profile)):
        QTest.keyClick(field, Qt.Key.Key_Down)
    person.settled()
    assert field.currentData() == profile


def status(person: Person, check_id: str) -> Status:
    finding = person.inspection.finding(check_id)
    assert finding is not None
    return finding.status


def test_the_guess_stands_first_with_its_reason(person: Person) -> None:
    person.pastes(jwt(claims(**AUTH0)))
    assert choice(person).currentText() == "Guessed: Auth0 access token"
    assert person.reads("profileSaid") == (
        "It says that it comes from https://acme.eu.auth0.com/, a tenant of Auth0, and it is made for an API."
    )
    assert "header's type is only JWT" in choice(person).toolTip()


def test_another_token_is_guessed_anew(person: Person) -> None:
    person.pastes(jwt(claims(**AUTH0)))
    person.pastes(jwt(ID))
    assert choice(person).currentText() == "Guessed: ID token (OpenID Connect)"


def test_checks_follow_what_a_person_chooses(person: Person) -> None:
    person.pastes(jwt(ID))
    assert status(person, "id-token-as-access") is Status.NOT_APPLICABLE
    chooses(person, "access-token")
    assert status(person, "id-token-as-access") is Status.FAIL
    assert person.reads("profileSaid").startswith(
        "You chose it. By its looks it is: ID token (OpenID Connect). "
    )
    chooses(person, "id-token")
    assert status(person, "id-token-as-access") is Status.NOT_APPLICABLE
    assert person.reads("profileSaid") == "You chose it."


def test_the_choice_is_given_back_to_the_guess(person: Person) -> None:
    person.pastes(jwt(ID))
    chooses(person, "access-token")
    assert choice(person).itemText(0) == "Guess it"
    chooses(person, "")
    assert choice(person).currentText() == "Guessed: ID token (OpenID Connect)"
    assert status(person, "id-token-as-access") is Status.NOT_APPLICABLE


def test_scrolling_past_it_changes_nothing(person: Person) -> None:
    person.pastes(jwt(ID))
    field = choice(person)
    field.setFocus()
    spot, nowhere = QPointF(field.rect().center()), QPoint()
    wheel = QWheelEvent(
        spot,
        QPointF(field.mapToGlobal(field.rect().center())),
        nowhere,
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field, wheel)
    assert field.currentIndex() == 0


def test_a_text_without_a_token_is_of_no_kind(person: Person) -> None:
    person.pastes(jwt(ID))
    person.pastes("hello there, this is no token")
    assert choice(person).currentText() == "Guess it"
    assert person.reads("profileSaid") == ""
