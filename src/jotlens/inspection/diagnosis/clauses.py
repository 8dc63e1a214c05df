"""What a sentence says that no table has: something of a token (its audience, its key …) and what is wrong with it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from jotlens.inspection.diagnosis.said import STRENGTHS, Said, quoted
from jotlens.tokens.resources import resource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jotlens.inspection.diagnosis.reading import Reading

_CLAUSE = re.compile(r"[^\r\n;{}|&]{3,400}")
_END = re.compile(r"\"? ?,(?= ?[\"'])|[.?!] |(?<=[a-z)]) - (?=[a-z])")
_MOST_CLAUSES = 400
_FURTHEST_BEFORE = 60
_FURTHEST_AFTER = 70
"""How many characters may stand between a thing and its fault, when the fault is said first, and when second."""


@dataclass(frozen=True, slots=True)
class _Subject:
    """Something of a login or a token, and which symptom each fault of it is.

    `context` says that the word is used elsewhere too, so the text must speak of tokens or logins besides.
    """

    pattern: re.Pattern[str]
    faults: dict[str, str]
    context: bool


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The things and the faults, in the order in which they are looked for: the special before the general."""

    subjects: tuple[_Subject, ...]
    faults: tuple[tuple[str, re.Pattern[str]], ...]
    context: re.Pattern[str]
    stop: re.Pattern[str]


@cache
def _grammar() -> _Grammar:
    raw: dict[str, Any] = json.loads(resource("refusals/grammar.json").read_bytes())
    return _Grammar(
        tuple(
            _Subject(re.compile(row["pattern"]), row["faults"], bool(row.get("context")))
            for row in raw["subjects"]
        ),
        tuple((row["id"], re.compile(row["pattern"])) for row in raw["faults"]),
        re.compile(raw["context"]),
        re.compile(raw["stop"]),
    )


def match_clauses(reading: Reading, known: tuple[tuple[int, int], ...] = ()) -> tuple[Said, ...]:
    """Return the symptoms that clauses of the text tell, each once: a thing and a fault, near each other.

    `known` are stretches whose meaning is known already: what is told within one of them is not told again.
    """
    grammar = _grammar()
    words = reading.lowered.replace("_", " ")
    asked_of_api = reading.said_by_api or reading.status in {401, 403}
    in_context = asked_of_api or grammar.context.search(words) is not None
    found: dict[str, Said] = {}
    for start, end in islice(_clauses(words), _MOST_CLAUSES):
        clause = words[start:end]
        if grammar.stop.search(clause):
            continue
        told = _told(clause, grammar, in_context=in_context)
        if told is not None and told[0] not in found:
            symptom, first, last = told
            if any(begin <= start + first and start + last <= stop for begin, stop in known):
                continue
            quote = quoted(reading.text[start + first : start + last])
            found[symptom] = Said(symptom, quote, "", STRENGTHS["meaning"], start + first)
    return tuple(found.values())


def _clauses(words: str) -> Iterator[tuple[int, int]]:
    for line in _CLAUSE.finditer(words):
        at = line.start()
        for end in _END.finditer(words, line.start(), line.end()):
            yield at, end.start()
            at = end.end()
        yield at, line.end()


def _told(clause: str, grammar: _Grammar, *, in_context: bool) -> tuple[str, int, int] | None:
    """Return the symptom, and the stretch of the clause that tells it."""
    faults = [
        (name, match.span())
        for name, pattern in grammar.faults
        for match in islice(pattern.finditer(clause), 4)
    ]
    if not faults:
        return None
    for subject in grammar.subjects:
        if subject.context and not in_context:
            continue
        best: tuple[int, str, int, int] | None = None
        for match in islice(subject.pattern.finditer(clause), 4):
            for name, (start, end) in faults:
                symptom = subject.faults.get(name)
                distance = _distance(match.span(), (start, end))
                if symptom is None or distance is None:
                    continue
                if best is None or distance < best[0]:
                    best = (distance, symptom, min(start, match.start()), max(end, match.end()))
        if best is not None:
            return best[1:]
    return None


def _distance(thing: tuple[int, int], fault: tuple[int, int]) -> int | None:
    """Return how far a fault stands from its thing, None when it is too far."""
    if fault[0] >= thing[1]:
        gap = fault[0] - thing[1]
        return gap if gap <= _FURTHEST_AFTER else None
    gap = max(0, thing[0] - fault[1])
    return gap if gap <= _FURTHEST_BEFORE else None
