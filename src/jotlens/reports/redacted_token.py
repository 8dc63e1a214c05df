"""What a token becomes when it leaves: header and claims that are not about a person stay, signatures never do."""

from __future__ import annotations

import json
import re
from binascii import Error as Base64Error
from binascii import a2b_base64
from collections.abc import Callable

from jotlens.tokens.base64url import encode
from jotlens.tokens.jose_header import jose_header

SHAPE = re.compile(
    r"e(?:yJ|yA|w[ko0])[A-Za-z0-9_-]*+(?:(?:\.[A-Za-z0-9_-]*+){2,4}(?:~[A-Za-z0-9_.-]*+)*+|(?:\.[A-Za-z0-9_-]*+)?)"
)
"""What looks like a compact token, with all that can belong to it; and what only begins so, that no letter is looked at twice."""

_FEWEST_DOTS = 2

BEGINNINGS = ("eyJ", "eyA", "ewo", "ew0", "ewk")
"""How an object begins in base64: its brace, and a name or white space (RFC 8259 section 2)."""

_TO_STANDARD = str.maketrans("-_", "+/")
_DOTS_OF_JWE = 4
_MARK = "REMOVED-"

Tree = Callable[[object], object]


def redacted_token(text: str, fingerprint: str, redact: Tree) -> str | None:
    """Return a compact token without what must not leave; None for what is no token.

    `redact` is given the claims and returns those that may leave. Signature, encrypted parts and proofs are replaced by
    a text of the same length that has the fingerprint in it; the disclosures of an SD-JWT are left out.
    """
    compact, tilde, _ = text.partition("~")
    parts = compact.split(".")
    jose = jose_header(parts[0])
    if jose is None or len(parts) <= jose.dots:
        return None
    if jose.dots == _DOTS_OF_JWE:
        return ".".join([_header(parts[0], redact), *(filler(part, fingerprint) for part in parts[1:5])])
    payload = _payload(parts[1], fingerprint, redact)
    kept = ".".join([_header(parts[0], redact), payload, filler(parts[2], fingerprint)])
    return f"{kept}~" if tilde else kept


def has_shape(text: str) -> bool:
    """Whether what begins like a compact token has the parts of one."""
    return text.count(".") >= _FEWEST_DOTS


def redacted_shape(text: str, fingerprint: str) -> str:
    """Return what has the shape of a token, but no header of one, without what stands where a signature would."""
    first, second, *rest = text.partition("~")[0].split(".")
    return ".".join([first, second, *(filler(part, fingerprint) for part in rest)])


def secret_parts(text: str) -> tuple[str, ...]:
    """Return the parts of a compact token that must never leave: its signature, or all that is encrypted."""
    compact, _, disclosures = text.partition("~")
    parts = compact.split(".")
    jose = jose_header(parts[0])
    if jose is None:
        return ()
    secret = parts[1:] if jose.dots == _DOTS_OF_JWE else parts[2:]
    return tuple(part for part in (*secret, *disclosures.split("~")) if part)


def outside_tokens(text: str, change: Callable[[str], str]) -> str:
    """Return a text with what stands outside of its redacted tokens changed: inside, all has been seen to."""
    pieces: list[str] = []
    place = 0
    for match in SHAPE.finditer(text) if _MARK in text else ():
        if _MARK in match[0] and has_shape(match[0]) and jose_header(match[0].partition(".")[0]) is not None:
            pieces += (change(text[place : match.start()]), match[0])
            place = match.end()
    return "".join((*pieces, change(text[place:])))


def filler(part: str, fingerprint: str) -> str:
    """Return a text as long as the part that it stands for, which is base64url and says what it is."""
    if not part or part.startswith(_MARK):
        return part
    said = f"{_MARK}{fingerprint}-"
    if len(part) < len(said) + 1:
        return f"{_MARK}{'x' * len(part)}"[: len(part) - 1] + "A"
    return said + "x" * (len(part) - len(said) - 1) + "A"


def _header(segment: str, redact: Tree) -> str:
    header = _json(segment)
    return segment if header is None else _packed(segment, header, redact(header))


def _payload(segment: str, fingerprint: str, redact: Tree) -> str:
    claims = _json(segment)
    if claims is None:
        return filler(segment, fingerprint)
    return _packed(segment, claims, redact(claims))


def _packed(segment: str, before: object, after: object) -> str:
    if after == before:
        return segment
    return encode(
        json.dumps(after, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")
    )


def _json(segment: str) -> object:
    try:
        data = a2b_base64(segment.translate(_TO_STANDARD) + "=" * (-len(segment) % 4))
        return json.loads(data.decode())
    except (Base64Error, ValueError, RecursionError):
        return None
