"""Judges what came back from the browser: nothing of it is used unless state and issuer are right."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from jotlens.oauth.failures import LoginError
from jotlens.oauth.id_token_claims import claims_of
from jotlens.oauth.obtained import Refusal
from jotlens.oauth.trace import Note, Value

LABEL = "callback"
_SECRET = frozenset({"code", "access_token", "id_token", "refresh_token", "response"})
_ONCE = frozenset({"code", "state", "iss", "error", "access_token", "id_token", "token_type", "expires_in"})
_OF_RESPONSE_TYPE = (("code", "code"), ("token", "access_token"), ("id_token", "id_token"))


@dataclass(frozen=True, slots=True)
class Callback:
    """What the browser brought. `address` is the whole callback address, with query or fragment."""

    address: str = field(repr=False)
    parameters: tuple[tuple[str, str], ...] = field(repr=False)
    received_at: datetime

    def get(self, name: str) -> str | None:
        """The first parameter of that name."""
        return next((text for key, text in self.parameters if key == name), None)


@dataclass(frozen=True, slots=True)
class Awaited:
    """What the callback is held against. `issuer` is empty where none is known; `promises_iss`: RFC 9207's metadata."""

    state: str = field(repr=False)
    response_type: str = "code"
    issuer: str = ""
    promises_iss: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """What the checks said, in order, and how it ends: with an error, a refusal, or neither: it may be used."""

    notes: tuple[Note, ...]
    error: LoginError | None = None
    refusal: Refusal | None = None


def judge(callback: Callback, awaited: Awaited) -> Judged:
    """Check a callback (RFC 6749 sections 4.1.2 and 10.12, RFC 9207); never raises."""
    notes: list[Note] = [_received(callback)]
    for check in (_repeated, _state, _issuer):
        for note, error in check(callback, awaited):
            notes.append(note)
            if error is not None:
                return Judged(tuple(notes), error=error)
    error_code = callback.get("error")
    if error_code is not None:
        return Judged(tuple(notes), refusal=_refusal(callback, error_code))
    for word, name in _OF_RESPONSE_TYPE:
        if word in awaited.response_type.split() and not callback.get(name):
            error = LoginError(
                "answer-missing",
                f"The browser came back without {name}, and without an error: there is nothing to go on with.",
            )
            return Judged(
                (*notes, Note(name, error.sentence, passed=False, at=callback.received_at)), error=error
            )
    return Judged(tuple(notes))


_Outcome = Iterator[tuple[Note, LoginError | None]]


def _received(callback: Callback) -> Note:
    values = tuple(Value(name, text, secret=name in _SECRET) for name, text in callback.parameters)
    return Note(
        "callback received", "The browser came back with these parameters.", values, at=callback.received_at
    )


def _repeated(callback: Callback, _: Awaited) -> _Outcome:
    names = [name for name, _ in callback.parameters if name in _ONCE]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        sentence = f"The callback names {twice} more than once, which no authorization server may do."
        yield _failed(callback, twice, LoginError("callback-repeated", sentence))


def _state(callback: Callback, awaited: Awaited) -> _Outcome:
    state = callback.get("state")
    if state is not None and hmac.compare_digest(_octets(state), _octets(awaited.state)):
        sentence = "It is the one that this login was started with: the answer belongs to it."
        yield Note("state", sentence, passed=True, at=callback.received_at), None
        return
    sentence = (
        "The answer does not carry the state that this login was started with. It may belong to an older login, "
        "or somebody may be trying to slip in an answer of their own. Nothing of it was used; start again."
    )
    if state is None:
        sentence = (
            "The answer carries no state, so it cannot be told whether it belongs to this login. "
            "Nothing of it was used; start again."
        )
    yield _failed(callback, "state", LoginError("state-mismatch", sentence))


def _issuer(callback: Callback, awaited: Awaited) -> _Outcome:
    """RFC 9207 section 2.4; where an ID token comes along, its `iss` says the same (section 2)."""
    issuer = callback.get("iss") or _issuer_of_id_token(callback)
    if issuer is None and awaited.promises_iss and not callback.get("id_token"):
        sentence = (
            "The authorization server says that its answers name it (iss), and this one does not. "
            "It may come from another server. Nothing of it was used; start again."
        )
        yield _failed(callback, "iss", LoginError("iss-missing", sentence))
    elif issuer is None:
        sentence = (
            "This authorization server does not name itself in its answers, so there was nothing to compare."
        )
        yield Note("iss", sentence, at=callback.received_at), None
    elif not awaited.issuer:
        sentence = "The answer names its issuer, but this connection does not say which to expect."
        yield Note("iss", sentence, at=callback.received_at), None
    elif issuer != awaited.issuer:
        sentence = (
            "The answer comes from another authorization server than the one that was asked "
            f"({_shown(issuer)} instead of {_shown(awaited.issuer)}). Nothing of it was used."
        )
        yield _failed(callback, "iss", LoginError("iss-mismatch", sentence))
    else:
        sentence = "The answer names the authorization server that was asked."
        yield Note("iss", sentence, passed=True, at=callback.received_at), None


def _issuer_of_id_token(callback: Callback) -> str | None:
    claims = claims_of(callback.get("id_token") or "")
    issuer = claims.get("iss") if claims is not None else None
    return issuer if isinstance(issuer, str) else None


def _failed(callback: Callback, label: str, error: LoginError) -> tuple[Note, LoginError]:
    return Note(label, error.sentence, passed=False, at=callback.received_at), error


def _refusal(callback: Callback, code: str) -> Refusal:
    return Refusal(
        LABEL,
        code,
        callback.get("error_description") or "",
        callback.get("error_uri") or "",
        answer=callback.address,
    )


def _octets(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _shown(text: str) -> str:
    """A text of somebody else's, short and without control characters."""
    return "".join(letter if letter.isprintable() else "�" for letter in text[:200])
