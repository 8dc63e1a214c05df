"""The words of `jotlens inspect`."""

from __future__ import annotations

import argparse

from jotlens.cli.words import command_parser, number_of_seconds

_SENDS = (
    "Nothing is sent anywhere: JotLens inspects on this computer. Only with --fetch-keys, or an address after --jwks,\n"
    "a host is asked for public keys; it is named first, and no token goes along."
)


def inspect_parser() -> argparse.ArgumentParser:
    """Return the parser of `jotlens inspect`."""
    inspect = command_parser(
        "inspect", "Inspect a token, or every token found in a text: FILE, or standard input.", _SENDS
    )
    inspect.add_argument(
        "source", nargs="?", metavar="FILE", help="what to inspect; - or nothing: standard input"
    )
    form = inspect.add_argument_group("output")
    shape = form.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="print one JSON object, for machines")
    shape.add_argument(
        "--batch", action="store_true", help="read a JSON object a line, print an Inspection a line"
    )
    form.add_argument("--weight", action="store_true", help="show also what takes how much room in the token")
    form.add_argument("--all-checks", action="store_true", help="show also what passed or does not apply")
    expected = inspect.add_argument_group("what is expected of the token")
    expected.add_argument("--audience", metavar="API", help="the API it must be for, letter by letter")
    expected.add_argument("--issuer", metavar="URL", help="who must have issued it, letter by letter")
    expected.add_argument("--scope", action="append", metavar="NAMES", help="scopes it must have")
    expected.add_argument("--permission", action="append", metavar="NAMES", help="permissions it must have")
    expected.add_argument("--client-id", metavar="ID", help="the application it must have been issued to")
    expected.add_argument("--nonce", metavar="TEXT", help="the nonce that the login was started with")
    expected.add_argument("--type", metavar="TYP", help="the typ that its header must name, such as at+jwt")
    expected.add_argument(
        "--profile",
        metavar="ID",
        help="as what to judge it, such as access-token; default: what it looks like",
    )
    expected.add_argument("--alg", action="append", metavar="NAMES", help="the algorithms that are accepted")
    expected.add_argument(
        "--api",
        metavar="FILE",
        help="what the API answered, to say why it refused: a file (or -) with a message or a whole HTTP answer",
    )
    time = inspect.add_argument_group("time")
    time.add_argument(
        "--at", metavar="TIME", help="inspect as of a moment: a date, seconds since 1970, or a line of a log"
    )
    time.add_argument(
        "--received-at", metavar="TIME", help="when the token came, where it does not say itself"
    )
    time.add_argument(
        "--expires-in",
        type=number_of_seconds,
        metavar="SECONDS",
        help="how long it lives from then on (expires_in)",
    )
    time.add_argument(
        "--issuer-date", metavar="TEXT", help="the issuer's clock: the Date header of its answer, as it came"
    )
    time.add_argument(
        "--leeway", type=_leeway, metavar="SECONDS", help="tolerance for clocks; default: 60, with --batch 0"
    )
    keys = inspect.add_argument_group("the key to check the signature with").add_mutually_exclusive_group()
    keys.add_argument(
        "--key",
        metavar="FILE",
        help="a file with a PEM, SSH or PASETO key, certificate, JWK, key set or secret",
    )
    keys.add_argument(
        "--jwks",
        metavar="FILE|URL",
        help="a file with the issuer's key set, or its https address, which is then asked",
    )
    keys.add_argument(
        "--fetch-keys", action="store_true", help="ask the issuer that the token names for its signing keys"
    )
    keys.add_argument("--secret-stdin", action="store_true", help="read a shared secret from standard input")
    inspect.add_argument(
        "--allow-private",
        action="store_true",
        help="with --fetch-keys: also ask an issuer inside your own network, or on this computer",
    )
    inspect.add_argument(
        "--implicit-assertion",
        metavar="TEXT",
        help="what a PASETO token is signed along with, without being sent",
    )
    return inspect


def _leeway(text: str) -> int:
    seconds = int(text)
    if not 0 <= seconds <= 10**9:
        raise argparse.ArgumentTypeError("the leeway is a number of seconds, 0 or more")
    return seconds
