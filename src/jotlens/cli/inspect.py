"""`jotlens inspect`: a token, or everything found in a text, as a page for people or as JSON for machines."""

from __future__ import annotations

import sys
from argparse import Namespace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from jotlens.cli.asked import Asked, asked, with_answer
from jotlens.cli.failures import ExitCode, SystemFailedError, UnreadableInputError, WrongUsageError
from jotlens.cli.output import silence_output, standard_output, tell, write_page
from jotlens.cli.source import Source, read_source

if TYPE_CHECKING:
    from jotlens.inspection.model import Inspection
    from jotlens.tokens.model import Finds


def run_inspect(options: Namespace) -> ExitCode:
    """Carry out the command. Raises CommandError for what a person can put right."""
    if options.batch:
        return _batch(options)
    request = asked(options)
    source = _source(options)
    for remark in (*request.remarks, *source.remarks):
        tell(remark)
    if options.fetch_keys:
        from jotlens.cli.token_issuer import with_issuers_keys

        request = with_issuers_keys(request, source.text, allow_private=options.allow_private)
    ended = inspect_text(
        source, request, as_json=options.json, all_checks=options.all_checks, with_weight=options.weight
    )
    return _without_keys(ended) if options.fetch_keys and not request.keys.keys else ended


def _without_keys(ended: ExitCode) -> ExitCode:
    """Return how a command ends that was to check with the issuer's keys, which did not come."""
    return ExitCode.NOT_CHECKED if ended is ExitCode.ALL_WELL else ended


def _source(options: Namespace) -> Source:
    """Read the token; with an answer to explain there need be none, so nothing is waited for at a terminal."""
    if options.api is not None and options.source is None and (sys.stdin is None or sys.stdin.isatty()):
        return Source("", "nothing")
    return read_source(options.source)


def inspect_text(
    source: Source,
    request: Asked,
    *,
    as_json: bool = False,
    all_checks: bool = False,
    with_weight: bool = False,
) -> ExitCode:
    """Inspect what the source holds and write it: the first token as JSON, or a page for every one."""
    from jotlens.cli.outcome import exit_code, worst
    from jotlens.inspection.inspect import inspect
    from jotlens.tokens.read import read_all

    finds, tokens = read_all(source.text)
    policy, at = with_answer(request.policy, finds), request.at or datetime.now(UTC)
    chosen = tokens[:1] if as_json else tokens
    inspections = [inspect(token, policy, request.keys, at, finds=finds) for token in chosen]
    if as_json:
        from jotlens.cli.contract import contract, extracted
        from jotlens.cli.json_writer import write_json

        fields = contract(inspections[0], finds, extracted(tokens), all_checks=all_checks)
        write_page(write_json(fields, indented=True) + "\n")
    else:
        _write_pages(inspections, finds, all_checks=all_checks, with_weight=with_weight)
    return worst([exit_code(inspection, request.keys) for inspection in inspections])


def _write_pages(inspections: list[Inspection], finds: Finds, *, all_checks: bool, with_weight: bool) -> None:
    from jotlens.cli.page import look_of
    from jotlens.cli.text import found_lines, inspection_text

    look = look_of(sys.stdout)
    for number, inspection in enumerate(inspections, start=1):
        if intro := found_lines(finds, number, len(inspections), look):
            write_page(look.finished(intro))
        write_page(inspection_text(inspection, look, all_checks=all_checks, with_weight=with_weight))


def _batch(options: Namespace) -> ExitCode:
    from jotlens.cli.batch import Batch, run_batch

    if options.source not in {None, "-"}:
        raise WrongUsageError("--batch reads standard input, a JSON object a line: give no FILE with it.")
    if options.fetch_keys:
        raise WrongUsageError("A batch touches no network: --fetch-keys is for one token at a time.")
    if options.secret_stdin:
        raise WrongUsageError(
            "--batch and --secret-stdin both want standard input: give the key in each line."
        )
    if sys.stdin is None:
        raise UnreadableInputError("There is no standard input to read lines from.")
    request = asked(options)
    for remark in request.remarks:
        tell(remark)
    batch = Batch(request, lambda: datetime.now(UTC), all_checks=options.all_checks)
    try:
        run_batch(sys.stdin.buffer, standard_output(), batch)
    except BrokenPipeError:
        raise
    except OSError as error:
        silence_output()
        raise SystemFailedError(f"Reading or writing the lines failed: {error.strerror}.") from None
    return ExitCode.ALL_WELL
