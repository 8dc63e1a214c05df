"""The table of wordings: every pattern has an example, is not robbed of it, and takes time in proportion to the text."""

import re
from collections import Counter

import pytest

from jotlens.inspection.diagnosis.literals import required_literals
from jotlens.inspection.diagnosis.reading import read_answer
from jotlens.inspection.diagnosis.refusals import (
    match_refusals,
    meanings,
    refusals,
    symptom_causes,
)
from jotlens.inspection.diagnosis.said import Said
from jotlens.inspection.diagnosis.words import cause_ids
from jotlens.inspection.model import ApiAnswer

_NESTED = re.compile(r"[*+]\)[*+{]|\}\)[*+]|[*+]\)\{\d+,\d*\}")
"""A repetition of a repetition: what makes a search take for ever."""

_UNBOUNDED = re.compile(r"(?<!\\)[*+](?![+])")
_CHARACTER_SET = re.compile(r"\[(?:[^\]\\]|\\.)+\]")


@pytest.mark.parametrize("symptom", sorted(meanings()))
def test_examples_show_their_symptom(symptom: str) -> None:
    """Each wording is found in its example, and no other wording says more about it."""
    for refusal in refusals():
        if refusal.symptom != symptom:
            continue
        reading = read_answer(ApiAnswer(body=refusal.example), "")
        assert re.search(refusal.pattern, reading.lowered), refusal.pattern
        shown = match_refusals(reading)
        strongest = max(said.strength for said in shown)
        as_strong = {said.symptom for said in shown if said.strength == strongest}
        assert symptom in {said.symptom for said in shown}, refusal.pattern
        assert symptom in as_strong or refusal.strength < 1, refusal.pattern


def test_no_pattern_stands_twice() -> None:
    assert [pattern for pattern, count in Counter(r.pattern for r in refusals()).items() if count > 1] == []


def test_patterns_are_written_for_small_letters() -> None:
    for refusal in refusals():
        plain = re.sub(r"\\[A-Za-z]|\(\?P<\w+>", "", refusal.pattern)
        assert plain == plain.lower(), refusal.pattern


def test_no_pattern_repeats_a_repetition_or_runs_without_limit() -> None:
    for refusal in refusals():
        assert not _NESTED.search(refusal.pattern), refusal.pattern
        assert not _UNBOUNDED.search(_CHARACTER_SET.sub("x", refusal.pattern).replace("++", "")), (
            refusal.pattern
        )


def test_literals_are_in_every_example() -> None:
    """What the literals leave out would never be found."""
    for refusal in refusals():
        lowered = read_answer(ApiAnswer(body=refusal.example), "").lowered
        literals = required_literals(refusal.pattern)
        assert not literals or any(literal in lowered for literal in literals), refusal.pattern


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"jwt expired", ("jwt expired",)),
        (r"abcd(?:x|y)?efghi", ("efghi",)),
        (r"abcde|vwxyz", ("abcde", "vwxyz")),
        (r"abcde|xy", ()),
        (r"[abc]{1,4}defgh\dij", ("defgh",)),
        (r"abcdex?", ("abcde",)),
        (r"(?:abcde|fghij)", ()),
    ],
)
def test_required_literals(pattern: str, expected: tuple[str, ...]) -> None:
    assert required_literals(pattern) == expected


def test_every_symptom_has_a_meaning_and_real_causes() -> None:
    causes = set(cause_ids())
    for refusal in refusals():
        assert meanings()[refusal.symptom]
        weights = symptom_causes(Said(refusal.symptom, "", causes=refusal.causes))
        assert weights
        assert set(weights) <= causes


def test_every_symptom_is_shown_by_some_wording() -> None:
    assert set(meanings()) == {refusal.symptom for refusal in refusals()}


@pytest.mark.parametrize(
    "name",
    ["expected_audience", "said_audience", "expected_issuer", "said_issuer", "kid", "alg", "scope", "claim"],
)
def test_values_are_captured_in_their_own_spelling(name: str) -> None:
    texts = {
        "expected_audience": "jwt audience invalid. expected: Urn:My-API",
        "said_audience": "IDX10214: Audience validation failed. Audiences: 'Urn:My-API'. Did not match: validationParameters.ValidAudience: 'b'",
        "expected_issuer": "The iss claim is not valid. Expected: Urn:My-API Actual: b",
        "said_issuer": "The issuer 'Urn:My-API' is invalid",
        "kid": "Unable to find a signing key that matches 'Urn:My-API'",
        "alg": 'Signature algorithm of "Urn:My-API" is not supported. Expected the ID token to be signed with "RS256".',
        "scope": "Insufficient scope, expected any of: Urn:My-API",
        "claim": "Missing required claim: Urn:My-API",
    }
    shown = match_refusals(read_answer(ApiAnswer(body=texts[name]), ""))
    assert "Urn:My-API" in {said.values.get(name) for said in shown}
