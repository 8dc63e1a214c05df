"""The table of wordings: every pattern has an example, is not robbed of it, and takes time in proportion to the text."""

import json
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
from jotlens.tokens.resources import resource

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


def test_a_wording_within_a_longer_one_says_nothing_of_its_own() -> None:
    shown = match_refusals(read_answer(ApiAnswer(body="Invalid JWT Token"), ""))
    assert {said.symptom for said in shown} == {"token-invalid"}
    shown = match_refusals(read_answer(ApiAnswer(body="Invalid JWT Token: jwt malformed"), ""))
    assert "malformed" in {said.symptom for said in shown}


def test_a_listed_sentence_is_not_read_by_its_meaning() -> None:
    listed = "The access token provided is expired, revoked, malformed, or invalid for other reasons"
    assert {said.symptom for said in match_refusals(read_answer(ApiAnswer(body=listed), ""))} == {
        "token-invalid"
    }
    other = "The access token handed over is expired or something"
    assert "expired" in {said.symptom for said in match_refusals(read_answer(ApiAnswer(body=other), ""))}


def test_signs_of_speech_take_time_in_proportion_to_the_text() -> None:
    speech = json.loads(resource("refusals/speech.json").read_bytes())
    for name, pattern in speech.items():
        assert not _NESTED.search(pattern), name
        assert not _UNBOUNDED.search(_CHARACTER_SET.sub("x", pattern)), name
        assert not re.compile(pattern).search(""), name


@pytest.mark.parametrize(
    ("wrapped", "told"),
    [
        ("incorrect\ntoken audience", True),
        ("incorrect\r\n> token audience", True),
        ("incorrect\nTOKEN audience", False),
        ("incorrect\ntoken: audience", False),
        ("incorrect\nat token audience", False),
    ],
)
def test_a_line_broken_for_want_of_room_is_joined(wrapped: str, *, told: bool) -> None:
    assert ("incorrect token audience" in read_answer(ApiAnswer(body=wrapped), "").lowered) is told
