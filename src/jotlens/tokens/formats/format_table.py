"""The recognisable formats of resources/token_formats.json, loaded and compiled on first use."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from jotlens.tokens.formats.opaque_structures import STRUCTURES
from jotlens.tokens.model import Confidence, TokenFormat
from jotlens.tokens.resources import resource

Section = Literal["opaque", "encrypted", "none"]
"""`opaque`: single words; `encrypted`: five-part tokens, told apart by their header; `none`: texts that are no token."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One format and how it is recognised.

    An empty `regex` matches nothing: code chooses that entry by its id. `structure` names a check of
    `opaque_structures` that the text must pass as well, where letters alone prove too little.
    """

    format: TokenFormat
    regex: str
    structure: str | None


@cache
def entries(section: Section) -> tuple[Entry, ...]:
    """Return the formats of a section in the order in which they are tried."""
    return tuple(
        Entry(
            TokenFormat(
                id=entry["id"],
                label=entry["label"],
                explanation=entry["explanation"],
                confidence=Confidence(entry["confidence"]),
                secret=entry["secret"],
                source=entry["source"],
                purpose=entry.get("purpose"),
            ),
            entry["regex"],
            entry.get("structure"),
        )
        for entry in json.loads(resource("token_formats.json").read_bytes())[section]
    )


@cache
def named(section: Section, format_id: str) -> TokenFormat:
    """Return the format of that id. Raises KeyError when the resource lacks it."""
    for entry in entries(section):
        if entry.format.id == format_id:
            return entry.format
    raise KeyError(format_id)


def known_word(word: str) -> TokenFormat | None:
    """Return the first opaque format that all of `word` has, or None when it has none."""
    for pattern, entry in _patterns("opaque"):
        if (
            entry.format.confidence is not Confidence.FALLBACK
            and pattern.fullmatch(word)
            and (entry.structure is None or STRUCTURES[entry.structure](word))
        ):
            return entry.format
    return None


def known_text(text: str) -> TokenFormat | None:
    """Return the first format of texts without a token that occurs in `text`, or None."""
    return next((entry.format for pattern, entry in _patterns("none") if pattern.search(text)), None)


@cache
def _patterns(section: Section) -> tuple[tuple[re.Pattern[str], Entry], ...]:
    return tuple((re.compile(entry.regex, re.ASCII), entry) for entry in entries(section) if entry.regex)
