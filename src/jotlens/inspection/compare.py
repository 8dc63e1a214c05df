"""Compares two tokens by what they mean: what changes with every token is set aside, lists are compared as sets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Literal

from jotlens.inspection.claims import readable_claims
from jotlens.inspection.lifetime import numeric_date
from jotlens.inspection.model import Policy, Purpose
from jotlens.inspection.profiles import seen_as
from jotlens.inspection.wording import duration
from jotlens.tokens.json_values import Json, JsonObject, in_words
from jotlens.tokens.model import Kind, Token
from jotlens.tokens.resources import resource
from jotlens.tokens.visible import visible

Where = Literal["token", "header", "claims"]

_LONGEST = 120
_DEEPEST = 4
_SECOND_US = 1_000_000


class What(StrEnum):
    """How something differs. ITEMS: a list (or a text of words) gained or lost some."""

    GONE = "gone"
    COME = "come"
    CHANGED = "changed"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs. `name` is the claim's, with dots on the way into objects; `sentence` says it.

    `gone` and `come` are the items of a list that only the first, or only the second token has.
    """

    where: Where
    name: str
    what: What
    sentence: str
    one: Json = None
    other: Json = None
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two tokens and what differs in meaning, the weightiest first.

    `set_aside` are the names of what differs and changes with every token. `unread` says whose claims could not be
    read: `one`, `other`, `both`, or nothing.
    """

    one: Token
    other: Token
    changes: tuple[Change, ...]
    set_aside: tuple[str, ...]
    sentence: str
    unread: str = ""


def compare(one: Token, other: Token) -> Comparison:
    """Compare two tokens; never raises."""
    if one.text == other.text:
        return Comparison(one, other, (), (), _said("same"))
    claims, others = readable_claims(one), readable_claims(other)
    changes = [*_forms(one, other), *_members("header", one.header, other.header)]
    aside = []
    if claims is not None and others is not None:
        changes += [*_lifetimes(claims, others), *_members("claims", claims, others)]
        aside = [name for name in dict.fromkeys((*claims, *others)) if _is_set_aside(name, claims, others)]
    unread = {(True, True): "both", (True, False): "one", (False, True): "other"}.get(
        (claims is None, others is None), ""
    )
    changes.sort(key=_weight)
    return Comparison(one, other, tuple(changes), tuple(aside), _summary(changes, unread), unread)


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(resource("compare.json").read_bytes())
    return table


def _said(key: str, **values: str) -> str:
    return str(_table()["sentences"][key]).format_map(values)


def _summary(changes: list[Change], unread: str) -> str:
    words = _table()["summary"]
    count = len(changes)
    said = words["same"] if not count else words["one"] if count == 1 else words["many"].format(count=count)
    if unread:
        unreadable = _said("unreadable", which=_table()["which"][unread])
        return f"{said} {unreadable}" if count else unreadable
    return str(said)


def _weight(change: Change) -> tuple[int, int]:
    first: list[str] = _table()["first"]
    place = first.index(change.name) if change.name in first else len(first)
    return (0 if change.where == "token" else 1, place)


def _forms(one: Token, other: Token) -> Iterator[Change]:
    if one.kind is not other.kind and Kind.NONE not in {one.kind, other.kind}:
        said = _said("form", one=one.kind.value, other=other.kind.value)
        yield Change("token", "kind", What.CHANGED, said, one.kind.value, other.kind.value)
    purposes = [seen_as(token, Policy()).looks.purpose for token in (one, other)]
    if purposes[0] is not purposes[1] and Purpose.UNKNOWN not in purposes:
        names = [_purpose(purpose) for purpose in purposes]
        said = _said("purpose", one=names[0], other=names[1])
        yield Change("token", "purpose", What.CHANGED, said, purposes[0].value, purposes[1].value)


def _purpose(purpose: Purpose) -> str:
    name = purpose.value.replace("-", " ").replace("id ", "ID ").replace("dpop", "DPoP")
    return f"an {name}" if name[0].lower() in "aei" else f"a {name}"


def _lifetimes(one: JsonObject, other: JsonObject) -> Iterator[Change]:
    lives = [_life_s(claims) for claims in (one, other)]
    if None not in lives and lives[0] != lives[1]:
        said = _said("lifetime", one=duration(lives[0] or 0), other=duration(lives[1] or 0))
        yield Change("claims", "exp", What.CHANGED, said, one.get("exp"), other.get("exp"))


def _life_s(claims: JsonObject) -> int | None:
    start, end = numeric_date(claims.get("iat")), numeric_date(claims.get("exp"))
    return (end - start) // _SECOND_US if start is not None and end is not None else None


def _is_set_aside(name: str, one: JsonObject, other: JsonObject) -> bool:
    return name in _table()["volatile"] and one.get(name) != other.get(name)


def _members(
    where: Where, one: JsonObject | None, other: JsonObject | None, path: str = "", depth: int = 0
) -> Iterator[Change]:
    if one is None or other is None:
        return
    for key in dict.fromkeys((*one, *other)):
        if key in _table()["volatile"]:
            continue
        name = f"{path}{key}"
        if key not in one:
            yield Change(
                where, name, What.COME, _value("come", name, None, other.get(key)), None, other.get(key)
            )
        elif key not in other:
            yield Change(where, name, What.GONE, _value("gone", name, one.get(key), None), one.get(key))
        else:
            yield from _values(where, name, key, one.get(key), other.get(key), depth)


def _values(where: Where, name: str, key: str, one: Json, other: Json, depth: int) -> Iterator[Change]:
    if one == other:
        return
    if isinstance(one, JsonObject) and isinstance(other, JsonObject) and depth < _DEEPEST:
        yield from _members(where, one, other, f"{name}.", depth + 1)
        return
    items, others = _items(key, one), _items(key, other)
    if items is None or others is None:
        yield Change(where, name, What.CHANGED, _value("changed", name, one, other), one, other)
        return
    gone = tuple(item for item in items if item not in others)
    come = tuple(item for item in others if item not in items)
    if gone or come:
        yield Change(where, name, What.ITEMS, _listed(name, gone, come), one, other, gone, come)


def _items(key: str, value: Json) -> tuple[str, ...] | None:
    """Return the items of what is a set by its meaning: a list of plain values, or words with blanks between."""
    if isinstance(value, str):
        if key in _table()["spaced"]:
            return tuple(dict.fromkeys(value.split()))
        return (value,) if key == "aud" else None
    if isinstance(value, tuple) and not any(isinstance(item, tuple | JsonObject) for item in value):
        return tuple(dict.fromkeys(in_words(item) for item in value))
    return None


def _listed(name: str, gone: tuple[str, ...], come: tuple[str, ...]) -> str:
    thing = _table()["things"].get(name)
    said = []
    for key, items in (("gone", gone), ("come", come)):
        if items:
            shown = ", ".join(f"“{visible(item, _LONGEST)}”" for item in items)
            many = "s" if len(items) > 1 else ""
            word = f"{'thing' if thing else 'item'}{many}-{key}"
            said.append(_said(word, thing=thing or "", items=shown, name=visible(name, _LONGEST)))
    return " ".join(said)


def _value(key: str, name: str, one: Json, other: Json) -> str:
    return _said(key, name=visible(name, _LONGEST), one=_shown(one), other=_shown(other))


def _shown(value: Json) -> str:
    if isinstance(value, str):
        return f"“{visible(value, _LONGEST)}”"
    return visible(in_words(value), _LONGEST)
