"""`jotlens compare`: what differs between two tokens, in meaning."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from jotlens.cli.contract import fingerprint
from jotlens.cli.failures import ExitCode, UnreadableInputError, WrongUsageError
from jotlens.cli.json_writer import write_json
from jotlens.cli.output import tell, write_page
from jotlens.cli.page import look_of
from jotlens.cli.source import STANDARD_INPUT, read_source, shown
from jotlens.inspection.compare import Change, Comparison, compare
from jotlens.inspection.model import Status
from jotlens.tokens.model import Kind, Token
from jotlens.tokens.read import read_all

if TYPE_CHECKING:
    from jotlens.cli.json_writer import Writable
    from jotlens.tokens.json_values import Json

SCHEMA = "jotlens.comparison/1"


def run_compare(options: Namespace) -> ExitCode:
    """Carry out the command. Raises CommandError for what a person can put right."""
    if options.one == options.other == STANDARD_INPUT:
        raise WrongUsageError("Both tokens cannot come from standard input: put one into a file.")
    found = compare(_token(options.one), _token(options.other))
    if options.json:
        write_page(write_json(_fields(found), indented=True) + "\n")
    else:
        _write_page(found)
    if found.unread:
        return ExitCode.NOT_CHECKED
    return ExitCode.CHECK_FAILED if found.changes else ExitCode.ALL_WELL


def _token(name: str) -> Token:
    source = read_source(name)
    for remark in source.remarks:
        tell(remark)
    token = read_all(source.text)[1][0]
    if token.kind is Kind.NONE:
        raise UnreadableInputError(f"There is no token in {shown(name)}.")
    return token


def _fields(found: Comparison) -> dict[str, Writable]:
    return {
        "schema": SCHEMA,
        "one": fingerprint(found.one.text),
        "other": fingerprint(found.other.text),
        "sentence": found.sentence,
        "changes": [_change(change) for change in found.changes],
        "set_aside": list(found.set_aside),
        "unread": found.unread or None,
    }


def _change(change: Change) -> dict[str, Writable]:
    return {
        "where": change.where,
        "name": change.name,
        "what": change.what,
        "gone": list(change.gone),
        "come": list(change.come),
        "one": _value(change.one),
        "other": _value(change.other),
        "sentence": change.sentence,
    }


def _value(value: Json) -> Writable:
    return [*value] if isinstance(value, tuple) else value


def _write_page(found: Comparison) -> None:
    look = look_of(sys.stdout)
    lines = [look.strong(line) for line in look.wrapped(found.sentence)]
    for change in found.changes:
        said = look.wrapped(change.sentence, 4)
        lines += [f"  {look.mark(Status.WARN)} {said[0].lstrip()}", *said[1:]]
    if found.set_aside:
        aside = f"Set aside, because it changes with every token: {', '.join(found.set_aside)}."
        lines += ["", *(look.faint(line) for line in look.wrapped(aside))]
    write_page(look.finished(lines))
