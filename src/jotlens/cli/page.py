"""A page of text for a terminal: its width, its colours, and the marks that its encoding has."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from textwrap import TextWrapper
from typing import TYPE_CHECKING

from jotlens.inspection.model import Status

if TYPE_CHECKING:
    from typing import TextIO

_WIDEST = 100
_NARROWEST = 40
_PIPED = 80

_MARKS = {
    Status.PASS: "✔",
    Status.WARN: "⚠",
    Status.FAIL: "✖",
    Status.UNKNOWN: "?",
    Status.NOT_APPLICABLE: "·",
}
_COLOURS = {
    Status.PASS: "32",
    Status.WARN: "33",
    Status.FAIL: "31",
    Status.UNKNOWN: "36",
    Status.NOT_APPLICABLE: "2",
}
_BOLD, _FAINT = "1", "2"
_IN_ASCII = str.maketrans(
    {
        "✔": "+",
        "⚠": "!",
        "✖": "x",
        "·": "-",
        "→": ">",
        "▸": ">",
        "█": "#",
        "…": "...",
        "–": "-",
        "—": "-",
        "×": "x",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "\u00a0": " ",
    }
)
_TELLING = "✔⚠✖→█…“”’–—"


@dataclass(frozen=True, slots=True)
class Look:
    """How a page looks: `width` in characters, with or without colour, and in ASCII where nothing else is safe."""

    width: int = _PIPED
    colour: bool = False
    ascii_only: bool = False

    def mark(self, status: Status) -> str:
        """Return the coloured mark of a status: never colour alone."""
        return self.painted(_MARKS[status], _COLOURS[status])

    def toned(self, text: str, status: Status) -> str:
        """Return the text in the colour of a status."""
        return self.painted(text, _COLOURS[status])

    def strong(self, text: str) -> str:
        """Return the text in bold."""
        return self.painted(text, _BOLD)

    def faint(self, text: str) -> str:
        """Return the text in a quiet tone."""
        return self.painted(text, _FAINT)

    def painted(self, text: str, code: str) -> str:
        """Return the text between an escape sequence and its end, or as it is where colour is not wanted."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text

    def wrapped(self, text: str, indent: int = 0, first: int | None = None) -> list[str]:
        """Break a text into lines of at most the width, indented by blanks (the first line by `first`).

        A long word (an address, a token) stays whole, so that it can be copied.
        """
        wrapper = TextWrapper(
            width=max(self.width, indent + 24),
            initial_indent=" " * (indent if first is None else first),
            subsequent_indent=" " * indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        return wrapper.wrap(text)

    def finished(self, lines: list[str]) -> str:
        """Join the lines of a page, in the characters that its reader has."""
        page = "\n".join(line.rstrip() for line in lines) + "\n"
        return page.translate(_IN_ASCII) if self.ascii_only else page


def look_of(stream: TextIO) -> Look:
    """Return how a page has to look on this stream: colour on a terminal only, and not where NO_COLOR is set."""
    terminal = stream.isatty()
    columns = (
        shutil.get_terminal_size((_PIPED, 24)).columns if terminal or os.environ.get("COLUMNS") else _PIPED
    )
    return Look(
        width=max(_NARROWEST, min(columns, _WIDEST)),
        colour=terminal and _colour_wanted(),
        ascii_only=not _can_show(stream.encoding or "ascii"),
    )


def _colour_wanted() -> bool:
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.platform != "win32" or "WT_SESSION" in os.environ or "TERM" in os.environ


def _can_show(encoding: str) -> bool:
    try:
        _TELLING.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
