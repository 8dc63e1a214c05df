"""Reads the parameters of a request: from the address, a form or JSON, and notices what stands twice."""

from __future__ import annotations

import json
from collections.abc import Iterable

from flask import Request

from jotlens.sandbox.errors import OAuthRefusal

Pairs = Iterable[tuple[str, str]]


def once(pairs: Pairs) -> tuple[dict[str, str], frozenset[str]]:
    """Return the parameters by name (the first of each), and the names that stand more than once."""
    found: dict[str, str] = {}
    doubled: set[str] = set()
    for name, value in pairs:
        if name in found:
            doubled.add(name)
        else:
            found[name] = value
    return found, frozenset(doubled)


def query(request: Request) -> tuple[dict[str, str], frozenset[str]]:
    """Return the parameters of the address, and the doubled names."""
    return once(request.args.items(multi=True))


def body(request: Request) -> dict[str, str]:
    """Return the parameters of a form or a JSON object. Raises OAuthRefusal for anything else, or a doubled name.

    RFC 6749 section 3.2 knows the form alone, and forbids a parameter twice; Auth0 takes JSON as well.
    """
    mimetype = request.mimetype
    if mimetype == "application/json":
        pairs = _json_pairs(request.get_data())
    elif mimetype in {"application/x-www-form-urlencoded", "multipart/form-data", ""}:
        pairs = list(request.form.items(multi=True))
    else:
        raise OAuthRefusal("invalid_request", "The body is a form or JSON", 415)
    found, doubled = once(pairs)
    if doubled:
        raise OAuthRefusal("invalid_request", f"Parameter sent more than once: {min(doubled)[:100]}", 400)
    return found


def _json_pairs(data: bytes) -> list[tuple[str, str]]:
    pairs: list[tuple[str, object]] = []

    def keep(members: list[tuple[str, object]]) -> dict[str, object]:
        pairs[:] = members  # called for the outermost object last
        return dict(members)

    try:
        value = json.loads(data, object_pairs_hook=keep)
    except (ValueError, RecursionError):
        raise OAuthRefusal("invalid_request", "The body is no JSON", 400) from None
    if not isinstance(value, dict):
        raise OAuthRefusal("invalid_request", "The body is no JSON object", 400)
    texts: list[tuple[str, str]] = []
    for name, member in pairs:
        if not isinstance(member, str):
            raise OAuthRefusal("invalid_request", f"Parameter is not a text: {name[:100]}", 400)
        texts.append((name, member))
    return texts
