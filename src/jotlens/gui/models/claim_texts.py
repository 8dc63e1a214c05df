"""JSON values as words for a table: the spelling of the token is kept, and a text is never mistaken for a number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from jotlens.tokens.json_values import JsonObject, Number
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from jotlens.tokens.json_values import Json

_LONGEST_SHOWN = 4_000
_MOST_LISTED = 12
_MISTAKABLE = re.compile(r"\s*(?:-?[\d.]+(?:[eE][+-]?\d+)?|true|false|null)?\s*", re.ASCII)

TELLING = (
    "iss", "sub", "aud", "azp", "client_id", "scope", "scp", "permissions", "roles", "groups", "org_id", "org_name",
    "exp", "nbf", "iat", "auth_time", "nonce", "email", "name", "alg", "typ", "kid", "enc", "cty", "crit",
)  # fmt: skip
"""What tells most about a token, in the order that a person asks for it."""


def telling_rank(name: str) -> int:
    """Return where a member stands when the most telling come first; the others keep their order behind."""
    return TELLING.index(name) if name in TELLING else len(TELLING)


def shown_value(value: Json) -> str:
    """Return a value for a cell: hidden characters escaped, lists of plain values in one line, containers counted."""
    match value:
        case str():
            text = visible(value, _LONGEST_SHOWN)
            # A text that looks like a number or is empty keeps its quotes: "1" is not 1.
            return f'"{text}"' if len(text) < 40 and _MISTAKABLE.fullmatch(text) else text
        case JsonObject():
            return "{ }" if not value.members else f"{{ {_names(value)} }}"
        case tuple():
            return _listed(value)
        case _:
            return written_value(value)


def is_container(value: Json) -> bool:
    """Whether a value has rows of its own; a short list of plain values is shown in one cell."""
    match value:
        case JsonObject():
            return bool(value.members)
        case tuple():
            return len(value) > _MOST_LISTED or any(isinstance(item, JsonObject | tuple) for item in value)
        case _:
            return False


def written_value(value: Json) -> str:
    """Return a value as JSON text on one line, numbers as the token spells them."""
    return "".join(_written(value))


def copied_value(value: Json) -> str:
    """Return what goes to the clipboard: a text without its quotes, anything else as JSON."""
    return value if isinstance(value, str) else written_value(value)


def _names(value: JsonObject) -> str:
    names = ", ".join(visible(name, 40) for name, _ in value.members[:6])
    return names + (", …" if len(value.members) > 6 else "")


def _listed(value: tuple[Json, ...]) -> str:
    if is_container(value):
        return f"[ {len(value)} ]"
    return ", ".join(shown_value(item) for item in value) if value else "[ ]"


def _written(value: Json) -> list[str]:
    """The pieces of a value; without recursion deeper than the reader's own 64 levels."""
    match value:
        case None:
            return ["null"]
        case bool():
            return ["true" if value else "false"]
        case str():
            from json import dumps  # only when something is copied

            return [dumps(value, ensure_ascii=False)]
        case Number():
            return [value.text]
        case JsonObject():
            pieces = ["{"]
            for at, (name, member) in enumerate(value.members):
                pieces += [", " if at else "", *_written(name), ": ", *_written(member)]
            return [*pieces, "}"]
        case tuple():
            pieces = ["["]
            for at, item in enumerate(value):
                pieces += [", " if at else "", *_written(item)]
            return [*pieces, "]"]
    assert_never(value)
