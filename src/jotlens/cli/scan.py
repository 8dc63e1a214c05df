"""`jotlens scan`: every token of files and folders, each once, with its places, as a page or as JSON."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jotlens.cases.intake import take_in, take_in_source
from jotlens.cases.model import CaseFile, CaseToken, Intake, Trouble
from jotlens.cases.source import Bytes
from jotlens.cli.failures import ExitCode
from jotlens.cli.json_writer import write_json
from jotlens.cli.outcome import exit_code, worst
from jotlens.cli.output import tell, write_page
from jotlens.cli.page import look_of
from jotlens.cli.scan_text import place_fields, token_lines
from jotlens.cli.source import STANDARD_INPUT, shown
from jotlens.cli.times import read_time
from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import Policy
from jotlens.inspection.moments.model import MomentTextError
from jotlens.inspection.moments.read import read_moment
from jotlens.tokens.read import read

if TYPE_CHECKING:
    from jotlens.cases.log_places import ReadTime
    from jotlens.cli.json_writer import Writable
    from jotlens.inspection.model import Inspection

_SEEN = "seen"
_LEEWAY_S = 60
_TROUBLES = {
    Trouble.NO_FILE: "{name} is not there, or is no file.",
    Trouble.UNREADABLE: "{name} could not be read.",
    Trouble.CUT: "{name} ends too early or is damaged: what could be read of it was searched.",
}


def run_scan(options: Namespace) -> ExitCode:
    """Carry out the command. Raises CommandError for what a person can put right."""
    now = datetime.now(UTC)
    at = _instant(options.at, now)
    intake = _intake(options.files, time_reader(now))
    for file in intake.files:
        _tell_trouble(file)
    write = _write_json if options.json else _write_pages
    codes = write(intake, at, as_seen=options.at == _SEEN)
    if any(file.trouble is not None for file in intake.files):
        codes.append(ExitCode.UNREADABLE)
    return worst(codes)


def time_reader(now: datetime) -> ReadTime:
    """Return what reads the time of a log's line; a time without a zone is UTC."""

    def read_line(line: str) -> datetime | None:
        try:
            moment = read_moment(line, UTC, now) if line.strip() else None
        except MomentTextError:
            return None
        return moment.at if moment is not None else None

    return read_line


def _instant(text: str | None, now: datetime) -> datetime:
    if text is None or text == _SEEN:
        return now
    moment = read_time(text, now)
    return moment.at if moment is not None else now


def _intake(names: list[str], read_line: ReadTime) -> Intake:
    paths = tuple(Path(name) for name in names if name != STANDARD_INPUT)
    intake = take_in(paths, read_line)
    if STANDARD_INPUT not in names or sys.stdin is None:
        return intake
    given = take_in_source(Bytes(sys.stdin.buffer.read()), "standard input", read_line)
    seen = {token.text: token.seen for token in given.tokens}
    for token in intake.tokens:
        seen[token.text] = seen.get(token.text, ()) + token.seen
    tokens = tuple(CaseToken(text, places) for text, places in seen.items())
    return Intake(given.files + intake.files, tokens)


def _tell_trouble(file: CaseFile) -> None:
    if file.trouble is not None:
        tell(_TROUBLES[file.trouble].format(name=shown(file.name)))


def _inspected(intake: Intake, at: datetime, *, as_seen: bool) -> Iterator[tuple[CaseToken, Inspection]]:
    policy = Policy(leeway_s=_LEEWAY_S)
    for token in intake.tokens:
        first = next((place.at for place in token.seen if place.at is not None), None) if as_seen else None
        yield token, inspect(read(token.text), policy, KeyRing(), first or at)


def _write_json(intake: Intake, at: datetime, *, as_seen: bool) -> list[ExitCode]:
    from jotlens.cli.contract import contract, extracted

    codes, between = [], ""
    write_page("[")
    for token, inspection in _inspected(intake, at, as_seen=as_seen):
        places: list[Writable] = [place_fields(place) for place in token.seen]
        fields = contract(inspection, texts=extracted((inspection.token,)))
        write_page(
            between + write_json({"inspection": fields, "where": places[0], "seen": places}, indented=True)
        )
        between = ",\n"
        codes.append(exit_code(inspection, KeyRing()))
    write_page("]\n")
    return codes


def _write_pages(intake: Intake, at: datetime, *, as_seen: bool) -> list[ExitCode]:
    look, codes, total = look_of(sys.stdout), [], len(intake.tokens)
    for number, (token, inspection) in enumerate(_inspected(intake, at, as_seen=as_seen), start=1):
        write_page(look.finished(token_lines(token, inspection, f"{number} of {total}", look)))
        codes.append(exit_code(inspection, KeyRing()))
    files = "1 file" if len(intake.files) == 1 else f"{len(intake.files)} files"
    count = "No token was" if not total else "1 token was" if total == 1 else f"{total:,} tokens were"
    write_page(look.finished([f"{count} found in {files}."]))
    return codes
