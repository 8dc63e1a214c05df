"""How a command ends: its exit codes, and the expected failures.

    CommandError               a command cannot do what was asked; `code` is stable, `sentence` is for people
    ├── WrongUsageError        the words of the command line do not fit together           exit 2
    ├── UnreadableInputError   the input is missing, too large or no text                  exit 2
    ├── RefusedError           a login did not end as it must, or a server refused         exit 1
    └── SystemFailedError      the file system, the display or standard output failed      exit 4
        └── NetworkFailedError the network or the keyring failed                           exit 4

No message holds a token, a key or a secret.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the exit status of a command means; public, and the same for every command."""

    ALL_WELL = 0
    CHECK_FAILED = 1
    UNREADABLE = 2
    NOT_CHECKED = 3
    SYSTEM_FAILED = 4
    INTERRUPTED = 130


class CommandError(Exception):
    """A command cannot do what was asked."""

    code = "command"
    exit_code = ExitCode.UNREADABLE

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class WrongUsageError(CommandError):
    """The words of the command line do not fit together."""

    code = "wrong-usage"


class UnreadableInputError(CommandError):
    """The input is missing, too large, or no text."""

    code = "unreadable-input"


class SystemFailedError(CommandError):
    """The file system, the display or standard output failed."""

    code = "system-failed"
    exit_code = ExitCode.SYSTEM_FAILED


class NetworkFailedError(SystemFailedError):
    """No answer came, or none that can be used; or the keyring failed."""

    code = "network-failed"


class RefusedError(CommandError):
    """A login did not end as it must, or a server refused."""

    code = "refused"
    exit_code = ExitCode.CHECK_FAILED
