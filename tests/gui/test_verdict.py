"""The first glance: four cards, one sentence and what to do, and how they follow what is expected."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from jotlens.gui.widgets.difference import DifferenceView
from jotlens.gui.widgets.findings_view import FindingsView
from jotlens.inspection.model import Status, VerdictStatus
from tests.gui.minted import ANSWER, AUDIENCE, CALENDAR, CUT_OFF, ISSUER, OPAQUE, SECRET, at, claims, jwt
from tests.gui.person import Person, colors_in

GITHUB = "ghp_" + "a1B2c3D4e5F6g7H8i9J0" + "k1L2m3N4o5P6q7R8"
UNSECURED = "eyJhbGciOiJub25lIn0." + jwt().split(".")[1] + "."


@pytest.mark.parametrize(
    ("text", "what", "when", "who", "for_what"),
    [
        (
            jwt(),
            ("pass", "Access token"),
            ("pass", "00:30:00 left"),
            ("unknown", "Not checked yet"),
            ("unknown", "Not compared yet"),
        ),
        (
            jwt(claims(exp=None, iat=None)),
            ("pass", "Access token"),
            ("warn", "Never expires"),
            ("unknown", "Not checked yet"),
            ("unknown", "Not compared yet"),
        ),
        (
            jwt(claims(nbf=at(600))),
            ("pass", "Access token"),
            ("fail", "Valid in 00:10:00"),
            ("unknown", "Not checked yet"),
            ("unknown", "Not compared yet"),
        ),
        (
            CALENDAR,
            ("pass", "Access token"),
            ("fail", "Expired 9 years 9 months ago"),
            ("fail", "Anyone can forge it"),
            ("unknown", "Not compared yet"),
        ),
        (
            OPAQUE,
            ("pass", "Encrypted token"),
            ("unknown", "Lifetime unknown"),
            ("unknown", "Only its issuer knows"),
            ("unknown", "User profile only"),
        ),
        (
            UNSECURED,
            ("pass", "Access token"),
            ("pass", "00:30:00 left"),
            ("fail", "Not signed"),
            ("unknown", "Not compared yet"),
        ),
        (
            "Bearer null",
            ("unknown", "Not a token"),
            ("unknown", "Nothing to say"),
            ("unknown", "Nothing to say"),
            ("unknown", "Nothing to say"),
        ),
    ],
    ids=["alive", "without-end", "too-early", "seeds", "opaque", "unsecured", "no-token"],
)
def test_the_four_cards_say_what_it_is_when_it_lives_who_made_it_and_what_for(
    person: Person,
    text: str,
    what: tuple[str, str],
    when: tuple[str, str],
    who: tuple[str, str],
    for_what: tuple[str, str],
) -> None:
    person.pastes(text)
    assert person.cards == {"cardWhat": what, "cardWhen": when, "cardWho": who, "cardForWhat": for_what}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (jwt(), "Nothing speaks against this token so far"),
        (jwt(claims(exp=at(-190))), "By its own date, it expired 3 min 10 s ago"),
        (OPAQUE, "This token is encrypted and opaque: its issuer, https://acme.eu.auth0.com/"),
        (UNSECURED, "there is no signature (alg “none”)"),
        (CUT_OFF, "The token has 2 parts."),
        (GITHUB, "GitHub"),
    ],
    ids=["alive", "expired", "opaque", "unsecured", "cut-off", "github"],
)
def test_one_sentence_says_it_in_plain_words(person: Person, text: str, sentence: str) -> None:
    person.pastes(text)
    assert sentence in person.reads("sentence")
    assert (
        f"{person.reads('sentence')} {person.reads('reason')}".strip() == person.inspection.verdict.sentence
    )
    assert person.widget("banner").accessibleName() == person.inspection.verdict.sentence


def test_a_card_says_its_question_and_answer_to_who_listens(person: Person) -> None:
    person.pastes(jwt())
    assert person.card("cardWho").accessibleName() == (
        "Who: Not checked yet. It says it comes from issuer.example"
    )


def test_what_to_do_is_folded_away_until_it_is_asked_for(person: Person) -> None:
    person.pastes(CALENDAR)
    assert person.reads("nextStep") == ""
    person.clicks("whatToDo")
    assert person.reads("nextStep").startswith("Get a new one")
    assert person.find(QPushButton, "whatToDo").text() == "Fold away"
    person.clicks("whatToDo")
    assert person.reads("nextStep") == ""


def test_what_to_do_leads_to_the_check_that_decided(person: Person) -> None:
    person.pastes(CALENDAR)
    person.clicks("whatToDo")
    checks = person.find(FindingsView, "checksList")
    assert str(checks.currentIndex().data()).startswith("Failed: Expired.")


def test_what_to_do_is_folded_away_when_another_verdict_comes(person: Person) -> None:
    person.pastes(CALENDAR)
    person.clicks("whatToDo")
    person.pastes(OPAQUE)
    assert person.reads("nextStep") == ""
    person.clicks("whatToDo")
    assert "audience" in person.reads("nextStep")


def test_a_token_that_fits_everything_would_be_accepted(person: Person) -> None:
    person.pastes(jwt())
    person.types("audienceField", AUDIENCE)
    person.types("issuerField", ISSUER)
    person.types("keyField", SECRET)
    assert person.verdict() is VerdictStatus.WOULD_BE_ACCEPTED
    assert person.reads("sentence") == "This token is genuine, alive, and fits what you expect."
    assert [status for status, _ in person.cards.values()] == ["pass"] * 4


def test_a_missing_slash_is_shown_at_the_character_that_differs(person: Person) -> None:
    person.pastes(jwt())
    person.types("audienceField", AUDIENCE.rstrip("/"))
    view = person.find(DifferenceView, "difference")
    assert person.cards["cardForWhat"][0] == "fail"
    decided = person.inspection.finding(person.inspection.verdict.finding_id or "")
    assert decided is not None
    difference = decided.difference
    assert difference is not None
    assert (difference.said, difference.expected) == (AUDIENCE, AUDIENCE.rstrip("/"))
    assert difference.said_span == (len(AUDIENCE) - 1, len(AUDIENCE))
    assert view.isVisible()
    assert view.accessibleName() == f"token says {AUDIENCE}; you expect {AUDIENCE.rstrip('/')}"
    assert person.window.looks.theme.tone("fail").ink in colors_in(view)


def test_without_a_near_miss_there_is_no_comparison(person: Person) -> None:
    person.pastes(jwt())
    person.types("audienceField", "https://elsewhere.example/")
    assert person.cards["cardForWhat"][0] == "fail"
    assert not person.find(DifferenceView, "difference").isVisible()


def test_what_is_expected_is_checked_while_it_is_typed(person: Person) -> None:
    person.pastes(jwt())
    field = person.field("audienceField")
    field.setFocus()
    QTest.keyClicks(field, AUDIENCE)
    person.qtbot.waitUntil(lambda: person.cards["cardForWhat"][0] == "pass")
    QTest.keyClicks(field, "x")
    person.qtbot.waitUntil(lambda: person.cards["cardForWhat"][0] == "fail")
    field.clear()
    QTest.keyClicks(field, " ")
    person.qtbot.waitUntil(lambda: person.cards["cardForWhat"][0] == "unknown")


def test_missing_scopes_are_named(person: Person) -> None:
    person.pastes(jwt())
    person.types("scopesField", "read:orders write:orders,delete:orders")
    finding = person.inspection.finding("scope-required")
    assert finding is not None
    assert finding.status is Status.FAIL
    assert "write:orders" in finding.message
    assert "delete:orders" in finding.message
    assert "write:orders" in person.reads("sentence") + person.reads("reason")
    person.types("scopesField", "read:orders")
    assert "write:orders" not in person.reads("sentence") + person.reads("reason")


def test_what_is_expected_stays_for_the_next_token(person: Person) -> None:
    person.pastes(jwt())
    person.types("audienceField", AUDIENCE)
    person.presses("Ctrl+L")
    person.pastes(jwt(claims(aud="https://elsewhere.example/")))
    assert person.cards["cardForWhat"][0] == "fail"


def test_rarely_expected_values_are_folded_away(person: Person) -> None:
    person.pastes(jwt())
    assert not person.field("nonceField").isVisible()
    person.clicks("moreButton")
    person.types("algorithmsField", "RS256 PS256")
    assert person.inspection.policy.algorithms == ("RS256", "PS256")
    assert person.verdict() is VerdictStatus.REJECT


@pytest.mark.parametrize(("typed", "leeway_s"), [("", 60), ("0", 0), ("300", 300)])
def test_the_leeway_is_a_minute_until_another_is_typed(person: Person, typed: str, leeway_s: int) -> None:
    person.pastes(jwt())
    person.types("leewayField", typed)
    assert person.inspection.policy.leeway_s == leeway_s


def test_the_leeway_is_at_most_five_minutes(person: Person) -> None:
    person.pastes(jwt())
    person.types("leewayField", "99999")
    assert person.inspection.policy.leeway_s <= 300


def test_f5_checks_again_and_says_so(person: Person) -> None:
    person.pastes(ANSWER)
    person.now.forward(seconds=3_600)
    before = person.inspection.at
    person.presses("F5")
    assert (person.inspection.at - before).total_seconds() == 3_600
    assert person.reads("noteLabel") == "Checked again"
