"""What holds of time for every date, leeway and moment: tolerance only helps, and the end is exact."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.lifetime import lifetime, numeric_date
from jotlens.inspection.model import LifetimeState, Policy, Status
from jotlens.inspection.near_miss import near_miss
from jotlens.inspection.wording import duration
from jotlens.tokens.json_text import Number
from tests.support.claim_cases import AT, LOGOUT, NOW, PROOF, PROOF_HEADER, case, checks_of, encrypted, token

dates: st.SearchStrategy[Any] = st.one_of(
    st.integers(AT - 400, AT + 400),
    st.integers(-(10**20), 10**20),
    st.floats(AT - 400, AT + 400),
    st.sampled_from(["1750000000", None, True, [], AT * 1_000]),
)
leeways = st.integers(0, 600)
claim_sets = st.fixed_dictionaries({}, optional=dict.fromkeys(("exp", "nbf", "iat", "auth_time"), dates))
moments = st.integers(-(10**6), 10**6).map(lambda us: NOW + timedelta(microseconds=us))


@given(claim_sets, leeways, leeways, moments)
def test_more_leeway_never_refuses_what_less_accepted(
    claims: dict[str, Any], one: int, other: int, at: datetime
) -> None:
    less, more = sorted((one, other))
    for check_id in ("exp-passed", "nbf-reached", "iat-future", "auth-time-max-age"):
        check = checks_of("validity")[check_id]
        strict, lenient = (
            check(case(claims, at=at, leeway_s=leeway_s, max_age_s=100)).status for leeway_s in (less, more)
        )
        assert strict is Status.FAIL or lenient is not Status.FAIL
        assert (strict is Status.NOT_APPLICABLE) == (lenient is Status.NOT_APPLICABLE)


@given(dates, leeways, leeways, moments)
def test_more_leeway_never_refuses_a_proof_or_a_logout_that_less_accepted(
    date: Any, one: int, other: int, at: datetime
) -> None:
    for check_id, claims, header in (
        ("dpop-iat", {**PROOF, "iat": date}, PROOF_HEADER),
        ("logout-age", {**LOGOUT, "exp": date}, {"typ": "logout+jwt"}),
    ):
        check = checks_of("login")[check_id]
        strict, lenient = (
            check(case(claims, header, at=at, leeway_s=leeway_s)).status for leeway_s in sorted((one, other))
        )
        ranks = {Status.PASS: 0, Status.NOT_APPLICABLE: 0, Status.WARN: 1, Status.FAIL: 2}
        assert ranks[lenient] <= ranks[strict]


def _validity(check_id: str, claims: dict[str, Any], **policy: Any) -> Status:
    return checks_of("validity")[check_id](case(claims, **policy)).status


def _login(check_id: str, claims: dict[str, Any], header: dict[str, Any], **policy: Any) -> Status:
    return checks_of("login")[check_id](case(claims, header, **policy)).status


# For each rule: what it says at `past` seconds past its edge and with so much leeway, and what it must say at -1, 0, +1.
P, W, F = Status.PASS, Status.WARN, Status.FAIL
EDGES: dict[str, tuple[Callable[[int, int], Status], tuple[Status, Status, Status]]] = {
    "exp: refused on its second": (
        lambda past, leeway: _validity("exp-passed", {"exp": AT - leeway - past}, leeway_s=leeway),
        (W, F, F),
    ),
    "nbf: accepted from its second": (
        lambda past, leeway: _validity("nbf-reached", {"nbf": AT + leeway - past}, leeway_s=leeway),
        (F, P, P),
    ),
    "iat: from the future": (
        lambda past, leeway: _validity("iat-future", {"iat": AT + leeway + past}, leeway_s=leeway),
        (P, P, W),
    ),
    "iat: from the far future": (
        lambda past, leeway: _validity("iat-future", {"iat": AT + leeway + 300 + past}, leeway_s=leeway),
        (W, W, F),
    ),
    "auth_time and max_age": (
        lambda past, leeway: _validity(
            "auth-time-max-age", {"auth_time": AT - leeway - 100 - past}, leeway_s=leeway, max_age_s=100
        ),
        (P, P, F),
    ),
    "logout token: two minutes, and no leeway": (
        lambda past, leeway: _login(
            "logout-age",
            {**LOGOUT, "iat": AT, "exp": AT + 120 + past},
            {"typ": "logout+jwt"},
            leeway_s=leeway,
        ),
        (P, P, W),
    ),
    "DPoP: too old": (
        lambda past, leeway: _login(
            "dpop-iat", {**PROOF, "iat": AT - 60 - leeway - past}, PROOF_HEADER, leeway_s=leeway
        ),
        (P, P, F),
    ),
    "DPoP: too new": (
        lambda past, leeway: _login(
            "dpop-iat", {**PROOF, "iat": AT + 60 + leeway + past}, PROOF_HEADER, leeway_s=leeway
        ),
        (P, P, F),
    ),
}


@pytest.mark.parametrize("rule", EDGES)
@given(leeways)
def test_every_rule_of_time_holds_to_the_second(rule: str, leeway_s: int) -> None:
    said, wanted = EDGES[rule]
    assert tuple(said(past, leeway_s) for past in (-1, 0, 1)) == wanted
    assert tuple(said(past, 0) for past in (-1, 0, 1)) == wanted


@given(st.integers(0, 10**6), leeways)
def test_a_life_that_is_counted_from_the_answer_ends_to_the_second(life_s: int, leeway_s: int) -> None:
    for past, state in ((-1, LifetimeState.ACTIVE), (0, LifetimeState.EXPIRED), (1, LifetimeState.EXPIRED)):
        received = NOW - timedelta(seconds=life_s + leeway_s + past)
        policy = Policy(leeway_s=leeway_s, expires_in_s=life_s, received_at=received)
        assert lifetime(encrypted(), policy, NOW).state is state


@given(claim_sets, leeways, moments, st.integers(-600, 600))
def test_the_issuers_clock_says_what_an_inspection_at_its_time_says(
    claims: dict[str, Any], leeway_s: int, at: datetime, skew: int
) -> None:
    here = inspect(token(claims), Policy(leeway_s=leeway_s, clock_skew_s=skew), KeyRing(), at)
    there = inspect(token(claims), Policy(leeway_s=leeway_s), KeyRing(), at - timedelta(seconds=skew))
    assert here.other_clock is not None
    assert here.other_clock.lifetime == there.lifetime
    assert here.other_clock.verdict.finding_id == there.verdict.finding_id
    if skew == 0:
        assert not here.other_clock.differs
    if here.lifetime.state is not there.lifetime.state:
        assert here.other_clock.differs


@given(st.integers(-(10**12), 10**12), leeways)
def test_the_end_belongs_to_what_comes_after(end: int, leeway_s: int) -> None:
    policy = Policy(leeway_s=leeway_s)
    ends = (AT + end - 1, AT + end, AT + end + 1)
    states = [lifetime(token({"exp": exp}), policy, NOW).state for exp in ends]
    accepted = [state is LifetimeState.ACTIVE for state in states]
    assert accepted == sorted(accepted)
    assert accepted[1] == (end + leeway_s > 0)


@given(claim_sets, leeways, moments)
def test_check_and_lifetime_agree(claims: dict[str, Any], leeway_s: int, at: datetime) -> None:
    of = case(claims, at=at, leeway_s=leeway_s)
    failed = checks_of("validity")["exp-passed"](of).status is Status.FAIL
    assert failed == (of.lifetime.state is LifetimeState.EXPIRED)
    if of.lifetime.state is LifetimeState.NOT_YET_VALID:
        assert checks_of("validity")["nbf-reached"](of).status is Status.FAIL


@given(st.integers(-(10**400), 10**400))
def test_whole_dates_lose_nothing(value: int) -> None:
    assert numeric_date(Number(str(value))) == value * 1_000_000


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_duration_has_words(seconds: float) -> None:
    words = duration(seconds)
    assert words
    assert len(words.split()) <= 4


@given(st.text(max_size=40), st.text(max_size=40), st.integers(0, 2))
def test_a_difference_lies_inside_its_texts(said: str, expected: str, mode: int) -> None:
    other = (expected, said + expected, said.swapcase())[mode]
    found = near_miss(said, other)
    if found is None:
        return
    _, difference = found
    (start, end), (start_expected, end_expected) = difference.said_span, difference.expected_span
    assert 0 <= start <= end <= len(said)
    assert 0 <= start_expected <= end_expected <= len(other)
    assert said[start:end] != other[start_expected:end_expected]
    assert said != other


@given(
    st.text(alphabet="abc/. :xn-\u0430\u200b", max_size=12),
    st.text(alphabet="abc/. :xn-\u0430\u200b", max_size=12),
)
def test_near_misses_are_mutual(one: str, other: str) -> None:
    assert (near_miss(one, other) is None) == (near_miss(other, one) is None)
