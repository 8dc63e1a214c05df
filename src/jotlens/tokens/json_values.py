"""JSON values that keep the spelling of the text they were read from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_DIGITS = 4_300
"""Longer integers are not converted: Python refuses them, and no reader agrees on them."""

NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
INTEGER = re.compile(r"-?\d+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Number:
    """A number with the spelling of the text: `1E2` stays `1E2`, and no digit of a long integer is lost."""

    text: str

    @property
    def value(self) -> int | float | None:
        """The number, or None for what is no JSON number (NaN) or too long to convert."""
        if not NUMBER.fullmatch(self.text) or len(self.text) > MOST_DIGITS:
            return None
        return int(self.text) if INTEGER.fullmatch(self.text) else float(self.text)


@dataclass(frozen=True, slots=True)
class JsonObject:
    """The members of an object in the order written, duplicates included."""

    members: tuple[tuple[str, Json], ...]
    _last: dict[str, Json] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_last", dict(self.members))

    def get(self, name: str) -> Json:
        """Return the last member of that name, as most readers do; None when there is none (or it is null)."""
        return self._last.get(name)

    def __contains__(self, name: object) -> bool:
        return name in self._last

    def __iter__(self) -> Iterator[str]:
        return iter(self._last)


Json: TypeAlias = "str | bool | Number | JsonObject | tuple[Json, ...] | None"


def in_words(value: Json, brackets: tuple[str, str] = ("[", "]")) -> str:
    """Return a value on one line for people, without the quotes of JSON; `brackets` stand around a list."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case Number():
            return value.text
        case tuple():
            return brackets[0] + ", ".join(in_words(item, brackets) for item in value) + brackets[1]
        case JsonObject():
            return "{" + ", ".join(f"{name}: {in_words(value.get(name), brackets)}" for name in value) + "}"
