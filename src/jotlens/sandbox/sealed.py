"""Encrypted tokens: the opaque ones of today, and nested ones for an API (RFC 7516), made with joserfc."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey, RSAKey
from joserfc.registry import HeaderParameter

_REGISTRY = jwe.JWERegistry(
    header_registry={"iss": HeaderParameter("Issuer", "str")},
    algorithms=["dir", "RSA-OAEP-256", "A256GCM"],
)


def seal_opaque(reference: str, issuer: str, key: bytes) -> str:
    """Return a reference as Auth0's opaque token of today: five parts, the second empty, `iss` in the header."""
    header = {"alg": "dir", "enc": "A256GCM", "iss": issuer}
    return jwe.encrypt_compact(header, reference, OctKey.import_key(key), registry=_REGISTRY)


def open_opaque(token: str, key: bytes) -> str | None:
    """Return the reference in an opaque token, or None when it is not one of this key."""
    if token.count(".") != 4 or ".." not in token or len(token) > 2_000:
        return None
    try:
        opened = jwe.decrypt_compact(token, OctKey.import_key(key), registry=_REGISTRY)
    except (JoseError, ValueError):
        return None
    return (opened.plaintext or b"").decode("utf-8", "replace")


def seal_nested(token: str, key: RSAPrivateKey) -> str:
    """Return a signed token, encrypted for the API that holds the key (RFC 7519 section 5.2: `cty` JWT)."""
    header = {"alg": "RSA-OAEP-256", "enc": "A256GCM", "typ": "JWT", "cty": "JWT"}
    return jwe.encrypt_compact(header, token, RSAKey.import_key(key), registry=_REGISTRY)


def open_nested(token: str, key: RSAPrivateKey) -> str | None:
    """Return the signed token inside, or None when the key does not open it."""
    if token.count(".") != 4 or len(token) > 100_000:
        return None
    try:
        opened = jwe.decrypt_compact(token, RSAKey.import_key(key), registry=_REGISTRY)
    except (JoseError, ValueError):
        return None
    return (opened.plaintext or b"").decode("utf-8", "replace")
