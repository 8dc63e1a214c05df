"""How deep a JSON value is nested and how many members it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jotlens.tokens.json_text import JsonObject

if TYPE_CHECKING:
    from jotlens.tokens.json_text import Json

_CONTAINERS = frozenset((JsonObject, tuple))


@dataclass(frozen=True, slots=True)
class Shape:
    """`levels` counts objects and lists inside one another, the outermost as 1; `members` those of all of them."""

    levels: int
    members: int


def measure(value: Json) -> Shape:
    """Return the shape of a value, without recursion."""
    levels = members = 0
    open_values: list[tuple[Json, int]] = [(value, 1)]
    while open_values:
        item, level = open_values.pop()
        inner = [member for _, member in item.members] if isinstance(item, JsonObject) else item
        if not isinstance(inner, (list, tuple)):
            continue
        levels = max(levels, level)
        members += len(inner)
        if not _CONTAINERS.isdisjoint(map(type, inner)):  # a long plain list costs nothing more
            open_values.extend((member, level + 1) for member in inner if type(member) in _CONTAINERS)
    return Shape(levels, members)
