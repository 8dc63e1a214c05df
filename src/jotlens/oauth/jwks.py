"""Fetches the signing keys that a server publishes (RFC 7517 section 5)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from jotlens.oauth.http import Door
from jotlens.oauth.network_failures import network_error

LABEL = "signing keys"


@dataclass(frozen=True, slots=True)
class KeySetAnswer:
    """A key set as it came."""

    text: str = field(repr=False)
    address: str
    fetched_at: datetime


def fetch_key_set(jwks_uri: str, door: Door) -> KeySetAnswer:
    """Fetch a key set. Raises NetworkError (`no-keys`, `html`… and what a door raises), RefusedAddressError."""
    accept = (("Accept", "application/jwk-set+json, application/json"),)
    answer = door.send(LABEL, "GET", jwks_uri, accept)
    document = answer.json_object()
    if answer.trouble is not None:
        raise answer.trouble
    if not answer.ok or not isinstance(document.get("keys"), list):
        raise network_error("no-keys", answer.host, status=answer.status)
    return KeySetAnswer(answer.text, jwks_uri, answer.received_at)
