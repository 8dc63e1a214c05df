"""What stands out in a login: an answer that belongs to another one, an error, a code or token that was used twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from jotlens.cases.call_marks import Known, answer_of
from jotlens.cases.events import answered_parameters
from jotlens.cases.story_model import Event, EventKind, Mark, MarkKind
from jotlens.cases.story_words import words
from jotlens.inspection.claims import claim_text, readable_claims
from jotlens.inspection.diagnosis.words import diagnosis
from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import ApiAnswer, Diagnosis, Policy
from jotlens.tokens.read import read

_SHOWN = {MarkKind.REFRESH_REUSED: "D19", MarkKind.CODE_REUSED: "D29"}
"""By what the story itself shows: the cause that it is."""


def login_marks(event: Event, known: Known) -> Iterator[Mark]:
    """Yield what stands out at a step of a login."""
    match event.kind:
        case EventKind.TOKENS | EventKind.REFRESH | EventKind.MACHINE if event.refused:
            yield _tokens_refused(event, known)
        case EventKind.CALLBACK:
            given = dict(event.exchange.query()) | dict(event.exchange.request.fields())
            yield from _called_back(event, given, known)
        case _:
            given = answered_parameters(event.exchange)
            if "error" in given:
                yield _error(event, given, event.exchange.redirect)
    yield from _nonces(event)


def _tokens_refused(event: Event, known: Known) -> Mark:
    exchange = event.exchange
    sent = dict(exchange.request.fields())
    given = dict(exchange.response.fields())
    key = sent.get("code") or sent.get("refresh_token") or ""
    used = known.ledger.used.get(key, [])
    again = bool(used) and used[0] < event.index
    if again and "refresh_token" in sent:
        kind = MarkKind.REFRESH_REUSED
    elif again and "code" in sent:
        kind = MarkKind.CODE_REUSED
    else:
        kind = MarkKind.TOKENS_REFUSED
    error = given.get("error_description") or given.get("error") or str(exchange.status)
    said = words("marks", kind, host=exchange.host, error=error.rstrip("."))
    cause = _diagnosed(answer_of(exchange), exchange.at)
    if (shown := _SHOWN.get(kind)) is not None and (cause is None or cause.id != shown):
        cause = diagnosis(shown, "", {}, ())  # whatever the server calls it
    return Mark(kind, event.index, event.index, said, cause, policy=Policy(api=answer_of(exchange)))


def _called_back(event: Event, given: dict[str, str], known: Known) -> Iterator[Mark]:
    if "error" in given:
        yield _error(event, given, event.exchange.url)
        return
    logins = known.ledger.logins
    begun = [number for number in logins if number < event.index]
    if not begun:
        return
    last, state = begun[-1], given.get("state")
    states = {logins[number].get("state") for number in begun}
    if state is None and "state" in logins[last]:
        yield _state_lost(event, last, "missing")
    elif state is not None and state not in states:
        yield _state_lost(event, last, "other")
    elif event.refused and _speaks_of_state(event):
        login = known.ledger.login_of(state)
        cookies = ", ".join(dict(known.beside.kept_back).get(event.index, ()))
        key = "state-lost-cookie" if cookies else "state-lost-there"
        said = words("marks", key, host=event.exchange.host, cookies=cookies)
        since = last if login is None else login
        yield Mark(MarkKind.STATE_LOST, event.index, since, said, _lost_cause(event))
    elif _is_left(event, given, known):
        login = known.ledger.login_of(state)
        said = words("marks", "state-lost-unused", host=event.exchange.host)
        since = last if login is None else login
        yield Mark(MarkKind.STATE_LOST, event.index, since, said, _lost_cause(event))


def _is_left(event: Event, given: dict[str, str], known: Known) -> bool:
    """Whether a page whose script should ask for tokens got a code and did not: it did not take the answer for its own.

    Where a server handles the callback, it asks on a way that no browser sees: then nothing is said.
    """
    code = given.get("code")
    if not code or event.refused or code in known.ledger.used:
        return False
    asked = [login for login in known.ledger.logins.values() if login.get("state") == given.get("state")]
    only_code = all(login.get("response_type", "code") == "code" for login in asked)
    return only_code and event.index in known.beside.by_script


def _speaks_of_state(event: Event) -> bool:
    cause = _diagnosed(answer_of(event.exchange), event.exchange.at)
    return cause is not None and cause.id == "D16"


def _state_lost(event: Event, since: int, what: str) -> Mark:
    said = words("marks", MarkKind.STATE_LOST, what=words("states", what))
    return Mark(MarkKind.STATE_LOST, event.index, since, said, _lost_cause(event))


def _lost_cause(event: Event) -> Diagnosis | None:
    return _diagnosed(ApiAnswer(body="invalid state"), event.exchange.at)


def _error(event: Event, given: dict[str, str], address: str) -> Mark:
    error = given.get("error_description") or given["error"]
    said = words("marks", MarkKind.LOGIN_REFUSED, error=error.rstrip("."))
    cause = _diagnosed(ApiAnswer(body=address), event.exchange.at)
    return Mark(MarkKind.LOGIN_REFUSED, event.index, event.index, said, cause)


def _nonces(event: Event) -> Iterator[Mark]:
    for item in event.got:
        wanted = item.asked.get("nonce")
        if item.name == "id_token" and wanted is not None:
            said = claim_text(readable_claims(read(item.text)), "nonce")
            if said is not None and said != wanted:
                policy = Policy(nonce=wanted)
                told = inspect(read(item.text), policy, KeyRing(), event.exchange.at or _LONG_AGO)
                cause = next((found for found in told.diagnoses if found.id == "D17"), None)
                since = item.login if item.login is not None else event.index
                yield Mark(
                    MarkKind.NONCE_WRONG,
                    event.index,
                    since,
                    words("marks", MarkKind.NONCE_WRONG),
                    cause,
                    item.text,
                    policy,
                )


_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def _diagnosed(answer: ApiAnswer, at: datetime | None) -> Diagnosis | None:
    told = inspect(read(""), Policy(api=answer), KeyRing(), at or _LONG_AGO)
    return told.diagnoses[0] if told.diagnoses else None
