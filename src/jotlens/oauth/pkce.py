"""Proof Key for Code Exchange: the verifier that only this login knows, and its challenge (RFC 7636)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

METHOD = "S256"
"""The only method that is used: `plain` shows the verifier to whoever sees the authorization request."""


@dataclass(frozen=True, slots=True)
class Pkce:
    """`verifier` is secret until it is sent to the token endpoint; `challenge` is its SHA-256, in base64url."""

    verifier: str = field(repr=False)
    challenge: str


def make_pkce(random: Callable[[int], bytes]) -> Pkce:
    """Make a verifier of 32 random bytes, 43 characters (RFC 7636 section 4.1), with its challenge."""
    verifier = random_text(random)
    return Pkce(verifier, challenge_of(verifier))


def challenge_of(verifier: str) -> str:
    """Return the S256 challenge of a verifier (RFC 7636 section 4.2)."""
    return base64url(hashlib.sha256(verifier.encode("ascii")).digest())


def random_text(random: Callable[[int], bytes], size: int = 32) -> str:
    """Return so many random bytes in base64url: for a `state`, a `nonce`, a `jti` or a verifier."""
    return base64url(random(size))


def base64url(data: bytes) -> str:
    """Return bytes in base64url without padding (RFC 7515 section 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
