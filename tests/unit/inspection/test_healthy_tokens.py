"""Healthy tokens of the well-known providers: nothing fails, with what fits them, with nothing, and without a key."""

import pytest

from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import Policy, SignatureStatus, Status, VerdictStatus
from jotlens.inspection.profiles import seen_as
from jotlens.tokens.read import read_all
from tests.unit.inspection.healthy_tokens import HEALTHY, Healthy
from tests.unit.inspection.minting import AT

each = pytest.mark.parametrize("healthy", HEALTHY, ids=[healthy.id for healthy in HEALTHY])


def failed(healthy: Healthy, keys: KeyRing, policy: Policy) -> dict[str, str]:
    finds, tokens = read_all(healthy.text)
    inspection = inspect(tokens[0], policy, keys, AT, finds=finds)
    return {f.id: f.message for f in inspection.findings if f.status is Status.FAIL}


def test_the_table_is_wide_enough() -> None:
    assert len(HEALTHY) >= 20
    assert len({healthy.id for healthy in HEALTHY}) == len(HEALTHY)
    assert len({healthy.provider for healthy in HEALTHY} - {"any"}) >= 8


@each
def test_nothing_fails_where_expectations_fit(healthy: Healthy) -> None:
    assert not failed(healthy, healthy.keys, healthy.policy)


@each
def test_nothing_fails_where_nothing_is_expected(healthy: Healthy) -> None:
    assert not failed(healthy, KeyRing(), Policy())
    assert not failed(healthy, healthy.keys, Policy())


@each
def test_the_profile_is_guessed_with_a_reason(healthy: Healthy) -> None:
    seen = seen_as(read_all(healthy.text)[1][0], Policy())
    assert seen.profile.id == healthy.profile, seen.reason
    assert seen.reason[-1] == "."


@each
def test_what_fits_would_be_accepted(healthy: Healthy) -> None:
    finds, tokens = read_all(healthy.text)
    inspection = inspect(tokens[0], healthy.policy, healthy.keys, AT, finds=finds)
    genuine = inspection.signature.status is SignatureStatus.VERIFIED
    assert genuine == bool(healthy.keys.keys)
    wanted = VerdictStatus.WOULD_BE_ACCEPTED if genuine else VerdictStatus.NOT_VERIFIED
    assert inspection.verdict.status is wanted, inspection.verdict.sentence
    if healthy.id == "cognito-access":
        assert inspection.answers[3].headline == "Fits your application"
