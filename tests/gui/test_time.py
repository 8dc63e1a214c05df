"""Time: the countdown runs by itself, the words change when a moment passes, and any moment can be looked at."""

from datetime import UTC, datetime

import pytest
from PySide6.QtGui import QAction

from jotlens.gui.widgets.life_bar import LifeBar
from jotlens.inspection.model import LifetimeState, VerdictStatus
from tests.gui.minted import CALENDAR, OPAQUE, at, claims, jwt
from tests.gui.person import Person, colors_in

FOREVER = jwt(claims(exp=None))
ANSWER = '{"access_token": "vX9vX9vX9vX9vX9vX9vX9vX9vX9", "token_type": "Bearer", "expires_in": 3600}'


def when(person: Person) -> tuple[str, str]:
    return person.cards["cardWhen"]


def test_the_countdown_runs(person: Person) -> None:
    person.pastes(jwt(claims(exp=at(8_000))))
    assert when(person) == ("pass", "02:13:20 left")
    person.waits(1)
    assert when(person) == ("pass", "02:13:19 left")
    person.waits(3_600)
    assert when(person) == ("pass", "01:13:19 left")


def test_the_clock_ticks_by_itself(person: Person) -> None:
    person.pastes(jwt())
    person.now.forward(seconds=5)
    person.qtbot.waitUntil(lambda: when(person) == ("pass", "00:29:55 left"), timeout=20_000)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "00:00:01 left"),
        (86_400 + 1, "1 d 00:00:01 left"),
        (29 * 86_400, "29 d 00:00:00 left"),
        (31 * 86_400, "1 month left"),
    ],
)
def test_the_time_left_is_digits_up_to_a_month_and_words_beyond(
    person: Person, seconds: int, words: str
) -> None:
    person.pastes(jwt(claims(exp=at(seconds))))
    assert when(person)[1] == words


def test_in_the_last_tenth_the_card_warns(person: Person) -> None:
    person.pastes(jwt(claims(iat=at(-880), exp=at(120))))
    assert when(person)[0] == "pass"
    person.waits(20)
    assert when(person)[0] == "warn"


def test_the_bar_is_calm_then_amber_then_red(person: Person) -> None:
    person.pastes(jwt(claims(iat=at(-500), exp=at(500))))
    bar = person.card("cardWhen").bar
    assert isinstance(bar, LifeBar)
    theme = person.window.looks.theme
    seen = []
    for seconds in (0, 401, 200):
        person.waits(seconds)
        seen.append(colors_in(bar) & {theme.tone("pass").ink, theme.amber, theme.tone("fail").ink})
    assert seen == [{theme.tone("pass").ink}, {theme.amber}, {theme.tone("fail").ink}]


def test_a_token_expires_before_the_eyes(person: Person) -> None:
    person.pastes(jwt(claims(exp=at(10))))
    assert person.verdict() is VerdictStatus.NOT_VERIFIED
    person.waits(9)
    assert when(person) == ("warn", "00:00:01 left")
    person.waits(1)
    assert when(person) == ("warn", "Expired just now")
    person.waits(3)
    assert when(person) == ("warn", "Expired 3 s ago")
    assert person.card("cardWhen").detail == "still within the leeway of 60 s"
    assert person.verdict() is VerdictStatus.NOT_VERIFIED
    person.waits(60)
    assert when(person) == ("fail", "Expired 1 min 3 s ago")
    assert person.verdict() is VerdictStatus.REJECT
    assert "it expired 1 min 3 s ago" in person.reads("sentence")


def test_without_leeway_it_ends_at_the_very_second(person: Person) -> None:
    person.pastes(jwt(claims(exp=at(10))))
    person.types("leewayField", "0")
    person.waits(9)
    assert person.verdict() is VerdictStatus.NOT_VERIFIED
    person.waits(1)
    assert when(person) == ("fail", "Expired just now")
    assert person.verdict() is VerdictStatus.REJECT


def test_a_leap_over_the_end_is_noticed(person: Person) -> None:
    person.pastes(jwt())
    person.waits(4 * 3_600)
    assert when(person) == ("fail", "Expired 3 h 30 min ago")
    assert person.inspection.lifetime.state is LifetimeState.EXPIRED


def test_before_its_first_moment_a_token_waits(person: Person) -> None:
    person.pastes(jwt(claims(nbf=at(600))))
    assert when(person) == ("fail", "Valid in 00:10:00")
    assert "becomes valid in 10 min" in person.reads("sentence")
    person.waits(1)
    assert when(person) == ("fail", "Valid in 00:09:59")
    person.waits(599)
    assert when(person) == ("pass", "00:20:00 left")
    assert person.verdict() is VerdictStatus.NOT_VERIFIED


def test_the_sentence_and_the_card_agree_also_later(person: Person) -> None:
    person.pastes(jwt(claims(exp=at(-90))))
    assert "1 min 30 s ago" in person.reads("sentence")
    person.waits(7_200)
    assert when(person)[1] == "Expired 2 h 1 min ago"
    assert "2 h 1 min ago" in person.reads("sentence")
    assert "2 h 1 min ago" in person.card("cardWhen").accessibleName()


def test_what_to_do_stays_open_while_time_passes(person: Person) -> None:
    person.pastes(jwt(claims(exp=at(-90))))
    person.clicks("whatToDo")
    person.waits(300)
    assert person.reads("nextStep").startswith("Get a new one")


def test_an_opaque_token_counts_down_from_when_it_was_received(person: Person) -> None:
    person.pastes(ANSWER)
    assert when(person) == ("unknown", "Lifetime unknown")
    person.clicks("moreButton")
    person.types("receivedAtField", "2026-01-02 03:00:00Z")
    assert when(person) == ("pass", "00:55:55 left")
    person.waits(1)
    assert when(person) == ("pass", "00:55:54 left")
    person.waits(3_600)
    assert when(person)[1] == "Expired 4 min 6 s ago"


def test_the_seeds_token_was_valid_as_of_its_own_day(person: Person) -> None:
    person.pastes(CALENDAR)
    assert when(person) == ("fail", "Expired 9 years 9 months ago")
    person.chooses("timesInUtc")
    person.types("asOfField", "2016-03-24T12:00Z")
    assert when(person) == ("pass", "14:16:36 left")
    assert person.inspection.at == datetime(2016, 3, 24, 12, tzinfo=UTC)
    assert person.inspection.lifetime.state is LifetimeState.ACTIVE
    assert "expired" not in person.reads("sentence")
    assert person.reads("asOfSaid") == "Looked at as of 24 Mar 2016, 12:00:00 UTC."
    person.types("asOfField", "now")
    assert when(person) == ("fail", "Expired 9 years 9 months ago")
    assert person.reads("asOfSaid") == ""


@pytest.mark.parametrize(
    "typed", ["2016-03-24 12:00Z", "1458820800", "1458820800000", "Thu, 24 Mar 2016 12:00:00 GMT"]
)
def test_a_moment_can_be_written_in_many_ways(person: Person, typed: str) -> None:
    person.pastes(CALENDAR)
    person.types("asOfField", typed)
    assert person.inspection.at == datetime(2016, 3, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["soon", "2016-13-45", "12", "99999999999999999999", "24.03.2016"])
def test_nonsense_as_a_moment_gets_a_sentence_and_counts_as_now(person: Person, typed: str) -> None:
    person.pastes(CALENDAR)
    person.types("asOfField", typed)
    assert person.reads("asOfSaid").startswith("This is no time")
    assert person.inspection.at == person.now.at


@pytest.mark.parametrize("text", [FOREVER, OPAQUE, CALENDAR, "Bearer null", " "])
def test_the_clock_rests_when_nothing_counts(person: Person, text: str) -> None:
    person.pastes(jwt())
    assert person.counts()
    person.pastes(text)
    assert not person.counts()


def test_the_clock_rests_a_day_after_the_end(person: Person) -> None:
    person.pastes(jwt(claims(exp=at(-86_000))))
    assert person.counts()
    person.waits(500)
    assert not person.counts()


def test_the_clock_rests_while_another_moment_is_looked_at(person: Person) -> None:
    person.pastes(jwt())
    person.types("asOfField", "2026-01-02T03:00Z")
    assert not person.counts()
    person.types("asOfField", "")
    assert person.counts()


def test_the_clock_rests_while_the_window_is_hidden_and_is_right_when_it_comes_back(person: Person) -> None:
    person.pastes(jwt())
    person.window.hide()
    assert not person.counts()
    person.now.forward(seconds=60)
    person.window.show()
    assert person.counts()
    assert when(person)[1] == "00:29:00 left"


def test_the_clock_rests_while_the_window_is_minimised(person: Person) -> None:
    person.pastes(jwt())
    person.window.showMinimized()
    person.qtbot.waitUntil(lambda: not person.counts())
    person.window.showNormal()
    person.qtbot.waitUntil(person.counts)


def test_times_can_be_shown_in_utc(person: Person) -> None:
    person.pastes(jwt(claims(exp=at(60))))
    person.presses("Ctrl+U")
    assert person.find(QAction, "timesInUtc").isChecked()
    assert person.reads("zoneLabel") == "Times in UTC"
    assert person.card("cardWhen").detail.startswith("until 2 Jan 2026, 03:05:05")
