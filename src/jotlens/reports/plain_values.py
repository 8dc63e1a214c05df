"""A claim's value as a line of plain text for a report, with times in words."""

from __future__ import annotations

from jotlens.inspection.lifetime import instant_of, numeric_date
from jotlens.inspection.wording import instant
from jotlens.tokens.dictionary import meaning
from jotlens.tokens.json_values import Json, in_words
from jotlens.tokens.visible import visible

_LONGEST = 400


def plain_value(value: Json, name: str = "") -> str:
    """Return a value on one line, cut when it is very long; a NumericDate also as an instant."""
    said = meaning(name, "claims") if name else None
    date = numeric_date(value) if said is not None and said.type == "NumericDate" else None
    at = instant_of(date) if date is not None else None
    return visible(in_words(value, brackets=("", "")), _LONGEST) + (
        f" ({instant(at)})" if at is not None else ""
    )
