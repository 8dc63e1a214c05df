"""The words of the causes and of their evidence: whole, reached through the code, and fit to be read aloud."""

import json
import re
from string import Formatter
from typing import Any

from jotlens.inspection.diagnosis.words import cause_ids
from jotlens.inspection.inspect import inspect
from jotlens.tokens.read import read_all
from jotlens.tokens.resources import resource
from tests.unit.inspection.minting import AT
from tests.unit.inspection.rejections import REJECTIONS, VARIANTS

TABLE: dict[str, Any] = json.loads(resource("diagnoses.json").read_bytes())
_EVERY = [
    (cause, variant, words)
    for cause, entry in TABLE["causes"].items()
    for variant, words in (("", entry), *entry.get("variants", {}).items())
]


def _names(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def _pattern(template: str) -> re.Pattern[str]:
    pieces = (re.escape(piece) for piece, *_ in Formatter().parse(template))
    return re.compile(".{0,400}".join(pieces), re.DOTALL)


def test_there_are_forty_causes_in_order() -> None:
    assert cause_ids() == tuple(f"D{number}" for number in range(1, 41))


def test_every_cause_has_a_title_a_cause_and_a_fix() -> None:
    for cause, variant, words in _EVERY:
        assert variant or words["title"].strip(), cause
        for name in ("cause", "fix"):
            assert words[name].endswith((".", "?")), (cause, variant, name)
            assert len(words[name]) > 40, (cause, variant, name)


def test_titles_are_distinct_and_short() -> None:
    titles = [entry["title"] for entry in TABLE["causes"].values()]
    assert len(set(titles)) == len(titles)
    assert max(map(len, titles)) <= 80


def test_quotation_marks_are_curly() -> None:
    for _, _, words in _EVERY:
        assert '"' not in words["cause"] + words["fix"]


def test_words_without_a_variant_have_no_placeholder() -> None:
    for cause, entry in TABLE["causes"].items():
        assert not _names(entry["cause"]) | _names(entry["fix"]), cause


def test_every_variant_is_reached() -> None:
    told = [
        diagnosis
        for case in (*REJECTIONS, *VARIANTS)
        for diagnosis in inspect(
            read_all(case.text)[1][0], case.policy, case.keys, AT, finds=read_all(case.text)[0]
        ).diagnoses
    ]
    missing = [
        (cause, variant)
        for cause, variant, words in _EVERY
        if not any(item.id == cause and _pattern(words["cause"]).fullmatch(item.cause) for item in told)
    ]
    assert missing == []


def test_every_sentence_of_evidence_is_reached() -> None:
    told = [
        sentence
        for case in (*REJECTIONS, *VARIANTS)
        for diagnosis in inspect(
            read_all(case.text)[1][0], case.policy, case.keys, AT, finds=read_all(case.text)[0]
        ).diagnoses
        for sentence in diagnosis.evidence
    ]
    missing = [
        key
        for key, template in TABLE["evidence"].items()
        if not any(_pattern(template).fullmatch(sentence) for sentence in told)
    ]
    assert missing == []


def test_symptoms_of_a_variant_are_symptoms() -> None:
    symptoms = json.loads(resource("refusals/symptoms.json").read_bytes())
    for cause, entry in TABLE["causes"].items():
        for symptom, variant in entry.get("variant_of", {}).items():
            assert symptom in symptoms, cause
            assert variant in entry["variants"], cause
