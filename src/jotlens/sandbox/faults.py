"""Faults on purpose: what the tenant does wrong when it is told to, in its tokens, its key set and its answers."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ENDPOINTS = (
    "discovery",
    "jwks",
    "token",
    "userinfo",
    "revoke",
    "device",
    "par",
    "management",
    "provider",
    "api",
)
"""The endpoints that faults of answers can be given to."""

_DAY_S = 86_400
_LIMITS: dict[str, tuple[float, float]] = {"clock_offset_s": (-_DAY_S, _DAY_S), "slow_s": (0, 600)}
_STATUSES = (None, 429, 500)


class UnknownFaultError(ValueError):
    """There is no such fault, or not with such a value; the message says which there are."""


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong at the moment. Without arguments, nothing.

    Of the clock: `clock_offset_s` (-86400 to 86400, added to every time in tokens). Of tokens: `wrong_audience`,
    `wrong_issuer`, `alg_none`, `hs_rs_confusion` (HS256 with the public key as secret), `duplicate_claims`. Of the
    key set: `duplicate_kid`, `omit_alg`. Of answers, at the endpoints of `at` (empty: at all of `ENDPOINTS`): `slow_s`
    (0 to 600), `status` (429 or 500), `html_for_json`, `endless_body`.
    """

    clock_offset_s: int = 0
    wrong_audience: bool = False
    wrong_issuer: bool = False
    alg_none: bool = False
    hs_rs_confusion: bool = False
    duplicate_claims: bool = False
    duplicate_kid: bool = False
    omit_alg: bool = False
    slow_s: float = 0.0
    status: int | None = None
    html_for_json: bool = False
    endless_body: bool = False
    at: tuple[str, ...] = ()

    def strikes(self, endpoint: str) -> bool:
        """Whether the faults of answers are meant for this endpoint."""
        return endpoint in ENDPOINTS and (not self.at or endpoint in self.at)

    def changed(self, changes: Mapping[str, Any]) -> Faults:
        """Return these faults with some set otherwise. Raises UnknownFaultError."""
        checked: dict[str, Any] = {name: _checked(name, value) for name, value in changes.items()}
        return dataclasses.replace(self, **checked)

    def members(self) -> dict[str, Any]:
        """Return them as JSON members."""
        return dataclasses.asdict(self)


_DEFAULTS = dataclasses.asdict(Faults())


def _checked(name: str, value: object) -> object:
    if name not in _DEFAULTS:
        raise UnknownFaultError(f"there is no such fault; there are {', '.join(_DEFAULTS)}")
    if name == "at":
        if not isinstance(value, list | tuple) or any(place not in ENDPOINTS for place in value):
            raise UnknownFaultError(f"at is a list of endpoints, of {', '.join(ENDPOINTS)}")
        return tuple(value)
    if name == "status":
        if isinstance(value, bool) or value not in _STATUSES:
            raise UnknownFaultError("status is 429, 500 or null")
        return value
    if name in _LIMITS:
        return _number(name, value)
    if not isinstance(value, bool):
        raise UnknownFaultError(f"{name} is true or false")
    return value


def _number(name: str, value: object) -> float:
    low, high = _LIMITS[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise UnknownFaultError(f"{name} is a number from {low} to {high}")
    if name == "clock_offset_s" and not isinstance(value, int):
        raise UnknownFaultError(f"{name} is a whole number of seconds")
    return value
