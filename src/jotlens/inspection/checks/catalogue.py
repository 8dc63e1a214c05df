"""The catalogue of checks: which there are, and the words for each outcome (resources/checks, a file a family)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from jotlens.inspection.model import Finding, Question, Severity, Status
from jotlens.tokens.resources import resource
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from jotlens.inspection.checks.case import Case, Check, Outcome

FAMILIES = (
    "text",
    "structure",
    "disclosures",
    "header",
    "algorithm",
    "key_hints",
    "signatures",
    "key",
    "secret",
    "issuer",
    "audience",
    "validity",
    "lifespan",
    "rights",
    "parties",
    "claim_content",
    "login",
    "proof",
)
"""The families in the order they run: each is a module of this package and a file of resources/checks."""

_LONGEST_VALUE = 120


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of one outcome: a title, why, and what to do (may be empty)."""

    title: str
    message: str
    next_step: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One check of the catalogue; `words` by outcome: `fail`, or `fail.slash` for a special case."""

    id: str
    question: Question
    severity: Severity
    reference: str
    words: dict[str, Words]

    def finding(self, outcome: Outcome) -> Finding:
        """Put words to an outcome. Values from a token are cut, and made visible."""
        key = f"{outcome.status}.{outcome.variant}" if outcome.variant else str(outcome.status)
        values = {name: visible(value, _LONGEST_VALUE) for name, value in outcome.values.items()}
        words = self.words[key]
        return Finding(
            id=self.id,
            question=self.question,
            status=outcome.status,
            severity=self.severity,
            title=words.title.format_map(values),
            message=words.message.format_map(values),
            next_step=words.next_step.format_map(values),
            reference=self.reference,
            difference=outcome.difference,
        )


@cache
def catalogue() -> tuple[tuple[Entry, Check], ...]:
    """Return every check with its words, in the order they run.

    Raises KeyError when a check has no words or words have no check: the tests hold that it never does.
    """
    pairs: list[tuple[Entry, Check]] = []
    for family in FAMILIES:
        raw = json.loads(resource(f"checks/{family}.json").read_bytes())
        checks: tuple[Check, ...] = import_module(f"jotlens.inspection.checks.{family}").CHECKS
        by_id = {check.__name__.replace("_", "-"): check for check in checks}
        if by_id.keys() != raw.keys():
            raise KeyError(family, *sorted(by_id.keys() ^ raw.keys()))
        pairs.extend((_entry(check_id, raw[check_id]), check) for check_id, check in by_id.items())
    return tuple(pairs)


def run_checks(case: Case) -> tuple[Finding, ...]:
    """Run every check on the case; those that do not apply are findings with status `na` and no words."""
    return tuple(_run(entry, check, case) for entry, check in catalogue())


def _run(entry: Entry, check: Check, case: Case) -> Finding:
    outcome = check(case)
    if outcome.status is Status.NOT_APPLICABLE:
        return Finding(entry.id, entry.question, outcome.status, entry.severity, "", "", "", entry.reference)
    return entry.finding(outcome)


def _entry(check_id: str, raw: dict[str, object]) -> Entry:
    words = {
        key: Words(str(value["title"]), str(value["message"]), str(value.get("next", "")))
        for key, value in raw.items()
        if isinstance(value, dict)
    }
    return Entry(
        id=check_id,
        question=Question(str(raw["question"])),
        severity=Severity(str(raw["severity"])),
        reference=str(raw["reference"]),
        words=words,
    )
