"""Makes what may leave, in a thread: the report in every form, and the file as it may be shared."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from jotlens.cases.source import Bytes, Source, opened
from jotlens.gui.cases.case import Case, Tale
from jotlens.gui.cases.case_file import entry_of
from jotlens.gui.cases.scanning import time_reader
from jotlens.gui.jobs import Ticket
from jotlens.reports.disclosure import FingerprintKey, Level
from jotlens.reports.redaction import Redactor
from jotlens.reports.render import Form, render
from jotlens.reports.report import Report, Wish, make_report, redacted_file

WHOLE = 24 << 20
"""Larger files are not held in memory: their report is made of the story's exchanges."""

_PREVIEW = 60_000


@dataclass(frozen=True, slots=True)
class Subject:
    """What a report can be of: a file that was given, what was pasted (`data`), or a story of a saved case."""

    name: str
    path: Path | None = None
    data: bytes = field(default=b"", repr=False)
    tale: Tale | None = field(default=None, repr=False)

    @property
    def suffix(self) -> str:
        """The ending that a sanitised copy gets."""
        suffix = Path(self.name).suffix.lower()
        return suffix if suffix in {".har", ".json", ".log", ".txt"} else ".txt"


@dataclass(frozen=True, slots=True)
class Asked:
    """How much may leave, by which words two people share fingerprints, and where the customer lives."""

    level: Level = Level.OUTSIDE
    shared_words: str = field(default="", repr=False)
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A report in every form, the beginning of the sanitised file, and whether the file is shown whole."""

    asked: Asked
    report: Report
    texts: dict[Form, str] = field(repr=False)
    file: str = field(repr=False)
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Unmade:
    """Why there is no report, as a code: `unreadable` or `stopped`."""

    code: str


def subjects(case: Case, text: str, text_name: str) -> tuple[Subject, ...]:
    """Return what a report can be of, the likeliest first; the text on show where there is no case."""
    if not case.files:
        return (Subject(text_name, data=text.encode("utf-8", "surrogatepass")),) if text.strip() else ()
    tales = {tale.file: tale for tale in case.tales}
    found = {place.file for token in case.tokens for place in token.seen} | tales.keys()
    told = case.told
    names = sorted(found, key=lambda name: (told is None or name != told.file, name))
    return tuple(Subject(name, case.at_hand.get(name), tale=tales.get(name)) for name in names)


def har_of(tale: Tale) -> bytes:
    """Return the exchanges of a story as a HAR file."""
    entries = [entry_of(event.exchange) for event in tale.story.events]
    log = {"version": "1.2", "creator": {"name": "JotLens", "version": "1"}, "entries": entries}
    return json.dumps({"log": log}).encode("utf-8", "surrogatepass")


def make(subject: Subject, asked: Asked, key: FingerprintKey, now: datetime, ticket: Ticket) -> Made | Unmade:
    """Make the report of a subject. Never raises for what a file may be."""
    used = FingerprintKey.shared(asked.shared_words) if asked.shared_words.strip() else key
    wish = Wish(asked.level, used, now, time_reader(now), zone_of(asked.zone), asked.zone)
    try:
        with _opened(subject) as (source, is_whole):
            evidence = make_report(source, subject.name, wish, lambda: ticket.stopped)
    except OSError:
        return Unmade("unreadable")
    if ticket.stopped:
        return Unmade("stopped")
    texts = {form: render(evidence.report, form) for form in Form}
    file = evidence.file[:_PREVIEW].decode("utf-8", "replace")
    return Made(asked, evidence.report, texts, file, is_whole)


def write_file(subject: Subject, asked: Asked, key: FingerprintKey, path: Path, ticket: Ticket) -> bool:
    """Write the whole file as it may leave, block by block; a file that is stopped or fails is not left behind."""
    used = FingerprintKey.shared(asked.shared_words) if asked.shared_words.strip() else key
    redactor = Redactor(asked.level, used)
    try:
        with _opened(subject, whole=True) as (source, _), replacing(path) as file:
            for block in redacted_file(source, redactor, lambda: ticket.stopped):
                file(block)
            if ticket.stopped:
                raise InterruptedError
    except OSError:
        return False
    return True


def write_bytes(path: Path, data: bytes) -> bool:
    """Write a file whole or not at all; false where it cannot be written."""
    try:
        with replacing(path) as file:
            file(data)
    except OSError:
        return False
    return True


@contextmanager
def replacing(path: Path) -> Iterator[Callable[[bytes], object]]:
    """Yield what writes into a new file, which takes the place of `path` at the end, unless something was raised."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".jotlens-")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file.write
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


@contextmanager
def _opened(subject: Subject, *, whole: bool = False) -> Iterator[tuple[Source, bool]]:
    """Yield the source to report on, and whether it is the whole file."""
    path, tale = subject.path, subject.tale
    if path is None:
        yield Bytes(har_of(tale) if tale is not None else subject.data), True
    elif tale is not None and not whole and path.stat().st_size > WHOLE:
        yield Bytes(har_of(tale)), False
    else:
        with path.open("rb", buffering=0) as file:
            yield opened(path, file), True


def zone_names() -> tuple[str, ...]:
    """Return the names of zones that this system knows; distances from UTC where it knows none."""
    names = sorted(
        name
        for name in available_timezones()
        if "/" in name and not name.startswith(("Etc/", "posix", "right", "SystemV"))
    )
    return tuple(names) or tuple(f"UTC{hours:+d}" for hours in range(-12, 15))


def zone_of(name: str) -> tzinfo | None:
    """Return the zone of a name; None for an empty one."""
    if not name:
        return None
    if name.startswith("UTC") and name[3:].lstrip("+-").isdecimal():
        return timezone(timedelta(hours=int(name[3:])))
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
