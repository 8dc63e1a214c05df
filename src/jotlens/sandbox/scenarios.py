"""The guided scenarios, as values: what is done step by step, and which inspection each ends in.

Whoever shows them carries the steps out, with whatever it has for logging in and calling.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from jotlens.sandbox.resources import folder


@dataclass(frozen=True, slots=True)
class LogIn:
    """A user logs in to a client. `dialog` says whether consent must be asked for; None: either."""

    client: str
    response_type: str
    audience: str
    scope: str
    user: str
    dialog: bool | None


@dataclass(frozen=True, slots=True)
class Machine:
    """A client gets a token for itself, or is refused with this HTTP status."""

    client: str
    audience: str
    status: int


@dataclass(frozen=True, slots=True)
class Call:
    """The last access token is sent to an API, which answers with this status; `failed_step` is that of the four."""

    method: str
    path: str
    status: int
    failed_step: int | None


@dataclass(frozen=True, slots=True)
class UserInfo:
    """The last access token is sent to `/userinfo`."""

    status: int


@dataclass(frozen=True, slots=True)
class Refresh:
    """A refresh token is used: the current one, or once more the `first` of this scenario; `scope` asks for fewer."""

    first: bool
    status: int
    scope: str


@dataclass(frozen=True, slots=True)
class Revoke:
    """The current refresh token is revoked."""


@dataclass(frozen=True, slots=True)
class SetFaults:
    """Faults are switched."""

    changes: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TurnKeys:
    """The keys are rotated, or the previous one is revoked."""

    revoke: bool


@dataclass(frozen=True, slots=True)
class ProviderToken:
    """The token that an identity provider gave for a user takes the place of the access token."""

    user: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample of JotLens, by its id, takes the place of the access token."""

    sample: str


Step = LogIn | Machine | Call | UserInfo | Refresh | Revoke | SetFaults | TurnKeys | ProviderToken | Sample


class KeysFor(StrEnum):
    """With which keys the inspection looks."""

    NONE = "none"
    KEY_SET = "key-set"
    SECRET = "secret"
    SEALING_KEY = "sealing-key"


@dataclass(frozen=True, slots=True)
class Look:
    """What the inspection looks at (`answer`: the last answer, not its token) and expects.

    `every`: not only the last token is to be shown, but each that was sent to an API.
    """

    audience: str
    scopes: tuple[str, ...]
    keys: KeysFor
    answer: bool
    every: bool


@dataclass(frozen=True, slots=True)
class Ending:
    """What the inspection says: its verdict, or the status of one finding, or the first cause of a refusal."""

    verdict: str | None
    finding: str | None
    status: str | None
    cause: str | None


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario. Before it, the sandbox is reset.

    `lesson` says what it shows, `watch` what to look at when it is over, both in words for people.
    """

    id: str
    title: str
    lesson: str
    watch: str
    steps: tuple[Step, ...]
    look: Look
    ends: Ending


def scenarios(issuer: str) -> tuple[Scenario, ...]:
    """Return the scenarios for a tenant, in the order in which they teach."""
    entries = json.loads((folder() / "scenarios.json").read_text("utf-8").replace("{issuer}", issuer))
    return tuple(
        Scenario(
            id=entry["id"],
            title=entry["title"],
            lesson=entry["lesson"],
            watch=entry["watch"],
            steps=tuple(_step(step) for step in entry["steps"]),
            look=_look(entry["look"]),
            ends=_ending(entry["ends"]),
        )
        for entry in entries
    )


def _look(entry: dict[str, Any]) -> Look:
    keys = KeysFor(entry.get("keys", "none"))
    return Look(
        entry.get("audience", ""),
        tuple(entry.get("scopes", ())),
        keys,
        entry.get("answer", False),
        entry.get("every", False),
    )


def _ending(entry: dict[str, Any]) -> Ending:
    return Ending(entry.get("verdict"), entry.get("finding"), entry.get("status"), entry.get("cause"))


def _step(entry: dict[str, Any]) -> Step:
    """Return a step. Raises KeyError or ValueError for one that is written wrongly."""
    match entry["do"]:
        case "log-in":
            return LogIn(
                client=entry["client"],
                response_type=entry["response_type"],
                audience=entry["audience"],
                scope=entry["scope"],
                user=entry["user"],
                dialog=entry.get("dialog"),
            )
        case "machine":
            return Machine(entry["client"], entry["audience"], entry["status"])
        case "call":
            return Call(entry["method"], entry["path"], entry["status"], entry.get("failed_step"))
        case "userinfo":
            return UserInfo(entry["status"])
        case "refresh":
            return Refresh(entry["token"] == "first", entry["status"], entry.get("scope", ""))
        case "revoke":
            return Revoke()
        case "faults":
            return SetFaults(entry["changes"])
        case "keys":
            return TurnKeys(entry["action"] == "revoke-previous")
        case "provider-token":
            return ProviderToken(entry["user"])
        case "sample":
            return Sample(entry["sample"])
        case other:
            raise ValueError(f"there is no step {other}")
