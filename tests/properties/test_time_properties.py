"""What holds of time for every date, leeway and moment: tolerance only helps, and the end is exact."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from jotlens.inspection.lifetime import lifetime, numeric_date
from jotlens.inspection.model import LifetimeState, Policy, Status
from jotlens.inspection.near_miss import near_miss
from jotlens.inspection.wording import duration
from jotlens.tokens.json_text import Number
from tests.support.claim_cases import AT, NOW, case, checks_of, token

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
