"""The samples in the Help menu: each opens, is looked at, and ends in what its own words promise."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from jotlens.inspection.model import LifetimeState, Purpose, SignatureStatus, VerdictStatus
from jotlens.tokens.model import Kind
from tests.gui.person import Person


@pytest.fixture
def chosen(person: Person, request: pytest.FixtureRequest) -> Person:
    """Choose the sample of the test's parameter in the menu, as a person does."""
    person.opens_menu("menuSamples")
    person.chooses(f"menuSample-{request.param}")
    return person


@pytest.mark.parametrize("chosen", ["calendar"], indirect=True)
def test_the_calendar_request_has_expired_was_valid_then_and_its_secret_is_known(chosen: Person) -> None:
    assert chosen.inspection.lifetime.state is LifetimeState.EXPIRED
    assert "well known" in chosen.reads("pasteNote")
    chosen.clicks("offerButton")
    chosen.settled()
    assert chosen.inspection.signature.status is SignatureStatus.VERIFIED
    assert chosen.cards["cardWhen"] == ("pass", "14:16:36 left")
    assert chosen.cards["cardForWhat"] == ("pass", "Fits your API")
    assert "well-known example word" in chosen.inspection.verdict.sentence


@pytest.mark.parametrize("chosen", ["opaque"], indirect=True)
def test_the_opaque_token_came_without_an_audience(chosen: Person) -> None:
    assert chosen.inspection.token.kind is Kind.JWE
    assert len(chosen.inspection.token.segments) == 5
    assert "no audience was asked for" in chosen.inspection.verdict.sentence
    assert chosen.verdict() is VerdictStatus.UNREADABLE


@pytest.mark.parametrize("chosen", ["answer"], indirect=True)
def test_the_answer_has_three_tokens_and_its_api_lacks_a_slash(chosen: Person) -> None:
    assert chosen.widget("tokensList").isVisible()
    chosen.clicks("offerButton")
    chosen.settled()
    assert chosen.inspection.lifetime.state is LifetimeState.ACTIVE
    assert chosen.verdict() is VerdictStatus.REJECT
    assert "slash" in chosen.inspection.verdict.sentence
    assert chosen.widget("difference").isVisible()


@pytest.mark.parametrize("chosen", ["expired"], indirect=True)
def test_the_expired_token_says_for_how_long(chosen: Person) -> None:
    assert "cURL command" not in chosen.reads("title")
    status, headline = chosen.cards["cardWhen"]
    assert status == "fail"
    assert headline.startswith("Expired ")
    assert headline.endswith(" ago")
    assert "it expired" in chosen.reads("sentence")


@pytest.mark.parametrize("chosen", ["cut-off"], indirect=True)
def test_of_the_token_that_was_cut_off_the_rest_is_shown(chosen: Person) -> None:
    assert chosen.inspection.token.kind is Kind.MALFORMED
    assert "cut off" in chosen.inspection.verdict.next_step
    assert dict(row[:2] for row in chosen.claim_rows())["iss"] == "https://login.example.com/"
    assert chosen.cards["cardWhen"] == ("unknown", "Lifetime unknown")


@pytest.mark.parametrize("chosen", ["rfc9068"], indirect=True)
def test_the_standard_token_is_typed_and_bound_to_a_key(chosen: Person) -> None:
    assert chosen.inspection.purpose.purpose is Purpose.ACCESS_TOKEN
    assert dict(row[:2] for row in chosen.claim_rows("headerTree"))["typ"] == "at+jwt"
    assert "cnf" in [name for name, _, _ in chosen.claim_rows()]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_is_reached_by_keys(person: Person) -> None:
    person.presses("Alt+H")
    for key in (Qt.Key.Key_S, Qt.Key.Key_Return):
        popup = QApplication.activePopupWidget()
        assert popup is not None
        QTest.keyClick(popup, key)
    person.settled()
    assert person.inspection.token.alg == "HS256"
    assert QApplication.activePopupWidget() is None
