"""The words of `jotlens sandbox`."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError

from jotlens.cli.words import command_parser


def sandbox_parser() -> ArgumentParser:
    """Return the parser of `jotlens sandbox`."""
    sandbox = command_parser(
        "sandbox",
        "Start an authorization server on this computer, with APIs, clients and users to try things on; Ctrl+C ends it. "
        "It remembers nothing, and is not for production.",
        "Nothing is sent anywhere: the sandbox answers programs and browsers of this computer alone.",
    )
    sandbox.add_argument("--port", type=_port, default=0, metavar="N", help="default: one that is free")
    sandbox.add_argument(
        "--seed-keys",
        metavar="FILE",
        help="one to three RSA private keys (PEM): the signing key, the next one, and the one that encrypts; "
        "default: new ones",
    )
    sandbox.add_argument(
        "--era",
        choices=("today", "seed-003", "seed-004"),
        default="today",
        help="whose rules it follows: today's, or those of the pages of 2017 or 2015; default: %(default)s",
    )
    sandbox.add_argument(
        "--callback",
        action="append",
        default=[],
        metavar="URL",
        help="an address that applications may be answered at, letter by letter",
    )
    return sandbox


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65_535:
        raise ArgumentTypeError("a port lies between 0 and 65535")
    return port
