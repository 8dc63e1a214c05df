"""`jotlens redact` and `jotlens report`: what may leave of a file that a customer sent."""

from __future__ import annotations

import secrets
from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from jotlens.cases.source import Bytes, Source, opened
from jotlens.cli.failures import ExitCode, SystemFailedError, UnreadableInputError, WrongUsageError
from jotlens.cli.output import standard_output, tell
from jotlens.cli.scan import time_reader
from jotlens.cli.source import STANDARD_INPUT, read_file, read_standard_input, shown
from jotlens.reports.disclosure import FingerprintKey, Level
from jotlens.reports.redaction import Redactor
from jotlens.reports.render import Form, render
from jotlens.reports.report import Wish, make_report, redacted_file

_MOST_WORDS_BYTES = 4096
_KEY_BYTES = 32


def run_redact(options: Namespace) -> ExitCode:
    """Carry out the command. Raises CommandError for what a person can put right."""
    redactor = Redactor(Level(options.level), _key(options.words))
    _warn(redactor.level)
    with _source(options.file) as source:
        _write(redacted_file(source, redactor), options)
    replaced = ", ".join(f"{kind}: {count:,}" for kind, count in sorted(redactor.replaced.items()))
    tell(f"Replaced: {replaced}." if replaced else "Nothing had to be replaced.")
    return ExitCode.ALL_WELL


def run_report(options: Namespace) -> ExitCode:
    """Carry out the command. Raises CommandError for what a person can put right."""
    now = datetime.now(UTC)
    form = _form(options)
    zone = _zone(options.zone)
    wish = Wish(Level(options.level), _key(options.words), now, time_reader(now), zone, options.zone or "")
    _warn(wish.level)
    with _source(options.file) as source:
        report = make_report(source, Path(options.file).name, wish).report
    _write([render(report, form).encode("utf-8", "replace")], options)
    return ExitCode.CHECK_FAILED if report.cause is not None else ExitCode.ALL_WELL


def _warn(level: Level) -> None:
    if level is Level.EVERYTHING:
        tell("This is dangerous: what you write holds live sessions. Whoever has it can act as these users.")


def _key(words: str | None) -> FingerprintKey:
    if words is None:
        return FingerprintKey(secrets.token_bytes(_KEY_BYTES))
    text = read_file(words, _MOST_WORDS_BYTES).decode("utf-8", "replace")
    if not text.strip():
        raise WrongUsageError(f"There are no words in {shown(words)}.")
    return FingerprintKey.shared(text)


def _form(options: Namespace) -> Form:
    if options.format is not None:
        return Form(options.format)
    ending = Path(options.output).suffix.lstrip(".").lower() if options.output else ""
    return {"html": Form.HTML, "htm": Form.HTML, "json": Form.JSON}.get(ending, Form.MARKDOWN)


def _zone(name: str | None) -> tzinfo | None:
    if name is None:
        return None
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise WrongUsageError(
            f"There is no zone {shown(name)}. Write it like Europe/Berlin or America/New_York."
        ) from None


@contextmanager
def _source(name: str) -> Iterator[Source]:
    if name == STANDARD_INPUT:
        yield Bytes(read_standard_input())
        return
    path = Path(name)
    if not path.is_file():
        raise UnreadableInputError(f"{shown(name)} is not there, or is no file.")
    try:
        with path.open("rb", buffering=0) as file:
            yield opened(path, file)
    except OSError:
        raise UnreadableInputError(f"{shown(name)} could not be read.") from None


def _write(pieces: Iterable[bytes], options: Namespace) -> None:
    """Write what may leave; a file is put in its place when all of it is there."""
    if options.output is None or options.output == STANDARD_INPUT:
        out = standard_output()
        for piece in pieces:
            out.write(piece)
        out.flush()
        return
    target = Path(options.output)
    if options.file != STANDARD_INPUT and target.exists() and target.samefile(options.file):
        raise WrongUsageError("The output would take the place of what the customer sent: name another file.")
    beside = target.with_name(f".{target.name}.part")
    try:
        with beside.open("wb") as file:
            for piece in pieces:
                file.write(piece)
        beside.replace(target)
    except OSError:
        raise SystemFailedError(f"{shown(options.output)} could not be written.") from None
    finally:
        beside.unlink(missing_ok=True)
