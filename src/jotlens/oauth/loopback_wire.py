"""The little of HTTP that the callback needs: a request out of bytes, bytes out of a reply (RFC 9112)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum

MOST_HEAD = 64 * 1024
"""Request line and headers together: an authorization code may be long, cookies of other programs too."""
MOST_BODY = 512 * 1024
"""A form or a fragment with tokens in it."""

_REQUEST_LINE = re.compile(r"([A-Z]{1,20}) (/[!-~]*) HTTP/1\.[01]", re.ASCII)
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)


class Incomplete(Enum):
    """What a request lacks."""

    MORE = "more"  # bytes are still to come
    DAMAGED = "damaged"  # it is no request, or too long


@dataclass(frozen=True, slots=True)
class Request:
    """A whole request. `path` and `query` are as they were sent; header names are in small letters."""

    method: str
    path: str
    query: str = field(repr=False)
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: str = field(default="", repr=False)

    def header(self, name: str) -> str | None:
        """The value of a header that stands there once; None where there is none, or there are several."""
        values = [text for key, text in self.headers if key == name]
        return values[0] if len(values) == 1 else None


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered; `headers` beside those that every reply has."""

    status: int
    reason: str
    html: str = ""
    headers: tuple[tuple[str, str], ...] = ()


def read_request(data: bytes) -> Request | Incomplete:
    """Read a request from what has come so far."""
    head, gap, rest = data.partition(b"\r\n\r\n")
    if len(head) > MOST_HEAD:
        return Incomplete.DAMAGED
    if not gap:
        return Incomplete.MORE
    lines = head.decode("latin-1").split("\r\n")
    line = _REQUEST_LINE.fullmatch(lines[0])
    headers = tuple(_header(text) for text in lines[1:])
    if line is None or any(name is None for name, _ in headers):
        return Incomplete.DAMAGED
    path, _, query = line[2].partition("?")
    request = Request(line[1], path, query, tuple((name or "", text) for name, text in headers))
    length = request.header("content-length") or "0"
    if request.header("transfer-encoding") is not None or not re.fullmatch(r"\d{1,9}", length, re.ASCII):
        return Incomplete.DAMAGED
    if int(length) > MOST_BODY:
        return Incomplete.DAMAGED
    if len(rest) < int(length):
        return Incomplete.MORE
    body = rest[: int(length)].decode("latin-1")
    return Request(request.method, path, query, request.headers, body)


def _header(line: str) -> tuple[str | None, str]:
    name, colon, text = line.partition(":")
    return (name.lower(), text.strip(" \t")) if colon and _NAME.fullmatch(name) else (None, "")


def write_reply(reply: Reply) -> bytes:
    """Return a reply that no browser keeps, frames, guesses at or tells another site about."""
    body = reply.html.encode()
    headers = (
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Connection", "close"),
        *reply.headers,
    )
    head = "".join(f"{name}: {text}\r\n" for name, text in headers)
    return f"HTTP/1.1 {reply.status} {reply.reason}\r\n{head}\r\n".encode("latin-1") + body
