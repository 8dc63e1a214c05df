"""The whole catalogue: every check has words for every outcome, and the words are fit for people."""

import json
import re
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jotlens.inspection.checks.case import Case
from jotlens.inspection.checks.catalogue import FAMILIES, catalogue, run_checks
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import Status
from jotlens.inspection.signatures.algorithms import ALGORITHMS, ENCRYPTION_ALGORITHMS
from jotlens.tokens.resources import resource
from tests.support.claim_cases import key_of
from tests.unit.inspection.minting import (
    case,
    compact,
    ec_pair,
    ed_pair,
    jwk_ring,
    part,
    ring,
    rsa_pair,
    secret_ring,
    signed,
)

WORDS = [(entry.id, key, words) for entry, _ in catalogue() for key, words in entry.words.items()]
NAMES = [f"{check_id} {key}" for check_id, key, _ in WORDS]
JARGON = re.compile(r"\b(?:JOSE|NumericDate|MUST|SHOULD|octets?|boolean|array|JWKS|JWK)\b")


def tables() -> list[tuple[str, str, Case]]:
    """Return the cases that the tests of the checks have: a check, an outcome, and what brings it about."""
    modules = sorted(path.stem for path in Path(__file__).parent.glob("test_checks_*.py"))
    cases = [import_module(f"tests.unit.inspection.{module}").CASES for module in modules]
    return [row for table in cases for row in table]


def test_every_family_is_there() -> None:
    ids = [entry.id for entry, _ in catalogue()]
    assert len(ids) == len(set(ids)) > 100
    written = {path.stem for path in resource("checks").iterdir()}
    assert written == set(FAMILIES)


def test_every_outcome_can_be_reached_and_every_text_fills() -> None:
    checks = {entry.id: (entry, check) for entry, check in catalogue()}
    reached = set()
    for check_id, key, of in tables():
        entry, check = checks[check_id]
        outcome = check(of)
        assert key_of(outcome) == key, check_id
        finding = entry.finding(outcome)
        assert not re.search(r"[{}]", finding.title + finding.message + finding.next_step), (check_id, key)
        reached.add((check_id, key))
    assert reached == {(check_id, key) for check_id, key, _ in WORDS}


@pytest.mark.parametrize(("check_id", "key", "words"), WORDS, ids=NAMES)
def test_words_are_fit_for_people(check_id: str, key: str, words: object) -> None:
    title, message, next_step = (getattr(words, name) for name in ("title", "message", "next_step"))
    assert 0 < len(title) <= 40
    assert title[-1] not in ".!:"
    assert message[-1] in ".}"
    assert not next_step or next_step[-1] == "."
    assert "  " not in title + message + next_step
    assert '"' not in title + message + next_step
    assert not JARGON.search(f"{title} {message} {next_step}")
    if key.partition(".")[0] == Status.FAIL:
        assert next_step, f"{check_id}: a person who reads this must know what to do"


def test_a_check_that_does_not_apply_has_no_words() -> None:
    findings = run_checks(case(signed(), secret_ring()))
    assert [finding.id for finding in findings] == [entry.id for entry, _ in catalogue()]
    silent = [finding for finding in findings if finding.status is Status.NOT_APPLICABLE]
    assert silent
    assert all((finding.title, finding.message, finding.next_step) == ("", "", "") for finding in silent)
    assert all(finding.title and finding.message for finding in findings if finding not in silent)


def test_no_check_raises_on_any_case_of_another() -> None:
    for _, _, of in tables():
        assert len(run_checks(of)) == len(catalogue())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
ALG = st.sampled_from([*ALGORITHMS, *ENCRYPTION_ALGORITHMS, "none", "rs256", ""])
HEADER_NAMES = (
    "kid",
    "typ",
    "cty",
    "crit",
    "b64",
    "jwk",
    "jku",
    "x5u",
    "x5c",
    "x5t",
    "x5t#S256",
    "zip",
    "epk",
    "iss",
    "aud",
)
CLAIM_NAMES = (
    "iss",
    "sub",
    "aud",
    "exp",
    "nbf",
    "iat",
    "jti",
    "cnf",
    "act",
    "_sd",
    "_sd_alg",
    "scope",
    "events",
    "nonce",
)
RINGS = (
    KeyRing(),
    secret_ring(),
    jwk_ring(rsa_pair().jwk),
    ring(
        rsa_pair().jwk | {"kid": "k", "use": "enc"},
        ec_pair().jwk,
        ed_pair().jwk,
        {"kty": "oct", "k": "AAAA"},
        7,
    ),
)


@given(
    header=st.dictionaries(st.sampled_from(HEADER_NAMES), JSON, max_size=6),
    alg=ALG | JSON,
    payload=st.dictionaries(st.sampled_from(CLAIM_NAMES), JSON, max_size=6) | JSON,
    keys=st.sampled_from(RINGS),
    tail=st.sampled_from(["", "~", "~WyJhIiwiYiIsImMiXQ~", "~e30.e30.YQ", ".AAAA.AAAA"]),
)
def test_no_token_makes_a_check_raise(
    header: dict[str, object], alg: object, payload: object, keys: KeyRing, tail: str
) -> None:
    text = compact({"alg": alg, **header}, payload, b"\1" * 64) + tail
    assert len(run_checks(case(text, keys))) == len(catalogue())
    flat = {"payload": part(payload), "protected": part({"alg": alg}), "header": header, "signature": "c2ln"}
    assert len(run_checks(case(json.dumps(flat), keys))) == len(catalogue())
