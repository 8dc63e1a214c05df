"""The words of `jotlens userinfo`, `introspect` and `revoke`: a token, and the server that is asked about it."""

from __future__ import annotations

from argparse import ArgumentParser

from jotlens.cli.connection_options import add_connection_options
from jotlens.cli.secrets_given import add_secret_options
from jotlens.cli.words import command_parser

_SENDS = "The token is sent to the server's own {endpoint}, whose host is named first, and to nobody else."
_FOLLOWS = "the connection to ask with, and the file with the token; - or nothing: standard input"


def userinfo_parser() -> ArgumentParser:
    """Return the parser of `jotlens userinfo`."""
    parser = _parser(
        "userinfo",
        "Ask the server who the user of an access token is. Without a connection the issuer that the token names is "
        "asked.",
        "UserInfo endpoint",
    )
    parser.add_argument(
        "--anyway", action="store_true", help="ask even where it is known that it will be refused"
    )
    parser.add_argument(
        "--allow-private",
        action="store_true",
        help="also ask an issuer that the token names inside your own network, or on this computer",
    )
    return parser


def introspect_parser() -> ArgumentParser:
    """Return the parser of `jotlens introspect`."""
    parser = _parser(
        "introspect",
        "Ask the server whether a token is still active (RFC 7662). The client of the connection must be allowed to.",
        "introspection endpoint",
    )
    _add_client(parser)
    return parser


def revoke_parser() -> ArgumentParser:
    """Return the parser of `jotlens revoke`."""
    parser = _parser(
        "revoke",
        "Have the server take a token back (RFC 7009). With a refresh token, whoever uses it is signed out.",
        "revocation endpoint",
    )
    parser.add_argument("--yes", action="store_true", help="do not ask whether to go on")
    _add_client(parser)
    return parser


def _parser(name: str, description: str, endpoint: str) -> ArgumentParser:
    parser = command_parser(name, description, _SENDS.format(endpoint=endpoint))
    parser.add_argument("names", nargs="*", metavar="CONNECTION FILE", help=_FOLLOWS)
    form = parser.add_argument_group("output")
    form.add_argument("--json", action="store_true", help="print one JSON object, for machines")
    form.add_argument("--trace", action="store_true", help="show every request and answer, secrets masked")
    form.add_argument("--reveal", action="store_true", help="show secrets in the trace")
    if name == "userinfo":
        add_connection_options(parser)
    return parser


def _add_client(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--hint",
        choices=("access_token", "refresh_token"),
        help="what kind of token it is; default: what it looks like, where that can be told",
    )
    add_secret_options(parser)
    add_connection_options(parser)
