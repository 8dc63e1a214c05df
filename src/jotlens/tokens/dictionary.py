"""The dictionary of header and claim names (resources/claims.json): what a name means, in plain words."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from jotlens.tokens.resources import resource

Where = Literal["header", "claims"]

ANY_ADDRESS = "https://NAMESPACE/NAME"
"""The entry for every claim whose name is a web address and that has no entry of its own."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name stands for: a short title, an explanation for people, the type of the value and the source.

    Types are those of the specifications: string, StringOrURI, NumericDate, base64url, uri, boolean, integer, object,
    any, space-delimited string; `X[]` is a list of X, `A|B` is either.
    """

    name: str
    title: str
    explanation: str
    type: str
    source: str


def meaning(name: str, where: Where) -> Meaning | None:
    """Return what a header or claim name means, or None for one that the dictionary does not know.

    A dot leads to a member inside a claim (`cnf.jkt`). A web address without an entry of its own falls to the entry
    for all of them. Raises FileNotFoundError when the installation is incomplete.
    """
    entries = _entries()
    found = entries.get((where, name))
    if found is not None or where == "header":
        return found
    if name.startswith(("https://", "http://", "urn:")):
        return replace(entries["claims", ANY_ADDRESS], name=name)
    return None


def meaning_inside(path: tuple[str, ...], where: Where) -> Meaning | None:
    """Return what a name inside a claim means, or None: `path` leads to it from the outside, without places in lists.

    In the dictionary `act.sub` is such a name, and a `*` stands for any one name on the way. Actors inside actors
    (RFC 8693 section 4.1) mean what the outer one means.
    """
    while len(path) > 2 and path[0] == path[1] == "act":
        path = path[1:]
    entries = _entries()
    return entries.get((where, ".".join(path))) or entries.get((where, ".".join((path[0], "*", *path[2:]))))


@cache
def _entries() -> dict[tuple[str, str], Meaning]:
    raw = json.loads(resource("claims.json").read_text("utf-8"))
    return {
        (entry["where"], entry["name"]): Meaning(
            name=entry["name"],
            title=entry["title"],
            explanation=entry["explanation"],
            type=entry["type"],
            source=entry["source"],
        )
        for entry in raw
    }
