"""Reads the claims of an ID token far enough to know whether it belongs to this login; verifies nothing."""

from __future__ import annotations

import base64

from jotlens.tokens.json_text import JsonObject, read_json
from jotlens.tokens.model import Part


def claims_of(id_token: str) -> JsonObject | None:
    """Return the claims set of a JWS in compact form; None for one that is encrypted or damaged."""
    parts = id_token.split(".")
    if len(parts) != 3:
        return None
    try:
        text = base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)).decode()
    except ValueError:
        return None
    value = read_json(text, Part.PAYLOAD).value
    return value if isinstance(value, JsonObject) else None
