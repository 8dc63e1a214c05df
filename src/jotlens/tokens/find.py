"""Finds the tokens in any text: bare, wrapped, escaped, cut into lines, or somewhere in a log."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from jotlens.tokens import surroundings
from jotlens.tokens.base64url import is_strict
from jotlens.tokens.jose_header import jose_header
from jotlens.tokens.model import Finds, Found
from jotlens.tokens.plain_text import hidden_positions
from jotlens.tokens.steady import search as step_search
from jotlens.tokens.text_search import TextSearch
from jotlens.tokens.whole_text import Whole, whole_token

_BLANKS = " \t\r\n"
_DOTS_OF_A_TOKEN = (2, 4)
_FRAGMENT = re.compile(r"e(?:yJ|yI|yA|wo|w0|wk)[A-Za-z0-9_-]{9,}+(?:\.[A-Za-z0-9_-]++)*")
_ENDS_A_TOKEN = re.compile(r"[\s,;|&\"'`<>()\[\]{}\\\u2018\u2019\u201c\u201d\u00ab\u00bb]|%[0-9A-Fa-f]{2}")
_NO_TEXT = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffd]")
_SPACED_SIGNATURE = re.compile(r"[ \t]+[A-Za-z0-9_-]{16,}")
_MOST_FRAGMENTS = 16
_MOST_EXPLAINED = 16


def find(text: str) -> Finds:
    """Find every token in `text`; never raises, and takes time in proportion to the length.

    The tokens are distinct and stand in the order of their first appearance. A text that is a single word, or one
    damaged token, is found as a whole; what is no token yields nothing.
    """
    core = text.strip(_BLANKS)
    if _is_alone(core):
        start = len(text) - len(text.lstrip(_BLANKS))
        return Finds((Found(core, start, start + len(core)),), text=text)
    search = TextSearch(text)
    whole = whole_token(search.shown.text)
    found = _with_whole(search, whole) or _fragments(search)
    distinct: dict[str, Found] = {}
    for item in sorted(found, key=lambda item: item.start):
        distinct.setdefault(item.text, item)
    ordered = tuple(distinct.values())
    explained = tuple(
        replace(item, around=_around(search, item, whole)) for item in ordered[:_MOST_EXPLAINED]
    )
    ordered = explained + ordered[_MOST_EXPLAINED:]
    hidden = _hidden(search, explained)
    stripped = tuple(dict.fromkeys(word for item in explained for word in item.around))
    if hidden and surroundings.COLOURS not in stripped:
        stripped = tuple(dict.fromkeys((*stripped, surroundings.INVISIBLE)))
    return Finds(ordered, stripped, search.answer if ordered else None, hidden, text)


def _is_alone(core: str) -> bool:
    """Whether a text is a token in compact form and nothing else, which need not be searched for any other."""
    if not core.startswith("ey") or core.count(".") not in _DOTS_OF_A_TOKEN or core[2:3] == ".":
        return False
    return is_strict(core, beside=b".")


def _with_whole(search: TextSearch, whole: Whole | None) -> list[Found]:
    """Return what was found; the whole text instead when it is one token, or one that was damaged."""
    if whole is None:
        return search.found
    start, end = search.shown.span(whole.start, whole.end)
    as_whole = Found(whole.text, start, end, surroundings.field_before(search.shown.text, whole.start))
    if not search.found:
        return [] if step_search(_NO_TEXT, search.text, 0) and not whole.text.startswith("ey") else [as_whole]
    first = search.found[0].text
    rest = whole.text[len(first) :]
    if len(search.found) > 1 or not rest or not whole.text.startswith(first) or whole.joined:
        return search.found
    if rest == "." and whole.stripped:
        return search.found  # the full stop of a sentence
    spaced = first.endswith(".") and _SPACED_SIGNATURE.fullmatch(rest)
    return [as_whole] if spaced or not _ENDS_A_TOKEN.match(rest) else search.found


def _fragments(search: TextSearch) -> list[Found]:
    """Return pieces of tokens in a text without whole ones: a header that can be read, and what is left behind it."""
    founds = []
    for match in islice(_FRAGMENT.finditer(search.plain.text), _MOST_FRAGMENTS):
        if jose_header(match[0].partition(".")[0]) is not None:
            start, end = search.plain.span(match.start(), match.end())
            founds.append(
                Found(match[0], start, end, surroundings.field_before(search.plain.text, match.start()))
            )
    return founds


def _around(search: TextSearch, item: Found, whole: Whole | None) -> tuple[str, ...]:
    """Say what stood around one token, and what had to be taken out of it."""
    if whole is not None and item.text == whole.text:
        said = whole.stripped
    else:
        said = surroundings.around(search.open, item.start, item.end)
    if item.text in search.notes:
        return (*said, search.notes[item.text])
    return (*said, *surroundings.inside(search.text[item.start : item.end], item.text))


def _hidden(search: TextSearch, found: tuple[Found, ...]) -> tuple[int, ...]:
    if not search.hides:
        return ()
    places = {place for item in found for place in hidden_positions(search.text, item.start, item.end)}
    return tuple(sorted(places))
