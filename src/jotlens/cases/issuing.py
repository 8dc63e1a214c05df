"""Follows what was asked for and what was handed out: which login a code belongs to, and which code a token."""

from __future__ import annotations

from dataclasses import dataclass, field

from jotlens.cases.events import answered_parameters
from jotlens.cases.exchange import Exchange
from jotlens.cases.story_model import EventKind, Issued

_TOKENS = ("access_token", "id_token", "refresh_token")
_ASKED = (
    "audience",
    "resource",
    "scope",
    "nonce",
    "client_id",
    "state",
    "redirect_uri",
    "response_type",
    "organization",
    "prompt",
)


@dataclass(slots=True)
class Ledger:
    """What was asked for and handed out so far: logins by event, and what was issued by its text (the first time)."""

    logins: dict[int, dict[str, str]] = field(default_factory=dict)
    issued: dict[str, Issued] = field(default_factory=dict)
    used: dict[str, list[int]] = field(default_factory=dict)
    """By a code or refresh token: the token requests that it was sent with."""

    def record(self, event: int, kind: EventKind, exchange: Exchange) -> tuple[Issued, ...]:
        """Take in an exchange, and return what it handed out."""
        if kind is EventKind.AUTHORIZE:
            query = dict(exchange.query())
            self.logins[event] = {name: query[name] for name in _ASKED if query.get(name)}
        found = self._answered(event, exchange)
        if kind is EventKind.CALLBACK:
            found += self._called_back(event, exchange)
        if kind in {EventKind.TOKENS, EventKind.REFRESH, EventKind.MACHINE}:
            found += self._granted(event, exchange)
        for item in found:
            self.issued.setdefault(item.text, item)
        return tuple(found)

    def login_of(self, state: str | None) -> int | None:
        """Return the login that a state belongs to: the last that sent it; None for one that none has sent."""
        matches = [event for event, asked in self.logins.items() if state and asked.get("state") == state]
        return matches[-1] if matches else None

    def last_login(self) -> int | None:
        """Return the last login that was begun."""
        return max(self.logins, default=None)

    def _answered(self, event: int, exchange: Exchange) -> list[Issued]:
        return self._from(event, answered_parameters(exchange), exchange)

    def _called_back(self, event: int, exchange: Exchange) -> list[Issued]:
        given = dict(exchange.query()) | dict(exchange.request.fields())
        return [item for item in self._from(event, given, exchange) if item.text not in self.issued]

    def _from(self, event: int, given: dict[str, str], exchange: Exchange) -> list[Issued]:
        login = self.login_of(given.get("state"))
        if login is None:
            login = self.last_login()
        asked = self.logins.get(login, {}) if login is not None else {}
        return [
            Issued(
                given[name],
                name,
                event,
                exchange.answered_at,
                login,
                asked,
                _seconds(given.get("expires_in")),
                given.get("scope"),
            )
            for name in (*_TOKENS, "code")
            if given.get(name)
        ]

    def _granted(self, event: int, exchange: Exchange) -> list[Issued]:
        sent, given = dict(exchange.request.fields()), dict(exchange.response.fields())
        key = sent.get("code") or sent.get("refresh_token")
        before = self.issued.get(key) if key else None
        if key:
            self.used.setdefault(key, []).append(event)
        login = before.login if before is not None else None
        asked = dict(before.asked) if before is not None else {}
        asked |= {name: sent[name] for name in _ASKED if sent.get(name)}
        return [
            Issued(
                given[name],
                name,
                event,
                exchange.answered_at,
                login,
                asked,
                _seconds(given.get("expires_in")) if name == "access_token" else None,
                given.get("scope"),
            )
            for name in _TOKENS
            if given.get(name)
        ]


def _seconds(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdecimal() and len(text) < 12 else None
