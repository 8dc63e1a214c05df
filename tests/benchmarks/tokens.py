"""Tokens to measure with: of any size, signed with a secret, alive for a year."""

import base64
import hashlib
import hmac
import json
import time

SECRET = b"a secret of the benchmarks, long enough for HS256"

SIZES = {"1 KB": 1 << 10, "2 KB": 2 << 10, "16 KB": 16 << 10, "256 KB": 256 << 10, "1 MB": (1 << 20) - 64}
"""Characters of a token; a token of more than 1 MiB is refused unread."""

_HEADER = b'{"alg":"HS256","typ":"JWT"}'
_RS256_HEADER = b'{"alg":"RS256","typ":"JWT","kid":"benchmark"}'
_YEAR_S = 365 * 86_400
_SIGNATURE_LENGTH = 43
_RSA_SIGNATURE_B = 256


def signed_token(characters: int, variant: int = 0, *, as_list: bool = True, left_s: int = _YEAR_S) -> str:
    """Return a signed JWT of about so many characters that lives for `left_s`; another one for each variant.

    What fills it is a list of permissions, or a single long text.
    """
    now = int(time.time())  # noqa: TID251 - a token that is alive today
    claims: dict[str, object] = {
        "iss": "https://tenant.example/",
        "sub": f"auth0|{variant:08}",
        "aud": ["https://api.example/v1/", "https://tenant.example/userinfo"],
        "iat": now - 3600,
        "exp": now + left_s,
        "scope": "openid profile email read:patients",
    }
    wanted = (characters - _SIGNATURE_LENGTH - len(_b64(_HEADER)) - 2) * 3 // 4
    left = max(0, wanted - len(json.dumps(claims | {"permissions": []})))
    permissions: list[str] = []
    while as_list and left > 24:
        permissions.append(f"read:item-{variant}-{len(permissions):06}")
        left -= len(permissions[-1]) + 4
    claims["permissions"] = permissions if as_list else "x" * left
    signed = f"{_b64(_HEADER)}.{_b64(json.dumps(claims).encode())}"
    return f"{signed}.{_b64(hmac.digest(SECRET, signed.encode(), hashlib.sha256))}"


def unverifiable_token(characters: int, variant: int = 0) -> str:
    """Return the same as an RS256 token whose signature nobody can check: the usual case without the issuer's keys."""
    claims = signed_token(characters, variant).split(".")[1]
    return f"{_b64(_RS256_HEADER)}.{claims}.{_b64(bytes(range(256)) * (_RSA_SIGNATURE_B // 256))}"


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
