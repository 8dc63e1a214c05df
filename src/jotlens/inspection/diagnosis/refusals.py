"""The wordings of refusals (resources/refusals): which framework says it, what it means, and what it names."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from jotlens.inspection.diagnosis.clauses import match_clauses
from jotlens.inspection.diagnosis.literals import required_literals
from jotlens.inspection.diagnosis.said import STRENGTHS, Said, quoted
from jotlens.tokens.resources import resource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jotlens.inspection.diagnosis.reading import Reading

_GAPS = ("[^", "(?P<")
"""Stand in a pattern where anything may stand, as in a value: what is said there, the wording does not say."""

_IN_ORDER = (80, 62, 48)
"""The weights of causes that one wording names by itself, in the order it names them."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One wording. `pattern` is written in small letters and tried on text in small letters; its groups are values.

    `strength` is how much it says by itself: a sentence of a framework 1, an error code of many meanings less. A text
    without any of `literals` cannot match, which is told much faster than by trying.
    """

    framework: str
    pattern: str
    symptom: str
    strength: float
    example: str
    causes: tuple[str, ...] = ()
    literals: tuple[str, ...] = ()


@cache
def refusals() -> tuple[Refusal, ...]:
    """Return the table, in the order in which it is tried."""
    raw = json.loads(resource("refusals/wordings.json").read_bytes())
    return tuple(
        Refusal(
            row["framework"],
            row["pattern"],
            row["symptom"],
            STRENGTHS[row.get("strength", "says")],
            row["example"],
            tuple(row.get("causes", ())),
            required_literals(row["pattern"]),
        )
        for row in raw
    )


@cache
def _symptoms() -> dict[str, dict[str, Any]]:
    table: dict[str, dict[str, Any]] = json.loads(resource("refusals/symptoms.json").read_bytes())
    return table


@cache
def meanings() -> dict[str, str]:
    """Return what each symptom means, as the second half of a sentence."""
    return {symptom: entry["meaning"] for symptom, entry in _symptoms().items()}


@cache
def general_symptoms() -> frozenset[str]:
    """Return the symptoms that only say no: where another one says why, they add nothing."""
    return frozenset(symptom for symptom, entry in _symptoms().items() if entry.get("general"))


def symptom_causes(said: Said) -> dict[str, int]:
    """Return the causes that a symptom speaks for, each with its weight; a wording may name its own."""
    if said.causes:
        return dict(zip(said.causes, _IN_ORDER, strict=False))
    causes: dict[str, int] = _symptoms()[said.symptom]["causes"]
    return causes


def match_refusals(reading: Reading) -> tuple[Said, ...]:
    """Return every symptom that the text shows, each once, with its strongest and then its earliest wording.

    A wording inside a longer one says nothing of its own (“invalid JWT” in “invalid JWT token”), and what a framework's
    sentence means is known, so its words are not read once more by their meaning.
    """
    matches, sentences = _outermost(tuple(_matches(reading)))
    best: dict[str, Said] = {}
    for refusal, match in matches:
        said = _said(match, refusal, reading.text)
        known = best.get(said.symptom)
        if known is None or _rank(said) < _rank(known):
            best[said.symptom] = said
    for said in match_clauses(reading, sentences):
        best.setdefault(said.symptom, said)
    return tuple(sorted(best.values(), key=_rank))


def _matches(reading: Reading) -> Iterator[tuple[Refusal, re.Match[str]]]:
    for refusal in refusals():
        if refusal.literals and not any(literal in reading.lowered for literal in refusal.literals):
            continue
        match = _compiled(refusal.pattern).search(reading.lowered)
        if match is not None:
            yield refusal, match


def _outermost(
    matches: tuple[tuple[Refusal, re.Match[str]], ...],
) -> tuple[tuple[tuple[Refusal, re.Match[str]], ...], tuple[tuple[int, int], ...]]:
    """Leave out each match within a longer one that is a framework's whole sentence; return the sentences as well."""
    sentences = tuple(
        match.span()
        for refusal, match in matches
        if refusal.strength >= STRENGTHS["says"] and not any(gap in refusal.pattern for gap in _GAPS)
    )
    kept = tuple(
        (refusal, match)
        for refusal, match in matches
        if not any(
            start <= match.start() and match.end() <= end and end - start > match.end() - match.start()
            for start, end in sentences
        )
    )
    return kept, sentences


def _rank(said: Said) -> tuple[float, int, int]:
    return -said.strength, -len(said.values), said.at


def _said(match: re.Match[str], refusal: Refusal, text: str) -> Said:
    values = {
        name.rstrip("0123456789"): text[match.start(name) : match.end(name)].strip()
        for name, value in match.groupdict().items()
        if value
    }
    start, end = match.span("quote" if values.pop("quote", None) else 0)
    quote = quoted(text[start:end])
    return Said(
        refusal.symptom, quote, refusal.framework, refusal.strength, match.start(), values, refusal.causes
    )


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
