"""Which stretches of a text take which colour: the segments of its tokens, and secrets that are blacked out."""

from __future__ import annotations

from jotlens.gui.reading import Entry, Reading
from jotlens.gui.widgets.sheet_text import Ink
from jotlens.gui.widgets.token_view import SECRET
from jotlens.inspection.model import Purpose
from jotlens.inspection.purpose import guess_purpose
from jotlens.tokens.model import Token

_MOST_TOKENS = 200
"""Of more tokens than these only the first are coloured: every stretch costs a little at every repaint."""

_SECRET_FIELDS = {"refresh_token", "client_secret", "password"}


def inks_of(reading: Reading, *, revealed: bool) -> tuple[Ink, ...]:
    """Return the inks of a whole text, in its characters."""
    inks: list[Ink] = []
    for entry in reading.entries[:_MOST_TOKENS]:
        found = entry.found
        if found is None:
            continue
        if is_secret(entry) and not revealed:
            inks.append(Ink(found.start, found.end, SECRET))
        elif reading.text[found.start : found.end] == entry.token.text:
            inks.extend(_moved(ink, found.start) for ink in token_inks(entry.token))
        else:  # broken over lines, or otherwise freed from what stood inside: one colour for all of it
            inks.append(Ink(found.start, found.end, "payload"))
    return tuple(inks)


def token_inks(token: Token) -> tuple[Ink, ...]:
    """Return the inks of one token, in its own characters."""
    return tuple(Ink(segment.start, segment.end, str(segment.part)) for segment in token.segments)


def is_secret(entry: Entry) -> bool:
    """Whether a token is masked until somebody asks for it: refresh tokens and known credentials always are."""
    if entry.found is not None and entry.found.field in _SECRET_FIELDS:
        return True
    if entry.token.format is not None and entry.token.format.secret:
        return True
    return guess_purpose(entry.token).purpose in {Purpose.REFRESH_TOKEN, Purpose.API_KEY}


def _moved(ink: Ink, by: int) -> Ink:
    return Ink(ink.start + by, ink.end + by, ink.part)
