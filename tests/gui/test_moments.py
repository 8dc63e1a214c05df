"""Instants as people write and read them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from jotlens.gui.moments import MomentTextError, countdown_digits, moment_words, read_moment, zone_words

NOON = datetime(2016, 3, 24, 12, tzinfo=UTC)
EAST = timezone(timedelta(hours=5, minutes=45))


@pytest.mark.parametrize(
    "text",
    [
        "2016-03-24T12:00:00Z",
        "2016-03-24 12:00 UTC",
        "2016-03-24T12:00:00.000Z",
        "20160324T120000Z",
        "2016-03-24T13:00:00+01:00",
        "2016-03-24 13:00:00 +0100",
        "Thu, 24 Mar 2016 12:00:00 GMT",
        "24 Mar 2016 12:00:00 +0000",
        "1458820800",
        "1458820800000",
        "  1458820800 ",
    ],
)
def test_a_moment_is_understood_in_every_usual_form(text: str) -> None:
    assert read_moment(text, EAST) == NOON


def test_a_time_without_a_zone_is_meant_in_the_zone_on_show() -> None:
    assert read_moment("2016-03-24 17:45", EAST) == NOON
    assert read_moment("2016-03-24 12:00", UTC) == NOON


@pytest.mark.parametrize("text", ["", "  ", "now", "Now"])
def test_now_is_no_moment(text: str) -> None:
    assert read_moment(text, UTC) is None


@pytest.mark.parametrize(
    "text",
    ["noon", "2016", "12:00", "-5", "2016-13-45", "99999999999999999", "9999-12-31T23:59:59-10:00", "\0"],
)
def test_anything_else_is_said_to_be_no_time(text: str) -> None:
    with pytest.raises(MomentTextError):
        read_moment(text, UTC)


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
