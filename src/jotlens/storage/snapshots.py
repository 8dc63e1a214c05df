"""What an issuer published, and when: its signing keys and its description, each version with its dates.

So a key ID that is no longer published becomes "published until Tuesday". Holds no token, no secret and nothing of a person.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from jotlens.inspection.keys.model import PRIVATE_MEMBERS
from jotlens.storage.files import read_small, remove, write_whole

MOST_VERSIONS = 20
MOST_BYTES = 256 * 1024
MOST_ISSUERS = 200
_MOST_TOGETHER_BYTES = 2 * 1024 * 1024


class Document(StrEnum):
    """Which document of an issuer."""

    JWKS = "jwks"  # RFC 7517 section 5
    METADATA = "metadata"  # RFC 8414 section 3


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One version of a document: `text` as it came, first and last seen at these instants (aware, UTC)."""

    text: str = field(repr=False)
    first_at: datetime
    last_at: datetime


class Snapshots:
    """A folder (`Places.snapshots`) with a file for each document of each issuer. Saving may raise StorageError.

    A file that is broken counts as missing: what is here can be fetched again.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, issuer: str, document: Document, text: str, at: datetime) -> bool:
        """Remember what was published at an instant; the same text as before only moves its last date.

        Returns False, and keeps nothing, for what is too large, no JSON object, or holds a private key.
        """
        if (
            _members(text) is None
            or len(text.encode("utf-8", "replace")) > MOST_BYTES
            or _holds_private(text)
        ):
            return False
        versions = list(self.history(issuer, document))
        at = at.astimezone(UTC)
        if versions and versions[-1].text == text:
            last = versions[-1]
            versions[-1] = replace(last, first_at=min(last.first_at, at), last_at=max(last.last_at, at))
        else:
            versions.append(Snapshot(text, at, at))
        path = self._path(issuer, document)
        write_whole(path, _written(issuer, _bounded(versions)))
        self._drop_oldest_issuers(path)
        return True

    def history(self, issuer: str, document: Document) -> tuple[Snapshot, ...]:
        """Return the versions that are remembered, the oldest first; the last one is the newest."""
        try:
            data = read_small(self._path(issuer, document), 2 * _MOST_TOGETHER_BYTES)
            return tuple(_read(data or b"", issuer))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return ()

    def keys_seen(self, issuer: str) -> dict[str, tuple[datetime, datetime]]:
        """Return of each key ID that an issuer published when it was first and last seen among its keys."""
        seen: dict[str, tuple[datetime, datetime]] = {}
        for version in self.history(issuer, Document.JWKS):
            for kid in key_ids(version.text):
                first_at, last_at = seen.get(kid, (version.first_at, version.last_at))
                seen[kid] = min(first_at, version.first_at), max(last_at, version.last_at)
        return seen

    def forget_all(self) -> None:
        """Delete everything that is remembered here."""
        for path in self._files():
            remove(path)

    def _path(self, issuer: str, document: Document) -> Path:
        name = hashlib.sha256(issuer.encode("utf-8", "surrogatepass")).hexdigest()[:40]
        return self._folder / f"{name}.{document.value}.json"

    def _files(self) -> tuple[Path, ...]:
        try:
            return tuple(path for path in self._folder.iterdir() if _is_ours(path.name))
        except OSError:
            return ()

    def _drop_oldest_issuers(self, just_saved: Path) -> None:
        newest: dict[str, int] = {}
        paths = self._files()
        for path in paths:
            issuer = path.name.partition(".")[0]
            try:
                newest[issuer] = max(newest.get(issuer, 0), path.lstat().st_mtime_ns)
            except OSError:
                continue  # another program removed it meanwhile
        newest.pop(just_saved.name.partition(".")[0], None)
        kept = sorted(newest, key=lambda issuer: newest[issuer], reverse=True)[: MOST_ISSUERS - 1]
        for path in paths:
            issuer = path.name.partition(".")[0]
            if issuer in newest and issuer not in kept:
                remove(path)


def _is_ours(name: str) -> bool:
    return any(name.endswith(f".{document.value}.json") for document in Document)


def _bounded(versions: list[Snapshot]) -> list[Snapshot]:
    """Leave the oldest out until the rest is few and small enough."""
    kept: list[Snapshot] = []
    size = 0
    for version in reversed(versions[-MOST_VERSIONS:]):
        size += len(version.text.encode("utf-8", "replace"))
        if kept and size > _MOST_TOGETHER_BYTES:
            break
        kept.append(version)
    return kept[::-1]


def _written(issuer: str, versions: list[Snapshot]) -> bytes:
    document = {
        "issuer": issuer,
        "versions": [
            {"first_at": each.first_at.isoformat(), "last_at": each.last_at.isoformat(), "text": each.text}
            for each in versions
        ],
    }
    return json.dumps(document, indent=1).encode()


def _read(data: bytes, issuer: str) -> Iterator[Snapshot]:
    document = json.loads(data)
    if document["issuer"] != issuer:
        return
    for each in document["versions"]:
        first_at, last_at = (datetime.fromisoformat(each[name]) for name in ("first_at", "last_at"))
        if isinstance(each["text"], str) and first_at.tzinfo and last_at.tzinfo:
            yield Snapshot(each["text"], first_at.astimezone(UTC), last_at.astimezone(UTC))


def _members(text: str) -> Mapping[str, object] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _keys(text: str) -> Iterator[Mapping[str, object]]:
    members = _members(text)
    keys = members.get("keys") if members is not None else None
    if isinstance(keys, list):
        yield from (key for key in keys if isinstance(key, dict))


def key_ids(text: str) -> frozenset[str]:
    """Return the IDs that the keys of a key set have."""
    return frozenset(kid for key in _keys(text) if isinstance(kid := key.get("kid"), str))


def _holds_private(text: str) -> bool:
    """Whether a server published its private or shared keys by mistake."""
    return any(name in key for key in _keys(text) for name in PRIVATE_MEMBERS)
