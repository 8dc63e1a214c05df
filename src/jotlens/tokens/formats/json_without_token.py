"""Says what a piece of JSON is that holds no token: a key, decoded claims, an error answer, or damaged JSON."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jotlens.tokens.json_text import Json, JsonObject, read_json
from jotlens.tokens.model import Defect, Fault, Part

_MEMBERS = re.compile(r'"(?:[^"\\\r\n]|\\.){1,200}"\s*:')
"""The inside of an object, without the braces around it."""

_OBJECT = re.compile(r"\{\s*(?:[\"'}]|[A-Za-z_]\w{0,60}\s*:|\Z)")
_LIST = re.compile(r"\[\s*(?:[\"{\[\]]|\Z)")
_NEXT_OBJECT = re.compile(r"[.,]?\s*\{")
"""What follows a header that was printed beside its claims, as documentation does."""

_BREAKS = {Defect.PAYLOAD_JSON, Defect.JSON_TRAILING}
_CLAIMS = ("iss", "aud", "exp", "iat", "nbf")
_TOKEN_ANSWER = ("access_token", "id_token", "refresh_token", "token_type", "expires_in")
_PRIVATE = ("d", "p", "q", "k", "priv", "seed")


@dataclass(frozen=True, slots=True)
class JsonFound:
    """The id of the format, and for damaged JSON the place of its first fault (characters, from 0)."""

    id: str
    fault_at: int | None = None


def describe_json(text: str) -> JsonFound | None:
    """Say what `text` is if it is JSON, or meant to be; None otherwise. Blanks around it are already gone."""
    if _MEMBERS.match(text):
        return _members(text)
    if not _OBJECT.match(text) and not _LIST.match(text):
        return None
    reading = read_json(text, Part.PAYLOAD)
    if reading.complete:
        return JsonFound(_meaning(reading.value))
    fault = _first_break(reading.faults)
    if fault is None:
        return JsonFound("json")
    if fault.defect is Defect.JSON_TRAILING and _NEXT_OBJECT.match(text, fault.position):
        decoded = isinstance(reading.value, JsonObject) and _is_header(reading.value)
        return JsonFound("token-decoded" if decoded else "json")
    return JsonFound("json-damaged", fault.position)


def _members(text: str) -> JsonFound:
    """Read members that lost their braces: in braces of our own, which count for nothing in the place of a fault."""
    body = text.rstrip().removesuffix(",")
    reading = read_json(f"{{{body}}}", Part.PAYLOAD)
    fault = _first_break(reading.faults)
    if fault is None:
        return JsonFound("json-no-braces")
    return JsonFound("json-damaged", min(max(fault.position - 1, 0), len(body)))


def _first_break(faults: tuple[Fault, ...]) -> Fault | None:
    return min(
        (fault for fault in faults if fault.defect in _BREAKS), key=lambda fault: fault.position, default=None
    )


def _meaning(value: Json) -> str:
    if not isinstance(value, JsonObject):
        return "json"
    return _key(value) or _answer(value) or _decoded(value) or "json"


def _key(value: JsonObject) -> str | None:
    if isinstance(value.get("kty"), str):
        if value.get("kty") == "oct":
            return "key-shared"
        return "key-private" if _holds_secret(value) else "key-public"
    keys = value.get("keys")
    if not isinstance(keys, tuple) or not all(isinstance(key, JsonObject) for key in keys):
        return None
    return (
        "key-set-private"
        if any(isinstance(key, JsonObject) and _holds_secret(key) for key in keys)
        else "key-set"
    )


def _holds_secret(key: JsonObject) -> bool:
    return any(name in key for name in _PRIVATE)


def _answer(value: JsonObject) -> str | None:
    """Tell the answers of a login server apart, and a recording that holds many."""
    log = value.get("log")
    if isinstance(log, JsonObject) and "entries" in log:
        return "har"
    if isinstance(value.get("error"), str):
        return "oauth-error"
    if "issuer" in value and (
        "jwks_uri" in value or "token_endpoint" in value or "authorization_endpoint" in value
    ):
        return "discovery"
    if isinstance(value.get("active"), bool):
        return "introspection"
    if "device_code" in value and "user_code" in value:
        return "device-answer"
    return "token-answer" if any(name in value for name in _TOKEN_ANSWER) else None


def _decoded(value: JsonObject) -> str | None:
    header = value.get("header")
    if isinstance(header, JsonObject) and _is_header(header):
        return "token-decoded"
    if any(name in value for name in _CLAIMS):
        return "claims-decoded"
    if "sub" in value:
        return "user-profile" if len(value.members) > 1 else "claims-decoded"
    return (
        "header-decoded"
        if _is_header(value) and ("typ" in value or "kid" in value or "enc" in value)
        else None
    )


def _is_header(value: JsonObject) -> bool:
    return isinstance(value.get("alg"), str)
