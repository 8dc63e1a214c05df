"""The checks as lines for people: worst first, each with why and what to do; what passed is summarised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.model import Difference, Finding, Question, Severity, Status
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from jotlens.cli.page import Look

QUESTIONS = {
    Question.WHAT: "What",
    Question.WHEN: "When",
    Question.WHO: "Who",
    Question.FOR_WHAT: "For what",
}
"""The four questions in the words of the page."""

_STATUSES = (Status.FAIL, Status.WARN, Status.UNKNOWN, Status.PASS, Status.NOT_APPLICABLE)
_OPTIONS = {
    "aud-match": "--audience",
    "iss-match": "--issuer",
    "scope-required": "--scope",
    "permissions-required": "--permission",
    "client-match": "--client-id",
    "nonce-match": "--nonce",
    "typ-expected": "--type",
    "alg-allowed": "--alg",
    "signature-valid": "--key, --jwks or --secret-stdin",
    "kid-known": "--jwks",
}
_SEVERITIES = tuple(Severity)
_INDENT = 4


def check_lines(findings: tuple[Finding, ...], look: Look, *, all_checks: bool) -> list[str]:
    """Return the section of the checks, empty when none was run."""
    if not findings:
        return []
    ranked = sorted(findings, key=lambda f: (_STATUSES.index(f.status), _SEVERITIES.index(f.severity)))
    told = [f for f in ranked if f.status in {Status.FAIL, Status.WARN, Status.UNKNOWN}]
    passed = [f for f in ranked if f.status is Status.PASS]
    lines = ["", look.strong(_heading(findings))]
    for finding in told + (passed if all_checks else []):
        lines += ["", *_finding_lines(finding, look)]
    if passed and not all_checks:
        lines += [
            "",
            *_marked(f"{len(passed)} passed ({_by_question(passed)}); --all-checks shows them.", look),
        ]
    skipped = [f.id for f in ranked if f.status is Status.NOT_APPLICABLE]
    if skipped and all_checks:
        lines += ["", *_marked(f"Do not apply: {', '.join(skipped)}.", look, Status.NOT_APPLICABLE)]
    return lines


def _by_question(findings: list[Finding]) -> str:
    counts = {question: sum(f.question is question for f in findings) for question in Question}
    return ", ".join(f"{QUESTIONS[question].lower()}: {count}" for question, count in counts.items() if count)


def _marked(text: str, look: Look, status: Status = Status.PASS) -> list[str]:
    first, *others = look.wrapped(text, _INDENT)
    return [f"  {look.mark(status)} {first.lstrip()}", *others]


def _heading(findings: tuple[Finding, ...]) -> str:
    count = {status: sum(f.status is status for f in findings) for status in _STATUSES}
    said = [
        f"{count[Status.FAIL]} failed",
        f"{count[Status.WARN]} to look at",
        f"{count[Status.UNKNOWN]} not checked",
        f"{count[Status.PASS]} passed",
    ]
    return "Checks: " + " · ".join(said)


def _finding_lines(finding: Finding, look: Look) -> list[str]:
    lines = _head(finding, look)
    if finding.status is Status.UNKNOWN:
        return lines + look.wrapped(f"{finding.message} {finding.next_step}", _INDENT)
    lines += look.wrapped(finding.message, _INDENT)
    if finding.difference is not None:
        lines += _difference_lines(finding.difference, look)
    if finding.next_step:
        lines += look.wrapped(f"What to do: {finding.next_step}", _INDENT)
    if finding.status is not Status.PASS and finding.reference not in {"", "-"}:
        lines += [look.faint(line) for line in look.wrapped(finding.reference, _INDENT)]
    return lines


def _head(finding: Finding, look: Look) -> list[str]:
    """Return the title with the check's id, and with the option that would answer a question left open."""
    option = _OPTIONS.get(finding.id) if finding.status is Status.UNKNOWN else None
    name = f"({finding.id}; say it with {option})" if option else f"({finding.id})"
    title = f"  {look.mark(finding.status)} {look.toned(finding.title, finding.status)}"
    if _INDENT + len(finding.title) + 1 + len(name) <= look.width:
        return [f"{title} {look.faint(name)}"]
    return [title, *(look.faint(line) for line in look.wrapped(name, _INDENT))]


def _difference_lines(difference: Difference, look: Look) -> list[str]:
    """Show two texts one under the other and point at the stretch that differs, where they fit on the page."""
    rows = (
        ("it says", difference.said, difference.said_span),
        ("you expect", difference.expected, difference.expected_span),
    )
    column = _INDENT + len("you expect") + 2
    lines: list[str] = []
    for name, text, (start, end) in rows:
        before, inside = visible(text[:start]), visible(text[start:end])
        shown = before + inside + visible(text[end:])
        if column + len(shown) > look.width:
            return []
        lines.append(" " * _INDENT + name.ljust(column - _INDENT) + shown)
        lines.append(" " * (column + len(before)) + look.toned("^" * max(1, len(inside)), Status.FAIL))
    return lines
