"""The plain words that every match of a pattern must contain: a text without them need not be tried."""

from __future__ import annotations

import re

_SHORTEST = 4
_PIECE = re.compile(
    r"(?P<open>\((?:\?(?:P<\w+>|<[=!]|[:=!>]))?)|(?P<close>\))|(?P<or>\|)"
    r"|(?P<maybe>[*?]|\{[^}]*\})|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\]|\\[bBdDsSwWAZ0-9]|[.^$+])"
    r"|\\(?P<escaped>.)|(?P<plain>[^\\()|*?{\[.^$+]+)",
    re.DOTALL,
)


def required_literals(pattern: str) -> tuple[str, ...]:
    """Return for each alternative of the pattern its longest plain word; empty when one has no such word."""
    words, best, run, depth = [], "", "", 0
    for piece in _PIECE.finditer(pattern):
        kind = piece.lastgroup
        if kind in {"plain", "escaped"} and depth == 0:
            run += piece[kind]
            continue
        if kind == "maybe":
            run = run[:-1]  # what may be missing is no part of the word
        best, run = max(best, run, key=len), ""
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth -= 1
        elif kind == "or" and depth == 0:
            words.append(best)
            best = ""
    words.append(max(best, run, key=len))
    return tuple(words) if all(len(word) >= _SHORTEST for word in words) else ()
