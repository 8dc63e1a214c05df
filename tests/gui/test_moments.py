"""Instants as people read them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from jotlens.gui.moments import countdown_digits, moment_words, zone_words

NOON = datetime(2016, 3, 24, 12, tzinfo=UTC)
EAST = timezone(timedelta(hours=5, minutes=45))


def test_a_moment_is_written_in_its_zone() -> None:
    assert moment_words(NOON, UTC) == "24 Mar 2016, 12:00:00"
    assert moment_words(NOON, EAST) == "24 Mar 2016, 17:45:00"


def test_at_the_end_of_the_calendar_zones_fail_and_the_moment_is_still_written() -> None:
    last = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert moment_words(last, EAST) == "31 Dec 9999, 23:59:59"


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "UTC"), (60, "UTC+1"), (-210, "UTC-3:30"), (345, "UTC+5:45"), (-600, "UTC-10")]
)
def test_a_zone_is_named_by_its_distance(minutes: int, words: str) -> None:
    assert zone_words(NOON, timezone(timedelta(minutes=minutes))) == words


@pytest.mark.parametrize(
    ("seconds", "digits"),
    [
        (0, "00:00:00"),
        (1, "00:00:01"),
        (8024, "02:13:44"),
        (86_400, "1 d 00:00:00"),
        (300_000, "3 d 11:20:00"),
    ],
)
def test_a_countdown_has_digits_of_one_width(seconds: int, digits: str) -> None:
    assert countdown_digits(seconds) == digits
