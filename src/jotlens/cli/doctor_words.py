"""The words of `jotlens doctor`."""

from __future__ import annotations

from argparse import ArgumentParser

from jotlens.cli.words import command_parser


def doctor_parser() -> ArgumentParser:
    """Return the parser of `jotlens doctor`."""
    doctor = command_parser(
        "doctor",
        "Say what JotLens finds on this computer: the system, the window, the keyring, certificates, proxy, folders; "
        "what is missing, and what to install. No secret and no token is in it.",
        "Only with --clock it asks somebody: the host that you name, for the time. Otherwise the network is not touched.",
    )
    doctor.add_argument("--json", action="store_true", help="print one JSON object, for machines")
    doctor.add_argument(
        "--clock", metavar="HOST", help="compare this computer's clock with that of a host, such as an issuer"
    )
    return doctor
