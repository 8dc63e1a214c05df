"""The keys that were given: listed with why each was taken or left, and thumbprints to compare."""

import json

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QTabBar

from jotlens.gui.widgets.keys_view import KeysView
from jotlens.inspection.keys.load import load_keys
from tests.gui.minted import SECRET, jwt
from tests.gui.person import Person, colors_in
from tests.unit.inspection.minting import certificate, certificate_pem, rsa_pair, rsa_signed


def jwks() -> str:
    one, two = rsa_pair().jwk | {"kid": "A", "alg": "RS256"}, rsa_pair("two").jwk | {"kid": "B", "use": "enc"}
    return json.dumps({"keys": [one, two]})


def tabs(person: Person) -> list[str]:
    bar = person.find(QTabBar, "evidenceTabs")
    return [bar.tabText(at) for at in range(bar.count())]


def rows(person: Person) -> list[str]:
    model = person.find(KeysView, "keysList").model()
    return [str(model.index(at, 0).data()) for at in range(model.rowCount())]


@pytest.fixture
def with_set(person: Person) -> Person:
    person.pastes(rsa_signed(kid="A"))
    person.types("keyField", jwks())
    person.opens_tab("Keys")
    return person


def test_there_is_a_tab_for_keys_when_there_are_keys(person: Person) -> None:
    person.pastes(jwt())
    before = tabs(person)
    assert "Keys" not in before
    person.types("keyField", SECRET)
    assert tabs(person) == [*before[:3], "Keys", *before[3:]]
    assert before[2] == "Raw"
    person.types("keyField", "")
    assert tabs(person) == before


def test_each_key_is_told_with_why_it_was_taken_or_left(with_set: Person) -> None:
    first, second = rows(with_set)
    assert first.startswith("“A”: RSA, 2,048 bits, for RS256. It was tried, and the signature fits it.")
    assert "asks for the key “A”, and this one is named “B”" in second
    assert with_set.reads("keysChoice").startswith(
        "The token names the key “A”, and it is among those you gave"
    )
    assert with_set.widget("keysList").isVisible()


def test_the_mark_and_the_words_are_painted(with_set: Person) -> None:
    theme = with_set.window.looks.theme
    painted = colors_in(with_set.widget("keysList"), 1)
    assert theme.tone("pass").ink in painted


def test_a_key_that_does_not_fit_is_marked(person: Person) -> None:
    person.pastes(rsa_signed())
    person.types("keyField", json.dumps(rsa_pair("two").jwk))
    person.opens_tab("Keys")
    assert "the signature does not fit it" in rows(person)[0]
    assert person.window.looks.theme.tone("fail").ink in colors_in(person.widget("keysList"), 1)
    assert person.reads("keysChoice") == ""


def test_the_list_is_reached_and_read_by_keys(with_set: Person) -> None:
    view = with_set.find(KeysView, "keysList")
    view.setFocus()
    with_set.presses("Home")
    with_set.presses("Down")
    assert view.currentIndex().row() == 1
    assert view.focusPolicy() & Qt.FocusPolicy.TabFocus


@pytest.mark.parametrize("keys", ["Ctrl+C", "Return"])
def test_a_thumbprint_is_copied_by_keys(with_set: Person, keys: str) -> None:
    view = with_set.find(KeysView, "keysList")
    view.setFocus()
    with_set.presses("Home")
    with_set.presses(keys)
    thumbprint = load_keys(jwks()).keys[0].thumbprint
    assert QGuiApplication.clipboard().text() == thumbprint
    assert thumbprint in rows(with_set)[0]
    assert with_set.reads("noteLabel") == "Copied"


def test_a_thumbprint_is_copied_by_a_double_click(with_set: Person) -> None:
    view = with_set.find(KeysView, "keysList")
    spot = view.visualRect(view.model().index(1, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert QGuiApplication.clipboard().text() == load_keys(jwks()).keys[1].thumbprint


def test_a_secret_has_nothing_to_copy_and_is_not_shown(person: Person) -> None:
    QGuiApplication.clipboard().setText("before")
    person.pastes(jwt())
    person.types("keyField", SECRET)
    person.opens_tab("Keys")
    view = person.find(KeysView, "keysList")
    view.setFocus()
    person.presses("Home")
    person.presses("Return")
    assert QGuiApplication.clipboard().text() != ""
    assert SECRET not in QGuiApplication.clipboard().text()
    assert SECRET not in "".join(rows(person))
    assert person.reads("keysHint") == ""


def test_an_expired_certificate_gets_a_word(person: Person) -> None:
    """It was valid for a day in January 2026."""
    person.pastes(rsa_signed())
    person.types("asOfField", "2027-01-01 12:00Z")
    person.field("keyField").setFocus()
    person.pastes(certificate_pem(certificate(rsa_pair())))
    person.opens_tab("Keys")
    assert "Its certificate expired on 3 Jan 2026" in rows(person)[0]
    assert "Certificate of “leaf”, issued by “leaf”" in person.reads("keySaid")


def test_the_list_takes_its_tab_along_into_a_narrow_window(with_set: Person) -> None:
    with_set.window.resize(720, 560)
    with_set.settled()
    assert tabs(with_set)[3] == "Keys"
    assert tabs(with_set)[-2:] == ["Checks", "Expected"]
    with_set.opens_tab("Expected")
    with_set.types("keyField", "")
    assert "Keys" not in tabs(with_set)
    assert with_set.field("keyField").isVisible()
    with_set.types("keyField", jwks())
    assert with_set.field("keyField").isVisible()
    with_set.opens_tab("Keys")
    assert with_set.widget("keysList").isVisible()


def test_another_token_shows_its_own_choice(with_set: Person) -> None:
    with_set.presses("Ctrl+L")
    with_set.pastes(rsa_signed(kid="C"))
    assert "the key “C”, and you gave “A” and “B”: it is not among them" in with_set.reads("keysChoice")
    assert all("It was left out" in row for row in rows(with_set))


def test_rows_grow_with_narrow_columns(person: Person) -> None:
    person.pastes(jwt())
    person.types("keyField", json.dumps(rsa_pair().jwk))
    person.opens_tab("Keys")
    view = person.find(QAbstractItemView, "keysList")
    person.window.resize(2000, 760)
    person.settled()
    wide = view.sizeHintForIndex(view.model().index(0, 0)).height()
    person.window.resize(720, 560)
    person.settled()
    assert view.sizeHintForIndex(view.model().index(0, 0)).height() > wide
    assert not view.indexAt(QPoint(-1, -1)).isValid()
    assert view.model().index(5, 0).data() is None
    assert view.model().rowCount(view.model().index(0, 0)) == 0
    assert QModelIndex().data() is None
