"""Runs every case of the vectors through the batch command's own code."""

import json
from datetime import UTC, datetime

import pytest

from jotlens.cli.asked import Asked
from jotlens.cli.batch import Batch, answer
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.keys.weak_secrets import published_secrets
from jotlens.inspection.model import Policy
from tests.vectors.comparison import Answer, Case, cases, differences, is_forged

NOW = datetime(2026, 1, 1, tzinfo=UTC)
CASES = cases()


@pytest.fixture(scope="module")
def batch() -> Batch:
    return Batch(Asked(Policy(), KeyRing(guesses=published_secrets()), None), lambda: NOW)


def _answer(case: Case, batch: Batch) -> Answer:
    line = json.dumps({"id": case["id"], "input": case["input"], "context": case.get("context") or {}})
    given: Answer = json.loads(answer(line.encode(), batch))
    return given


@pytest.mark.no_sockets
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: Case, batch: Batch) -> None:
    given = _answer(case, batch)
    assert given["id"] == case["id"]
    assert "error" not in given, given
    assert not is_forged(case, given), "a forged token is called genuine"
    if case.get("disputed"):
        return
    wrong = differences(case, given)
    assert not wrong, wrong


def test_the_vectors_are_all_there() -> None:
    assert len(CASES) == 633
    assert len({case["id"] for case in CASES}) == 633


def test_the_comparison_sees_every_kind_of_error() -> None:
    case = {
        "expect": {
            "kind": "jws",
            "header": {"alg": "none"},
            "claims": {"exp": 1},
            "signature": "verified",
            "decryption": "failed",
            "checks": {"exp": "fail", "aud": "warn", "iss": "pass", "nbf": "pass"},
            "extracted": ["b", "a"],
        }
    }
    given = {
        "kind": "opaque",
        "header": {},
        "signature": {"status": "invalid"},
        "decryption": None,
        "checks": [
            {"id": "exp-passed", "status": "warn"},
            {"id": "aud-match", "status": "pass"},
            {"id": "iss-match", "status": "fail"},
            {"id": "nbf-reached", "status": "unknown"},
        ],
        "extracted": ["a", "b"],
    }
    assert differences(case, given) == [
        "kind 'opaque', expected ['jws']",
        "header differs",
        "claims not shown",
        "signature 'invalid', expected ['verified']",
        "decryption None, expected ['failed']",
        "check exp ['warn'], expected fail",
        "check aud ['pass'], expected warn",
        "check iss ['fail'], expected pass",
        "check nbf not reported",
        "extracted in another order",
    ]


def test_the_comparison_sees_a_forged_token() -> None:
    forged = {"signature": {"status": "verified"}}
    assert is_forged({"expect": {"must_not_verify": True}}, forged)
    assert not is_forged({"expect": {"must_not_verify": True, "policy_only": True}}, forged)
    assert not is_forged({"expect": {"signature": "verified"}}, forged)
