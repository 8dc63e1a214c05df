"""Two texts that should be the same and nearly are: what differs, where, and how to say it."""

from __future__ import annotations

import re
from typing import TypeAlias

from jotlens.inspection.addresses import address
from jotlens.inspection.model import Difference
from jotlens.tokens.visible import visible

_BLANK = re.compile(r"[\s\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_BLANK_NAMES = {
    " ": "a space",
    "\u00a0": "a no-break space",
    "\t": "a tab",
    "\n": "a line break",
    "\r": "a line break",
}
_SCHEME = re.compile(r"(https?)://", re.IGNORECASE)
_MOST_COMPARED = 4_096
"""Longer texts are compared as wholes only: letter by letter they would cost too much and tell nobody anything."""

_MOST_SHOWN = 12
_TWO_EDITS_FROM = 8
"""Shorter texts may differ by one letter: with two, every other short word would be nearly the same."""

_LATIN = str.maketrans(
    "\u0430\u0435\u0456\u0458\u043e\u0440\u0441\u0443\u0445\u04bb\u0501\u051b\u0455\u051d\u044c\u043a\u043c\u0442"
    "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0423"
    "\u03bd\u03bf\u03b1\u03b9\u03c1\u03c5\u03c7\u03ba\u03c4\u03c9"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
    "aeijopcyxhdqswbkmtABESIJKMHOPCTXYvoaipuxktwABEZHIKMNOPTYX",
)
"""Cyrillic and Greek letters that look like Latin ones (a part of Unicode's confusables.txt)."""

Said: TypeAlias = tuple[str, Difference]
Span: TypeAlias = tuple[int, int]
Edit: TypeAlias = tuple[Span, Span]


def near_miss(said: str, expected: str) -> tuple[str, Difference] | None:
    """Return a plain phrase for what differs, and where; None when the texts are equal or simply two others.

    Looked for, in this order: a slash at the end, blanks and invisible characters, http against https, capital
    letters, letters of another alphabet that look alike, at most two letters, and another host with the same path.
    The work is linear; beyond 4,096 characters letters are not counted one by one.
    """
    if said == expected or not said or not expected:
        return None
    for kind in (_slash, _blank, _scheme, _case, _look_alike, _letters, _host):
        if found := kind(said, expected):
            return found
    return None


def _slash(said: str, expected: str) -> Said | None:
    stem = said.rstrip("/")
    if stem != expected.rstrip("/") or not stem:
        return None
    missing = len(expected) - len(said)
    count = "one slash" if abs(missing) == 1 else f"{abs(missing)} slashes"
    phrase = (
        f"{count} {'is' if missing == 1 else 'are'} missing at the end"
        if missing > 0
        else f"{count} too many at the end"
    )
    shorter = min(len(said), len(expected))
    return phrase, Difference(said, expected, (shorter, len(said)), (shorter, len(expected)))


def _blank(said: str, expected: str) -> Said | None:
    if _BLANK.sub("", said) != _BLANK.sub("", expected):
        return None
    start = _first_stretch(said, expected)[0][0]
    extra, absent = _BLANK.match(said, start), _BLANK.match(expected, start)
    span = (start, extra.end() if extra else start)
    span_expected = (start, absent.end() if absent else start)
    where = _place(said, span)
    if extra and absent:
        phrase = f"{_blank_name(extra.group())} where {_blank_name(absent.group())} is expected, {where}"
    elif extra:
        phrase = f"{_blank_name(extra.group())} too many {_end_or(said, span)}"
    else:
        phrase = f"{_blank_name(_cut(expected, span_expected))} is missing {where}"
    return phrase, Difference(said, expected, span, span_expected)


def _scheme(said: str, expected: str) -> Said | None:
    one, other = _SCHEME.match(said), _SCHEME.match(expected)
    if said[one.end() if one else 0 :] != expected[other.end() if other else 0 :]:
        return None
    first, second = one.group(1) if one else "", other.group(1) if other else ""
    if first and second:
        if first.lower() == second.lower():
            return None
        phrase = f"“{first}” where “{second}” is expected, at the start"
        return phrase, Difference(said, expected, (0, len(first)), (0, len(second)))
    phrase = f"“{first}://” too many at the start" if first else f"“{second}://” is missing at the start"
    return phrase, Difference(said, expected, (0, one.end() if one else 0), (0, other.end() if other else 0))


def _case(said: str, expected: str) -> Said | None:
    if said.casefold() != expected.casefold():
        return None
    spans = _first_stretch(said, expected)
    return f"only capital and small letters differ: {_instead(said, expected, spans)}", Difference(
        said, expected, *spans
    )


def _look_alike(said: str, expected: str) -> Said | None:
    if said.isascii() and expected.isascii() and "xn--" not in f"{said}{expected}".lower():
        return None
    if len(said) + len(expected) > 2 * _MOST_COMPARED or _skeleton(said) != _skeleton(expected):
        return None
    spans = _first_stretch(said, expected)
    if "xn--" in said.lower() or "xn--" in expected.lower():
        phrase = "one of them is written in other letters that look alike (its address begins with “xn--”)"
        return phrase, Difference(said, expected, *spans)
    import unicodedata

    if unicodedata.normalize("NFC", said) == unicodedata.normalize("NFC", expected):
        phrase = f"the same letter is put together from other characters, {_place(said, spans[0])}"
        return phrase, Difference(said, expected, *spans)
    alphabet = _alphabet(_cut(said, spans[0])) or _alphabet(_cut(expected, spans[1]))
    phrase = _instead(said, expected, spans)
    told = (
        f"{phrase} ({alphabet} letters look alike, and are others)"
        if alphabet
        else f"look-alike letters: {phrase}"
    )
    return told, Difference(said, expected, *spans)


def _host(said: str, expected: str) -> Said | None:
    one, other = address(said), address(expected)
    if one is None or other is None or len(one.path) < 2:
        return None
    if (one.scheme, one.port, one.path, one.extra) != (other.scheme, other.port, other.path, other.extra):
        return None
    if one.labels[-2:] != other.labels[-2:] and one.labels[0] != other.labels[0]:
        return None
    start, start_expected = said.index("//") + 2, expected.index("//") + 2
    spans = (start, start + len(one.host)), (start_expected, start_expected + len(other.host))
    phrase = f"only the host differs: {_quoted(one.host)} where {_quoted(other.host)} is expected"
    return phrase, Difference(said, expected, *spans)


def _letters(said: str, expected: str) -> Said | None:
    if max(len(said), len(expected)) > _MOST_COMPARED:
        return None
    shorter = min(len(said), len(expected))
    budget = 2 if shorter >= _TWO_EDITS_FROM else int(shorter >= 4)
    edits = _edits(said, expected, 0, 0, budget)
    if not edits:
        return None
    (start, start_expected), (step, step_expected) = edits[0]
    spans = (start, start + step), (start_expected, start_expected + step_expected)
    elsewhere = ""
    for (at, at_expected), (more, more_expected) in edits[1:]:
        if (at, at_expected) == (spans[0][1], spans[1][1]):
            spans = (spans[0][0], at + more), (spans[1][0], at_expected + more_expected)
        else:
            elsewhere = ", and one more difference"
    return _instead(said, expected, spans) + elsewhere, Difference(said, expected, *spans)


def _edits(said: str, expected: str, at: int, at_expected: int, budget: int) -> tuple[Edit, ...] | None:
    """Return the fewest edits that make one text of the other, at most `budget`; None when it takes more.

    An edit is ((position in said, position in expected), (characters of said, characters of expected)). With a
    budget of two there are at most nine linear walks.
    """
    while at < len(said) and at_expected < len(expected) and said[at] == expected[at_expected]:
        at, at_expected = at + 1, at_expected + 1
    left, left_expected = len(said) - at, len(expected) - at_expected
    if not left and not left_expected:
        return ()
    if abs(left - left_expected) > budget or not budget:
        return None
    best: tuple[Edit, ...] | None = None
    for step, step_expected in ((1, 1), (1, 0), (0, 1)):
        if step <= left and step_expected <= left_expected:
            rest = _edits(said, expected, at + step, at_expected + step_expected, budget - 1)
            if rest is not None and (best is None or len(rest) + 1 < len(best)):
                best = (((at, at_expected), (step, step_expected)), *rest)
    return best


def _first_stretch(said: str, expected: str) -> tuple[Span, Span]:
    """Return the first stretch that differs, in both texts; with unequal lengths it reaches to the common end."""
    shorter = min(len(said), len(expected))
    start = next((i for i in range(shorter) if said[i] != expected[i]), shorter)
    if len(said) == len(expected):
        end = next((i for i in range(start, shorter) if said[i] == expected[i]), shorter)
        return (start, end), (start, end)
    same_end = 0
    while same_end < shorter - start and said[-1 - same_end] == expected[-1 - same_end]:
        same_end += 1
    return (start, len(said) - same_end), (start, len(expected) - same_end)


def _instead(said: str, expected: str, spans: tuple[Span, Span]) -> str:
    there, wanted = _cut(said, spans[0]), _cut(expected, spans[1])
    where = _place(said, spans[0])
    if there and wanted:
        return f"{_quoted(there)} where {_quoted(wanted)} is expected, {where}"
    return (
        f"{_quoted(there)} too many {_end_or(said, spans[0])}"
        if there
        else f"{_quoted(wanted)} is missing {where}"
    )


def _place(said: str, span: Span) -> str:
    if span[0] >= len(said):
        return "at the end"
    return f"at character {span[0] + 1}"


def _end_or(said: str, span: Span) -> str:
    return "at the end" if span[1] == len(said) else _place(said, span)


def _quoted(text: str) -> str:
    return f"“{visible(text, _MOST_SHOWN if len(text) > 60 else None)}”"


def _blank_name(text: str) -> str:
    if len(text) > 1:
        return f"{len(text)} blank characters"
    return _BLANK_NAMES.get(text) or f"an invisible character (U+{ord(text):04X})"


def _cut(text: str, span: Span) -> str:
    return text[span[0] : span[1]]


def _skeleton(text: str) -> str:
    import unicodedata

    plain = unicodedata.normalize("NFKC", ".".join(map(_decoded_label, text.split("."))))
    return plain.translate(_LATIN).casefold()


def _decoded_label(label: str) -> str:
    """Return a label of a host name with its punycode read (RFC 3492); a scheme may stand before it."""
    place = label.lower().find("xn--")
    if place < 0:
        return label
    name, slash, rest = label[place + 4 :].partition("/")
    try:
        return label[:place] + name.encode("ascii").decode("punycode") + slash + rest
    except UnicodeError:
        return label


def _alphabet(text: str) -> str:
    import unicodedata

    names = (
        unicodedata.name(character, "").partition(" ")[0] for character in text if not character.isascii()
    )
    return next(
        (name.capitalize() for name in names if name in {"CYRILLIC", "GREEK", "FULLWIDTH", "ARMENIAN"}), ""
    )
