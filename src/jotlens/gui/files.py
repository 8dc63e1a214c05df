"""Reading a text file that was opened or dropped: in chunks, off the GUI thread, and never more than fits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from jotlens.gui.jobs import Ticket

MOST_BYTES = 32 << 20
"""Larger files are refused, unread."""

CASE_BYTES = 1 << 20
"""Larger files are searched for tokens where they are, and not taken into the box."""

MOST_KEY_BYTES = 1 << 20
"""A file of keys is far smaller."""

_CHUNK_BYTES = 256 << 10
_PICTURES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"RIFF",
    b"II*\x00",
    b"MM\x00*",
    b"\x00\x00\x01\x00",
)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class FileTrouble(StrEnum):
    """Why a file cannot be taken; the window has the sentence."""

    TOO_LARGE = "too-large"
    PICTURE = "picture"
    BINARY = "binary"
    FOLDER = "folder"
    UNREADABLE = "unreadable"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class FileText:
    """The text of a file."""

    text: str


@dataclass(frozen=True, slots=True)
class NoKey:
    """Why no key can be taken from a file that is otherwise in order, as a sentence."""

    sentence: str


@dataclass(frozen=True, slots=True)
class CaseGiven:
    """What is no text for the box: a recording, a packed or a large file, a folder, several files, or a saved case."""

    paths: tuple[Path, ...]


_HAR = re.compile(rb'\A(?:\xef\xbb\xbf)?\s*\{\s*"log"\s*:\s*\{')
_CASES = (b"\x1f\x8b\x08", b'{"jotcase":')


def read_given(paths: tuple[Path, ...], ticket: Ticket) -> FileText | FileTrouble | CaseGiven:
    """Return the text of a small file, and of everything else that it is a case. Never raises for what a file may be."""
    if len(paths) > 1:
        return CaseGiven(paths)
    path = paths[0]
    try:
        if path.is_dir():
            return CaseGiven(paths)
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(1024) if path.is_file() else b""
    except OSError:
        return FileTrouble.UNREADABLE
    if head.startswith(_CASES) or _HAR.match(head):
        return CaseGiven(paths)
    known = head.startswith((*_PICTURES, *(mark for mark, _ in _MARKS))) or b"\0" in head
    return CaseGiven(paths) if size > CASE_BYTES and not known else read_text_file(path, ticket)


def read_key_file(path: Path, ticket: Ticket) -> FileText | FileTrouble | NoKey:
    """Return the text of a key file; a certificate or a key in binary as base64. Never raises, as `read_text_file`."""
    from jotlens.inspection.keys.containers import text_of_file
    from jotlens.inspection.keys.model import KeyTextError

    data = _bytes_of(path, ticket, MOST_KEY_BYTES)
    if isinstance(data, FileTrouble):
        return data
    try:
        return FileText(text_of_file(data))
    except KeyTextError as error:
        return FileTrouble.BINARY if error.code == "binary" else NoKey(error.sentence)


def read_text_file(path: Path, ticket: Ticket, most_bytes: int = MOST_BYTES) -> FileText | FileTrouble:
    """Return the text of a file of at most `most_bytes`, or why there is none; never raises for what a file may be."""
    data = _bytes_of(path, ticket, most_bytes)
    return data if isinstance(data, FileTrouble) else _decode(data)


def _bytes_of(path: Path, ticket: Ticket, most_bytes: int) -> bytes | FileTrouble:
    try:
        if path.is_dir():
            return FileTrouble.FOLDER
        size = path.stat().st_size
        if size > most_bytes:
            return FileTrouble.TOO_LARGE
        return _read(path, size, ticket, most_bytes)
    except OSError:
        return FileTrouble.UNREADABLE


def _read(path: Path, size: int, ticket: Ticket, most_bytes: int) -> bytes | FileTrouble:
    chunks: list[bytes] = []
    done = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            if ticket.stopped:
                return FileTrouble.STOPPED
            if not chunks and chunk.startswith(_PICTURES):
                return FileTrouble.PICTURE
            done += len(chunk)
            if done > most_bytes:  # a file that grows, or a device without a size
                return FileTrouble.TOO_LARGE
            chunks.append(chunk)
            if size > _CHUNK_BYTES:
                ticket.progress(min(1.0, done / size))
    return b"".join(chunks)


def _decode(data: bytes) -> FileText | FileTrouble:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return FileText(data.decode(encoding, errors="replace"))
    if b"\0" in data[:_CHUNK_BYTES]:
        return FileTrouble.BINARY
    try:
        return FileText(data.decode())
    except UnicodeDecodeError:
        # Old logs are written in one byte a character; a token is ASCII in all of them.
        return FileText(data.decode("latin-1"))
