"""Which stretches of a text take which colour: the segments of its tokens, and secrets that are blacked out."""

from __future__ import annotations

import re

from jotlens.gui.reading import Reading
from jotlens.gui.widgets.sheet_text import SECRET, Ink
from jotlens.tokens.model import Token

_MOST_TOKENS = 200
"""Of more tokens than these only the first are coloured: every stretch costs a little at every repaint. Secrets always
are: the editor must not hold them."""

_SHOWN = 2 << 20
_NAMED_SECRET = re.compile(
    r"(?:refresh_token|client_secret|password)[\"']?[ \t]{0,8}[=:][ \t]{0,8}[\"']?([^\s\"'&,;}]{8,}+)"
)


def inks_of(reading: Reading, *, revealed: bool) -> tuple[Ink, ...]:
    """Return the inks of a whole text, in its characters."""
    inks: list[Ink] = []
    for at, entry in enumerate(reading.entries):
        found = entry.found
        if found is None:
            continue
        if entry.secret and not revealed:
            inks.append(Ink(found.start, found.end, SECRET))
        elif at >= _MOST_TOKENS:
            continue
        elif reading.text[found.start : found.end] == entry.token.text:
            inks.extend(_moved(ink, found.start) for ink in token_inks(entry.token))
        else:  # broken over lines, or otherwise freed from what stood inside: one colour for all of it
            inks.append(Ink(found.start, found.end, "payload"))
    return tuple(inks)


def inks_of_unread(text: str) -> tuple[Ink, ...]:
    """Return the inks of a text that was not read yet: what stands under the name of a secret is blacked out."""
    if ":" not in text and "=" not in text:  # a bare token, which is told a hundred times faster
        return ()
    return tuple(Ink(*match.span(1), SECRET) for match in _NAMED_SECRET.finditer(text[:_SHOWN]))


def token_inks(token: Token) -> tuple[Ink, ...]:
    """Return the inks of one token, in its own characters."""
    return tuple(Ink(segment.start, segment.end, str(segment.part)) for segment in token.segments)


def _moved(ink: Ink, by: int) -> Ink:
    return Ink(ink.start + by, ink.end + by, ink.part)
