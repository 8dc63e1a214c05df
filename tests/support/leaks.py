"""Looks for a value in a text in every way that it can be written there; knows nothing of how JotLens redacts."""

import base64
import html
import json
import re
import zlib
from collections.abc import Iterator
from urllib.parse import quote, unquote

_COMPRESSED = {b"\x1f\x8b", b"x\x01", b"x\x5e", b"x\x9c", b"x\xda"}
_RUN = re.compile(r"[A-Za-z0-9+/_-]{8,}")


def views(text: str, depth: int = 2) -> Iterator[str]:
    """Yield a text as it is, and decoded from percent, HTML, JSON, quoted-printable and base64, also one inside the other.

    What stands in base64 may be UTF-16, or compressed.
    """
    yield text
    yield re.sub(r"[\s>=]+", "", text)
    if not depth:
        return
    decoded = {unquote(text), html.unescape(text), _unescaped(text), _of_quoted_printable(text)} - {text}
    for view in decoded:
        yield from views(view, depth - 1)
    for run in _RUN.findall(re.sub(r"\\r|\\n|\s", "", text)):
        for shift in range(4):
            code = run[shift:].translate(str.maketrans("-_", "+/"))
            try:
                data = base64.b64decode(code[: len(code) // 4 * 4])
            except ValueError:
                continue
            yield data.decode("latin-1")
            if b"\0" in data:
                yield data.replace(b"\0", b"").decode("latin-1")
            if data[:2] in _COMPRESSED:
                yield _inflated(data)


def _inflated(data: bytes) -> str:
    try:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 32).decompress(data).decode("latin-1")
    except zlib.error:
        return ""


def _of_quoted_printable(text: str) -> str:
    joined = re.sub(r"=\r?\n", "", text)
    return re.sub(
        "(?:=[0-9A-F]{2})+",
        lambda match: bytes.fromhex(match[0].replace("=", "")).decode(errors="replace"),
        joined,
    )


def leaks(text: str, secrets: dict[str, str]) -> list[str]:
    """Return which of these secrets (by name) a text holds in any encoding."""
    found = set()
    for view in views(text):
        found |= {name for name, secret in secrets.items() if secret in view}
    for name, secret in secrets.items():
        written = {
            quote(secret, safe=""),
            json.dumps(secret)[1:-1],
            html.escape(secret),
            base64.b64encode(secret.encode()).decode().rstrip("="),
        }
        found |= {name for form in written if form in text}
    return sorted(found)


def _unescaped(text: str) -> str:
    text = re.sub(r"\\x([0-9A-Fa-f]{2})", lambda match: chr(int(match[1], 16)), text)
    return re.sub(r"\\(?:[\"\\/bfnrt]|u[0-9A-Fa-f]{4})", lambda match: str(json.loads(f'"{match[0]}"')), text)
