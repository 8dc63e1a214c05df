"""The words of `jotlens connection` and of what can be done with connections."""

from __future__ import annotations

from argparse import ArgumentParser, RawDescriptionHelpFormatter

from jotlens.cli.connection_options import add_connection_options
from jotlens.cli.words import EXIT_CODES, NOTHING_SENT, command_parser

_SAYS = f"""Connections are kept as files without secrets; secrets are in the system's keyring.

{NOTHING_SENT}"""


def connection_parser() -> ArgumentParser:
    """Return the parser of `jotlens connection`."""
    top = command_parser(
        "connection", "Look after the saved connections: where and how tokens are fetched.", _SAYS
    )
    actions = top.add_subparsers(dest="action", required=True, metavar="ACTION")

    def action(name: str, about: str, *, named: bool = True) -> ArgumentParser:
        parser = actions.add_parser(
            name,
            help=about,
            description=f"{about[:1].upper()}{about[1:]}.",
            epilog=f"{EXIT_CODES}\n\n{_SAYS}",
            formatter_class=RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        if named:
            parser.add_argument("name", metavar="NAME", help="the connection's name, or its id")
        return parser

    listing = action("list", "list the connections", named=False)
    show = action("show", "show a connection, and where its provider's console has each value")
    add = action("add", "save a new connection")
    add.add_argument(
        "--secret-stdin",
        action="store_true",
        help="read the client secret from standard input, for the keyring",
    )
    add.add_argument(
        "--no-secret",
        action="store_true",
        help="do not ask for the client secret now, but when a token is fetched",
    )
    add_connection_options(add)
    remove = action("remove", "delete a connection, and its secrets from the keyring")
    brought = action("import", "save a connection from an exported file", named=False)
    brought.add_argument("source", nargs="?", metavar="FILE", help="the file; - or nothing: standard input")
    action("export", "print a connection as a file to give away: without secrets and without its id")
    for parser in (listing, show, add, remove, brought):
        parser.add_argument("--json", action="store_true", help="print JSON, for machines")
    return top
