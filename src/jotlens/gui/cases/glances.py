"""What the list says of a token, as of when it was first seen: its kind, its life, and a mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from jotlens.cases.model import Part, Place
from jotlens.cases.story_model import Issued
from jotlens.gui.cases.case import ListedToken, given
from jotlens.gui.describe import verdict_status
from jotlens.gui.jobs import Ticket
from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import Inspection, LifetimeState, Policy
from jotlens.inspection.wording import duration
from jotlens.tokens.model import Kind
from jotlens.tokens.read import read
from jotlens.tokens.visible import visible

translate = QCoreApplication.translate

_BATCH = 64
_FIRST_THE_STORY_S = 0.15
"""So long this work waits: beside it a paint takes three times as long, as both want the interpreter."""
_LONGEST = 32 << 10
_LEEWAY_S = 60
_LONGEST_WORDS = 80


@dataclass(frozen=True, slots=True)
class Glance:
    """What was found out of the token at this place of the list."""

    place: int
    token: ListedToken


@dataclass(frozen=True, slots=True)
class Known:
    """What the stories know of tokens: how they were handed out, and which of them stand out."""

    issued: dict[str, Issued] = field(default_factory=dict, repr=False)
    marked: frozenset[str] = field(default=frozenset(), repr=False)


def glance_over(tokens: Sequence[ListedToken], known: Known, now: datetime, ticket: Ticket) -> None:
    """Look at every token once, and tell what it is, some at a time; first the story is painted."""
    ticket.rest(_FIRST_THE_STORY_S)
    batch: list[Glance] = []
    for place, token in enumerate(tokens):
        if ticket.stopped:
            return
        batch.append(Glance(place, glanced(token, known, now)))
        if len(batch) == _BATCH:
            ticket.tell(tuple(batch))
            batch.clear()
            ticket.rest(0.001)
    ticket.tell(tuple(batch))


def glanced(token: ListedToken, story: Known, now: datetime) -> ListedToken:
    """Return the token with what is to be said of it, as of the moment that it was first seen (else of now)."""
    known = given(token, story.issued.get(token.text))
    named = name_words(known.name)
    if len(token.text) > _LONGEST:
        size = translate("Cases", "{count} characters").format(count=f"{len(token.text):,}")
        return replace(token, kind=named or translate("Cases", "Large token"), detail=size, status="unknown")
    at = token.at
    policy = Policy(leeway_s=_LEEWAY_S, expires_in_s=known.expires_in_s, received_at=known.at)
    found = inspect(read(token.text), policy, KeyRing(), at or now)
    kind = named or found.title
    if not named and found.token.kind is Kind.OPAQUE and _is_cookie(token):
        kind = translate("Cases", "Session cookie")
    status = "fail" if token.text in story.marked else _status(found)
    return replace(token, kind=kind, detail=_life(found, seen=at is not None), status=status)


def _is_cookie(token: ListedToken) -> bool:
    return bool(token.seen) and token.seen[0].part in {Part.REQUEST_COOKIE, Part.RESPONSE_COOKIE}


def _status(found: Inspection) -> str:
    """Return the mark: most tokens of a case have nobody who could say whether they are genuine, which is no fault."""
    if found.lifetime.state is LifetimeState.EXPIRED:
        return "fail"
    return verdict_status(found)


def name_words(name: str) -> str:
    """Return what a token is called that stood under this name; empty where that says nothing."""
    return {
        "access_token": translate("Cases", "Access token"),
        "id_token": translate("Cases", "ID token"),
        "refresh_token": translate("Cases", "Refresh token"),
        "code": translate("Cases", "Code"),
    }.get(name.lower(), "")


def _life(found: Inspection, *, seen: bool) -> str:
    left = found.lifetime.seconds_left or 0
    match found.lifetime.state, seen:
        case LifetimeState.ACTIVE, True:
            return translate("Cases", "then {time} left").format(time=duration(left))
        case LifetimeState.ACTIVE, False:
            return translate("Cases", "{time} left").format(time=duration(left))
        case LifetimeState.EXPIRED, True:
            return translate("Cases", "then expired for {time}").format(time=duration(-left))
        case LifetimeState.EXPIRED, False:
            return translate("Cases", "expired {time} ago").format(time=duration(-left))
        case LifetimeState.NOT_YET_VALID, True:
            return translate("Cases", "then not valid yet")
        case LifetimeState.NOT_YET_VALID, False:
            return translate("Cases", "not valid yet")
        case LifetimeState.NO_EXPIRY, _:
            return translate("Cases", "never expires")
        case _:
            return translate("Cases", "lifetime unknown")


def seen_words(token: ListedToken) -> str:
    """Return how often a token was seen, in words; empty for one that was given by hand."""
    count = len(token.seen)
    if count == 1:
        return translate("Cases", "seen once")
    return translate("Cases", "seen {count} times").format(count=f"{count:,}") if count else ""


def place_words(place: Place) -> str:
    """Return where a token stood: the request and the header, or the file and its line."""
    if place.url:
        host, _, path = place.url.partition("://")[2].partition("/")
        address = f"{host}/{path.partition('?')[0].partition('#')[0]}"
        request = f"{place.method} {address}".strip()
        spot = place.header or place.name or ""
        return visible(f"{request} · {spot}" if spot else request, _LONGEST_WORDS)
    line = f":{place.line}" if place.line is not None else ""
    spot = place.header or place.name or ""
    return visible(f"{place.file}{line} · {spot}" if spot else f"{place.file}{line}", _LONGEST_WORDS)
