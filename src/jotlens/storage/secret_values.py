"""What comes back when a secret is kept or looked for: values with a reason and a sentence, and never an exception."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Where(StrEnum):
    """Where a secret is kept."""

    KEYRING = "keyring"
    SESSION = "session"  # in memory, until JotLens closes
    NOWHERE = "nowhere"


class Reason(StrEnum):
    """Why it is as it is; stable, for machines."""

    AS_ASKED = "as-asked"
    ABSENT = "absent"  # nothing is kept under this name
    EMPTY = "empty"
    TOO_LONG = "too-long"
    NO_KEYRING = "no-keyring"
    LOCKED = "locked"  # it stayed locked: the question for its password was dismissed, or could not be shown
    TIMED_OUT = "timed-out"
    CANCELLED = "cancelled"
    STILL_WAITING = "still-waiting"  # its question for a password is still open
    DAMAGED = "damaged"
    FAILED = "failed"
    NOT_OPENED = "not-opened"  # it cannot be known without opening the keyring


@dataclass(frozen=True, slots=True)
class Backend:
    """The keyring in use, such as "GNOME Keyring (Secret Service)"; the sentence says it, or why there is none."""

    name: str
    usable: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a secret is kept now, and why not where it was to be."""

    where: Where
    reason: Reason
    sentence: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """A secret that was kept, from `where`; or None, with the reason."""

    secret: str | None = field(repr=False)
    reason: Reason
    sentence: str = ""
    where: Where = Where.NOWHERE


@dataclass(frozen=True, slots=True)
class Held:
    """Where a secret is kept, found out without opening a keyring that is locked.

    NOWHERE with ABSENT: nothing is kept. NOWHERE with any other reason: nobody knows, and `sentence` says why.
    """

    where: Where
    reason: Reason
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Whether the keyring holds nothing of it any more (True as well where there is none), and the reason if it may."""

    done: bool
    reason: Reason
    sentence: str = ""


_WHY = {
    Reason.NO_KEYRING: "No keyring is running",
    Reason.LOCKED: "The keyring stayed locked",
    Reason.TIMED_OUT: "The keyring did not answer in time",
    Reason.CANCELLED: "Waiting for the keyring was stopped",
    Reason.STILL_WAITING: "The keyring is still waiting for its password",
    Reason.DAMAGED: "What the keyring holds of this secret is incomplete",
    Reason.TOO_LONG: "The secret is too long for a keyring",
    Reason.FAILED: "The keyring refused",
    Reason.NOT_OPENED: "The keyring is locked",
}


def no_backend(reason: Reason) -> Backend:
    """Say that no keyring is in use, and why."""
    return Backend("none", usable=False, sentence=f"{_WHY[reason]}: secrets are kept until JotLens closes.")


def kept_for_session(reason: Reason) -> Kept:
    """Say that a secret could not go into the keyring, and is kept until JotLens closes."""
    return Kept(Where.SESSION, reason, f"{_WHY[reason]}: the secret is kept until JotLens closes.")


def not_loaded(reason: Reason) -> Loaded:
    """Say that the keyring gave no secret, though it may hold one."""
    return Loaded(None, reason, f"{_WHY[reason]}. Type the secret to go on.")


def not_known(reason: Reason) -> Held:
    """Say that nobody knows whether a secret is kept."""
    return Held(
        Where.NOWHERE, reason, f"{_WHY[reason]}. Whether it holds a secret is seen when one is needed."
    )


def not_forgotten(reason: Reason) -> Forgotten:
    """Say that the keyring may still hold a secret that was to be removed."""
    sentence = (
        f"{_WHY[reason]}: it may still hold secrets of this connection. They are named “JotLens” there."
    )
    return Forgotten(done=False, reason=reason, sentence=sentence)
