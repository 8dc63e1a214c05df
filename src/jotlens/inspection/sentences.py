"""Sentences of the verdict, the four cards, the two clocks and about keys: from resources, with visible values."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from jotlens.tokens.resources import resource
from jotlens.tokens.visible import visible

_LONGEST_VALUE = 80


@cache
def _table(name: str) -> dict[str, Any]:
    table: dict[str, Any] = json.loads(resource(name).read_bytes())
    return table


def verdict_words(key: str, **values: str) -> tuple[str, str]:
    """Return the sentence and the next step of a verdict. Raises KeyError for a key without words."""
    entry = _table("verdicts.json")[key]
    return entry["sentence"].format_map(values), entry["next"].format_map(values)


def answer_words(key: str, **values: str) -> tuple[str, str]:
    """Return the headline and the detail of a card. Raises KeyError for a key without words."""
    headline, detail = _table("answers.json")[key]
    shown = {name: visible(value, _LONGEST_VALUE) for name, value in values.items()}
    return headline.format_map(shown), detail.format_map(shown)


def key_words(*path: str, **values: str) -> str:
    """Return a sentence about keys, by its place in resources/keys.json. Raises KeyError for a place without words."""
    entry = _table("keys.json")
    for name in path:
        entry = entry[name]
    return str(entry).format_map(values)


def clock_words(key: str, *, here: str, there: str, skew: str, side: str) -> str:
    """Return the sentence on two clocks; `here` and `there` are lifetime states or ids of checks."""
    table = _table("clocks.json")
    spoken = {**table["states"], **table["findings"]}
    sentence: str = table["sentences"][key]
    return sentence.format(here=spoken[here], there=spoken[there], skew=skew, side=table["sides"][side])
