"""What the command line asks for: a policy, keys and an instant, made of its options."""

from __future__ import annotations

import re
import sys
from argparse import Namespace
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from jotlens.cli.failures import UnreadableInputError, WrongUsageError
from jotlens.cli.source import STANDARD_INPUT, as_text, is_there, read_file, read_standard_input, shown
from jotlens.cli.times import read_time
from jotlens.inspection.clocks import skew_s
from jotlens.inspection.keys.containers import text_of_file
from jotlens.inspection.keys.load import KeyForm, KeyRing, KeyTextError, load_keys
from jotlens.inspection.keys.weak_secrets import published_secrets
from jotlens.inspection.model import ApiAnswer, Policy
from jotlens.inspection.profiles import offered_profiles, profile_named
from jotlens.inspection.wording import instant
from jotlens.tokens.model import Finds

LEEWAY_FOR_PEOPLE_S = 60
"""Clocks of computers differ by some seconds; a machine that asks says its own leeway."""

_MOST_KEY_BYTES = 2**20
_SENTENCE = re.compile(r"\s|\A[A-Za-z]+\d{4,7}\Z|\A[a-z]+(?:_[a-z]+)+\Z")
"""What is no file and may be the answer itself: several words, or an error code."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one command line asks for. `at` is None when it asks for the present moment.

    `remarks` are sentences for the person: how a time was understood, and what it may mean otherwise.
    """

    policy: Policy
    keys: KeyRing
    at: datetime | None
    remarks: tuple[str, ...] = ()


def asked(options: Namespace) -> Asked:
    """Return what the options say, and read the key that they name.

    Raises WrongUsageError for a value that cannot be meant, UnreadableInputError and SystemFailedError for a key
    that cannot be had.
    """
    leeway_s: int | None = options.leeway
    times = _times(options)
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
        profile=_profile(options.profile),
        leeway_s=leeway_s if leeway_s is not None else 0 if options.batch else LEEWAY_FOR_PEOPLE_S,
        expires_in_s=options.expires_in,
        received_at=times.received_at,
        clock_skew_s=times.clock_skew_s,
        api=_answer(options),
    )
    return Asked(policy, replace(_keys(options), guesses=published_secrets()), times.at, times.remarks)


def with_answer(policy: Policy, finds: Finds) -> Policy:
    """Add what a pasted token answer itself says of the lifetime, unless the person said it."""
    if finds.answer is None or policy.expires_in_s is not None:
        return policy
    return replace(policy, expires_in_s=finds.answer.expires_in_s)


@dataclass(frozen=True, slots=True)
class _Times:
    """The moments that the options name, and what is to be said of how they were understood."""

    at: datetime | None
    received_at: datetime | None
    clock_skew_s: int | None
    remarks: tuple[str, ...]


def _times(options: Namespace) -> _Times:
    """Read the options on time. The issuer's clock is held against this computer's when its answer came."""
    now = datetime.now(UTC)
    at, *remarks = _time("--at", options.at, now)
    received_at, *more = _time("--received-at", options.received_at, now)
    issuer_at, *most = _time("--issuer-date", options.issuer_date, now)
    skew = skew_s(received_at or at or now, issuer_at) if issuer_at is not None else None
    return _Times(at, received_at, skew, (*remarks, *more, *most))


def _time(option: str, text: str | None, now: datetime) -> tuple[datetime | None, *tuple[str, ...]]:
    """Return the instant of an option (None: not given, or now), and behind it what is to be said of it."""
    moment = read_time(text, now) if text is not None else None
    if moment is None:
        return (None,)
    if not moment.words:
        return (moment.at,)
    return moment.at, f"{option} was read as {instant(moment.at)}. {moment.words}"


def _profile(profile_id: str | None) -> str | None:
    if profile_id is not None and profile_named(profile_id) is None:
        raise WrongUsageError(
            f"{shown(profile_id)} is no profile. There are: {', '.join(offered_profiles())}."
        )
    return profile_id


def _words(values: list[str] | None) -> tuple[str, ...]:
    """Split at blanks and commas: `--scope "read write"` and `--scope read --scope write` say the same."""
    return tuple(word for value in values or () for word in re.split(r"[\s,]+", value) if word)


def _answer(options: Namespace) -> ApiAnswer | None:
    """Return what the API answered: the text of a file, of standard input, or the option's own words."""
    given: str | None = options.api
    if given is None:
        return None
    if given == STANDARD_INPUT:
        if options.source in {None, STANDARD_INPUT} or options.batch or options.secret_stdin:
            raise WrongUsageError("The answer comes from standard input, so the token must come from a FILE.")
        return ApiAnswer(body=as_text(read_standard_input(), "standard input")[0])
    if is_there(given):
        return ApiAnswer(body=as_text(read_file(given), shown(given))[0])
    if not _SENTENCE.search(given):
        raise UnreadableInputError(f"There is no file {shown(given)}.")
    return ApiAnswer(body=given)


def _keys(options: Namespace) -> KeyRing:
    if options.secret_stdin:
        return _load(_secret(options), "the secret", KeyForm.SECRET)
    if options.jwks is not None:
        if re.match(r"https?://", options.jwks, re.IGNORECASE):
            from jotlens.cli.issuer_keys import keys_at

            return keys_at(options.jwks)
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
