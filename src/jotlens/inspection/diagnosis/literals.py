"""The plain words that every match of a pattern must contain: a text without them need not be tried."""

from __future__ import annotations

_SHORTEST = 4
_MANY_OR_NONE = "?*{"
_ESCAPED_LETTERS = frozenset("bBdDsSwWAZ0123456789")


def required_literals(pattern: str) -> tuple[str, ...]:
    """Return for each alternative of the pattern its longest plain word; empty when one has no such word."""
    words = [_longest(alternative) for alternative in _alternatives(pattern)]
    return tuple(words) if all(len(word) >= _SHORTEST for word in words) else ()


def _alternatives(pattern: str) -> list[str]:
    parts, depth, start, at = [], 0, 0, 0
    while at < len(pattern):
        at, character = _step(pattern, at)
        if character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
        elif character == "|" and depth == 0:
            parts.append(pattern[start : at - 1])
            start = at
    return [*parts, pattern[start:]]


def _longest(alternative: str) -> str:
    """Return the longest run of plain characters outside of groups and character sets."""
    best, run, depth, at = "", "", 0, 0
    while at < len(alternative):
        at, character = _step(alternative, at)
        follower = alternative[at : at + 1]
        if character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
        plain = depth == 0 and len(character) == 1 and character not in "()^$.+*?{}|"
        if plain and follower and follower in _MANY_OR_NONE:
            plain = False
        if plain and character not in {"[", "]"}:
            run += character
        else:
            best, run = max(best, run, key=len), ""
        if character == "{":
            at = alternative.index("}", at) + 1
    return max(best, run, key=len)


def _step(pattern: str, at: int) -> tuple[int, str]:
    """Return the place behind one element and what it is: a character, or more than one for a set or a class."""
    if pattern[at] == "\\":
        escaped = pattern[at + 1]
        return (
            at + 2,
            "set"
            if escaped in _ESCAPED_LETTERS
            else f"{escaped}"
            if escaped not in "()^$.+*?{}|[]"
            else "esc",
        )
    if pattern[at] == "[":
        end = pattern.index("]", at + 2)
        while pattern[end - 1] == "\\":
            end = pattern.index("]", end + 1)
        return end + 1, "set"
    return at + 1, pattern[at]
