"""Token texts for tests of finding and reading: well-formed, with bytes that sign nothing."""

import hashlib
import json
from typing import Final

from jotlens.tokens.base64url import encode

PAYLOAD: Final = {
    "iss": "https://issuer.example/",
    "sub": "user|1",
    "aud": "https://api.example/",
    "exp": 1_750_000_000,
}


def noise(length: int, seed: str = "noise") -> bytes:
    """Return bytes that look random and are always the same."""
    return hashlib.shake_256(seed.encode()).digest(length)


def jws(alg: str, signature_bytes: int, **header: object) -> str:
    """Return a JWS in compact form with a signature of that length."""
    parts = ({"alg": alg, "typ": "JWT", **header}, PAYLOAD)
    signature = encode(noise(signature_bytes, alg + str(header)))
    return ".".join(
        [*(encode(json.dumps(part, separators=(",", ":")).encode()) for part in parts), signature]
    )


def jwe(alg: str, enc: str, key_bytes: int) -> str:
    """Return a JWE in compact form (RFC 7516 section 7.1) with a tag of 16 bytes."""
    header = encode(json.dumps({"alg": alg, "enc": enc}).encode())
    return ".".join([header, *(encode(noise(size, alg + str(size))) for size in (key_bytes, 12, 90, 16))])


def sd_jwt(*, binding: bool) -> str:
    """Return an SD-JWT with two disclosures, and a key-binding JWT when asked for (RFC 9901)."""
    disclosures = [
        encode(json.dumps([f"salt{n}", name, "x" * 30]).encode()) for n, name in enumerate(("a", "b"))
    ]
    return "~".join(
        [
            jws("ES256", 64, typ="example+sd-jwt"),
            *disclosures,
            jws("ES256", 64, typ="kb+jwt") if binding else "",
        ]
    )


def paseto(purpose: str, footer: str = "") -> str:
    """Return a PASETO token of version 4."""
    body = json.dumps({"data": "this is readable", "exp": "2030-01-01T00:00:00+00:00"}).encode() + noise(64)
    return f"v4.{purpose}.{encode(body)}" + (f".{encode(footer.encode())}" if footer else "")


HS256: Final = jws("HS256", 32)
RS256: Final = jws("RS256", 256, kid="rsa")
UNSECURED: Final = jws("none", 0)
TOKENS: Final = {
    "hs256": HS256,
    "es256": jws("ES256", 64, kid="ec"),
    "rs256": RS256,
    "rs256-4096": jws("RS256", 512),
    "ed448": jws("Ed448", 114),
    "unregistered": jws("XS1", 50),
    "unsecured": UNSECURED,
    "detached": jws("HS256", 32, b64=True).split(".")[0] + ".." + encode(noise(32)),
    "jwe": jwe("RSA-OAEP-256", "A256GCM", 256),
    "jwe-dir": jwe("dir", "A128GCM", 0),
    "sd-jwt": sd_jwt(binding=False),
    "sd-jwt-kb": sd_jwt(binding=True),
}
"""One of each shape in compact form."""
