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
from jotlens.cases.story_model import Beside, Event, Issued, Mark, MarkKind
from jotlens.cases.story_words import words
from jotlens.inspection.claims import audiences, claim_text, readable_claims
from jotlens.inspection.diagnosis.words import diagnosis
from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.lifetime import instant_of, numeric_date
from jotlens.inspection.model import ApiAnswer, Diagnosis, Inspection, LifetimeState, Policy, Purpose
from jotlens.inspection.wording import duration
from jotlens.tokens.json_values import JsonObject
from jotlens.tokens.model import Kind
from jotlens.tokens.read import read

_MOST_BODY = 1 << 14
_SCOPE = re.compile(r"(?i)\bscope=\"([^\"]{1,500})\"")
_SEALED = frozenset({Kind.OPAQUE, Kind.JWE, Kind.JWE_JSON})
_SAW_TOKEN = re.compile(r"(?i)\berror=\"?(?:invalid_token|insufficient_scope)\b")
_NO_REASON = "D2"
_OF_NO_TOKEN = frozenset({_NO_REASON, "D38"})
_LONG_S = 60
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
    """What is known when a step is judged: what was issued, the keys that were seen, the clocks of the hosts."""

    ledger: Ledger
    keys: KeyRing
    skews: dict[str, float]
    beside: Beside


def answer_of(exchange: Exchange) -> ApiAnswer:
    """Return what was answered, as the diagnosis reads it."""
    body = exchange.response.body[:_MOST_BODY]
    return ApiAnswer(exchange.status or None, exchange.response.header("www-authenticate"), body or None)


def call_marks(event: Event, known: Known) -> Iterator[Mark]:
    """Yield what stands out at a refused call."""
    exchange = event.exchange
    token = bearer(exchange)
    if token is None:
        yield _without_token(event, known)
        return
    issued = known.ledger.issued.get(token)
    policy = expectations(issued, exchange)
    told = _inspection(token, policy, known.keys, exchange.at)
    kind, since, sentence, cause = _judged(event, token, issued, told, known)
    if kind is MarkKind.WRONG_AUDIENCE and policy.audience in audiences(readable_claims(told.token)):
        # it is what the login asked for; this API expects another one
        cause = _cause(_inspection(token, replace(policy, audience=None), known.keys, exchange.at))
    yield Mark(kind, event.index, since, sentence, cause, token, policy)


def _without_token(event: Event, known: Known) -> Mark:
    """Return that no token was sent, or that the recording does not hold the one that was.

    Then it was most likely the access token that had come last.
    """
    exchange, at = event.exchange, event.index
    values = {"host": exchange.host, "status": str(exchange.status)}
    challenge = exchange.response.header("www-authenticate") or ""
    before = [
        item for item in known.ledger.issued.values() if item.event < at and item.name == "access_token"
    ]
    if _SAW_TOKEN.search(challenge) is None and not (known.beside.is_sanitised and before):
        told = _inspection("", Policy(api=answer_of(exchange)), known.keys, exchange.at)
        return Mark(MarkKind.NO_TOKEN_SENT, at, at, words("marks", "no-token-sent", **values), _cause(told))
    last = before[-1] if before else None
    told = _inspection(last.text if last else "", expectations(last, exchange), known.keys, exchange.at)
    cause = next((item for item in told.diagnoses if item.id not in _OF_NO_TOKEN), None)
    key, title = ("token-not-recorded", "") if cause is None else ("token-not-recorded-because", cause.title)
    return Mark(MarkKind.CALL_REFUSED, at, at, words("marks", key, cause=title, **values), cause)


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
            named = audiences(readable_claims(told.token))
            said = ", ".join(named)
            is_near = any(_host_in(one) == exchange.host and not one.endswith("/userinfo") for one in named)
            key = f"{kind}-near" if is_near else kind.value if said else f"{kind}-unknown"
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
        case MarkKind.CALL_REFUSED if cause is not None and cause.id != _NO_REASON:
            said = words("marks", "call-refused-because", cause=cause.title, **values)
            return kind, event.index, said, cause
        case _:
            return kind, event.index, words("marks", kind, **values), cause


def _timed(event: Event, token: str, issued: Issued | None, told: Inspection, known: Known) -> _Judged | None:
    """Return that the token had expired, or that it only seemed so because the clocks differ."""
    exchange = event.exchange
    if exchange.at is None:
        return None
    issuer = _issuer_host(told, known)
    by_answers = known.skews.get(issuer, 0.0)
    dated = dated_off(told, issued)
    here = by_answers if dated is None else dated
    there = known.skews.get(exchange.host, by_answers)
    off = here - there  # how far the API's clock is ahead of the issuer's
    true_at = exchange.at - timedelta(seconds=here)
    lifetime = _lifetime_at(token, issued, exchange, true_at, known)
    if lifetime.lifetime.state is LifetimeState.EXPIRED:
        ago = duration(lifetime.lifetime.seconds_left or 0)
        said = words("marks", MarkKind.EXPIRED, ago=ago, host=exchange.host)
        return MarkKind.EXPIRED, event.index, said, _cause(told, "D4")
    at_api = exchange.at - timedelta(seconds=there)
    if abs(off) >= OFF_S and _does_not_fit(_lifetime_at(token, issued, exchange, at_api, known), at_api):
        if issuer and abs(there) < OFF_S <= abs(here):  # the API and the recording agree with each other
            return _clock_mark(event, issuer, -here, _of_issuer(told), "clock-off-issuer")
        return _clock_mark(event, exchange.host, off, _cause(told, "D4"), "clock-off")
    if abs(here) >= OFF_S and _cause(told, "D4") is not None and _cause(told) == _cause(told, "D4"):
        agrees = issuer or exchange.host  # tokens may name an issuer that goes by another address here
        return _clock_mark(event, agrees, here, _cause(told, "D4"), "clock-off-here")
    return None


def dated_off(told: Inspection, issued: Issued | None) -> float | None:
    """Return how far the recording is ahead of the clock that dated a token, in seconds, where the token itself shows it.

    It does by coming before it was made, or after its end; how old a token is that is given out shows nothing.
    """
    claims = readable_claims(told.token)
    if issued is None or issued.at is None or claims is None:
        return None
    made_at, ends_at = (_instant(claims, name) for name in ("iat", "exp"))
    if made_at is None:
        return None
    ahead = (issued.at - made_at).total_seconds()
    is_over = ends_at is not None and ends_at <= issued.at
    return ahead if ahead <= -OFF_S or (ahead >= OFF_S and is_over) else None


def _instant(claims: JsonObject, name: str) -> datetime | None:
    date = numeric_date(claims.get(name))
    return instant_of(date) if date is not None else None


def _of_issuer(told: Inspection) -> Diagnosis:
    """Return that the issuer's clock is wrong, with what the answer and the token show of it."""
    cause, fix = (words("issuer-clock", part) for part in ("cause", "fix"))
    return replace(_certain(told, "D4"), cause=cause, fix=fix)


def skew_words(off: float) -> str:
    """Put a difference of clocks into words; of a long one without the seconds that an answer is under way."""
    return duration(round(off, -1 if abs(off) >= _LONG_S else None))


def _clock_mark(event: Event, host: str, off: float, cause: Diagnosis | None, key: str) -> _Judged:
    direction = words("directions", "ahead" if off > 0 else "behind")
    said = words("marks", key, host=host, skew=skew_words(off), direction=direction)
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
    issued_at = _instant(claims, "iat") if claims is not None else None
    return issued_at is not None and issued_at > at


def _issuer_host(told: Inspection, known: Known) -> str:
    host = _host_in(claim_text(readable_claims(told.token), "iss") or "")
    return host if host in known.skews else ""


def _host_in(address: str) -> str:
    return address.partition("://")[2].partition("/")[0].lower()


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
