"""What a second start says to the first one, and how it is written: bounded, and checked where it arrives."""

from __future__ import annotations

import os
from typing import NamedTuple

GREETING = b"jotlens/1"
"""The first field; whoever speaks another version is not understood, and opens a window of its own."""

TAKEN = b"taken\n"
"""The answer of a window that has understood, and raises itself."""

MOST_BYTES = 100_000
"""A path of Windows has at most 32,767 characters, of at most three bytes each; everything else is far shorter."""

PATIENCE_S = 1.0
"""So long a second start waits for the first window; then it opens its own."""

_FIELDS = 3
_LONGEST_ACTIVATION = 256


class Call(NamedTuple):
    """`file` is an absolute path, or empty; `activation` is the desktop's leave to come to the front, or empty.

    There is no field for a text: a token is never handed over.
    """

    file: str
    activation: str


def written(call: Call) -> bytes:
    """Return the message: three fields, each ended by a NUL, which no path holds."""
    return b"".join(field + b"\0" for field in (GREETING, call.activation.encode(), os.fsencode(call.file)))


def is_whole(message: bytes) -> bool:
    """Whether nothing more has to be waited for."""
    return message.count(b"\0") >= _FIELDS or len(message) > MOST_BYTES


def read(message: bytes) -> Call | None:
    """Return what a message says, or None for everything that no JotLens has written."""
    fields = message.split(b"\0")
    if len(message) > MOST_BYTES or len(fields) != _FIELDS + 1 or fields[0] != GREETING or fields[3]:
        return None
    activation = fields[1].decode("ascii", "replace")
    try:
        file = os.fsdecode(fields[2])
    except UnicodeDecodeError:  # on Windows, where a path is text
        return None
    odd = not activation.isascii() or not activation.isprintable() or " " in activation
    if odd or len(activation) > _LONGEST_ACTIVATION or (file and not os.path.isabs(file)):  # noqa: PTH117 - as it was sent
        return None
    return Call(file, activation)
