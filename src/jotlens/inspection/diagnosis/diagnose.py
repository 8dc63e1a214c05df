"""From a case, its findings and an answer to the ranked causes, most likely first."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from jotlens.inspection.diagnosis import signs_answer, signs_claims, signs_form
from jotlens.inspection.diagnosis.happened import happened
from jotlens.inspection.diagnosis.reading import Reading, read_answer, surroundings
from jotlens.inspection.diagnosis.refusals import general_symptoms, match_refusals, meanings, symptom_causes
from jotlens.inspection.diagnosis.said import STRENGTHS, Said
from jotlens.inspection.diagnosis.scene import Scene, Sign
from jotlens.inspection.diagnosis.words import diagnosis, evidence, variant_of
from jotlens.tokens.model import Kind

if TYPE_CHECKING:
    from jotlens.inspection.checks.case import Case
    from jotlens.inspection.model import ApiAnswer, Diagnosis, Finding

_MOST = 5
_LEAST_SCORE = 20
_LEAST_SHARE = 0.5
"""A cause that scores less than this share of the first one is not worth a person's time."""

_TELLTALE = 24
"""A shorter wording is anybody's: it does not tell which framework speaks."""

_CODE = re.compile(r"[A-Z]{1,6}\d{3,}")

_SHOWN_BY_THE_TOKEN = 50
"""From such a sign on the token itself says how it is, and the wording of the answer's symptom is not needed."""

_GENERAL = "D2"
_RULES = (*signs_form.RULES, *signs_claims.RULES, *signs_answer.RULES)


@dataclass(slots=True)
class _Candidate:
    """What speaks for one cause so far."""

    said: list[tuple[float, Said]] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)

    @property
    def score(self) -> float:
        words = max((weight for weight, _ in self.said), default=0.0)
        return words + max((sign.weight for sign in self.signs), default=0)


def diagnose(case: Case, findings: tuple[Finding, ...]) -> tuple[Diagnosis, ...]:
    """Return the causes that the token and the answer point to; empty for a healthy token that nobody refused.

    A cause scores what the answer's wording says for it, and what the token shows for it; the sum ranks. So a token
    that shows the fault which the answer names comes before everything else, and what only one of them says after it.
    """
    scene = _scene(case, findings)
    candidates: dict[str, _Candidate] = {}
    for said in scene.said:
        for cause, weight in symptom_causes(said).items():
            candidates.setdefault(cause, _Candidate()).said.append((weight * said.strength, said))
    for rule in _RULES:
        for sign in rule(scene):
            candidates.setdefault(sign.cause, _Candidate()).signs.append(sign)
    ranked = sorted(candidates.items(), key=lambda item: (-item[1].score, int(item[0][1:])))
    return tuple(_worded(cause, candidate, scene.reading) for cause, candidate in _worth_telling(ranked))


def _scene(case: Case, findings: tuple[Finding, ...]) -> Scene:
    by_id = {finding.id: finding for finding in findings}
    reading, said = _heard(case.policy.api, surroundings(case.token, case.finds))
    has_token = case.token.kind is not Kind.NONE
    said = (*said, *signs_answer.of_the_status(reading, said, has_token=has_token))
    return Scene(case, by_id, reading, said)


@lru_cache(maxsize=4)
def _heard(api: ApiAnswer | None, surroundings: str) -> tuple[Reading, tuple[Said, ...]]:
    """Return what an answer says; the thousand tokens of a log all stand in the same text."""
    reading = read_answer(api, surroundings)
    matched = () if reading.empty else match_refusals(reading)
    told = happened(reading, matched) if matched or reading.status is not None else ()
    return (Reading(), ()) if told is None else (reading, _without_general(told))


def _without_general(said: tuple[Said, ...]) -> tuple[Said, ...]:
    general = general_symptoms()
    if not any(item.symptom not in general and item.strength >= STRENGTHS["meaning"] for item in said):
        return said
    return tuple(item for item in said if item.symptom not in general)


def _worth_telling(ranked: list[tuple[str, _Candidate]]) -> list[tuple[str, _Candidate]]:
    if not ranked:
        return []
    top = ranked[0][1].score
    kept = [item for item in ranked if item[1].score >= max(_LEAST_SCORE, _LEAST_SHARE * top)]
    return [item for place, item in enumerate(kept) if item[0] != _GENERAL or place == 0][:_MOST]


def _worded(cause: str, candidate: _Candidate, reading: Reading) -> Diagnosis:
    signs = sorted(candidate.signs, key=lambda sign: -sign.weight)
    sentences: list[str] = []
    strongest = max(candidate.said, key=lambda item: item[0], default=None)
    variant, values = "", {}
    if strongest is not None:
        said = strongest[1]
        if not any(sign.weight >= _SHOWN_BY_THE_TOKEN for sign in signs):
            variant = variant_of(cause, said.symptom)
        if said.quote:
            sentences.append(_quoted(said))
    for sign in signs:
        sentences += sign.evidence
    if chosen := next((sign for sign in signs if sign.variant), None):
        variant, values = chosen.variant, chosen.values
    if not sentences and reading.status is not None:
        sentences.append(evidence("status", status=str(reading.status)))
    return diagnosis(cause, variant, values, tuple(dict.fromkeys(sentences)))


def _quoted(said: Said) -> str:
    meaning = meanings()[said.symptom]
    if said.quote.isdecimal():
        return evidence("status", status=said.quote)
    if said.framework and (len(said.quote) >= _TELLTALE or _CODE.search(said.quote)):
        return evidence("said-as", quote=said.quote, framework=said.framework, meaning=meaning)
    return evidence("said", quote=said.quote, meaning=meaning)
