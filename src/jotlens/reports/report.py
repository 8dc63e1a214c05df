"""Makes the report of a case: it is told from the redacted file alone, so it can hold nothing that was taken out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import cache
from io import BytesIO
from typing import Any

from jotlens.cases.har_places import is_har
from jotlens.cases.intake import Watch, take_in_source
from jotlens.cases.log_places import ReadTime
from jotlens.cases.model import CaseToken, Part, Place
from jotlens.cases.source import Bytes, Source
from jotlens.cases.story import told
from jotlens.cases.story_model import Mark, Story
from jotlens.inspection.claims import readable_claims
from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import Diagnosis, Inspection, Policy, Status
from jotlens.inspection.wording import instant
from jotlens.reports.disclosure import FingerprintKey, Level
from jotlens.reports.har_writer import learn_har, redacted_har
from jotlens.reports.log_writer import learn_log, redacted_log
from jotlens.reports.plain_values import plain_value
from jotlens.reports.redaction import Redactor
from jotlens.tokens.model import Kind
from jotlens.tokens.read import read
from jotlens.tokens.resources import resource
from jotlens.tokens.visible import visible

_MOST_TOKENS = 50
_MOST_STEPS = 500
_MOST_CLAIMS = 60
_COOKIES = frozenset({Part.REQUEST_COOKIE, Part.RESPONSE_COOKIE})
_LEEWAY_S = 60
_FINGERPRINT = re.compile(r"(?i)\bremoved-([0-9a-f]{16})")
_TOLD = {Status.FAIL: "✖", Status.WARN: "⚠"}


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the story, ready to be written; `at_zone` is its time where the customer is."""

    at: str
    at_zone: str
    title: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """What a check found that did not pass."""

    id: str
    status: str
    mark: str
    message: str


@dataclass(frozen=True, slots=True)
class ReportToken:
    """A token of the case, inspected as of the moment when it was refused, or first seen."""

    fingerprint: str
    title: str
    where: str
    at: str
    verdict: str
    checks: tuple[Check, ...]
    claims: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a report says, as text; `reply` is a short answer to the customer, in plain words."""

    title: str
    sentence: str
    level: str
    level_words: str
    made_at: str
    zone: str
    cause: Diagnosis | None
    more: tuple[str, ...]
    steps: tuple[Step, ...]
    tokens: tuple[ReportToken, ...]
    replaced: tuple[tuple[str, int], ...]
    reply: str
    fingerprint_words: str
    none_replaced: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What a report is to be: for whom, with whose fingerprints, made when, and in which zone the customer lives."""

    level: Level
    key: FingerprintKey = field(repr=False)
    made_at: datetime
    read_time: ReadTime
    zone: tzinfo | None = None
    zone_name: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A report, and the redacted file that it was told from."""

    report: Report
    file: bytes = field(repr=False)


def redacted_file(
    source: Source, redactor: Redactor, stopped: Callable[[], bool] = lambda: False
) -> Iterator[bytes]:
    """Yield a file as it may leave, whatever it is; it is read twice."""
    if redactor.level is Level.EVERYTHING:
        yield from source.blocks()
    elif is_har(source):
        learn_har(source, redactor, stopped)
        redactor.replaced.clear()
        yield from redacted_har(source.again(), redactor, stopped)
    else:
        learn_log(source, redactor, stopped)
        redactor.replaced.clear()
        yield from redacted_log(source.again(), redactor, stopped)


def make_report(
    source: Source, name: str, wish: Wish, stopped: Callable[[], bool] = lambda: False
) -> Evidence:
    """Make the report of one file. What leaves is held in memory: it is about as long as the file."""
    redactor = Redactor(wish.level, wish.key)
    gathered = BytesIO()  # joining the pieces would hold them twice
    gathered.writelines(redacted_file(source, redactor, stopped))
    data = gathered.getvalue()
    stories: list[Story] = []
    watch = Watch(stopped, hear=lambda _, exchanges: stories.append(told(exchanges).story))
    intake = take_in_source(Bytes(data), redactor.text(name), wish.read_time, watch)
    story = stories[0] if stories else Story((), (), "")
    words = _words()
    fix = story.cause.diagnosis.fix if story.cause and story.cause.diagnosis else ""
    tells = bool(story.events)
    report = Report(
        title=words["title"] if tells else words["title-tokens"],
        sentence=story.sentence if tells else _counted(len(intake.tokens)),
        level=wish.level.value,
        level_words=words["levels"][wish.level.value],
        made_at=instant(wish.made_at),
        zone=wish.zone_name if wish.zone is not None else "",
        cause=story.cause.diagnosis if story.cause else None,
        more=tuple(mark.sentence for mark in story.marks[1:]),
        steps=tuple(_steps(story, wish)),
        tokens=tuple(_token(token, story, wish) for token in intake.tokens[:_MOST_TOKENS]),
        replaced=tuple(sorted(redactor.replaced.items())),
        reply=_reply(story, fix),
        fingerprint_words=words["fingerprint"],
        none_replaced=words["none-replaced"],
    )
    return Evidence(report, data)


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = json.loads(resource("reports/words.json").read_bytes())
    return words


def headings() -> dict[str, str]:
    """Return the headings of a report."""
    found: dict[str, str] = _words()["headings"]
    return found


def _counted(count: int) -> str:
    return (
        "No token was found."
        if not count
        else "1 token was found."
        if count == 1
        else f"{count} tokens were found."
    )


def _reply(story: Story, fix: str) -> str:
    words = _words()
    if not story.events:
        return str(words["reply-no-login"])
    if not story.marks:
        return str(words["reply-well"])
    return str(words["reply"]).format(sentence=story.marks[0].sentence, fix=fix).strip()


def _steps(story: Story, wish: Wish) -> Iterator[Step]:
    for event in story.events[:_MOST_STEPS]:
        at = event.exchange.at
        local = at.astimezone(wish.zone) if at is not None and wish.zone is not None else None
        yield Step(
            instant(at) if at is not None else "",
            f"{local:%Y-%m-%d %H:%M:%S}" if local is not None else "",
            event.title,
            tuple(mark.sentence for mark in story.marks if mark.event == event.index),
        )


def _token(token: CaseToken, story: Story, wish: Wish) -> ReportToken:
    mark = next((mark for mark in story.marks if mark.token == token.text), None)
    at = _moment(token, mark, story) or wish.made_at
    policy = mark.policy if mark is not None and mark.policy is not None else Policy(leeway_s=_LEEWAY_S)
    told = inspect(read(token.text), policy, KeyRing(), at)
    found = _FINGERPRINT.search(token.text)
    return ReportToken(
        fingerprint=found[1] if found else wish.key.fingerprint(token.text),
        title=_title(token, told),
        where=_where(token.seen[0], len(token.seen)),
        at=instant(at),
        verdict=told.verdict.sentence,
        checks=tuple(
            Check(item.id, item.status.value, _TOLD[item.status], item.message)
            for item in told.findings
            if item.status in _TOLD and not item.id.startswith("signature")
        ),
        claims=tuple(_claims(told)),
    )


def _title(token: CaseToken, told: Inspection) -> str:
    """Return what a token is called: of an opaque one only its place says what it is."""
    if told.token.kind is not Kind.OPAQUE:
        return told.title
    names: dict[str, str] = _words()["opaque"]
    given = next((names[place.name] for place in token.seen if place.name in names), None)
    return given or (names["cookie"] if token.seen[0].part in _COOKIES else told.title)


def _moment(token: CaseToken, mark: Mark | None, story: Story) -> datetime | None:
    if mark is not None:
        return story.events[mark.event].exchange.at
    return next((place.at for place in token.seen if place.at is not None), None)


def _claims(told: Inspection) -> Iterator[tuple[str, str]]:
    claims = readable_claims(told.token)
    for name in list(claims or ())[:_MOST_CLAIMS]:
        yield visible(name, 120), plain_value(claims.get(name) if claims is not None else None, name)


def _where(place: Place, times: int) -> str:
    name = " ".join(text for text in (place.header, place.name) if text)
    line = f", line {place.line}" if place.line is not None else ""
    address = re.split(r"[?#]", place.url)[0] if place.url and place.line is None else ""
    where = " ".join(text for text in (name, place.method if address else "", address) if text)
    more = "" if times == 1 else " and once more" if times == 2 else f" and {times - 1} more times"
    return visible(f"{where or place.part.value} ({place.file}{line}){more}", 300)
