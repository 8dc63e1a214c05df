"""The words of stories (resources/story.json)."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from jotlens.tokens.resources import resource
from jotlens.tokens.visible import visible

_LONGEST = 120


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(resource("story.json").read_bytes())
    return table


def words(section: str, key: str, **values: str) -> str:
    """Return a text with its values, which are cut and made visible. Raises KeyError where there are no words."""
    shown = {name: visible(value, _LONGEST) for name, value in values.items()}
    return str(_table()[section][key]).format_map(shown)


def finished(section: str, key: str, **values: str) -> str:
    """Return a text whose values are sentences of ours, as they are."""
    return str(_table()[section][key]).format_map(values)
