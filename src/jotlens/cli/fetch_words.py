"""The words of `jotlens fetch` and `jotlens refresh`."""

from __future__ import annotations

from argparse import ArgumentParser

from jotlens.cli.connection_options import add_connection_options
from jotlens.cli.secrets_given import add_secret_options
from jotlens.cli.words import command_parser, number_of_seconds

_SENDS = (
    "What the login needs is sent to the issuer's own hosts, each of which is named, and to nobody else. "
    "The tokens stay on this computer."
)


def fetch_parser() -> ArgumentParser:
    """Return the parser of `jotlens fetch`."""
    fetch = command_parser(
        "fetch",
        "Fetch a token with a saved connection, or with one that the options describe, and inspect what comes.",
        _SENDS,
    )
    fetch.add_argument("connection", nargs="?", metavar="CONNECTION", help="the name of a saved connection")
    _add_output(fetch)
    login = fetch.add_argument_group("the login")
    login.add_argument("--no-browser", action="store_true", help="open no browser, only show the address")
    login.add_argument(
        "--as-another-user", action="store_true", help="ask for a clean login, whoever is logged in already"
    )
    login.add_argument(
        "--login-time",
        type=number_of_seconds,
        metavar="SECONDS",
        help="how long a person may take; default: 300",
    )
    login.add_argument(
        "--subject-token-type",
        metavar="URI",
        help="what kind of token is exchanged (RFC 8693); default: an access token",
    )
    add_secret_options(fetch)
    add_connection_options(fetch)
    return fetch


def refresh_parser() -> ArgumentParser:
    """Return the parser of `jotlens refresh`."""
    refresh = command_parser(
        "refresh",
        "Get new tokens with a refresh token: the one that the keyring has for the connection, or one from standard "
        "input. Where refresh tokens are replaced at each use, using somebody's token here signs that person out.",
        _SENDS,
    )
    refresh.add_argument("connection", metavar="CONNECTION", help="the name of a saved connection")
    refresh.add_argument("--yes", action="store_true", help="do not ask whether to go on")
    _add_output(refresh)
    add_secret_options(refresh)
    add_connection_options(refresh)
    return refresh


def _add_output(parser: ArgumentParser) -> None:
    form = parser.add_argument_group("output")
    shape = form.add_mutually_exclusive_group()
    shape.add_argument(
        "--json", action="store_true", help="print one JSON object, without the tokens themselves"
    )
    shape.add_argument("--print-token", action="store_true", help="print the access token and nothing else")
    form.add_argument("--trace", action="store_true", help="show every request and answer, secrets masked")
    form.add_argument(
        "--reveal", action="store_true", help="show secrets and tokens in the trace and in the JSON"
    )
    form.add_argument("--all-checks", action="store_true", help="show also what passed or does not apply")
    form.add_argument(
        "--keys",
        action="store_true",
        help="ask the issuer for its signing keys too, and check the signatures",
    )
