"""Tells the story of a login from the exchanges of a HAR file: what happened in order, and where it went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jotlens.cases.call_marks import Known, call_marks, skew_words
from jotlens.cases.events import bearer, only_known
from jotlens.cases.exchange import Exchange, read_exchange
from jotlens.cases.har_entries import HarEntries
from jotlens.cases.host_clocks import OFF_S, skews
from jotlens.cases.issuing import Ledger
from jotlens.cases.lineage import Link, lineage
from jotlens.cases.login_marks import login_marks
from jotlens.cases.source import Source
from jotlens.cases.story_model import Beside, Event, EventKind, Mark, MarkKind, Story
from jotlens.cases.story_words import finished, words
from jotlens.cases.surroundings import Surroundings
from jotlens.inspection.keys.load import load_keys
from jotlens.inspection.keys.model import Key, KeyForm, KeyRing, KeyTextError

_CALLS = frozenset({EventKind.API_CALL, EventKind.USERINFO})
_REFUSALS = frozenset({401, 403})
_BAD = 400
_MOST_EVENTS = 20_000


@dataclass(frozen=True, slots=True)
class Told:
    """A story, and the ties between its tokens."""

    story: Story
    links: tuple[Link, ...]


def tell(source: Source) -> Told:
    """Tell the story of a HAR file, which is read entry by entry; exchanges that have nothing to do with it are left."""
    return told((read_exchange(entry, index) for index, entry in enumerate(HarEntries(source))))


def told(exchanges: Iterable[Exchange], beside: Beside | None = None) -> Told:
    """Tell the story of some exchanges; `beside` is what the file showed that they are from, where they are not all of it."""
    around = Surroundings()
    known = only_known(around.seen(exchanges))[:_MOST_EVENTS]
    ledger = Ledger()
    events = []
    for index, (exchange, kind) in enumerate(known):
        got = ledger.record(index, kind, exchange)
        refused = _is_refused(exchange, kind)
        events.append(
            Event(
                index, kind, _title(exchange, kind, refused=refused), exchange, refused, _sent(exchange), got
            )
        )
    clocks = skews(exchange for exchange, _ in known)
    if beside is None:
        beside = _beside(events, around)
    keys = _keys(exchange for exchange, kind in known if kind is EventKind.KEYS)
    about = Known(ledger, keys, clocks, beside)
    marks = _ranked(_marks(tuple(events), about), tuple(events))
    texts = [*ledger.issued, *(token for event in events for token in event.sent)]
    tokens = [
        text
        for text in dict.fromkeys(texts)
        if (item := ledger.issued.get(text)) is None or item.name != "code"
    ]
    story = Story(tuple(events), marks, _sentence(marks, len(events)), beside)
    return Told(story, lineage(tokens, story.events, ledger))


def _beside(events: Iterable[Event], around: Surroundings) -> Beside:
    callbacks = [event for event in events if event.kind is EventKind.CALLBACK]
    kept_back = (
        (event.index, names)
        for event in callbacks
        if not around.is_sanitised and (names := around.kept_back(event.exchange))
    )
    return Beside(around.is_sanitised, tuple(_by_script(callbacks, around)), tuple(kept_back))


def _by_script(callbacks: Iterable[Event], around: Surroundings) -> Iterator[int]:
    for event in callbacks:
        if around.is_of_script(event.exchange) and around.went_on_after(event.exchange):
            yield event.index


def _marks(events: tuple[Event, ...], known: Known) -> list[Mark]:
    marks: list[Mark] = []
    for event in events:
        if event.kind in _CALLS:
            if event.refused and not _recovered(event, events):
                marks += call_marks(event, known)
        else:
            marks += login_marks(event, known)
    if not any(mark.kind is MarkKind.CLOCK_OFF for mark in marks):
        marks += _clocks(events, known)
    return marks


def _recovered(event: Event, events: tuple[Event, ...]) -> bool:
    """Whether the same was asked later and was not refused: then what was wrong was put right on the way."""
    asked = (event.exchange.method, event.exchange.host, event.exchange.path)
    return any(
        (later.exchange.method, later.exchange.host, later.exchange.path) == asked
        and 0 < later.exchange.status < _BAD
        for later in events[event.index + 1 :]
        if later.kind in _CALLS
    )


def _clocks(events: tuple[Event, ...], known: Known) -> Iterator[Mark]:
    """Yield that the clock of the recording differs from that of whoever issued the tokens.

    Which of the two is wrong the other hosts show: where one of them agrees with the recording, it is the issuer's.
    """
    for event in events:
        host = event.exchange.host
        off = known.skews.get(host, 0.0) if event.got else 0.0
        if abs(off) >= 2 * OFF_S:
            others = [skew for other, skew in known.skews.items() if other != host]
            is_here = not any(abs(skew) < OFF_S for skew in others)
            off = off if is_here else -off
            direction = words("directions", "ahead" if off > 0 else "behind")
            said = words(
                "marks",
                "clock-off-here" if is_here else "clock-off-issuer",
                host=host,
                skew=skew_words(off),
                direction=direction,
            )
            yield Mark(MarkKind.CLOCK_OFF, event.index, event.index, said)
            return


def _ranked(marks: Iterable[Mark], events: tuple[Event, ...]) -> tuple[Mark, ...]:
    """Return each mark once, what began first before the others; a refused login that was then done is none."""
    kept: dict[tuple[object, ...], Mark] = {}
    for mark in marks:
        done = mark.kind is MarkKind.LOGIN_REFUSED and any(
            event.got and event.index > mark.event and event.kind is EventKind.TOKENS for event in events
        )
        if not done:
            kept.setdefault((mark.kind, mark.token, mark.sentence), mark)
    return tuple(sorted(kept.values(), key=lambda mark: (mark.diagnosis is None, mark.since, mark.event)))


def _sentence(marks: tuple[Mark, ...], events: int) -> str:
    if not events:
        return words("stories", "nothing")
    if not marks:
        return words("stories", "well", events=str(events))
    if len(marks) == 1:
        return finished("stories", "cause", cause=marks[0].sentence)
    return finished("stories", "more", cause=marks[0].sentence, count=str(len(marks) - 1))


def _is_refused(exchange: Exchange, kind: EventKind) -> bool:
    if kind in _CALLS:
        return exchange.status in _REFUSALS
    return exchange.status >= _BAD


def _title(exchange: Exchange, kind: EventKind, *, refused: bool) -> str:
    given = dict(exchange.query()) | dict(exchange.request.fields()) if kind is EventKind.CALLBACK else {}
    key = "callback-error" if "error" in given else kind.value
    title = words(
        "events",
        key,
        host=exchange.host,
        method=exchange.method,
        path=exchange.path,
        error=given.get("error", ""),
    )
    return finished("events", "refused", title=title, status=str(exchange.status)) if refused else title


def _sent(exchange: Exchange) -> tuple[str, ...]:
    sent = dict(exchange.request.fields())
    found = [bearer(exchange), sent.get("code"), sent.get("refresh_token")]
    return tuple(text for text in found if text)


def _keys(answers: Iterable[Exchange]) -> KeyRing:
    """Return the keys of the key sets that were fetched on the way."""
    keys: list[Key] = []
    for exchange in answers:
        try:
            keys += load_keys(exchange.response.body, KeyForm.JWKS).keys
        except KeyTextError:
            continue
    return KeyRing(tuple(keys), KeyForm.JWKS) if keys else KeyRing()
