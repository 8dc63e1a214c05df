"""How many bytes each member of a JSON object takes in the text as it was written, one level of nesting deep."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from heapq import nlargest

MOST_INSIDE = 50
"""So many of what is inside a member are named one by one; the smallest others are counted together."""

_QUOTE = 0x22
_MARKS = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\],:]', re.DOTALL)


@dataclass(frozen=True, slots=True)
class MemberSize:
    """A member of an object or an item of a list (`[0]`): bytes `start` to `end` of the text, and what is inside.

    `inside` holds the biggest, biggest first; `others` counts the rest, which take `others_b` bytes.
    """

    name: str
    start: int
    end: int
    inside: tuple[MemberSize, ...] = ()
    others: int = 0
    others_b: int = 0


def member_sizes(data: bytes) -> tuple[MemberSize, ...]:
    """Return the members of a JSON object in the order written, duplicates included; empty when it is no object.

    Together they cover every byte: braces, commas and blanks belong to the member beside them. The text need not be
    whole: what was cut off ends with the text.
    """
    if not data.lstrip().startswith(b"{"):
        return ()
    scan = _Scan(data)
    for mark in _MARKS.finditer(data):
        start = mark.start()
        if data[start] == _QUOTE:
            scan.text = mark.span()
            continue
        scan.take(mark[0], start)
        if scan.depth == 0:
            break
    scan.end_all()
    return _covering(scan.members, len(data))


@dataclass(slots=True)
class _Open:
    """A member whose end has not been seen yet."""

    start: int
    name: tuple[int, int] | None = None
    inside: list[tuple[int, int, tuple[int, int] | int]] = field(default_factory=list)
    is_list: bool = False


@dataclass(slots=True)
class _Scan:
    """Follows the brackets; what lies deeper than two levels is passed over."""

    data: bytes
    members: list[MemberSize] = field(default_factory=list)
    depth: int = 0
    outer: _Open | None = None
    inner: _Open | None = None
    text: tuple[int, int] = (0, 0)

    def take(self, mark: bytes, start: int) -> None:
        """Take in one bracket, comma or colon; `text` is where the last text before it stands."""
        match mark:
            case b"{" | b"[":
                self.depth += 1
                if self.depth == 2 and self.outer is not None:
                    self.outer.is_list = mark == b"["
                self._begin(start + 1)
            case b"}" | b"]":
                self._end(start)
                self.depth -= 1
            case b",":
                self._end(start)
                self._begin(start + 1)
            case b":":
                place = self._place()
                if place is not None and place.name is None:
                    place.name = self.text

    def end_all(self) -> None:
        """End what was cut off."""
        for depth in (2, 1):
            if self.depth >= depth:
                self.depth = depth
                self._end(len(self.data))

    def _place(self) -> _Open | None:
        return {1: self.outer, 2: self.inner}.get(self.depth)

    def _begin(self, start: int) -> None:
        if self.depth == 1:
            self.outer = _Open(start)
        elif self.depth == 2:
            self.inner = _Open(start)

    def _end(self, end: int) -> None:
        place = self._place()
        if place is None or self.outer is None:
            return
        if self.depth == 1:
            self.outer = None
            if place.name is not None:
                self.members.append(self._made(place, place.name, end))
            return
        self.inner = None
        if self.outer.is_list and self.data[place.start : end].strip():
            self.outer.inside.append((place.start, end, len(self.outer.inside)))
        elif place.name is not None:
            self.outer.inside.append((place.start, end, place.name))

    def _made(self, place: _Open, name: tuple[int, int], end: int) -> MemberSize:
        biggest = (
            nlargest(MOST_INSIDE, place.inside, key=lambda item: item[1] - item[0]) if place.inside else []
        )
        everything = sum(item[1] - item[0] for item in place.inside)
        return MemberSize(
            name=self._text(name),
            start=place.start,
            end=end,
            inside=tuple(
                MemberSize(f"[{at}]" if isinstance(at, int) else self._text(at), start, stop)
                for start, stop, at in biggest
            ),
            others=len(place.inside) - len(biggest),
            others_b=everything - sum(item[1] - item[0] for item in biggest),
        )

    def _text(self, span: tuple[int, int]) -> str:
        """Return a name as it is meant; one that is not JSON as it stands there."""
        quoted = self.data[span[0] : span[1]]
        try:
            return str(json.loads(quoted))
        except ValueError:
            return quoted.strip(b'"').decode("utf-8", "replace")


def _covering(members: list[MemberSize], length: int) -> tuple[MemberSize, ...]:
    """Stretch each member to the beginning of the next one, the first to the start and the last to the end."""
    starts = [0, *(member.start for member in members[1:]), length]
    return tuple(replace(member, start=starts[at], end=starts[at + 1]) for at, member in enumerate(members))
