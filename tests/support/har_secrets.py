"""What is secret in a HAR file, found by what it is called there; knows nothing of how JotLens redacts."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

_CALLED: Final = {
    "access_token",
    "id_token",
    "refresh_token",
    "code",
    "code_verifier",
    "password",
    "csrf",
}
_JWT: Final = re.compile(r"\beyJ[\w-]+\.eyJ[\w-]+\.([\w-]{20,})")
_SHORTEST: Final = 8


def secrets_of(har: bytes) -> dict[str, str]:
    """Return each signature, opaque token, code, verifier, password and cookie of a HAR file, by a name of its own."""
    found: dict[str, str] = {}
    for entry in json.loads(har)["log"]["entries"]:
        for name, value in _named(entry):
            for number, secret in enumerate(
                _JWT.findall(value) or ([value] if "." not in value[:200] else [])
            ):
                if len(secret) >= _SHORTEST and secret not in found.values():
                    found[f"{name} {len(found)}.{number}"] = secret
    return found


def _named(entry: dict[str, Any]) -> Iterator[tuple[str, str]]:
    request, response = entry["request"], entry["response"]
    pairs = [
        *parse_qsl(urlsplit(request["url"]).query),
        *parse_qsl(request.get("postData", {}).get("text", "")),
        *parse_qsl(urlsplit(response["redirectURL"]).query),
    ]
    text = response["content"].get("text", "")
    if text.startswith("{"):
        pairs += [(name, value) for name, value in json.loads(text).items() if isinstance(value, str)]
    yield from ((name, value) for name, value in pairs if name in _CALLED)
    for cookie in (*request["cookies"], *response["cookies"]):
        yield f"cookie {cookie['name']}", cookie["value"]
    for header in request["headers"]:
        if header["name"].lower() == "authorization":
            yield "authorization", header["value"].partition(" ")[2]
