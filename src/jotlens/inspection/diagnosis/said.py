"""A symptom that an answer shows, with the words that show it."""

from __future__ import annotations

from dataclasses import dataclass, field

from jotlens.tokens.visible import visible

STRENGTHS = {"says": 1.0, "meaning": 0.9, "code": 0.6, "hint": 0.45, "faint": 0.2}
"""How much a wording says: a framework's own sentence, a sentence by its meaning, a code of many meanings, a hint, and
what says something only together with the token."""

_LONGEST_QUOTE = 200


@dataclass(frozen=True, slots=True)
class Said:
    """A symptom: the words quoted, who words it so, how much it says, where it stands, and the values in it.

    `causes` are the causes that this very wording names, in order, where they are not those of the symptom.
    """

    symptom: str
    quote: str
    framework: str = ""
    strength: float = 1.0
    at: int = 0
    values: dict[str, str] = field(default_factory=dict)
    causes: tuple[str, ...] = ()


def quoted(text: str) -> str:
    """Return a stretch of an answer as it can be quoted: on one line, visible, not too long."""
    return visible(" ".join(text.split()).strip(" \"',:;{}"), _LONGEST_QUOTE)
