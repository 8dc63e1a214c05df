"""What the parsers of all commands share: their dress, the exit codes, and what a command sends to whom."""

from __future__ import annotations

import argparse

EXIT_CODES = """exit codes:
  0  all well
  1  a check failed, or a server refused
  2  wrong usage, or an input that cannot be read
  3  something that was asked could not be checked
  4  the network, the keyring, the file system or the display failed"""

NOTHING_SENT = "Nothing is sent anywhere: JotLens inspects on this computer."


def command_parser(name: str, description: str, sends: str) -> argparse.ArgumentParser:
    """Return the parser of `jotlens NAME`; `sends` is the sentence on what leaves this computer, and to whom."""
    return argparse.ArgumentParser(
        prog=f"jotlens {name}",
        description=description,
        epilog=f"{EXIT_CODES}\n\n{sends}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def number_of_seconds(text: str) -> int:
    """Return a number of seconds, 0 or more, as an option has it."""
    seconds = int(text)
    if not 0 <= seconds <= 10**10:
        raise argparse.ArgumentTypeError("this is a number of seconds, 0 or more")
    return seconds
