"""What a line of a batch brings along of the answers of others: the issuer's description, its keys, a user's profile."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from jotlens.inspection.fetched import Fetched, FetchTrouble, KeySetFetch
from jotlens.tokens.json_text import JsonObject, read_json
from jotlens.tokens.model import Part


class FetchedError(Exception):
    """A part that does not have the shape it must have; `sentence` says which."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def with_fetched(members: Mapping[str, object], seen_before_at: datetime | None, default: Fetched) -> Fetched:
    """Return what is known from elsewhere: `issuer_document`, `key_set` and `userinfo`; the rest as before.

    A document is a JSON object, or its text as it was answered. Raises FetchedError.
    """
    key_set = members.get("key_set")
    return Fetched(
        issuer_document=_document(members, "issuer_document") or default.issuer_document,
        key_set=_key_set(key_set) if key_set is not None else default.key_set,
        userinfo=_document(members, "userinfo") or default.userinfo,
        seen_before_at=seen_before_at or default.seen_before_at,
    )


def _document(members: Mapping[str, object], name: str) -> JsonObject | None:
    value = members.get(name)
    if value is None:
        return None
    text = value if isinstance(value, str) else json.dumps(value)
    read = read_json(text, Part.PAYLOAD).value
    if not isinstance(read, JsonObject):
        raise FetchedError(f"context.expected.{name} must be a JSON object, or the text of one.")
    return read


def _key_set(value: object) -> KeySetFetch:
    address = value.get("address") if isinstance(value, dict) else value
    trouble = value.get("trouble") if isinstance(value, dict) else None
    if not isinstance(address, str) or (trouble is not None and trouble not in list(FetchTrouble)):
        raise FetchedError(
            'context.expected.key_set must be an address, or {"address": …, "trouble": …} with one of '
            f"{', '.join(FetchTrouble)}."
        )
    return KeySetFetch(address, FetchTrouble(trouble) if trouble is not None else None)
