"""The words of `jotlens jwks`."""

from __future__ import annotations

from argparse import ArgumentParser

from jotlens.cli.words import command_parser


def jwks_parser() -> ArgumentParser:
    """Return the parser of `jotlens jwks`."""
    jwks = command_parser(
        "jwks",
        "Fetch an issuer's signing keys and say what each of them is.",
        "The command asks the host that you name, and the host that its description names for the keys, and nobody "
        "else.\nNo token goes along. What came is kept on this computer as a dated snapshot.",
    )
    jwks.add_argument(
        "issuer",
        metavar="ISSUER|URL|CONNECTION",
        help="an issuer (it is asked where its keys are), the address of a key set, or a connection's name",
    )
    jwks.add_argument("--save", metavar="FILE", help="write the key set to FILE, as it came")
    jwks.add_argument("--json", action="store_true", help="print one JSON object, for machines")
    jwks.add_argument("--trace", action="store_true", help="show every request and answer")
    jwks.add_argument("--ca-file", metavar="FILE", help="certificates to trust beside the system's")
    return jwks
