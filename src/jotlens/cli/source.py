"""What a command reads: a file, standard input, or a token given as a word; turned into text, whatever its bytes."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jotlens.cli.failures import SystemFailedError, UnreadableInputError
from jotlens.tokens.model import Confidence, Kind, Token
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from typing import BinaryIO

MOST_BYTES = 32 * 2**20
"""The largest input: enough for any ticket's log; a whole day of traffic is not one question."""

STANDARD_INPUT = "-"

_PICTURES_AND_ARCHIVES = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a picture, sound or film"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "compressed with gzip"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_HISTORY = (
    "A token on the command line stays in the shell's history and is seen by other programs of this computer. "
    "Better: pipe it in, or name a file."
)
_SAMPLE = 64 * 1024
_TEXT_CONTROLS = frozenset(b"\t\n\v\f\r\b\x1b\x00")
_MOST_CONTROLS = 0.1


@dataclass(frozen=True, slots=True)
class Source:
    """The text to inspect, what to call it, and what is worth telling about how it was read."""

    text: str
    name: str
    remarks: tuple[str, ...] = ()


def read_source(word: str | None) -> Source:
    """Read what the word names: `-` or nothing is standard input, else a file, else a token itself.

    Raises UnreadableInputError when there is no such file, or it is no text or too large; SystemFailedError when the system
    could not read it.
    """
    if word is None or word == STANDARD_INPUT:
        return _source(read_standard_input(), "standard input")
    if not is_there(word):
        return _given_as_word(word)
    return _source(read_file(word), word)


def read_standard_input() -> bytes:
    """Read standard input to its end; on a terminal, say how to end it. Raises as `read_source`."""
    if sys.stdin is None:
        raise UnreadableInputError("There is no standard input. Name the file that holds the token.")
    if sys.stdin.isatty():
        end = "Ctrl+Z and Enter" if os.name == "nt" else "Ctrl+D"
        print(f"Paste the token, press Enter, then {end}.", file=sys.stderr, flush=True)
    try:
        return _limited(sys.stdin.buffer, "standard input")
    except OSError as error:
        raise SystemFailedError(f"Standard input could not be read: {_reason(error)}.") from None


def read_file(name: str, most_bytes: int = MOST_BYTES) -> bytes:
    """Read a file whole. Raises as `read_source`."""
    try:
        with Path(name).open("rb") as file:
            return _limited(file, shown(name), most_bytes)
    except IsADirectoryError:
        raise UnreadableInputError(f"{shown(name)} is a folder. Name a file in it.") from None
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise UnreadableInputError(f"There is no file {shown(name)}.") from None
    except PermissionError:
        raise UnreadableInputError(f"You may not read {shown(name)}.") from None
    except OSError as error:
        raise SystemFailedError(f"{shown(name)} could not be read: {_reason(error)}.") from None


def is_there(name: str) -> bool:
    """Whether something of that name exists; a text that cannot be a name does not."""
    try:
        return name != "" and Path(name).exists()
    except (OSError, ValueError):
        return False


def as_text(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of `data` and remarks on its encoding. Raises UnreadableInputError for what is no text at all."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "backslashreplace"), ()
    for magic, what in _PICTURES_AND_ARCHIVES:
        if data.startswith(magic):
            raise UnreadableInputError(
                f"{name} is not text: it looks like {what}. Copy the token itself as text."
            )
    sample = data[:_SAMPLE]
    controls = sum(byte < 0x20 and byte not in _TEXT_CONTROLS for byte in sample) + sample.count(0)
    if controls > len(sample) * _MOST_CONTROLS:
        raise UnreadableInputError(f"{name} is not text. Copy the token itself as text.")
    try:
        return data.decode(), ()
    except UnicodeDecodeError as error:
        remark = (
            f"Byte {error.start + 1:,} of {name} is not UTF-8; such bytes are shown as \\x and two digits."
        )
        return data.decode(errors="backslashreplace"), (remark,)


def shown(name: str) -> str:
    """Return a file's name so that it can be printed."""
    return f"“{visible(name, 120)}”"


def _source(data: bytes, name: str) -> Source:
    text, remarks = as_text(data, name if name == "standard input" else shown(name))
    return Source(text, name, remarks)


def _limited(stream: BinaryIO, name: str, most_bytes: int = MOST_BYTES) -> bytes:
    """Read at most the limit, so that an endless or huge input costs no memory."""
    data = stream.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise UnreadableInputError(
            f"{name[:1].upper()}{name[1:]} is larger than {most_bytes // 2**20} MB, and was not read. "
            "Cut out the lines around the token and inspect those."
        )
    return data


def _given_as_word(word: str) -> Source:
    """Take a word that is no file for a token, if it looks like one and not like a name with a slip in it."""
    from jotlens.tokens.read import read_all

    if not any(_unmistakable(token) for token in read_all(word)[1]):
        raise UnreadableInputError(
            f"There is no file {shown(word)}, and it does not look like a token either."
        )
    return Source(word, "the command line", (_HISTORY,))


def _unmistakable(token: Token) -> bool:
    form = token.format
    if token.kind is Kind.OPAQUE:
        return form is not None and form.confidence in {Confidence.CERTAIN, Confidence.STRONG}
    return token.kind is not Kind.NONE


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
