"""The words of `jotlens scan`."""

from __future__ import annotations

import argparse

from jotlens.cli.words import NOTHING_SENT, command_parser


def scan_parser() -> argparse.ArgumentParser:
    """Return the parser of `jotlens scan`."""
    scan = command_parser(
        "scan",
        "Find every token in HAR files, logs, mails and folders, each once, with every place where it stands.",
        NOTHING_SENT,
    )
    scan.add_argument("files", nargs="+", metavar="FILE", help="a file or a folder; - is standard input")
    scan.add_argument("--json", action="store_true", help="print one JSON array, for machines")
    scan.add_argument(
        "--at",
        metavar="TIME",
        help="inspect as of a moment; 'seen' is when each token was first seen; default: now",
    )
    return scan
