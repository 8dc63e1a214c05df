"""The one reader of moments: every form that tickets hold, what is said of it, and what is no moment."""

import json
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from jotlens.inspection.model import Lifetime, LifetimeState
from jotlens.inspection.moments.model import Moment, MomentTextError
from jotlens.inspection.moments.offers import Edge, MomentOffer, moment_offers
from jotlens.inspection.moments.read import read_moment
from jotlens.inspection.moments.vocabulary import months, offset_words, zone_meanings
from jotlens.tokens.resources import resource

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
EAST = timezone(timedelta(hours=5, minutes=45))
TICKET = datetime(2026, 3, 4, 13, 5, 33, tzinfo=UTC)
"""14:05:33 in Central Europe."""

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJpYXQiOjE3NzI2MDAwMDB9.cGxlYXNlLWtlZXAtbWUtc2VjcmV0"


def read(text: str) -> Moment:
    moment = read_moment(text, EAST, NOW)
    assert moment is not None
    return moment


@pytest.mark.parametrize(
    "text",
    [
        # ISO 8601 and RFC 3339
        "2026-03-04T13:05:33Z",
        "2026-03-04t13:05:33z",
        "2026-03-04T13:05:33.000Z",
        "2026-03-04 13:05:33 UTC",
        "2026-03-04T14:05:33+01:00",
        "2026-03-04 14:05:33 +0100",
        "2026-03-04T14:05:33+01",
        "2026-03-04T14:05:33+01:00[Europe/Berlin]",
        "20260304T130533Z",
        "20260304140533+0100",
        "2026-W10-3T13:05:33Z",
        # mail, HTTP and other headers
        "Wed, 04 Mar 2026 13:05:33 GMT",
        "Wed, 4 Mar 2026 05:05:33 -0800 (PST)",
        "Wednesday, 04-Mar-26 13:05:33 GMT",
        "Date: Wed, 04 Mar 2026 13:05:33 GMT",
        # since 1970
        "1772629533",
        "1772629533.0",
        "1772629533000",
        "1772629533000000",
        "1772629533000000000",
        # as people and programs write it
        "2026-03-04 14:05:33 CET",
        "2026-03-04 14:05:33 cet",
        "04.03.2026 14:05:33 MEZ",
        "4. März 2026 14:05:33 MEZ",
        "4 mars 2026 à 14:05:33 CET",
        "4 Mar 2026 2:05:33 pm CET",
        "March 4, 2026 at 2:05:33 PM CET",
        "Mar 4th, 2026 8:05:33 a.m. EST",
        "2:05:33 pm CET on 4 March 2026",
        "14:05:33 CET, 04.03.2026",
        "Wed Mar  4 14:05:33 CET 2026",
        "Wed Mar  4 14:05:33 2026 +0100",
        "'2026-03-04 14:05:33+01'",
        "Wed Mar 04 2026 14:05:33 GMT+0100 (Central European Standard Time)",
        "2026-03-04 14:05:33 UTC+1",
        "2026-03-04T12:05:33\u221201:00",
        "26/03/04 14:05:33 CET",
        # lines of logs
        "04/Mar/2026:14:05:33 +0100",
        f'10.0.0.12 - - [04/Mar/2026:14:05:33 +0100] "GET /orders?t={TOKEN} HTTP/1.1" 401 12',
        "2026/03/04 14:05:33 CET [error] 12#12: *1 token expired, client: 10.0.0.12",
        "Mar  4 14:05:33 CET gateway app[512]: token expired",
        "2026-03-04 14:05:33,000 CET WARN [http-nio-8080] JWT expired at 2026-03-04T12:00:00Z",
        '{"level":"warn","iat":1772000000,"exp":1772600000,"time":"2026-03-04T13:05:33Z","msg":"401"}',
        '{"ts":1772629533.0,"msg":"401"}',
        '{"msg":"sent 2020-01-01 00:00:00Z","timestamp":1772629533000}',
        'time="2026-03-04T14:05:33+01:00" level=error msg="token expired"',
        "1772629533.000 200 TCP_MISS/401 GET https://api.example.com/",
        "HTTP/1.1 401\u2028Expires: Thu, 01 Jan 1970 00:00:00 GMT\u2028Date: Wed, 04 Mar 2026 13:05:33 GMT",
        "The customer says it failed on 2026-03-04 14:05:33 CET, and again later.",
    ],
)
def test_a_moment_is_understood_in_every_form_that_tickets_hold(text: str) -> None:
    moment = read(text)
    assert moment.at == TICKET
    assert moment.doubts == ()


@pytest.mark.parametrize(
    ("text", "offset"),
    [("CET", 1), ("CEST", 2), ("EST", -5), ("EDT", -4), ("PST", -8), ("PDT", -7), ("GMT", 0), ("JST", 9)],
)
def test_an_abbreviation_with_one_meaning_is_taken(text: str, offset: int) -> None:
    assert read(f"2026-03-04 14:05:33 {text}").at == TICKET + timedelta(hours=1 - offset)


@pytest.mark.parametrize(
    "text", ["04.03.2026, 14.05 Uhr", "4. März 2026 14:05 Uhr", "2026-03-04 14.05", "20260304T1405"]
)
def test_a_time_of_day_may_have_a_dot(text: str) -> None:
    moment = read_moment(text, UTC, NOW)
    assert moment is not None
    assert (moment.at.hour, moment.at.minute, moment.at.second) == (14, 5, 0)


def test_fractions_of_a_second_are_kept_to_the_microsecond() -> None:
    assert read("2026-03-04T13:05:33.123456789Z").at == TICKET + timedelta(microseconds=123_456)
    assert read("2026-03-04 13:05:33,5 UTC").at == TICKET + timedelta(milliseconds=500)
    assert read("1772629533.25").at == TICKET + timedelta(milliseconds=250)


@pytest.mark.parametrize("text", ["", "  ", "now", "Now"])
def test_now_is_no_moment(text: str) -> None:
    assert read_moment(text, UTC, NOW) is None


# --- what was filled in --------------------------------------------------------------------------


def test_a_moment_that_says_all_of_itself_needs_no_words() -> None:
    assert read("2026-03-04T14:05:33+01:00").words == ""
    assert read("Wed, 04 Mar 2026 13:05:33 GMT").words == ""


def test_a_time_without_a_zone_is_meant_where_its_reader_is() -> None:
    moment = read("2026-03-04 18:50:33")
    assert moment.at == TICKET
    assert moment.words == "No time zone was found, so UTC+5:45 was taken."
    assert read_moment("2026-03-04 13:05:33", UTC, NOW) == Moment(
        TICKET, ("No time zone was found, so UTC was taken.",)
    )


def test_a_syslog_line_lacks_the_year_and_gets_the_last_one() -> None:
    assert read("Mar  4 18:50:33").at == TICKET
    assert read("Mar 11 14:05:33").at.year == 2026  # tomorrow, for somebody further east
    assert read("Mar 12 18:50:33").at.year == 2025
    assert read("29 Feb 14:05").at.year == 2024
    assert "No year was found, so 2025 was taken" in read("Dec 31 23:59:59").words


def test_a_date_without_a_time_of_day_begins_the_day() -> None:
    moment = read_moment("24.03.2016", UTC, NOW)
    assert moment is not None
    assert moment.at == datetime(2016, 3, 24, tzinfo=UTC)
    assert "start of the day" in moment.words


def test_a_number_says_how_it_was_counted() -> None:
    assert read("1772629533").words == ""
    assert read("1772629533000").words == "The number was read as milliseconds since 1970."
    assert "microseconds" in read("1772629533000000").words


def test_a_line_says_which_of_its_times_was_taken() -> None:
    said = read("2026-03-04 14:05:33,000 CET WARN JWT expired at 2026-03-04T12:00:00Z").words
    assert "“2026-03-04 14:05:33,000 CET”" in said
    assert "names other times too" in said


def test_nothing_of_a_token_in_a_line_is_repeated() -> None:
    assert TOKEN[-12:] not in read(f"[04/Mar/2026:14:05:33 +0100] {TOKEN}").words
    with pytest.raises(MomentTextError) as refused:
        read(TOKEN)
    assert "eyJ" not in refused.value.sentence


def test_winter_time_in_summer_is_taken_by_the_letter_and_said() -> None:
    moment = read("2026-07-04 14:05 CET")
    assert moment.at == datetime(2026, 7, 4, 13, 5, tzinfo=UTC)
    assert "In July clocks there mostly show CEST" in moment.words
    assert "CEST" not in read("2026-01-04 14:05 CET").words


# --- what is doubtful ------------------------------------------------------------------------------


def test_day_and_month_in_figures_are_doubtful() -> None:
    moment = read_moment("04/03/2026 13:05:33", UTC, NOW)
    assert moment is not None
    assert moment.at == TICKET
    assert len(moment.doubts) == 1
    assert moment.doubts[0] == (
        "“04/03/2026 13:05:33” was read with the day first: 4 March 2026. With the month first it is "
        "3 April 2026. To be sure, write the month as a word."
    )


def test_of_two_readings_the_one_that_has_happened_is_taken() -> None:
    assert read("03/04/2026 14:05").at.month == 3
    assert read("02/01/2026 14:05").at.month == 1


def test_with_a_twelve_hour_clock_the_month_stands_first() -> None:
    moment = read("1/2/2026 2:05 PM")
    assert (moment.at.month, moment.at.day) == (1, 2)
    assert "month first" in moment.words


@pytest.mark.parametrize("text", ["24/03/2016 12:00 UTC", "03/24/2016 12:00 UTC", "03/03/2016 12:00 UTC"])
def test_figures_that_can_only_be_read_one_way_are_not_doubtful(text: str) -> None:
    assert read(text).doubts == ()
    assert read(text).at.month == 3


@pytest.mark.parametrize("abbreviation", ["IST", "CST", "BST", "AST", "GST", "SST"])
def test_an_abbreviation_with_several_meanings_is_never_taken_in_silence(abbreviation: str) -> None:
    moment = read_moment(f"2026-06-04 14:05 {abbreviation}", UTC, NOW)
    assert moment is not None
    taken, *others = zone_meanings(abbreviation)
    assert moment.at == datetime(2026, 6, 4, 14, 5, tzinfo=UTC) - taken.offset
    assert moment.doubts[0].startswith(
        f"{abbreviation} has more than one meaning. It was read as {taken.name}"
    )
    assert all(f"{other.name}, {offset_words(other.offset)}" in moment.doubts[0] for other in others)


def test_of_several_meanings_the_readers_own_zone_wins() -> None:
    israel = timezone(timedelta(hours=2))
    moment = read_moment("2026-03-04 14:05 IST", israel, NOW)
    assert moment is not None
    assert moment.at.hour == 12
    assert "Israel Standard Time, UTC+2; it is also India" in moment.words


# --- places ----------------------------------------------------------------------------------------


@pytest.fixture
def berlin(tmp_path: Path) -> Iterator[None]:
    """A table of time zones with one place, written by hand as RFC 9636 wants it: a rule and nothing else."""
    block = b"TZif2" + bytes(15) + b"".join(n.to_bytes(4, "big") for n in (0, 0, 0, 0, 1, 4))
    block += (3600).to_bytes(4, "big") + b"\0\0" + b"CET\0"
    (tmp_path / "Europe").mkdir()
    (tmp_path / "Europe" / "Berlin").write_bytes(block + block + b"\nCET-1CEST,M3.5.0,M10.5.0/3\n")
    zoneinfo.ZoneInfo.clear_cache()
    zoneinfo.reset_tzpath(to=[tmp_path])
    yield
    zoneinfo.reset_tzpath()
    zoneinfo.ZoneInfo.clear_cache()


@pytest.mark.usefixtures("berlin")
def test_a_place_is_a_zone() -> None:
    assert read("2026-03-04 14:05:33 Europe/Berlin").at == TICKET
    assert read("2026-07-04 14:05 Europe/Berlin").at.hour == 12


@pytest.mark.usefixtures("berlin")
def test_an_hour_that_came_twice_or_never_is_doubtful() -> None:
    twice = read("2026-10-25 02:30 Europe/Berlin")
    assert twice.at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert "this hour came twice" in twice.words
    assert "such as +02:00" in twice.words
    assert "it never came. It was read as 01:30:00 UTC" in read("2026-03-29 02:30 Europe/Berlin").words
    assert read("2026-10-25 03:30 Europe/Berlin").doubts == ()


@pytest.mark.usefixtures("berlin")
def test_a_place_that_is_not_in_the_table_is_said_to_be_unknown() -> None:
    with pytest.raises(MomentTextError, match=r"“Mars/Olympus_Mons” is not known here"):
        read("2026-03-04 14:05 Mars/Olympus_Mons")


# --- what is no moment -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("noon", "This is no time. Write"),
        ("yesterday", "This is no time. Write"),
        ("-5", "This is no time. Write"),
        ("\0", "This is no time. Write"),
        (TOKEN, "This is no time. Write"),
        ("10.12.26.5 GET /", "This is no time. Write"),
        ("14:05", "time of day without a date"),
        ("at 14:05:33 it failed", "time of day without a date"),
        ("12", "no moment: seconds since 1970 have ten digits"),
        ("2016", "no moment: seconds since 1970 have ten digits"),
        ("2016-13-45", "There is no month 13"),
        ("00/13/2026", "There is no"),
        ("2026-02-29 14:05", "There is no day 29 in February 2026"),
        ("31 Apr 2026", "There is no day 31 in April 2026"),
        ("Apr 31 14:05:33", "There is no day 31 in April 2026"),
        ("2026-03-04 25:05", "There is no time of day 25:05"),
        ("2026-03-04 14:60", "There is no time of day 14:60"),
        ("4 Mar 2026 13:05 pm", "There is no time of day 13:05 pm"),
        ("4 Mar 2026 0:05 am", "There is no time of day 0:05 am"),
        ("9999-12-31T23:59:59-10:00", "outside the years 1 to 9999"),
        ("0001-01-01T00:00+14:00", "outside the years 1 to 9999"),
        ("9" * 30, "outside the years 1 to 9999"),
        ("2026-03-04 14:05 XYZ", "“XYZ” is not known here"),
        ("2026-03-04 14:05 +19:00", "“+19:00” is not known here"),
    ],
)
def test_what_is_no_moment_gets_a_sentence(text: str, said: str) -> None:
    with pytest.raises(MomentTextError) as refused:
        read(text)
    assert said in refused.value.sentence
    assert refused.value.sentence[-1] == "."


def test_midnight_has_two_names_and_a_leap_second_one_more() -> None:
    assert read("2026-03-04T24:00Z").at == read("2026-03-05T00:00Z").at
    assert read("2016-12-31T23:59:60Z").at == datetime(2017, 1, 1, tzinfo=UTC)
    assert read("4 Mar 2026 12:00 am UTC").at.hour == 0
    assert read("4 Mar 2026 12:00 pm UTC").at.hour == 12


def test_a_word_behind_a_time_in_a_line_is_no_zone() -> None:
    for word in ("ERROR", "INFO", "GET", "host", "est"):
        moment = read(f"2026-03-04 18:50:33 {word} and more")
        assert moment.at == TICKET
        assert "was taken" in moment.words
    assert read("2026-03-04 18:50:33 ERROR").at == TICKET


@pytest.mark.parametrize(
    "text", ["1" * 90_000, "1 " * 40_000, "Mar 4 " * 9_000, "2026-99-99 14:05 " * 3_000, '["' * 40_000]
)
def test_an_endless_text_is_no_moment(text: str) -> None:
    with pytest.raises(MomentTextError):
        read(text)


# --- the words, and the offers ---------------------------------------------------------------------


def test_every_name_of_a_month_stands_once() -> None:
    table = json.loads(resource("moments.json").read_bytes())
    names = [name for names in table["months"].values() for name in names]
    assert sorted(names) == sorted(set(names)) == sorted(months())
    assert set(months().values()) == set(range(1, 13))
    assert all(name == name.lower() for name in names)


def test_every_zone_lies_within_the_day_and_summer_is_an_hour_ahead() -> None:
    table = json.loads(resource("moments.json").read_bytes())
    for name in table["zones"]:
        assert all(abs(meaning.offset) <= timedelta(hours=14) for meaning in zone_meanings(name))
    for winter, summer in table["summer"].items():
        ahead = zone_meanings(summer)[0].offset - zone_meanings(winter)[0].offset
        assert ahead == timedelta(hours=1), winter


def test_every_sentence_is_used() -> None:
    table = json.loads(resource("moments.json").read_bytes())
    folder = Path(read_moment.__code__.co_filename).parent
    source = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    for group in ("remarks", "doubts", "errors"):
        for key in table[group]:
            assert f'"{key}"' in source, (group, key)


def test_a_life_offers_its_own_moments() -> None:
    life = Lifetime(LifetimeState.ACTIVE, issued_at=TICKET, expires_at=NOW)
    assert moment_offers(life, 60) == (
        MomentOffer(Edge.ISSUED, TICKET),
        MomentOffer(Edge.BEFORE_END, NOW - timedelta(seconds=1)),
        MomentOffer(Edge.AFTER_END, NOW + timedelta(seconds=60)),
    )
    assert moment_offers(Lifetime(LifetimeState.UNKNOWN), 60) == ()
    last = Lifetime(LifetimeState.ACTIVE, expires_at=datetime.max.replace(tzinfo=UTC))
    assert [offer.edge for offer in moment_offers(last, 60)] == [Edge.BEFORE_END]
