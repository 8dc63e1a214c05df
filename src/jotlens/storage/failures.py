"""What can go wrong when something is remembered. One tree, of one kind:

    StorageError    a sentence for a person, and a stable code; never a secret

A keyring that is missing or locked is no exception but a value: `secrets.Kept`, `secrets.Loaded`.
"""

from __future__ import annotations

import errno
from pathlib import Path

_SPACE = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG}
_RIGHTS = {errno.EACCES, errno.EPERM}


class StorageError(Exception):
    """An expected failure. `code` is stable and for machines, `sentence` is for people.

    Of files: `disk-full`, `read-only`, `no-rights`, `no-home`, `file`. Of connections: `unknown-connection`,
    `ambiguous-name`, `name-taken`, `bad-id`, `bad-name`, and the codes of `connection_text.Trouble`.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence


def file_failure(error: OSError, doing: str, path: Path) -> StorageError:
    """Say what the system refused; `doing` completes "JotLens could not …", such as "save"."""
    start = f"JotLens could not {doing} “{path}”"
    if error.errno in _SPACE:
        return StorageError("disk-full", f"{start}: the disk is full. Make room, and try again.")
    if error.errno == errno.EROFS:
        return StorageError("read-only", f"{start}: this place can only be read.")
    if error.errno in _RIGHTS:
        return StorageError(
            "no-rights", f"{start}: the system does not allow it. Check who owns that folder."
        )
    if error.errno in {errno.ENOTDIR, errno.EEXIST}:
        return StorageError("file", f"{start}: there is a file where a folder is needed.")
    return StorageError("file", f"{start}: the system reported error {error.errno or 'without a number'}.")
