"""When a token lives: claims, answers, encrypted headers, and dates that no calendar holds."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from jotlens.inspection.lifetime import SECOND_US, instant_of, lifetime, microseconds_of, numeric_date
from jotlens.inspection.model import Lifetime, LifetimeState, Policy
from jotlens.tokens.base64url import encode
from jotlens.tokens.formats.compact import read_compact
from jotlens.tokens.json_text import JsonObject, Number
from jotlens.tokens.model import Kind, SelectiveDisclosure, Token
from tests.support.claim_cases import AT, NOW, encrypted, opaque, seconds, token


def life(claims: dict[str, Any] | str, at: datetime = NOW, **policy: Any) -> Lifetime:
    return lifetime(token(claims), Policy(**policy), at)


def test_the_dates_of_the_claims_are_instants_in_utc() -> None:
    got = life({"iat": AT - 60, "nbf": AT - 30, "exp": AT + 3_540})
    assert got == Lifetime(
        LifetimeState.ACTIVE,
        issued_at=seconds(-60),
        not_before=seconds(-30),
        expires_at=seconds(3_540),
        seconds_left=3_540,
        lifetime_s=3_600,
        source="claims",
    )
    assert got.expires_at is not None
    assert got.expires_at.tzinfo is UTC


@pytest.mark.parametrize(
    ("exp", "leeway_s", "state"),
    [
        (AT - 1, 0, LifetimeState.EXPIRED),
        (AT, 0, LifetimeState.EXPIRED),
        (AT + 1, 0, LifetimeState.ACTIVE),
        (AT - 60, 60, LifetimeState.EXPIRED),
        (AT - 59, 60, LifetimeState.ACTIVE),
        (AT + 0.25, 0, LifetimeState.ACTIVE),
        (AT - 0.25, 0, LifetimeState.EXPIRED),
    ],
)
def test_on_or_after_its_end_it_is_expired(exp: float, leeway_s: int, state: LifetimeState) -> None:
    assert life({"exp": exp}, leeway_s=leeway_s).state is state


@pytest.mark.parametrize(
    ("nbf", "leeway_s", "state"),
    [
        (AT + 1, 0, LifetimeState.NOT_YET_VALID),
        (AT, 0, LifetimeState.ACTIVE),
        (AT + 60, 60, LifetimeState.ACTIVE),
        (AT + 61, 60, LifetimeState.NOT_YET_VALID),
    ],
)
def test_before_its_start_it_is_not_yet_valid(nbf: int, leeway_s: int, state: LifetimeState) -> None:
    assert life({"nbf": nbf, "exp": AT + 3_600}, leeway_s=leeway_s).state is state


def test_fractions_of_a_second_are_rounded_down() -> None:
    assert life({"exp": AT + 100.5, "iat": AT - 0.75}).seconds_left == 100
    assert life({"exp": AT - 0.5}).seconds_left == -1
    assert life({"exp": AT + 100}, NOW + timedelta(microseconds=1)).seconds_left == 99


def test_the_moment_may_be_given_in_any_zone() -> None:
    there = NOW.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert life({"exp": AT + 7, "iat": AT}, there) == life({"exp": AT + 7, "iat": AT})


def test_no_end_is_no_expiry_and_not_unknown() -> None:
    assert life({"iat": AT}).state is LifetimeState.NO_EXPIRY
    assert life({}).source is None
    assert life({"nbf": AT + 9}).state is LifetimeState.NOT_YET_VALID


@pytest.mark.parametrize(
    "exp", ['"1750003600"', "NaN", "Infinity", "1e400", "true", "null", "[1]", "9" * 5_000]
)
def test_an_end_that_is_no_date_is_unknown(exp: str) -> None:
    got = life(f'{{"iat":{AT},"exp":{exp}}}')
    assert got.state is LifetimeState.UNKNOWN
    assert (got.expires_at, got.seconds_left, got.source) == (None, None, None)


def test_a_start_that_is_no_date_is_unknown_unless_the_end_has_passed() -> None:
    assert life({"nbf": "now", "exp": AT + 9}).state is LifetimeState.UNKNOWN
    assert life({"nbf": "now", "exp": AT - 9}).state is LifetimeState.EXPIRED


@pytest.mark.parametrize("exp", [253_402_300_800, 10**15, 10**30, 10**4_000])
def test_beyond_the_calendar_the_state_is_right_and_the_instant_unsaid(exp: int) -> None:
    assert life({"exp": exp}).state is LifetimeState.ACTIVE
    assert life({"exp": exp}).expires_at is None
    assert life({"exp": -exp}).state is LifetimeState.EXPIRED
    assert life({"exp": -exp}).expires_at is None


def test_what_no_clock_will_count_is_not_counted() -> None:
    assert life({"exp": 10**15, "iat": 0}).lifetime_s == 10**15
    assert life({"exp": 10**19, "iat": 0}).lifetime_s is None
    assert life({"exp": 10**19}).seconds_left is None


def test_milliseconds_are_judged_as_they_are_written() -> None:
    got = life({"exp": (AT - 60) * 1_000})
    assert got.state is LifetimeState.ACTIVE
    assert got.expires_at is None


def test_a_life_that_ends_before_it_begins_has_no_length() -> None:
    assert life({"iat": AT, "exp": AT - 1}).lifetime_s is None


def test_the_last_of_two_ends_counts() -> None:
    assert life(f'{{"exp":{AT - 1},"exp":{AT + 1}}}').state is LifetimeState.ACTIVE


def test_an_opaque_token_lives_as_its_answer_said() -> None:
    got = lifetime(opaque(), Policy(expires_in_s=3_600, received_at=seconds(-60)), NOW)
    assert got == Lifetime(
        LifetimeState.ACTIVE,
        expires_at=seconds(3_540),
        seconds_left=3_540,
        lifetime_s=3_600,
        source="expires_in",
    )
    ended = lifetime(opaque(), Policy(expires_in_s=60, received_at=seconds(-60)), NOW)
    assert ended.state is LifetimeState.EXPIRED
    spared = lifetime(opaque(), Policy(expires_in_s=60, received_at=seconds(-60), leeway_s=1), NOW)
    assert spared.state is LifetimeState.ACTIVE


def test_an_opaque_token_without_an_answer_is_unknown() -> None:
    assert lifetime(opaque(), Policy(), NOW) == Lifetime(LifetimeState.UNKNOWN)
    unreceived = lifetime(opaque(), Policy(expires_in_s=60), NOW)
    assert (unreceived.state, unreceived.lifetime_s) == (LifetimeState.UNKNOWN, 60)


@pytest.mark.parametrize("format_id", ["auth0-refresh", "google-refresh", "sdk-session-cookie", "stripe"])
def test_expires_in_does_not_speak_of_other_tokens(format_id: str) -> None:
    policy = Policy(expires_in_s=60, received_at=NOW)
    assert lifetime(opaque(format_id=format_id), policy, NOW).state is LifetimeState.UNKNOWN


def test_the_claims_come_before_the_answer() -> None:
    assert life({"exp": AT + 9}, expires_in_s=60, received_at=NOW).expires_at == seconds(9)
    assert life({}, expires_in_s=60, received_at=NOW).state is LifetimeState.NO_EXPIRY


def test_an_encrypted_token_may_repeat_its_dates_in_the_header() -> None:
    got = lifetime(encrypted(iat=AT - 60, uat=AT, exp=AT + 60), Policy(), NOW)
    assert (got.state, got.seconds_left, got.source) == (LifetimeState.ACTIVE, 60, "claims")
    assert lifetime(encrypted(iss="https://a.example/"), Policy(), NOW).state is LifetimeState.UNKNOWN
    answered = lifetime(encrypted(), Policy(expires_in_s=60, received_at=NOW), NOW)
    assert answered.source == "expires_in"


def test_the_dates_of_paseto_are_texts_with_an_offset() -> None:
    def paseto(exp: str) -> Lifetime:
        claims = token({"exp": exp, "iat": "2025-06-15T15:06:40Z"}).claims
        return lifetime(Token("v4.public.x", Kind.PASETO, claims=claims), Policy(), NOW)

    assert paseto("2025-06-15T17:06:41+02:00").seconds_left == 1
    assert paseto("2025-06-15T15:06:40+00:00").state is LifetimeState.EXPIRED
    assert paseto("2025-06-15T16:00:00").state is LifetimeState.UNKNOWN
    assert paseto("soon").state is LifetimeState.UNKNOWN
    assert life({"exp": "2039-01-01T00:00:00Z"}).state is LifetimeState.UNKNOWN


def test_disclosed_claims_count() -> None:
    resolved = token({"exp": AT + 5}).claims
    sd = SelectiveDisclosure((), resolved, None, "")
    assert lifetime(Token("x~", Kind.SD_JWT, claims=JsonObject(()), sd=sd), Policy(), NOW).seconds_left == 5


@pytest.mark.parametrize("kind", [Kind.NONE, Kind.SAML, Kind.MALFORMED])
def test_nothing_is_known_of_what_is_no_token(kind: Kind) -> None:
    policy = Policy(expires_in_s=60, received_at=NOW)
    assert lifetime(Token("x", kind), policy, NOW) == Lifetime(LifetimeState.UNKNOWN)


def test_a_number_keeps_every_microsecond() -> None:
    assert numeric_date(Number("1.5")) == 1_500_000
    assert numeric_date(Number("-0.25")) == -250_000
    assert numeric_date(Number("1E2")) == 100 * SECOND_US
    assert numeric_date(Number("9007199254740993")) == 9_007_199_254_740_993 * SECOND_US
    assert numeric_date("5") is numeric_date(True) is numeric_date(None) is None


def test_instants_and_microseconds_are_one() -> None:
    assert microseconds_of(NOW) == AT * SECOND_US
    assert instant_of(AT * SECOND_US) == NOW
    assert instant_of(-62_135_596_800 * SECOND_US) == datetime(1, 1, 1, tzinfo=UTC)
    assert instant_of(-62_135_596_801 * SECOND_US) is None


def test_a_damaged_token_may_have_lost_its_end() -> None:
    header, claims = encode(b'{"alg":"RS256"}'), encode(b'{"iss":"https://a.example/","iat":1458785796,"ex')
    assert lifetime(read_compact(f"{header}.{claims}"), Policy(), NOW).state is LifetimeState.UNKNOWN
    claims = encode(b'{"exp":1458785796,"iss":"https://a.exa')
    assert lifetime(read_compact(f"{header}.{claims}"), Policy(), NOW).state is LifetimeState.EXPIRED
