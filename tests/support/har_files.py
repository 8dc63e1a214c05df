"""Writes HAR files in which every token and its places are known: as large as wanted, the same for the same seed."""

import base64
import json
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jotlens.cases.model import Part
from tests.support.terminal import healthy_token

WAYS: dict[str, tuple[tuple[Part, str | None, str | None], ...]] = {
    "request-header": ((Part.REQUEST_HEADER, "authorization", None),),
    "request-cookie": (
        (Part.REQUEST_COOKIE, "cookie", "id_token"),
        (Part.REQUEST_COOKIE, None, "id_token"),
    ),
    "request-query": (
        (Part.REQUEST_ADDRESS, None, "id_token_hint"),
        (Part.REQUEST_ADDRESS, None, "id_token_hint"),
    ),
    "request-form": ((Part.REQUEST_BODY, None, "assertion"), (Part.REQUEST_BODY, None, "assertion")),
    "response-json": ((Part.RESPONSE_BODY, None, "access_token"),),
    "response-set-cookie": ((Part.RESPONSE_COOKIE, "set-cookie", "at"),),
    "redirect-fragment": (
        (Part.RESPONSE_HEADER, "location", "access_token"),
        (Part.REDIRECT, None, "access_token"),
    ),
    "response-base64": ((Part.RESPONSE_BODY, None, "id_token"),),
}
"""Each way to put a token into an exchange, and where it then stands: part, header, name."""

SMALL_WORDS = (
    *("order", "invoice", "customer", "basket", "price", "status", "created", "updated", "shipping", "total"),
    *("currency", "address", "country", "region", "phone", "email", "notes", "priority", "channel", "source"),
)
CAPITAL_WORDS = ("größe", "VAT", "JSON", "Unit", "Xylophone", "[list]", "{brace}", "path/to?x=1&y=2")

DECOYS = ("eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9...", "eyJ2ZXJzaW9uIjozfQ==", "com.example.CartService", "JJJ")


@dataclass
class Known:
    """What a file holds: by token its places, as (entry, way)."""

    places: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def expected(self) -> list[tuple[str, int, Part, str | None, str | None]]:
        """Return each place of each token, as (token, entry, part, header, name), sorted."""
        found = [
            (token, index, *where)
            for token, places in self.places.items()
            for index, way in places
            for where in WAYS[way]
        ]
        return sorted(found, key=repr)


def entry(index: int, *, chrome: bool = False, body: str = "") -> dict[str, Any]:
    """Return an entry without a token, in the order that Firefox writes, or Chrome."""
    value = {
        "startedDateTime": f"2025-06-15T15:{index // 60 % 60:02}:{index % 60:02}.250Z",
        "time": 40,
        "request": {
            "method": "GET",
            "url": f"https://api.example/v1/{index}?page=3",
            "httpVersion": "HTTP/2",
            "cookies": [],
            "headers": [{"name": "accept", "value": "application/json"}],
            "queryString": [],
        },
        "response": {
            "status": 200 + index % 5,
            "headers": [{"name": "content-type", "value": "application/json"}],
            "cookies": [],
            "content": {"size": 0, "mimeType": "application/json", "text": body},
            "redirectURL": "",
        },
    }
    if chrome:
        return {name: value[name] for name in ("request", "response", "startedDateTime", "time")}
    return value


def put(entry: dict[str, Any], token: str, way: str) -> None:
    """Put a token into an entry."""
    request, response = entry["request"], entry["response"]
    match way:
        case "request-header":
            request["headers"].append({"name": "Authorization", "value": f"Bearer {token}"})
        case "request-cookie":
            request["headers"].append({"name": "cookie", "value": f"theme=dark; id_token={token}"})
            request["cookies"].append({"name": "id_token", "value": token})
        case "request-query":
            request["url"] += f"&id_token_hint={token}"
            request["queryString"].append({"name": "id_token_hint", "value": token})
        case "request-form":
            request["method"] = "POST"
            request["postData"] = {
                "mimeType": "application/x-www-form-urlencoded",
                "text": f"grant_type=x&assertion={token}",
                "params": [{"name": "assertion", "value": token}],
            }
        case "response-json":
            content = response["content"]
            content["text"] = json.dumps({"access_token": token, "expires_in": 60}) + "\n" + content["text"]
        case "response-set-cookie":
            response["headers"].append({"name": "set-cookie", "value": f"at={token}; Path=/; HttpOnly"})
        case "redirect-fragment":
            target = f"https://app.example/cb#access_token={token}&state=1"
            response["headers"].append(
                {"name": "Location", "value": "https://gw.example/?next=" + quote(target, safe="")}
            )
            response["redirectURL"] = target
        case "response-base64":
            raw = json.dumps({"id_token": token}).encode()
            response["content"].update(text=base64.b64encode(raw).decode(), encoding="base64")


def write_har(
    path: Path,
    *,
    size: int,
    tokens: int,
    seed: int,
    chrome: bool = False,
    indent: int | None = None,
    words: tuple[str, ...] = (*SMALL_WORDS, *CAPITAL_WORDS),
) -> Known:
    """Write a HAR file of some `size` bytes with so many tokens, and return where they are.

    `words` are those of the bodies: where capitals are frequent, a search has more to look at.
    """
    rng = random.Random(seed)  # noqa: S311 - nothing here is a secret
    known = Known()
    count = max(tokens // 2, 4)
    layout: dict[int, dict[str, str]] = {}
    for number in range(tokens):
        token = healthy_token(
            jti=f"{seed}-{number}", sub=f"user-{rng.randrange(10**6)}" * rng.randrange(1, 9)
        )
        for _ in range(rng.choice((1, 1, 2))):
            index, way = rng.randrange(count), rng.choice(tuple(WAYS))
            ways = layout.setdefault(index, {})
            bodies = {"response-json", "response-base64"}
            if way not in ways and not (way in bodies and bodies & ways.keys()):
                ways[way] = token
                known.places.setdefault(token, []).append((index, way))
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(
            '{"log":{"version":"1.2","creator":{"name":"tests","version":"1"},"pages":[],"entries":[\n'
        )
        for index in range(count):
            value = entry(index, chrome=chrome, body=_filler(rng, size // count, words))
            value["response"]["headers"].append({"name": "x-note", "value": rng.choice(DECOYS)})
            for way, token in layout.get(index, {}).items():
                put(value, token, way)
            separators = None if indent else (",", ":")
            file.write(json.dumps(value, indent=indent, separators=separators, ensure_ascii=False))
            file.write(",\n" if index < count - 1 else "\n")
        file.write("]}}\n")
    return known


def _filler(rng: random.Random, size: int, words: tuple[str, ...]) -> str:
    """Return about `size` bytes of JSON text (as it stands escaped in a file) that hold no token."""
    rows: list[str] = []
    length = 0
    while length < size:
        row = {rng.choice(words): f"{rng.choice(words)}-{rng.randrange(10**6)}" for _ in range(8)}
        rows.append(json.dumps(row, ensure_ascii=False))
        length += len(rows[-1]) + 36
        if len(rows) > 200:
            return "".join(rows) * max(size // length, 1)
    return "".join(rows)
