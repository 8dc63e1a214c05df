"""The installed `jotlens` run as a process of its own, and healthy tokens to give it."""

import base64
import hashlib
import hmac
import json
import os
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

_INSTALLED = Path(sysconfig.get_path("scripts"), "jotlens.exe" if os.name == "nt" else "jotlens")
PROGRAM = Path(os.environ.get("JOTLENS_PROGRAM") or _INSTALLED)
"""The program under test: the one of this environment, or the one that JOTLENS_PROGRAM names (a bundle)."""
SECRET = "a secret of these tests that is long enough for HS256"
API, ISSUER = "https://api.example.com/v1/", "https://issuer.example.com/"
AT = ("--at", "1700000060")
"""A minute after the healthy token was issued."""


def run(
    *words: str, given: str | bytes = b"", without: tuple[str, ...] = (), **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run jotlens to its end, with these variables in its environment and `without` those."""
    return subprocess.run(
        [PROGRAM, *words],
        input=given.encode() if isinstance(given, str) else given,
        capture_output=True,
        env={name: value for name, value in (os.environ | environment).items() if name not in without},
        timeout=60,
        check=False,
    )


def is_clean(done: subprocess.CompletedProcess[bytes]) -> bool:
    """Say whether there is neither a traceback nor word of a bug."""
    said = done.stderr + done.stdout
    return b"Traceback" not in said and b"fault of its own" not in said


def healthy_token(**changes: object) -> str:
    """Return a token that SECRET verifies, for API and of ISSUER, with these claims changed."""
    claims: dict[str, object] = {
        "iss": ISSUER,
        "aud": API,
        "sub": "auth0|1",
        "client_id": "app",
        "jti": "1",
        "iat": 1_700_000_000,
        "exp": 1_700_086_400,
        "scope": "read",
    }
    return _signed(claims | changes)


def _signed(claims: dict[str, Any]) -> str:
    parts = [_b64(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "at+jwt"}, claims)]
    message = ".".join(parts)
    return f"{message}.{_b64(hmac.digest(SECRET.encode(), message.encode(), hashlib.sha256))}"


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
