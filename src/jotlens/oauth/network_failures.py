"""A sentence for every failure of the network, from resources/network-failures.json."""

from __future__ import annotations

import json
from functools import cache

from jotlens.oauth.failures import NetworkError
from jotlens.tokens.resources import resource


@cache
def sentences() -> dict[str, str]:
    """Code to sentence; placeholders such as {host} stand in braces."""
    loaded: dict[str, str] = json.loads(resource("network-failures.json").read_text("utf-8"))
    return loaded


def sentence_of(code: str, **values: str) -> str:
    """Return the sentence of a code, filled in. An unknown code, or a value that is missing, is a bug (KeyError)."""
    return sentences()[code].format_map(values)


def network_error(
    code: str,
    host: str,
    *,
    status: int | None = None,
    retry_after_s: float | None = None,
    **values: str,
) -> NetworkError:
    """Return the failure with its sentence filled in. An unknown code is a bug (KeyError)."""
    sentence = sentence_of(code, **{"host": host, "status": str(status), **values})
    if code == "too-many" and retry_after_s is not None:
        sentence = f"{sentence} Try again in {_waiting(retry_after_s)}."
    return NetworkError(code, sentence, host, status=status, retry_after_s=retry_after_s)


def _waiting(seconds: float) -> str:
    """How long that is, in words: "one second", "90 seconds", "12 minutes", rounded up."""
    whole = max(1, -int(-seconds // 1))
    if whole == 1:
        return "one second"
    if whole < 120:
        return f"{whole} seconds"
    return f"{-(-whole // 60)} minutes"
