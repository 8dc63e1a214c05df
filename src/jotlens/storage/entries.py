"""A secret over several entries of a keyring: Windows takes 1,280 characters an entry, and a write may be cut short.

The first entry, named by the account, holds the start of the secret and says how many parts follow, in which of two
slots, with a digest of the whole. A longer secret's parts are written into the slot that is not in use, then the first
entry, then the old parts are removed: until the first entry is there the old secret is the one that is read, and what
does not fit its digest is never returned. Everything is ASCII: some keyrings end a text at NUL, or drop a BOM.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

MOST_CHARACTERS = 64 * 1024
"""The longest secret that is kept."""

_PIECE = 900
_MOST_PARTS = 400
_ATTEMPTS = 3
_WIDEST_GAP = 4  # two programs that write the same secret at a time may leave parts with a gap before them
_ENTRY = re.compile(r"JotLens1\.([abx])\.(\d{1,3})\.([0-9a-f]{32})\.([\w=-]*)", re.ASCII)


class Ring(Protocol):
    """A keyring's entries, by account."""

    def get(self, account: str) -> str | None:
        """Return what is kept there, or None."""

    def put(self, account: str, text: str) -> None:
        """Keep a text of ASCII characters."""

    def drop(self, account: str) -> None:
        """Remove an entry; one that is not there is fine."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """`number` is, in the first entry, how many parts follow; in a part, which it is."""

    slot: str
    number: int
    digest: str
    piece: str = field(repr=False)

    def text(self) -> str:
        return f"JotLens1.{self.slot}.{self.number}.{self.digest}.{self.piece}"


class DamagedError(Exception):
    """What is kept there is no whole secret of JotLens."""


def read(ring: Ring, account: str) -> str | None:
    """Return the secret that is kept, or None. Raises DamagedError for one that is not whole, after looking again."""
    for attempt in range(_ATTEMPTS):
        try:
            return _read_once(ring, account)
        except DamagedError:
            if attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def write(ring: Ring, account: str, secret: str) -> None:
    """Keep a secret in the place of the one that is there."""
    encoded = urlsafe_b64encode(secret.encode("utf-8", "surrogatepass")).decode()
    digest = _digest(encoded)
    pieces = [encoded[start : start + _PIECE] for start in range(0, len(encoded), _PIECE)] or [""]
    old = _entry(ring.get(account))
    slot = "x" if len(pieces) == 1 else "b" if old is not None and old.slot == "a" else "a"
    for number, piece in enumerate(pieces[1:], 1):
        ring.put(_part(account, slot, number), _Entry(slot, number, digest, piece).text())
    ring.put(account, _Entry(slot, len(pieces) - 1, digest, pieces[0]).text())
    for other in "ab":
        _drop_parts(ring, account, other, after=len(pieces) - 1 if other == slot else 0)


def drop(ring: Ring, account: str) -> None:
    """Remove a secret with all its parts, also those that a write which was cut short has left."""
    ring.drop(account)
    for slot in "ab":
        _drop_parts(ring, account, slot, after=0, gap=_WIDEST_GAP)


def _read_once(ring: Ring, account: str) -> str | None:
    text = ring.get(account)
    if text is None:
        return None
    first = _entry(text)
    if first is None or first.number > _MOST_PARTS:
        raise DamagedError
    encoded = "".join((first.piece, *_pieces(ring, account, first)))
    if not hmac.compare_digest(_digest(encoded), first.digest):
        raise DamagedError
    try:
        return urlsafe_b64decode(encoded).decode("utf-8", "surrogatepass")
    except ValueError:
        raise DamagedError from None


def _pieces(ring: Ring, account: str, first: _Entry) -> Iterator[str]:
    for number in range(1, first.number + 1):
        part = _entry(ring.get(_part(account, first.slot, number)))
        if part is None or (part.digest, part.number) != (first.digest, number):
            raise DamagedError
        yield part.piece


def _entry(text: str | None) -> _Entry | None:
    found = _ENTRY.fullmatch(text or "")
    return _Entry(found[1], int(found[2]), found[3], found[4]) if found else None


def _drop_parts(ring: Ring, account: str, slot: str, after: int, gap: int = 1) -> None:
    """Remove the parts of a slot behind a number, the last one first: what a cut leaves is without a gap."""
    found: list[int] = []
    number = after
    while number < _MOST_PARTS and number < (found[-1] if found else after) + gap:
        number += 1
        if ring.get(_part(account, slot, number)) is not None:
            found.append(number)
    for number in reversed(found):
        ring.drop(_part(account, slot, number))


def _part(account: str, slot: str, number: int) -> str:
    return f"{account}/{slot}{number}"


def _digest(encoded: str) -> str:
    return hashlib.sha256(encoded.encode()).hexdigest()[:32]
