"""Finds the full names of persons: those that stand before an email address in brackets, and which can be found again."""

from __future__ import annotations

import re
from collections.abc import Callable

from jotlens.reports.emails import EMAIL

_BRACKETED = re.compile(rf"(?:[(<]|&lt;)({EMAIL.pattern})(?=[)>&])")
_WORD = r"[^\W\d_][\w'\u2019.-]{0,40}"
_NAME_BEFORE = re.compile(rf"(?<![\w'\u2019.-])({_WORD}(?: {_WORD}){{1,3}})[\"']? ?\Z")
_FAMILY_FIRST = re.compile(rf"[\"']({_WORD}(?: {_WORD}){{0,2}}, {_WORD}(?: {_WORD}){{0,2}})[\"'] ?\Z")
"""As programs for mail write it: `"Doe, Zoe"`."""

_LONGEST_NAME = 170
_PIECE = re.compile(r"[A-Z]?[a-z]+")
_MOST_NAMES, _LETTERS = 5, 8


def names_changed(text: str, change: Callable[[str, str], str]) -> str:
    """Return a text whose full names that stand before an email address in brackets are changed, by name and address."""
    if "@" not in text:
        return text
    pieces: list[str] = []
    place = 0
    for address in _BRACKETED.finditer(text):
        near = max(place, address.start() - _LONGEST_NAME), address.start()
        name = _FAMILY_FIRST.search(text, *near) or _NAME_BEFORE.search(text, *near)
        if name is not None:
            pieces += (text[place : name.start(1)], change(name[1], address[1]))
            place = name.end(1)
    return "".join((*pieces, text[place:]))


def is_full_name(value: str) -> bool:
    """Whether a personal value is a name of several words, which is long enough to be found again in any text."""
    words = value.split()
    return (
        2 <= len(words) <= _MOST_NAMES
        and sum(map(len, words)) >= _LETTERS
        and not any(map(str.isdigit, value))
    )


def is_label(name: str, value: str) -> bool:
    """Whether the value of a member only says what the member is: `"first_name": "First name"`."""
    said = value.lower().split()
    wanted = [piece.lower() for piece in _PIECE.findall(name)]
    return bool(wanted) and (set(wanted) <= set(said) or "".join(wanted) == "".join(said))
