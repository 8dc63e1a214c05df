"""What every command needs that asks somebody something: the clock, chance, the browser, and failures in sentences."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from secrets import token_bytes
from typing import TYPE_CHECKING

from jotlens.cli.failures import (
    CommandError,
    NetworkFailedError,
    RefusedError,
    SystemFailedError,
    UnreadableInputError,
    WrongUsageError,
)
from jotlens.cli.output import tell
from jotlens.cli.secrets_given import at_terminal
from jotlens.oauth.addresses import parts_of
from jotlens.oauth.cancellation import Cancellation
from jotlens.oauth.failures import (
    CancelledError,
    ConnectionGapError,
    FetchError,
    LoginError,
    NetworkError,
    RefusedAddressError,
)
from jotlens.oauth.obtained import Around
from jotlens.oauth.trace import Trace
from jotlens.storage.failures import StorageError
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from jotlens.cli.progress import Progress

LOGIN_S = 300.0
"""How long a person may take to log in, unless the command line says otherwise."""

_SYSTEM = {"disk-full", "read-only", "no-rights", "no-home", "file"}


def around_of(
    progress: Progress, *, browser: bool = True, login_s: float = LOGIN_S, clean_login: bool = False
) -> Around:
    """Return the world as a command sees it: steps go to the progress; without `browser` the address is only shown."""
    return Around(
        now=lambda: datetime.now(UTC),
        random=token_bytes,
        open_browser=_opener() if browser else lambda _: False,
        prompt=progress.prompt,
        cancellation=Cancellation(),
        trace=Trace(progress.on_step),
        login_s=login_s,
        clean_login=clean_login,
    )


@contextmanager
def told_failures() -> Iterator[None]:
    """Turn what can go wrong with fetching and remembering into the terminal's own failures, with their exit codes."""
    try:
        yield
    except FetchError as error:
        raise _of_fetch(error) from None
    except StorageError as error:
        kind = SystemFailedError if error.code in _SYSTEM else UnreadableInputError
        raise kind(error.sentence) from None


def tell_asking(address: str, what: str) -> None:
    """Name the host that is about to be asked; `what` goes on: "for its signing keys"."""
    tell(f"Asking {host_of(address)} {what}.")


def confirm(*, yes: bool) -> None:
    """Ask whether to go on. Raises KeyboardInterrupt for no, WrongUsageError where nobody can be asked."""
    if yes:
        return
    if not at_terminal():
        raise WrongUsageError("Nobody is here to be asked. If that is what you want, say --yes.")
    print("Go on? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in {"y", "yes"}:
        raise KeyboardInterrupt


def host_of(address: str) -> str:
    """Return the host of an address, with its port, so that it can be shown."""
    return visible(parts_of(address).netloc.rpartition("@")[2] or address, 120)


def _of_fetch(error: FetchError) -> CommandError | KeyboardInterrupt:
    match error:
        case CancelledError():
            return KeyboardInterrupt()
        case ConnectionGapError():
            return WrongUsageError(error.sentence)
        case NetworkError():
            return NetworkFailedError(error.sentence)
        case LoginError():
            return RefusedError(error.sentence)
        case RefusedAddressError() if error.may_confirm:
            return WrongUsageError(f"{error.sentence} If you know that host, say --allow-private.")
        case _:
            return WrongUsageError(error.sentence)


def _opener() -> Callable[[str], bool]:
    from jotlens.oauth.browser import open_browser

    return open_browser
