"""Times in words: two units at most, singular and plural, and nothing that depends on where the computer stands."""

from datetime import UTC, datetime

import pytest

from jotlens.inspection.wording import ago, duration, instant, relative, seconds_in_words, within

YEAR = 31_556_952


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (0.9, "0 s"),
        (1, "1 s"),
        (42, "42 s"),
        (59.99, "59 s"),
        (60, "1 min"),
        (190, "3 min 10 s"),
        (3_599, "59 min 59 s"),
        (3_600, "1 h"),
        (3_601, "1 h"),
        (7_980, "2 h 13 min"),
        (86_399, "23 h 59 min"),
        (86_400, "1 day"),
        (100_800, "1 day 4 h"),
        (2 * 86_400 + 3_600, "2 days 1 h"),
        (2_592_000, "30 days"),
        (31 * 86_400, "1 month"),
        (33 * 86_400, "1 month 2 days"),
        (YEAR - 1, "11 months 30 days"),
        (YEAR, "1 year"),
        (10 * YEAR + 8 * YEAR // 12 + 5, "10 years 8 months"),
        (12_345 * YEAR, "12,345 years"),
        (10**40, "over a million years"),
        (1e300, "over a million years"),
        (-190, "3 min 10 s"),
    ],
)
def test_a_duration_has_its_two_largest_units(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_past_and_future_are_told_apart() -> None:
    assert ago(190) == "3 min 10 s ago"
    assert ago(0) == "just now"
    assert within(7_980) == "in 2 h 13 min"
    assert within(0) == "now"
    assert relative(42) == "in 42 s"
    assert relative(-42) == "42 s ago"
    assert relative(0) == "now"


def test_an_instant_is_written_for_people() -> None:
    assert instant(datetime(2011, 7, 21, 20, 59, 30, tzinfo=UTC)) == "21 Jul 2011, 20:59:30 UTC"
    assert instant(datetime(9999, 12, 1, 0, 0, 5, tzinfo=UTC)) == "1 Dec 9999, 00:00:05 UTC"


def test_a_lifetime_is_written_as_settings_pages_write_it() -> None:
    assert seconds_in_words(86_400) == "86,400 s (1 day)"
    assert seconds_in_words(7_200) == "7,200 s (2 h)"
    assert seconds_in_words(59) == "59 s"
