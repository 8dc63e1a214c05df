"""What the command line asks for: a policy, keys and an instant, made of its options."""

from __future__ import annotations

import re
import sys
from argparse import Namespace
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from jotlens.cli.failures import UnreadableInputError, WrongUsageError
from jotlens.cli.source import as_text, read_file, read_standard_input, shown
from jotlens.inspection.keys.containers import text_of_file
from jotlens.inspection.keys.load import KeyForm, KeyRing, KeyTextError, load_keys
from jotlens.inspection.keys.weak_secrets import published_secrets
from jotlens.inspection.model import Policy
from jotlens.tokens.model import Finds

LEEWAY_FOR_PEOPLE_S = 60
"""Clocks of computers differ by some seconds; a machine that asks says its own leeway."""

_MOST_KEY_BYTES = 2**20
_EPOCH_SECONDS = re.compile(r"-?\d{1,17}(?:\.\d+)?", re.ASCII)
_MILLISECONDS = 10**11


@dataclass(frozen=True, slots=True)
class Asked:
    """What one command line asks for. `at` is None when it asks for the present moment."""

    policy: Policy
    keys: KeyRing
    at: datetime | None


def asked(options: Namespace) -> Asked:
    """Return what the options say, and read the key that they name.

    Raises WrongUsageError for a value that cannot be meant, UnreadableInputError and SystemFailedError for a key
    that cannot be had.
    """
    leeway_s: int | None = options.leeway
    policy = Policy(
        audience=options.audience,
        issuer=options.issuer,
        scopes=_words(options.scope),
        permissions=_words(options.permission),
        client_id=options.client_id,
        nonce=options.nonce,
        typ=options.type,
        algorithms=_words(options.alg),
        implicit_assertion=options.implicit_assertion,
        leeway_s=leeway_s if leeway_s is not None else 0 if options.batch else LEEWAY_FOR_PEOPLE_S,
    )
    at = parse_instant(options.at) if options.at is not None else None
    return Asked(policy, replace(_keys(options), guesses=published_secrets()), at)


def parse_instant(text: str) -> datetime | None:
    """Read ISO 8601 or seconds since 1970 as an instant in UTC; None for `now`.

    A time without an offset is UTC. Raises WrongUsageError.
    """
    word = text.strip()
    if word.lower() == "now":
        return None
    if _EPOCH_SECONDS.fullmatch(word):
        return instant_of_seconds(float(word))
    try:
        at = datetime.fromisoformat(word)
        return (at if at.tzinfo is not None else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise WrongUsageError(
            f"{shown(text)} is no time. Write it like 2016-03-24T12:00Z, or in seconds since 1970."
        ) from None


def instant_of_seconds(seconds: float) -> datetime:
    """Return seconds since 1970 as an instant in UTC. Raises WrongUsageError beyond the calendar."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        hint = " It looks like milliseconds: divide it by 1000." if abs(seconds) >= _MILLISECONDS else ""
        raise WrongUsageError(f"The time {seconds:.0f} lies beyond the year 9999.{hint}") from None


def with_answer(policy: Policy, finds: Finds) -> Policy:
    """Add what a pasted token answer itself says of the lifetime, unless the person said it."""
    if finds.answer is None or policy.expires_in_s is not None:
        return policy
    return replace(policy, expires_in_s=finds.answer.expires_in_s)


def _words(values: list[str] | None) -> tuple[str, ...]:
    """Split at blanks and commas: `--scope "read write"` and `--scope read --scope write` say the same."""
    return tuple(word for value in values or () for word in re.split(r"[\s,]+", value) if word)


def _keys(options: Namespace) -> KeyRing:
    if options.secret_stdin:
        return _load(_secret(options), "the secret", KeyForm.SECRET)
    if options.jwks is not None:
        if re.match(r"https?://", options.jwks, re.IGNORECASE):
            raise WrongUsageError(
                "Fetching a key set is not possible yet. Save the key set as a file, and name the file."
            )
        return _load(_key_text(options.jwks), shown(options.jwks), KeyForm.JWKS)
    if options.key is not None:
        return _load(_key_text(options.key), shown(options.key), None)
    return KeyRing()


def _key_text(name: str) -> str:
    data = read_file(name, _MOST_KEY_BYTES)
    try:
        return _without_line_end(text_of_file(data))
    except KeyTextError as error:
        raise UnreadableInputError(f"{shown(name)}: {error.sentence}") from None


def _secret(options: Namespace) -> str:
    if options.source is None or options.source == "-":
        raise WrongUsageError("The secret comes from standard input, so the token must come from a FILE.")
    if sys.stdin is not None and sys.stdin.isatty():
        from getpass import getpass

        return getpass("Secret (not shown): ")
    text, _ = as_text(read_standard_input(), "standard input")
    return _without_line_end(text)


def _without_line_end(text: str) -> str:
    """Take off one line end: an editor or `echo` wrote it, and it is no part of a secret."""
    return text.removesuffix("\n").removesuffix("\r")


def _load(text: str, name: str, form: KeyForm | None) -> KeyRing:
    try:
        return load_keys(text, form)
    except KeyTextError as error:
        raise UnreadableInputError(f"{name[:1].upper()}{name[1:]}: {error.sentence}") from None
