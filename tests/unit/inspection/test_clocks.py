"""Two clocks: what is said when they agree, when they do not, and which of them is ahead."""

from datetime import UTC, datetime, timedelta

import pytest

from jotlens.inspection.clocks import skew_s
from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import ClockAnswer, Inspection, LifetimeState, Policy, VerdictStatus
from jotlens.tokens.model import Token
from jotlens.tokens.read import read_all
from tests.support.claim_cases import ACCESS, AT, ID, NOW, PROOF, PROOF_HEADER, encrypted, opaque, token


def inspected(what: Token, at: datetime = NOW, **policy: object) -> Inspection:
    return inspect(what, Policy(**policy), KeyRing(), at)  # type: ignore[arg-type]  # a policy's fields by name


def by_issuer(what: Token, skew: int, at: datetime = NOW, **policy: object) -> ClockAnswer:
    answer = inspected(what, at, clock_skew_s=skew, **policy).other_clock
    assert answer is not None
    return answer


@pytest.mark.parametrize(
    ("here", "issuer", "skew"),
    [(0, 42, -42), (42, 0, 42), (0.9, 0, 0), (-0.1, 0, -1), (0, 0, 0)],
)
def test_the_distance_of_two_clocks_is_counted_in_whole_seconds(
    here: float, issuer: float, skew: int
) -> None:
    assert skew_s(NOW + timedelta(seconds=here), NOW + timedelta(seconds=issuer)) == skew


def test_without_the_issuers_clock_there_is_one_answer() -> None:
    assert inspected(token(ACCESS)).other_clock is None
    finds, (nothing, *_) = read_all("no token at all")
    assert finds.found == ()
    assert inspected(nothing, clock_skew_s=42).other_clock is None


def test_a_token_that_is_not_valid_yet_here_is_alive_by_the_issuers_clock() -> None:
    new = token({**ACCESS, "nbf": AT + 30})
    answer = by_issuer(new, -42)
    assert answer.differs
    assert answer.worth_saying
    assert answer.at == NOW + timedelta(seconds=42)
    assert answer.lifetime.state is LifetimeState.ACTIVE
    assert inspected(new, clock_skew_s=-42).lifetime.state is LifetimeState.NOT_YET_VALID
    assert answer.verdict.status is VerdictStatus.NOT_VERIFIED
    assert answer.sentence == (
        "By this computer's clock it is not valid yet; by the issuer's clock it is within its lifetime. This computer "
        "is 42 s behind the issuer: switch on automatic time, then check again."
    )


def test_a_token_that_is_alive_here_has_expired_by_the_issuers_clock() -> None:
    answer = by_issuer(token({**ACCESS, "exp": AT + 30}), -42)
    assert answer.verdict.finding_id == "exp-passed"
    assert "it is within its lifetime; by the issuer's clock it has expired" in answer.sentence


def test_a_computer_that_is_ahead_is_said_to_be_ahead() -> None:
    answer = by_issuer(token({**ACCESS, "exp": AT - 10}), 42)
    assert answer.sentence.startswith(
        "By this computer's clock it has expired; by the issuer's clock it is within"
    )
    assert "is 42 s ahead of the issuer" in answer.sentence


@pytest.mark.parametrize(
    ("claims", "header", "said"),
    [
        ({**ACCESS, "iat": AT + 30}, {}, "it seems to come from the future"),
        ({**PROOF, "iat": AT + 90}, PROOF_HEADER, "it was not made just now"),
    ],
)
def test_also_the_other_rules_of_time_are_held_against_both_clocks(
    claims: dict[str, object], header: dict[str, object], said: str
) -> None:
    answer = by_issuer(token(claims, **header), -42)
    assert answer.sentence.startswith(f"By this computer's clock {said}; by the issuer's clock it")


def test_a_login_that_is_too_old_by_one_clock_only() -> None:
    answer = by_issuer(token({**ID, "auth_time": AT - 90}), -42, max_age_s=120)
    assert answer.sentence.startswith(
        "By this computer's clock it is within its lifetime; by the issuer's clock the login is too long ago."
    )


def test_leeway_covers_a_small_difference() -> None:
    assert not by_issuer(token({**ACCESS, "nbf": AT + 30}), -42, leeway_s=60).differs


@pytest.mark.parametrize(("skew", "worth"), [(0, False), (5, False), (-5, False), (6, True), (-6, True)])
def test_clocks_that_nearly_agree_are_not_worth_a_word(skew: int, worth: bool) -> None:  # noqa: FBT001 - a table
    answer = by_issuer(token(ACCESS), skew)
    assert not answer.differs
    assert answer.worth_saying is worth
    assert answer.sentence.startswith("By both clocks it is within its lifetime")


def test_a_life_counted_from_its_answer_is_the_same_by_both_clocks() -> None:
    answer = by_issuer(opaque(), 3_600, expires_in_s=60, received_at=NOW - timedelta(seconds=30))
    assert answer.lifetime.seconds_left == 30
    assert not answer.differs


@pytest.mark.parametrize("what", [opaque(), encrypted()])
def test_an_unknown_life_stays_unknown(what: Token) -> None:
    assert by_issuer(what, 600).sentence.startswith("By both clocks nobody knows how long it lives")


def test_at_the_end_of_the_calendar_there_is_no_other_clock() -> None:
    last = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert inspected(token(ACCESS), last, clock_skew_s=-60).other_clock is None


def test_a_token_inside_is_held_against_the_same_clock() -> None:
    inner = token({**ACCESS, "nbf": AT + 30})
    outer = Token(inner.text, inner.kind, segments=inner.segments, nested=inner, header=inner.header)
    nested = inspected(outer, clock_skew_s=-42).nested
    assert nested is not None
    assert nested.other_clock is not None
    assert nested.other_clock.differs
