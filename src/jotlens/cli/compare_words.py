"""The words of `jotlens compare`."""

from __future__ import annotations

import argparse

from jotlens.cli.words import NOTHING_SENT, command_parser


def compare_parser() -> argparse.ArgumentParser:
    """Return the parser of `jotlens compare`."""
    compare = command_parser(
        "compare",
        "Compare two tokens by what they mean: what changes with every token is set aside, lists are sets. "
        "Ends with 1 where something differs.",
        NOTHING_SENT,
    )
    compare.add_argument(
        "one", metavar="A", help="a file with a token, such as one that works; - is standard input"
    )
    compare.add_argument("other", metavar="B", help="a file with the token to hold against it")
    compare.add_argument("--json", action="store_true", help="print one JSON object, for machines")
    return compare
