"""The secrets of one fetch: from standard input, from the keyring, or typed at the prompt; never from an option."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jotlens.cli.failures import WrongUsageError
from jotlens.cli.output import tell
from jotlens.cli.source import as_text, read_standard_input
from jotlens.oauth.obtained import Given

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from jotlens.oauth.connection import Connection
    from jotlens.oauth.needs import SecretKind

WORDS = {
    "client-secret": "client secret",
    "key-passphrase": "passphrase of the private key",
    "refresh-token": "refresh token",
    "username": "user name",
    "password": "password",
    "subject-token": "token to exchange",
    "assertion": "assertion",
}
"""The secrets in words, by the value of their kind."""


def add_secret_options(parser: ArgumentParser) -> None:
    """Add how secrets come in."""
    secrets = parser.add_argument_group("secrets (never options: other programs of this computer see those)")
    secrets.add_argument(
        "--secret-stdin",
        action="store_true",
        help="read them from standard input, a line each, in the order: client secret, passphrase of the key, "
        "assertion, refresh token, user name, password, token to exchange; those that are needed, or of them those "
        "that the keyring does not have. Default: from the keyring, else asked for at the terminal",
    )
    secrets.add_argument(
        "--remember", action="store_true", help="keep what was typed or piped in, in the system's keyring"
    )


@dataclass(frozen=True, slots=True)
class Secrets:
    """The secrets by kind, and which of them came from a person just now (and not from the keyring)."""

    by_kind: Mapping[SecretKind, str]
    new: frozenset[SecretKind]

    def __repr__(self) -> str:
        return f"Secrets({', '.join(sorted(self.by_kind))})"

    def given(self, subject_token_type: str | None = None) -> Given:
        """Return them as a fetch takes them."""
        given = Given.of({str(kind): secret for kind, secret in self.by_kind.items()})
        return given if subject_token_type is None else replace(given, subject_token_type=subject_token_type)


def gather(
    connection: Connection,
    wanted: Sequence[SecretKind],
    *,
    from_stdin: bool,
    load: Callable[[str, SecretKind], str | None],
) -> Secrets:
    """Return the secrets that are wanted; `load` looks into the keyring.

    As many lines of standard input as secrets are wanted are all of them, in order; fewer are those that the keyring
    does not have. What is missing then is asked for, where a person sits at the terminal. Raises WrongUsageError.
    """
    lines = _lines() if from_stdin else []
    if lines and len(lines) >= len(wanted):
        if len(lines) > len(wanted):
            tell(
                f"Of {len(lines)} lines of standard input {len(wanted)} were needed; the others were not used."
            )
        return Secrets(dict(zip(wanted, lines, strict=False)), frozenset(wanted))
    by_kind: dict[SecretKind, str] = {}
    new: set[SecretKind] = set()
    for kind in wanted:
        kept = load(connection.id, kind) if connection.id else None
        if kept is None:
            new.add(kind)
            kept = lines.pop(0) if lines else _asked(kind, connection.name, from_stdin=from_stdin)
        by_kind[kind] = kept
    if lines:
        raise WrongUsageError(
            f"Of the lines of standard input {len(lines)} were not needed: the keyring has some of the secrets. "
            "Give a line for each secret, or only for those that it lacks."
        )
    return Secrets(by_kind, frozenset(new))


def prompted(question: str) -> str:
    """Ask for a secret at the terminal, without showing it. Raises WrongUsageError where nobody sits there."""
    from getpass import getpass

    if not at_terminal():
        raise WrongUsageError("There is no terminal to ask at.")
    try:
        return getpass(f"{question} (not shown): ", stream=sys.stderr)
    except EOFError:
        raise WrongUsageError("Nothing was typed.") from None


def at_terminal() -> bool:
    """Whether a person sits at standard input."""
    return sys.stdin is not None and sys.stdin.isatty()


def piped_secret() -> str:
    """Return the first line of standard input, empty when there is none."""
    return next(iter(_lines()), "")


def _asked(kind: SecretKind, name: str, *, from_stdin: bool) -> str:
    word = WORDS[kind]
    if from_stdin or not at_terminal():
        how = "Standard input has no line for it." if from_stdin else "Pipe it in, with --secret-stdin."
        raise WrongUsageError(f"“{name}” needs a secret that is not in the keyring: the {word}. {how}")
    if kind == "username":
        print("User name: ", end="", file=sys.stderr, flush=True)
        typed = sys.stdin.readline().rstrip("\r\n")
    else:
        typed = prompted(f"{word[:1].upper()}{word[1:]} of {name}")
    if not typed:
        raise WrongUsageError(f"Nothing was typed, and the {word} is needed.")
    return typed


def _lines() -> list[str]:
    text, _ = as_text(read_standard_input(), "standard input")
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")] if text else []
