"""Why a token was rejected, as lines for people: the most likely cause first, with its evidence and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.model import Status
from jotlens.tokens.model import Kind

if TYPE_CHECKING:
    from jotlens.cli.page import Look
    from jotlens.inspection.model import Diagnosis, Inspection

_INDENT = 4


def diagnosis_lines(inspection: Inspection, look: Look) -> list[str]:
    """Return the section, empty when there is nothing to explain.

    Of an answer without a token the first cause, and what to do, stand above already: they are its verdict.
    """
    diagnoses = inspection.diagnoses
    if not diagnoses:
        return []
    was = "was" if inspection.token.kind is Kind.NONE or inspection.policy.api is not None else "would be"
    told = inspection.verdict.sentence
    return cause_lines(diagnoses, look, heading=f"Why it {was} rejected", told=told)


def cause_lines(
    diagnoses: tuple[Diagnosis, ...], look: Look, *, heading: str = "Why it was refused", told: str = ""
) -> list[str]:
    """Return the causes, the most likely first; what `told` says of the first stands above already."""
    if not diagnoses:
        return []
    several = " (most likely first)" if len(diagnoses) > 1 else ""
    lines = [look.strong(f"{heading}{several}")]
    for place, diagnosis in enumerate(diagnoses):
        mark = look.mark(Status.FAIL if place == 0 else Status.UNKNOWN)
        first, *rest = look.wrapped(f"{diagnosis.title} ({diagnosis.id})", _INDENT)
        lines += ["", f"  {mark} {first.lstrip()}", *rest]
        for sentence in diagnosis.evidence:
            lines += look.wrapped(sentence, _INDENT + 2, _INDENT)
        if place == 0 and told == diagnosis.cause:
            continue
        lines += look.wrapped(f"What it means: {diagnosis.cause}", _INDENT)
        lines += look.wrapped(f"What to do: {diagnosis.fix}", _INDENT)
    return lines
