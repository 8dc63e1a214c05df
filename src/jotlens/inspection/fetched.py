"""What was had from elsewhere before the inspection, as values: nothing in this room fetches any of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from jotlens.tokens.json_values import JsonObject


class FetchTrouble(StrEnum):
    """Why something could not be fetched; the value is the stable name of the reason."""

    OFFLINE = "offline"
    NOT_FOUND = "not-found"
    TOO_MANY = "too-many"
    TLS = "tls"
    NOT_JSON = "not-json"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class KeySetFetch:
    """An attempt to fetch the issuer's key set: from which address, and what went wrong (None: it came)."""

    address: str
    trouble: FetchTrouble | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """Answers of others that checks are held against; None means that nobody asked.

    `issuer_document` is the issuer's description of itself (OpenID Connect Discovery section 4, RFC 8414 section 3),
    `userinfo` the answer of its /userinfo. `seen_before_at` is when this very token was inspected before.
    """

    issuer_document: JsonObject | None = None
    key_set: KeySetFetch | None = None
    userinfo: JsonObject | None = None
    seen_before_at: datetime | None = None
