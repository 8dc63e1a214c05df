"""The catalogue of checks: which there are, and the words for each outcome (resources/checks, a file a family)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from jotlens.inspection.checks.case import NOT_APPLICABLE
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
    "key_set",
    "secret",
    "encryption",
    "issuer",
    "audience",
    "validity",
    "lifespan",
    "rights",
    "parties",
    "claim_content",
    "login",
    "proof",
    "usage",
    "provider",
)
"""The families in the order they run: each is a module of this package and a file of resources/checks."""

_LONGEST_VALUE = 120


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of one outcome: a title, why, and what to do (may be empty)."""

    title: str
    message: str
    next_step: str
    filled: bool
    """Whether there are places in it for what the token says."""

    def filled_with(self, values: dict[str, str]) -> Words:
        """Fill the places. Values from a token are cut, and made visible."""
        shown = {name: visible(value, _LONGEST_VALUE) for name, value in values.items()}
        title, message, next_step = (
            text.format_map(shown) for text in (self.title, self.message, self.next_step)
        )
        return Words(title, message, next_step, filled=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """One check of the catalogue; `words` by outcome: `fail`, or `fail.slash` for a special case."""

    id: str
    question: Question
    severity: Severity
    reference: str
    words: dict[str, Words]
    silent: Finding
    """What stands for a check that does not apply: it has no words, so it is the same each time."""

    def finding(self, outcome: Outcome) -> Finding:
        """Put words to an outcome."""
        status = outcome.status.value
        words = self.words[f"{status}.{outcome.variant}" if outcome.variant else status]
        if words.filled:
            words = words.filled_with(outcome.values)
        return Finding(
            id=self.id,
            question=self.question,
            status=outcome.status,
            severity=self.severity,
            title=words.title,
            message=words.message,
            next_step=words.next_step,
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
        pairs.extend((entry_of(check_id, raw[check_id]), check) for check_id, check in by_id.items())
    return tuple(pairs)


def run_checks(case: Case) -> tuple[Finding, ...]:
    """Run every check on the case; those that do not apply are findings with status `na` and no words."""
    return tuple(run_check(entry, check, case) for entry, check in catalogue())


def run_check(entry: Entry, check: Check, case: Case) -> Finding:
    """Run one check and put its words to what it finds."""
    exempt = entry.id in case.seen.profile.exempt
    outcome = NOT_APPLICABLE if exempt else check(case)
    return entry.silent if outcome.status is Status.NOT_APPLICABLE else entry.finding(outcome)


def entry_of(check_id: str, raw: dict[str, object]) -> Entry:
    """Return a check of a resource file, of which `raw` is the value under its name."""
    question, severity = Question(str(raw["question"])), Severity(str(raw["severity"]))
    reference = str(raw["reference"])
    return Entry(
        id=check_id,
        question=question,
        severity=severity,
        reference=reference,
        words={key: _words(value) for key, value in raw.items() if isinstance(value, dict)},
        silent=Finding(check_id, question, Status.NOT_APPLICABLE, severity, "", "", "", reference),
    )


def _words(raw: dict[str, object]) -> Words:
    title, message, next_step = (str(raw.get(name, "")) for name in ("title", "message", "next"))
    # A text without a place is printed as it stands, so doubled braces are not wanted in it.
    return Words(title, message, next_step, filled="{" in title + message + next_step)
