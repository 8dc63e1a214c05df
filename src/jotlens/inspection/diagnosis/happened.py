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
    from jotlens.inspection.diagnosis.said import Said

_NOTES = 2
"""So many lines of a change log make one."""

_SENTENCE_END = re.compile(r"[.?!]\s|[\r\n]")
_LONGEST_SENTENCE = 400


@dataclass(frozen=True, slots=True)
class _Signs:
    """What tells the two apart (resources/refusals/speech.json).

    `traces`: what only a program leaves behind (a line of a log, an exception, JSON). `reports`: a person says that
    something happens to them. `explains`: a sentence that holds in general. `documents`: the source of a program, a
    page of instructions. `notes`: a line of a list of changes. `elsewhere`: programs that have refusals of their own,
    which are no tokens; `tokens`: words of tokens and logins.
    """

    traces: re.Pattern[str]
    reports: re.Pattern[str]
    explains: re.Pattern[str]
    documents: re.Pattern[str]
    notes: re.Pattern[str]
    elsewhere: re.Pattern[str]
    tokens: re.Pattern[str]


@cache
def _signs() -> _Signs:
    raw: dict[str, str] = json.loads(resource("refusals/speech.json").read_bytes())
    return _Signs(**{name: re.compile(pattern) for name, pattern in raw.items()})


def happened(reading: Reading, said: tuple[Said, ...]) -> tuple[Said, ...] | None:
    """Return what was said of a refusal that happened; None when the text is of another matter altogether.

    A wording does not count when its sentence holds in general (“when the token has expired, clients should …”) and
    reports nothing; and then nothing else counts either, unless something is reported elsewhere. A machine's trace
    outweighs all that, but not that the text is of a program of another trade.
    """
    signs = _signs()
    if signs.elsewhere.search(reading.lowered) and not signs.tokens.search(reading.lowered):
        return None
    if reading.said_by_api or reading.challenges or signs.traces.search(reading.text):
        return said
    notes = tuple(islice(signs.notes.finditer(reading.lowered), _NOTES))
    if len(notes) == _NOTES or signs.documents.search(reading.lowered):
        return None
    general = tuple(item for item in said if _in_general(signs, _sentence(reading.lowered, item.at)))
    if _in_general(signs, reading.lowered) and (general or not said):
        return None
    return tuple(item for item in said if item not in general)


def _in_general(signs: _Signs, sentence: str) -> bool:
    return signs.explains.search(sentence) is not None and signs.reports.search(sentence) is None


def _sentence(text: str, at: int) -> str:
    """Return the sentence around a place, as far as it is not endless."""
    first = max(0, at - _LONGEST_SENTENCE)
    starts = [match.end() for match in _SENTENCE_END.finditer(text, first, at)]
    end = _SENTENCE_END.search(text, at, at + _LONGEST_SENTENCE)
    return text[starts[-1] if starts else first : end.start() + 1 if end else at + _LONGEST_SENTENCE]
