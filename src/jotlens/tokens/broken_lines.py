"""Follows a run of token characters over the line breaks, quotes and marks that mail and source code put into it."""

from __future__ import annotations

import re

_PIECE = re.compile(r"(?=[A-Za-z0-9_.~-])[A-Za-z0-9_~-]*+(?:\.[A-Za-z0-9_~-]*+){0,4}")
"""At most four dots: no token has more, and a text of a million dots is not copied a million times."""

_JOIN = re.compile(
    r"""["'`][ \t]*+(?:[+.&][ \t]*+)?+[\\_]?+[ \t]*+(?:(?:\r\n?|\n)[ \t>|#*/]*+)?+(?:[+.&][ \t]*+)?+"""
    r"""[bBfFrRuU]?["'`]"""
    r"""|(?:[=\\^`]|[ \t]*+[+|])?+[ \t]*+(?:\r\n?|\n)[ \t>|#*/]*+"""
)
_EXPLICIT = re.compile(r"""["'`].*[+.&\\\r\n]|[=\\^`]|[ \t]*+\+""", re.DOTALL)
_LINE_ENDS = re.compile(r"""[ \t]*+(?:\Z|[\r\n"'`)\]}>,;<|&]|[=\\^+](?=[ \t]*+[\r\n]))""")
_NARROWEST = 24
_SLACK = 2
_LONGEST_LEAD = 200


class Run:
    """Pieces of token characters that belong together, from the first to the one that was taken last.

    Marks that say so (a string continued by `+`, a backslash at the end of a line, a soft break of quoted-printable)
    join any two pieces. Where there is only a line break, the lines must look like one text that was cut to a
    width: all as long as the first, but for the last. `guessed` tells that there was such a place. Where there were
    marks, a line break without one is the end.
    """

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._parts: list[str] = []
        self._begins: list[tuple[int, int]] = []  # where each piece begins: in the token, in the text
        self.length = 0
        self.end = start
        self.guessed = False
        self._marked = False
        self._width = 0  # of the widest line from the second on; 0 until there is one
        self._line = 0  # of the line of the last piece
        if piece := _PIECE.match(text, start):
            before = max(0, start - _LONGEST_LEAD)
            self._take(piece, max(before, text.rfind("\n", before, start) + 1))

    @staticmethod
    def goes_on(text: str, end: int) -> bool:
        """Whether something that may join pieces stands in `text` at `end`."""
        return _JOIN.match(text, end) is not None

    @property
    def text(self) -> str:
        """The token so far."""
        if len(self._parts) > 1:
            self._parts = ["".join(self._parts)]
        return self._parts[0]

    @property
    def broken(self) -> bool:
        """Whether there is more than one piece."""
        return len(self._begins) > 1

    def place(self, offset: int) -> int:
        """Return where in the text the character at `offset` of the token stands."""
        begin, start = next(pair for pair in reversed(self._begins) if pair[0] <= offset)
        return start + offset - begin

    def next(self) -> str | None:
        """Return the piece that would come next, or None when the run ends here."""
        following = self._following()
        return following[0][0] if following else None

    def grow(self) -> bool:
        """Take the next piece; False when the run ends here."""
        following = self._following()
        if following is None:
            return False
        piece, line_start, guessed = following
        self.guessed = self.guessed or guessed
        self._marked = self._marked or not guessed
        self._take(piece, line_start)
        self._width = max(self._width, self._line)
        return True

    def copy(self) -> Run:
        """Return a run that can grow without this one."""
        other = Run.__new__(Run)
        other._text, other._parts, other._begins = self._text, [self.text], list(self._begins)  # noqa: SLF001
        other.length, other.end, other.guessed = self.length, self.end, self.guessed
        other._width, other._line, other._marked = self._width, self._line, self._marked  # noqa: SLF001
        return other

    def _take(self, piece: re.Match[str], line_start: int) -> None:
        self._begins.append((self.length, piece.start()))
        self._parts.append(piece[0])
        self.length += len(piece[0])
        self.end = piece.end()
        self._line = self.end - line_start

    def _following(self) -> tuple[re.Match[str], int, bool] | None:
        join = _JOIN.match(self._text, self.end)
        piece = _PIECE.match(self._text, join.end()) if join else None
        if join is None or piece is None:
            return None
        line_start = self._text.rfind("\n", self.end, piece.start()) + 1
        if _EXPLICIT.match(join[0]):
            return piece, line_start, False
        if self._marked or join[0][0] in "\"'`" or not _LINE_ENDS.match(self._text, piece.end()):
            return None
        at_a_dot = self._text[self.end - 1] == "." or piece[0][0] == "."
        if not at_a_dot and not self._fits(piece.end() - line_start):
            return None
        return piece, line_start, True

    def _fits(self, width: int) -> bool:
        """Whether a line of that width can go on with the text of this one, both cut to one width."""
        if not self._width:
            return self._line >= _NARROWEST
        return self._line >= self._width - _SLACK and width <= self._width + _SLACK
