"""The given keys as lines for people: what each is, whether it was taken or left, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.model import KeyOutcome, Status
from jotlens.inspection.signatures.candidates import certificate_in_words
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from jotlens.cli.page import Look
    from jotlens.inspection.model import KeyChoice, SignatureVerdict

_MOST_KEYS = 40
_MARKS = {
    KeyOutcome.FITS: Status.PASS,
    KeyOutcome.DOES_NOT_FIT: Status.FAIL,
    KeyOutcome.REFUSED: Status.FAIL,
}


def key_lines(verdict: SignatureVerdict, look: Look) -> list[str]:
    """Return the lines of the section, a paragraph a key; none when no key was given."""
    lines = look.wrapped(verdict.choice, 2) if verdict.choice else []
    return lines + choice_lines(verdict.candidates, look)


def choice_lines(choices: tuple[KeyChoice, ...], look: Look) -> list[str]:
    """Return a paragraph a key, of as many as a person reads."""
    lines = [line for choice in choices[:_MOST_KEYS] for line in _one(choice, look)]
    left = len(choices) - _MOST_KEYS
    return [*lines, f"  … and {left:,} more; --json shows all of them."] if left > 0 else lines


def _one(choice: KeyChoice, look: Look) -> list[str]:
    name = f"“{visible(choice.kid, 60)}”: " if choice.kid is not None else ""
    head = look.wrapped(name + choice.kind, 4)
    mark = look.mark(_MARKS.get(choice.outcome, Status.NOT_APPLICABLE))
    lines = [f"  {mark} {head[0].lstrip()}", *head[1:]]
    said = " ".join(filter(None, (choice.reason, *choice.notes)))
    lines += look.wrapped(said, 4)
    if choice.certificate is not None:
        lines += look.wrapped(certificate_in_words(choice.certificate), 4)
    prints = (
        ("Thumbprint (RFC 7638, SHA-256)", choice.thumbprint),
        ("Thumbprint of the certificate (x5t#S256)", choice.x5t_s256),
    )
    for label, value in prints:
        if value is not None:
            lines += [look.faint(line) for line in look.wrapped(f"{label}: {visible(value, 64)}", 4)]
    return lines
