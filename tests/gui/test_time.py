"""Time: the countdown runs by itself, the words change when a moment passes, and any moment can be looked at."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

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
    "typed",
    [
        "2016-03-24 12:00Z",
        "1458820800",
        "1458820800000",
        "Thu, 24 Mar 2016 12:00:00 GMT",
        "24.03.2016 13:00 CET",
        '10.0.0.1 - - [24/Mar/2016:13:00:00 +0100] "GET / HTTP/1.1" 401 12',
        '{"time":"2016-03-24T12:00:00Z","level":"warn","msg":"401"}',
    ],
)
def test_a_moment_can_be_written_in_many_ways(person: Person, typed: str) -> None:
    person.pastes(CALENDAR)
    person.types("asOfField", typed)
    assert person.inspection.at == datetime(2016, 3, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("soon", "This is no time. Write"),
        ("2016-13-45", "There is no month 13"),
        ("2016-02-30 12:00", "There is no day 30 in February 2016"),
        ("12", "A number this short"),
        ("9" * 25, "This moment lies outside"),
    ],
)
def test_nonsense_as_a_moment_gets_a_sentence_and_counts_as_now(
    person: Person, typed: str, said: str
) -> None:
    person.pastes(CALENDAR)
    person.types("asOfField", typed)
    assert person.reads("asOfSaid").startswith(said)
    assert person.inspection.at == person.now.at


def test_a_moment_with_two_meanings_says_which_was_taken(person: Person) -> None:
    person.pastes(jwt())
    person.chooses("timesInUtc")
    person.types("asOfField", "02/01/2026 03:00")
    assert person.inspection.at == datetime(2026, 1, 2, 3, tzinfo=UTC)
    said = person.reads("asOfSaid")
    assert said.startswith(
        "Looked at as of 2 Jan 2026, 03:00:00 UTC. “02/01/2026 03:00” was read with the day first"
    )
    assert "With the month first it is 1 February 2026" in said


def test_what_was_received_says_how_it_was_understood(person: Person) -> None:
    person.pastes(ANSWER)
    person.clicks("moreButton")
    person.chooses("timesInUtc")
    person.types("receivedAtField", "Jan  2 03:00:00")
    assert person.reads("receivedAtSaid").startswith("Received at 2 Jan 2026, 03:00:00 UTC. No time zone")
    assert when(person) == ("pass", "00:55:55 left")
    person.types("receivedAtField", "a while ago")
    assert person.reads("receivedAtSaid").startswith("This is no time")
    assert when(person) == ("unknown", "Lifetime unknown")


# --- moments on offer ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "seconds", "headline"),
    [
        ("asOf-issued", -1_800, "01:00:00 left"),
        ("asOf-before-end", 1_799, "00:00:01 left"),
        ("asOf-after-end", 1_860, "Expired 1 min ago"),
    ],
)
def test_the_moments_of_the_life_are_one_click_away(
    person: Person, action: str, seconds: int, headline: str
) -> None:
    person.pastes(jwt())
    person.chooses(action)
    assert person.inspection.at == datetime.fromtimestamp(at(seconds), UTC)
    assert when(person)[1] == headline
    person.chooses("asOfNow")
    assert person.inspection.at == person.now.at
    assert person.field("asOfField").text() == ""


def test_only_the_moments_that_a_token_has_are_on_offer(person: Person) -> None:
    person.pastes(FOREVER)
    assert person.find(QAction, "asOf-issued").isEnabled()
    assert not person.find(QAction, "asOf-before-end").isEnabled()
    person.pastes(OPAQUE)
    assert not person.find(QAction, "asOf-issued").isEnabled()
    assert person.find(QAction, "asOfNow").isEnabled()


@pytest.mark.qt_log_ignore(
    "This plugin does not support"
)  # a menu that pops up wants more than offscreen has
def test_the_moments_on_offer_are_reached_by_keys(person: Person) -> None:
    person.pastes(jwt())
    person.chooses("timesInUtc")
    person.field("asOfField").setFocus()
    person.presses("F4")
    menu = person.find(QMenu, "asOfMenu")
    assert menu.isVisible()
    assert menu.actions()[1].text() == "When it was issued: 2 Jan 2026, 02:34:05"
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    person.settled()
    assert when(person)[1] == "01:00:00 left"


def test_the_last_moment_on_offer_moves_with_the_leeway(person: Person) -> None:
    person.pastes(jwt())
    person.types("leewayField", "0")
    person.chooses("asOf-after-end")
    assert when(person) == ("fail", "Expired just now")
    assert person.verdict() is VerdictStatus.REJECT


# --- two clocks ------------------------------------------------------------------------------------


def test_the_issuers_clock_is_asked_too(person: Person) -> None:
    person.pastes(jwt(claims(nbf=at(90))))
    person.clicks("moreButton")
    person.chooses("timesInUtc")
    assert person.reads("clocks") == ""
    person.types("issuerDateField", "Date: Fri, 02 Jan 2026 03:04:47 GMT")
    assert person.reads("clocks") == (
        "By this computer's clock it is not valid yet; by the issuer's clock it is within its lifetime. This computer "
        "is 42 s behind the issuer: switch on automatic time, then check again."
    )
    assert person.reads("issuerDateSaid") == "The issuer's clock showed 2 Jan 2026, 03:04:47 UTC."
    assert when(person) == ("fail", "Valid in 00:01:30")


def test_both_clocks_go_on_and_the_words_change_when_one_of_them_gets_there(person: Person) -> None:
    person.pastes(jwt(claims(nbf=at(110))))
    person.clicks("moreButton")
    person.types("issuerDateField", "Fri, 02 Jan 2026 03:04:47 GMT")
    assert person.reads("clocks").startswith("By both clocks it is not valid yet, although")
    person.waits(8)
    assert person.reads("clocks").startswith("By this computer's clock it is not valid yet; by the issuer's")
    person.waits(42)
    assert person.reads("clocks").startswith("By both clocks it is within its lifetime, although")
    assert person.inspection.policy.clock_skew_s == -42


def test_clocks_that_agree_are_not_worth_a_word(person: Person) -> None:
    person.pastes(jwt())
    person.clicks("moreButton")
    person.types("issuerDateField", "Fri, 02 Jan 2026 03:04:04 GMT")
    assert person.inspection.policy.clock_skew_s == 1
    assert person.reads("clocks") == ""
    person.types("issuerDateField", "")
    assert person.inspection.other_clock is None


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


def test_a_moment_that_was_chosen_stays_while_something_else_counts(person: Person) -> None:
    """A device's login counts its minutes down, and the clock ticks for that."""
    person.pastes(jwt(claims(exp=at(-7_000), iat=at(-9_000))))
    person.types("asOfField", (person.now.at - timedelta(seconds=8_000)).isoformat())
    judged: list[object] = []
    person.window.session.inspected.connect(judged.append)
    shown = when(person)
    assert shown == ("pass", "00:16:40 left")
    person.window.clock.set_counting(True, "fetch")
    person.waits(90)
    assert when(person) == shown
    assert judged == []
    person.window.clock.set_counting(False, "fetch")
