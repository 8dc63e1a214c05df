"""Requested, granted and required scopes side by side, with the likely reason for every gap."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from jotlens.inspection.claims import Texts, has_scope_claim, scopes, sound_claims, texts
from jotlens.tokens.resources import resource
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from jotlens.tokens.model import Token

_ABOUT_THE_USER = frozenset({"openid", "profile", "email", "address", "phone"})
_OFFLINE = frozenset({"offline_access", "online_access"})
_THIRD_PARTY = "tpc_"
_EVERYTHING = "/.default"
"""Entra ID: everything of an API that the application was given; the answer names other scopes, or roles."""

_LONGEST_NAME = 80


class GrantedBy(StrEnum):
    """From where it is known what was granted."""

    ANSWER = "answer"
    TOKEN = "token"
    REQUEST = "request"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Granted:
    """The scopes that were granted, None when nothing says so, and who says it."""

    names: Texts | None
    by: GrantedBy


@dataclass(frozen=True, slots=True)
class ScopeContext:
    """How the token was asked for, as far as it explains a gap.

    `machine`: without a user (client credentials). `front_channel`: tokens came through the browser (implicit).
    `api`: an audience or a resource was named. `auth0`: the server is Auth0, whose settings can be named.
    `has_refresh_token`: one came, so offline access was granted whatever the scopes say.
    """

    machine: bool = False
    front_channel: bool = False
    api: bool = True
    auth0: bool = False
    client_id: str = ""
    has_refresh_token: bool = False


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """One scope. `granted` is None where nothing tells. `reason` and `next_step` are sentences, empty where all is well."""

    name: str
    requested: bool
    granted: bool | None
    required: bool
    permitted: bool
    reason: str = ""
    next_step: str = ""

    @property
    def is_gap(self) -> bool:
        """Whether something that was asked for, or that is needed, is not there."""
        return self.granted is False and (self.requested or self.required)


@dataclass(frozen=True, slots=True)
class ScopeComparison:
    """All scopes that anybody named: the gaps first, then as they were asked for. `by` says who tells what was granted."""

    rows: tuple[ScopeRow, ...]
    by: GrantedBy

    @property
    def gaps(self) -> tuple[ScopeRow, ...]:
        """The rows of what is missing."""
        return tuple(row for row in self.rows if row.is_gap)


def granted_scopes(answer_scope: str | None, token: Token | None, requested: Texts) -> Granted:
    """Return what was granted: as the answer says, else as the access token says, else what was asked for.

    The last is the rule of RFC 6749 section 5.1 for an answer without `scope`. A token that can be read and names no
    scopes grants none, whatever that rule says: the API reads the token and not the answer.
    """
    if answer_scope is not None:
        return Granted(tuple(answer_scope.split()), GrantedBy.ANSWER)
    claims = sound_claims(token) if token is not None else None
    if claims is not None:
        return Granted(scopes(claims) if has_scope_claim(claims) else (), GrantedBy.TOKEN)
    if requested:
        return Granted(requested, GrantedBy.REQUEST)
    return Granted(None, GrantedBy.NOTHING)


def permissions_of(token: Token | None) -> Texts | None:
    """Return the `permissions` claim of an access token (Auth0, with role-based access control); None without one."""
    claims = sound_claims(token) if token is not None else None
    return texts(claims.get("permissions")) if claims is not None and "permissions" in claims else None


def compare_scopes(
    requested: Texts,
    granted: Granted,
    required: Texts = (),
    permissions: Texts | None = None,
    context: ScopeContext | None = None,
) -> ScopeComparison:
    """Put the scopes side by side. `required` is what the API needs; `permissions` is the token's claim, if it has one.

    A reason is the likeliest one, not a certain one: the server told nobody why.
    """
    around = context or ScopeContext()
    names = dict.fromkeys((*requested, *required, *(granted.names or ())))
    rows = [_row(name, _Sides(requested, granted.names, required, permissions), around) for name in names]
    return ScopeComparison(tuple(sorted(rows, key=lambda row: not row.is_gap)), granted.by)


@dataclass(frozen=True, slots=True)
class _Sides:
    requested: Texts
    granted: Texts | None
    required: Texts
    permissions: Texts | None


def _row(name: str, sides: _Sides, around: ScopeContext) -> ScopeRow:
    requested = name in sides.requested
    granted = name in sides.granted if sides.granted is not None else None
    if name in _OFFLINE and around.has_refresh_token:
        granted = True
    if name.endswith(_EVERYTHING):
        granted = None
    key, other = _why(name, sides, granted=granted, around=around)
    reason, next_step = _words(key, name, other) if key else ("", "")
    permitted = sides.permissions is not None and name in sides.permissions
    return ScopeRow(name, requested, granted, name in sides.required, permitted, reason, next_step)


def _why(name: str, sides: _Sides, *, granted: bool | None, around: ScopeContext) -> tuple[str, str]:
    """Return the key of the words, empty where there is nothing to explain, and the other spelling if that is it."""
    if granted is None:
        return "everything" if name.endswith(_EVERYTHING) else "unknown", ""
    if granted:
        return ("extra" if sides.requested else "extra-default") if name not in sides.requested else "", ""
    if name in sides.requested:
        return _vanished(name, sides, around), ""
    other = next((asked for asked in sides.requested if asked.lower() == name.lower()), "")
    if other:
        return "spelling", other
    permitted = sides.permissions is not None and name in sides.permissions
    return "not-requested-permitted" if permitted else "not-requested", ""


def _vanished(name: str, sides: _Sides, around: ScopeContext) -> str:
    """Return why something that was asked for did not come."""
    auth0 = "-auth0" if around.auth0 else ""
    if name in _OFFLINE:
        if around.machine:
            return "machine-offline"
        return "offline-implicit" if around.front_channel else f"offline{auth0}"
    if name in _ABOUT_THE_USER:
        if around.machine:
            return "machine-openid"
        if around.client_id.startswith(_THIRD_PARTY):
            return "third-party"
        return "openid" if name == "openid" else "identity"
    if not around.api:
        return "no-audience"
    if around.machine:
        return f"machine{auth0}"
    return "rbac-auth0" if around.auth0 and sides.permissions is not None else f"user{auth0}"


@cache
def _table() -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = json.loads(resource("scopes.json").read_bytes())
    return table


def _words(key: str, name: str, other: str) -> tuple[str, str]:
    entry = _table()[key]
    shown = {"name": visible(name, _LONGEST_NAME), "other": visible(other, _LONGEST_NAME)}
    return entry["reason"].format_map(shown), entry["next"].format_map(shown)
