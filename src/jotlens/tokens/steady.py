"""Patterns on long texts, a step at a time: one step over many megabytes would keep every other thread waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator

_LONG = 1 << 20
"""Characters: up to here a pattern takes a few dozen milliseconds, and longer texts are gone through in steps."""

_STEP = 128 << 10

_LONGEST_HEAD = 256


def matches(pattern: re.Pattern[str], head: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield what `pattern.finditer(text)` would.

    Every match of `pattern` begins where one of `head` does, and a head is no longer than 256 characters.
    """
    if len(text) <= _LONG:
        yield from pattern.finditer(text)
        return
    position = 0
    while (found := search(head, text, position)) is not None:
        match = pattern.match(text, found.start())
        if match is not None:
            yield match
        position = match.end() if match is not None and match.end() > found.start() else found.start() + 1


def search(head: re.Pattern[str], text: str, position: int) -> re.Match[str] | None:
    """Return the first match of a short pattern, of 256 characters at most, that begins at `position` or behind it."""
    while position < len(text):
        step = position + _STEP
        found = head.search(text, position, min(len(text), step + _LONGEST_HEAD))
        if found is not None and found.start() < step:
            return found
        position = step
    return None


def replaced(
    pattern: re.Pattern[str], head: re.Pattern[str], text: str, by: str | Callable[[re.Match[str]], str]
) -> str:
    """Return what `pattern.sub(by, text)` would; `by` holds no references to groups."""
    if len(text) <= _LONG:
        return pattern.sub(by, text)
    pieces, at = [], 0
    for match in matches(pattern, head, text):
        pieces += [text[at : match.start()], by if isinstance(by, str) else by(match)]
        at = match.end()
    return "".join((*pieces, text[at:])) if pieces else text


def replaced_characters(pattern: re.Pattern[str], by: str, text: str) -> str:
    """Return what `pattern.sub(by, text)` would, for a pattern of a single character."""
    if len(text) <= _LONG:
        return pattern.sub(by, text)
    return "".join(pattern.sub(by, text[start : start + _STEP]) for start in range(0, len(text), _STEP))
