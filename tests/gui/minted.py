"""Tokens for the window's tests, signed with a secret by the standard library."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from jotlens.tokens.resources import resource

NOW: Final = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
"""What the fake clock says at first."""

SECRET: Final = "Lrf3kBzV9qXw7sTn2mGd5hJy8cPa4eUo"
"""32 characters, as HS256 needs, and on no list."""

ISSUER: Final = "https://issuer.example/"
AUDIENCE: Final = "https://api.example.com/v1/"

CALENDAR: Final = resource("samples/calendar-request.txt").read_text(encoding="utf-8")
OPAQUE: Final = resource("samples/opaque.txt").read_text(encoding="utf-8")
ANSWER: Final = resource("samples/token-answer.txt").read_text(encoding="utf-8")
CUT_OFF: Final = resource("samples/cut-off.txt").read_text(encoding="utf-8")


def at(seconds: int) -> int:
    """Return the NumericDate so many seconds after the fake clock's first instant."""
    return int(NOW.timestamp()) + seconds


def claims(**others: object) -> dict[str, object]:
    """Return claims of an access token that lives for an hour, half of which is over; None takes one out."""
    usual: dict[str, object] = {
        "iss": ISSUER,
        "sub": "usr_123",
        "aud": AUDIENCE,
        "iat": at(-1_800),
        "exp": at(1_800),
        "scope": "read:orders",
    }
    return {name: value for name, value in (usual | others).items() if value is not None}


def jwt(
    of: Mapping[str, object] | str | bytes | None = None, secret: str = SECRET, alg: str = "HS256"
) -> str:
    """Return a signed JWT of claims, or of a payload that is written already."""
    body = claims() if of is None else of
    if isinstance(body, str):
        payload = body.encode("utf-8", "surrogatepass")
    elif isinstance(body, bytes):
        payload = body
    else:
        payload = json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")
    signed = f"{_b64(json.dumps({'alg': alg, 'typ': 'JWT'}).encode())}.{_b64(payload)}"
    return f"{signed}.{_b64(hmac.digest(secret.encode(), signed.encode(), hashlib.sha256))}"


def _b64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
