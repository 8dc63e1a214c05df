"""The words of `jotlens redact` and `jotlens report`."""

from __future__ import annotations

import argparse

from jotlens.cli.words import NOTHING_SENT, command_parser

_LEVELS = ("outside", "inside", "everything")
_FORMS = ("md", "html", "json")


def redact_parser() -> argparse.ArgumentParser:
    """Return the parser of `jotlens redact`."""
    redact = command_parser(
        "redact",
        "Write a HAR file or a log that may be shared: signatures, opaque tokens, cookies, codes and passwords are taken "
        "out, and persons get pseudonyms. The story of the login stays the same.",
        NOTHING_SENT,
    )
    _add_shared(redact)
    return redact


def report_parser() -> argparse.ArgumentParser:
    """Return the parser of `jotlens report`."""
    report = command_parser(
        "report",
        "Write what happened in a HAR file or a log, for a ticket: the cause, the steps and the tokens, redacted.",
        NOTHING_SENT,
    )
    _add_shared(report)
    report.add_argument("--format", choices=_FORMS, help="default: by the name of the output, else md")
    report.add_argument("--zone", metavar="NAME", help="where the customer is, such as Europe/Berlin")
    return report


def _add_shared(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="what the customer sent; - is standard input")
    parser.add_argument("-o", "--output", metavar="FILE", help="where to write it; default: standard output")
    parser.add_argument(
        "--level",
        choices=_LEVELS,
        default=_LEVELS[0],
        help="for whom: outside (default); inside, where persons are named; everything, which is dangerous",
    )
    parser.add_argument(
        "--words",
        metavar="FILE",
        help="a file with some words that two of you know: then your fingerprints of a token agree",
    )
