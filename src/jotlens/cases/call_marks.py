"""What stands out at a call to an API that was refused: the token is inspected as of that moment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from jotlens.cases.events import bearer
from jotlens.cases.exchange import Exchange
from jotlens.cases.host_clocks import OFF_S
from jotlens.cases.issuing import Ledger
from jotlens.cases.story_model import Event, Issued, Mark, MarkKind
from jotlens.cases.story_words import words
from jotlens.inspection.claims import audiences, claim_text, readable_claims
from jotlens.inspection.diagnosis.words import diagnosis
from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.lifetime import instant_of, numeric_date
from jotlens.inspection.model import ApiAnswer, Diagnosis, Inspection, LifetimeState, Policy, Purpose
from jotlens.inspection.wording import duration
from jotlens.tokens.model import Kind
from jotlens.tokens.read import read

_MOST_BODY = 1 << 14
_SCOPE = re.compile(r"(?i)\bscope=\"([^\"]{1,500})\"")
_SEALED = frozenset({Kind.OPAQUE, Kind.JWE, Kind.JWE_JSON})
_BY_CAUSE = {
    "D3": MarkKind.WRONG_AUDIENCE,
    "D24": MarkKind.WRONG_AUDIENCE,
    "D6": MarkKind.WRONG_KID,
    "D8": MarkKind.MISSING_SCOPE,
    "D9": MarkKind.MISSING_SCOPE,
    "D25": MarkKind.MISSING_SCOPE,
    "D5": MarkKind.ID_TOKEN_SENT,
    "D37": MarkKind.REFRESH_SENT,
    "D1": MarkKind.OPAQUE_FOR_JWT,
}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known when a call is judged: what was issued, the keys that were seen, and the clocks of the hosts."""

    ledger: Ledger
    keys: KeyRing
    skews: dict[str, float]


def answer_of(exchange: Exchange) -> ApiAnswer:
    """Return what was answered, as the diagnosis reads it."""
    body = exchange.response.body[:_MOST_BODY]
    return ApiAnswer(exchange.status or None, exchange.response.header("www-authenticate"), body or None)


def call_marks(event: Event, known: Known) -> Iterator[Mark]:
    """Yield what stands out at a refused call."""
    exchange = event.exchange
    token = bearer(exchange)
    host = exchange.host
    if token is None:
        told = _inspection("", Policy(api=answer_of(exchange)), known.keys, exchange.at)
        yield Mark(
            MarkKind.NO_TOKEN_SENT,
            event.index,
            event.index,
            words("marks", "no-token-sent", host=host),
            _cause(told),
        )
        return
    issued = known.ledger.issued.get(token)
    policy = expectations(issued, exchange)
    told = _inspection(token, policy, known.keys, exchange.at)
    kind, since, sentence, cause = _judged(event, token, issued, told, known)
    yield Mark(kind, event.index, since, sentence, cause, token, policy)


def expectations(issued: Issued | None, exchange: Exchange) -> Policy:
    """Return what a token is expected to be: what it was asked for with, and what the API answered to it."""
    policy = Policy(api=answer_of(exchange))
    if issued is None:
        return policy
    asked = issued.asked
    return replace(
        policy,
        audience=(asked.get("audience") or asked.get("resource")) if issued.name == "access_token" else None,
        requested_scopes=tuple(asked.get("scope", "").split()),
        expires_in_s=issued.expires_in_s,
        received_at=issued.at if issued.expires_in_s is not None else None,
    )


_Judged = tuple[MarkKind, int, str, Diagnosis | None]


def _judged(event: Event, token: str, issued: Issued | None, told: Inspection, known: Known) -> _Judged:
    """Return the first of what may be wrong: the wrong kind of token, its time, its form, and then what the answer says."""
    host, began = event.exchange.host, _began(event, issued)
    name = issued.name if issued is not None else None
    if name == "id_token" or (name is None and told.purpose.purpose is Purpose.ID_TOKEN):
        said = words("marks", MarkKind.ID_TOKEN_SENT, host=host)
        return MarkKind.ID_TOKEN_SENT, event.index, said, _certain(told, "D5")
    if name == "refresh_token":
        said = words("marks", MarkKind.REFRESH_SENT, host=host)
        return MarkKind.REFRESH_SENT, event.index, said, _certain(told, "D37")
    if (timed := _timed(event, token, issued, told, known)) is not None:
        return timed
    if told.token.kind in _SEALED:
        asks = issued is not None and not (issued.asked.get("audience") or issued.asked.get("resource"))
        kind = MarkKind.AUDIENCE_NOT_ASKED if asks else MarkKind.OPAQUE_FOR_JWT
        if asks or _cause(told, "D1") is not None:
            since = began if asks else event.index
            return kind, since, words("marks", kind, host=host), _cause(told, "D1") or _cause(told)
    return _answered(event, told, began)


def _answered(event: Event, told: Inspection, began: int) -> _Judged:
    exchange, cause = event.exchange, _cause(told)
    kind = _BY_CAUSE.get(cause.id, MarkKind.CALL_REFUSED) if cause is not None else MarkKind.CALL_REFUSED
    values = {"host": exchange.host, "status": str(exchange.status)}
    match kind:
        case MarkKind.WRONG_AUDIENCE:
            said = ", ".join(audiences(readable_claims(told.token)))
            key = kind.value if said else f"{kind}-unknown"
            return kind, began, words("marks", key, said=said, **values), cause
        case MarkKind.MISSING_SCOPE:
            wanted = _SCOPE.search(exchange.response.header("www-authenticate") or "")
            key = kind.value if wanted else f"{kind}-unknown"
            return (
                kind,
                began,
                words("marks", key, wanted=wanted[1] if wanted else "", **values),
                cause,
            )
        case _:
            return kind, event.index, words("marks", kind, **values), cause


def _timed(event: Event, token: str, issued: Issued | None, told: Inspection, known: Known) -> _Judged | None:
    """Return that the token had expired, or that it only seemed so because the clocks differ."""
    exchange = event.exchange
    if exchange.at is None:
        return None
    issuer = _issuer_host(told, known)
    here = known.skews.get(issuer, 0.0)
    there = known.skews.get(exchange.host, here)
    off = here - there  # how far the API's clock is ahead of the issuer's
    true_at = exchange.at - timedelta(seconds=here)
    lifetime = _lifetime_at(token, issued, exchange, true_at, known)
    if lifetime.lifetime.state is LifetimeState.EXPIRED:
        ago = duration(lifetime.lifetime.seconds_left or 0)
        said = words("marks", MarkKind.EXPIRED, ago=ago, host=exchange.host)
        return MarkKind.EXPIRED, event.index, said, _cause(told, "D4")
    at_api = exchange.at - timedelta(seconds=there)
    if abs(off) >= OFF_S and _does_not_fit(_lifetime_at(token, issued, exchange, at_api, known), at_api):
        return _clock_mark(event, exchange.host, off, _cause(told, "D4"), "clock-off")
    if abs(here) >= OFF_S and _cause(told, "D4") is not None and _cause(told) == _cause(told, "D4"):
        return _clock_mark(event, issuer, here, _cause(told, "D4"), "clock-off-here")
    return None


def _clock_mark(event: Event, host: str, off: float, cause: Diagnosis | None, key: str) -> _Judged:
    direction = words("directions", "ahead" if off > 0 else "behind")
    said = words("marks", key, host=host, skew=duration(round(off)), direction=direction)
    return MarkKind.CLOCK_OFF, event.index, said, cause


def _lifetime_at(
    token: str, issued: Issued | None, exchange: Exchange, at: datetime, known: Known
) -> Inspection:
    return _inspection(token, expectations(issued, exchange), known.keys, at)


def _does_not_fit(told: Inspection, at: datetime) -> bool:
    """Whether a token is over, not begun, or from the future at a moment."""
    if told.lifetime.state in {LifetimeState.EXPIRED, LifetimeState.NOT_YET_VALID}:
        return True
    claims = readable_claims(told.token)
    date = numeric_date(claims.get("iat")) if claims is not None else None
    issued_at = instant_of(date) if date is not None else None
    return issued_at is not None and issued_at > at


def _issuer_host(told: Inspection, known: Known) -> str:
    issuer = claim_text(readable_claims(told.token), "iss") or ""
    host = issuer.partition("://")[2].partition("/")[0].lower()
    return host if host in known.skews else ""


def _began(event: Event, issued: Issued | None) -> int:
    """Return where what is wrong with a token began: with the request for the login that brought it."""
    if issued is None:
        return event.index
    return issued.login if issued.login is not None else issued.event


def _inspection(token: str, policy: Policy, keys: KeyRing, at: datetime | None) -> Inspection:
    return inspect(read(token), policy, keys, at or datetime(1970, 1, 1, tzinfo=UTC))


def _cause(told: Inspection, cause: str | None = None) -> Diagnosis | None:
    """Return the likeliest cause, or the one of that id where it is among those told."""
    return next((item for item in told.diagnoses if cause in {None, item.id}), None)


def _certain(told: Inspection, cause: str) -> Diagnosis:
    """Return a cause that the story shows, whatever the token itself shows of it."""
    return _cause(told, cause) or diagnosis(cause, "", {}, ())
