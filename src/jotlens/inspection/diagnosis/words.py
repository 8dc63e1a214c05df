"""The words of the causes D1 to D40 and of their evidence (resources/diagnoses.json)."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from jotlens.inspection.model import Diagnosis
from jotlens.tokens.resources import resource
from jotlens.tokens.visible import visible

_LONGEST_VALUE = 160


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(resource("diagnoses.json").read_bytes())
    return table


def cause_ids() -> tuple[str, ...]:
    """Return D1 to D40, in order."""
    return tuple(_table()["causes"])


def variant_of(cause: str, symptom: str) -> str:
    """Return the special wording of a cause that belongs to a symptom, empty when it has none."""
    found: str = _table()["causes"][cause].get("variant_of", {}).get(symptom, "")
    return found


def evidence(key: str, **values: str) -> str:
    """Return a sentence of evidence; values are cut, and made visible. Raises KeyError for a key without words."""
    return str(_table()["evidence"][key]).format_map(_shown(values))


def diagnosis(cause: str, variant: str, values: dict[str, str], sentences: tuple[str, ...]) -> Diagnosis:
    """Put words to a cause. Raises KeyError for a cause or variant without words."""
    entry = _table()["causes"][cause]
    words = entry["variants"][variant] if variant else entry
    shown = _shown(values)
    return Diagnosis(
        id=cause,
        title=entry["title"],
        cause=words["cause"].format_map(shown),
        evidence=sentences,
        fix=words["fix"].format_map(shown),
    )


def _shown(values: dict[str, str]) -> dict[str, str]:
    return {name: visible(value, _LONGEST_VALUE) for name, value in values.items()}
