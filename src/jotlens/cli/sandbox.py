"""`jotlens sandbox`: starts a tenant to try things on, says what is there, and ends it on Ctrl+C."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jotlens.cli.failures import ExitCode, SystemFailedError, UnreadableInputError, WrongUsageError
from jotlens.cli.output import tell, write_page
from jotlens.cli.source import shown

if TYPE_CHECKING:
    from jotlens.sandbox.keys import PrivateKeys
    from jotlens.sandbox.log import LogEntry
    from jotlens.sandbox.running import Sandbox

_MOST_KEY_BYTES = 64 * 1024


def run_sandbox(options: argparse.Namespace) -> int:
    """Run the sandbox until Ctrl+C. Raises CommandError when it cannot start."""
    from jotlens.sandbox.model import Era, Settings
    from jotlens.sandbox.running import Sandbox

    try:
        sandbox = Sandbox.start(
            clock=_now,
            port=options.port,
            keys=_keys(options.seed_keys),
            callbacks=options.callback,
            settings=Settings(era=Era(options.era)),
        )
    except ValueError:
        raise WrongUsageError(
            "A --callback is a whole address in plain letters, such as http://127.0.0.1:8080/callback, without a #."
        ) from None
    except OSError:
        raise SystemFailedError(
            f"The port {options.port} cannot be used. Choose another with --port."
        ) from None
    with sandbox:
        sandbox.log.subscribe(lambda entry: tell(_line(entry)))
        try:
            write_page("\n".join(_description(sandbox)) + "\n")
            while True:
                time.sleep(3_600)  # unlike a lock, it is woken by Ctrl+C on every system
        except KeyboardInterrupt:
            return ExitCode.ALL_WELL


def _now() -> datetime:
    return datetime.now(UTC)


def _keys(file: str | None) -> PrivateKeys:
    if file is None:
        return ()
    from jotlens.sandbox.keys import KeysUnreadableError, read_keys

    try:
        with Path(file).open("rb") as stream:
            pem = stream.read(_MOST_KEY_BYTES)
        return read_keys(pem)
    except (OSError, ValueError) as error:
        reason = str(error) if isinstance(error, KeysUnreadableError) else "it cannot be read"
        raise UnreadableInputError(f"{shown(file)} gives no keys: {reason}.") from None


def _description(sandbox: Sandbox) -> Iterator[str]:
    yield f"The sandbox answers at {sandbox.address} (not for production)."
    yield f"In a browser: {sandbox.home}"
    yield f"Every user's password is {sandbox.password}. Ctrl+C ends it."
    yield ""
    yield "Clients"
    for client in sandbox.clients:
        secret = "" if client.secret is None else f"  secret {client.secret}"
        yield f"  {client.client_id:<18}{client.kind.value:<14}{client.remark}{secret}"
    yield ""
    yield "APIs"
    for api in sandbox.apis:
        yield f"  {api.identifier:<40}{api.signing_alg}  {api.token_lifetime} s  {' '.join(s.value for s in api.scopes)}"
    yield ""
    yield "Users"
    for user in sandbox.users:
        yield f"  {user.user_id:<20}{user.name:<20}{user.remark}"


def _line(entry: LogEntry) -> str:
    who = "" if entry.client_id is None else f" [{entry.client_id}]"
    said = f" {entry.said}" if entry.said else ""
    return f"{entry.at:%H:%M:%S} {entry.code:<9} {entry.method} {entry.path} {entry.status}{who}{said}"
