"""Tells a text in which something was refused from one that only talks about errors, or that is of another trade."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from jotlens.tokens.resources import resource

if TYPE_CHECKING:
    from jotlens.inspection.diagnosis.reading import Reading

_NOTES = 2
"""So many lines of a change log make one."""


@dataclass(frozen=True, slots=True)
class _Signs:
    """What tells the two apart (resources/refusals/speech.json).

    `traces`: what only a program leaves behind (a line of a log, an exception, JSON). `reports`: a person says that
    something happens to them. `explains`: a sentence that holds in general. `notes`: a line of a list of changes.
    `elsewhere`: programs that have refusals of their own, which are no tokens; `tokens`: words of tokens and logins.
    """

    traces: re.Pattern[str]
    reports: re.Pattern[str]
    explains: re.Pattern[str]
    notes: re.Pattern[str]
    elsewhere: re.Pattern[str]
    tokens: re.Pattern[str]


@cache
def _signs() -> _Signs:
    raw: dict[str, str] = json.loads(resource("refusals/speech.json").read_bytes())
    return _Signs(**{name: re.compile(pattern) for name, pattern in raw.items()})


def of_another_matter(reading: Reading) -> bool:
    """Whether the text says nothing of a refusal of this token or login: it explains, announces, or is of another trade.

    A machine's trace outweighs everything that sounds like an explanation, and so does a person's report, except in a
    list of changes, where each line reports.
    """
    signs = _signs()
    if signs.elsewhere.search(reading.lowered) and not signs.tokens.search(reading.lowered):
        return True
    if reading.said_by_api or reading.challenges or signs.traces.search(reading.text):
        return False
    if len(tuple(islice(signs.notes.finditer(reading.lowered), _NOTES))) == _NOTES:
        return True
    return bool(signs.explains.search(reading.lowered)) and not signs.reports.search(reading.lowered)
