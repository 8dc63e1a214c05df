"""Where commands write: data to standard output, talk to standard error; neither can stop a command by its encoding."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from jotlens.cli.failures import SystemFailedError

if TYPE_CHECKING:
    from typing import BinaryIO


def write_page(text: str) -> None:
    """Write data to standard output, in its encoding; what that lacks becomes a visible escape.

    Raises BrokenPipeError when the reader has gone, SystemFailedError when it cannot be written (a full disk).
    """
    stream = sys.stdout
    if stream is None:
        return
    try:
        encoding = stream.encoding or "utf-8"
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        silence_output()
        raise SystemFailedError(f"Standard output could not be written: {error.strerror}.") from None


def standard_output() -> BinaryIO:
    """Return standard output for bytes. Raises SystemFailedError when there is none."""
    if sys.stdout is None:
        raise SystemFailedError("There is no standard output to write to.")
    return sys.stdout.buffer


def tell(sentence: str) -> None:
    """Say something to the person at the terminal; it never goes where data goes, and never fails."""
    if sys.stderr is None:
        return
    with suppress(OSError):
        encoding = sys.stderr.encoding or "ascii"
        print(f"jotlens: {sentence}".encode(encoding, "backslashreplace").decode(encoding), file=sys.stderr)


def tell_lines(lines: list[str]) -> None:
    """Write lines to standard error, in the characters that it has; it never fails."""
    if sys.stderr is None:
        return
    with suppress(OSError, ValueError):
        encoding = sys.stderr.encoding or "ascii"
        page = "".join(f"{line.rstrip()}\n" for line in lines)
        sys.stderr.write(page.encode(encoding, "backslashreplace").decode(encoding))
        sys.stderr.flush()


def silence_output() -> None:
    """Point standard output at nothing, so that what is still buffered is not written to a pipe that is closed."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
