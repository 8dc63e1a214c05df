"""The values of a story: what happened in order, which tokens came and went, and what stands out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from jotlens.cases.exchange import Exchange
from jotlens.inspection.model import Diagnosis, Policy


class EventKind(StrEnum):
    """What one exchange was, as far as a login and its tokens go."""

    AUTHORIZE = "authorize"
    LOGIN = "login"
    CONSENT = "consent"
    RETURN = "return"
    CALLBACK = "callback"
    TOKENS = "tokens"
    REFRESH = "refresh"
    MACHINE = "machine"
    USERINFO = "userinfo"
    API_CALL = "api-call"
    KEYS = "keys"
    DESCRIPTION = "description"
    LOGOUT = "logout"


class MarkKind(StrEnum):
    """What stands out."""

    ID_TOKEN_SENT = "id-token-sent"
    REFRESH_SENT = "refresh-sent"
    EXPIRED = "expired"
    CLOCK_OFF = "clock-off"
    AUDIENCE_NOT_ASKED = "audience-not-asked"
    OPAQUE_FOR_JWT = "opaque-for-jwt"
    WRONG_AUDIENCE = "wrong-audience"
    WRONG_KID = "wrong-kid"
    MISSING_SCOPE = "missing-scope"
    REFRESH_REUSED = "refresh-reused"
    CODE_REUSED = "code-reused"
    STATE_LOST = "state-lost"
    NONCE_WRONG = "nonce-wrong"
    LOGIN_REFUSED = "login-refused"
    TOKENS_REFUSED = "tokens-refused"
    NO_TOKEN_SENT = "no-token-sent"
    CALL_REFUSED = "call-refused"


@dataclass(frozen=True, slots=True)
class Issued:
    """A token (or code) as it was handed out.

    `name` is that of the member or parameter that brought it. `event` counts the events of the story from 0;
    `login` is the event of the authorization request that it belongs to, and `asked` what that and the token request
    asked for: `audience`, `scope`, `nonce`, `client_id` …
    """

    text: str = field(repr=False)
    name: str
    event: int
    at: datetime | None
    login: int | None = None
    asked: dict[str, str] = field(default_factory=dict, repr=False)
    expires_in_s: int | None = None
    granted: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that stands out: at which event it shows, and at which it began (the same, or an earlier one).

    `sentence` is for people. `diagnosis` is the cause in full, where one fits; `policy` is what the token of this
    event is expected to be, for its inspection as of that moment.
    """

    kind: MarkKind
    event: int
    since: int
    sentence: str
    diagnosis: Diagnosis | None = None
    token: str | None = field(default=None, repr=False)
    policy: Policy | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Event:
    """One step of the story. `title` is a line for people; `sent` and `got` are the texts of tokens and codes."""

    index: int
    kind: EventKind
    title: str
    exchange: Exchange
    refused: bool = False
    sent: tuple[str, ...] = field(default=(), repr=False)
    got: tuple[Issued, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Beside:
    """What the rest of a file shows, which is in none of the steps.

    `is_sanitised`: a browser left the tokens and cookies out of the headers. `by_script`: the callbacks, as events, at
    which a script was to go on. `kept_back`: by event, the names of cookies that did not come along to a callback.
    """

    is_sanitised: bool = False
    by_script: tuple[int, ...] = ()
    kept_back: tuple[tuple[int, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """What happened: the events in order, and what stands out, the first cause first. `sentence` says it in one.

    `beside` is what it stands on apart from its events.
    """

    events: tuple[Event, ...]
    marks: tuple[Mark, ...]
    sentence: str
    beside: Beside = Beside()

    @property
    def cause(self) -> Mark | None:
        """What came first of what went wrong; None where all went well."""
        return self.marks[0] if self.marks else None

    def marks_of(self, event: int) -> tuple[Mark, ...]:
        """Return what stands out at an event, or began there."""
        return tuple(mark for mark in self.marks if event in {mark.event, mark.since})
