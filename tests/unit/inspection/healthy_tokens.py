"""Healthy tokens as the well-known providers issue them, with what their APIs and applications expect: none may fail.

The claims stand in healthy-tokens.json, written after the providers' published descriptions, with made-up people and
tenants; their times are seconds from AT. They are signed here. `HEALTHY` is the table; each can be inspected (`policy`,
`keys`, AT) or be put into a line of a batch (`text`, `context`).
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import Policy
from tests.unit.inspection.minting import AT, SECRET, ec_pair, ring, rsa_pair, secret_ring, signed

NOW: Final = int(AT.timestamp())
_KID = "Nj7pF0yKbdRy9wqYk3xZT"
_TIMES = {"iat", "exp", "nbf", "auth_time", "warnafter", "timestamp"}


@dataclass(frozen=True)
class Healthy:
    """A token and what fits it; `profile` is the one to be guessed.

    `expected` has the names of the batch's `context.expected`, and `key` those of its `context.key`. A proof brings its
    own key, so none is given for it.
    """

    id: str
    provider: str
    profile: str
    text: str
    keys: KeyRing
    key: dict[str, Any] | None
    expected: dict[str, Any]

    @property
    def policy(self) -> Policy:
        said: dict[str, Any] = {
            "algorithms" if name == "alg" else name: tuple(value) if isinstance(value, list) else value
            for name, value in self.expected.items()
        }
        return Policy(**said)

    @property
    def context(self) -> dict[str, Any]:
        """The `context` of a batch line."""
        return {"at": NOW, "expected": self.expected} | ({"key": self.key} if self.key else {})


def _dated(value: Any) -> Any:
    """Return the claims with their times counted from AT."""
    if isinstance(value, dict):
        return {name: item + NOW if name in _TIMES else _dated(item) for name, item in value.items()}
    return [_dated(item) for item in value] if isinstance(value, list) else value


def _minted(row: dict[str, Any]) -> Healthy:
    header, claims = dict(row["header"]), _dated(row["claims"])
    alg = header.pop("alg")
    named = (row["id"], row["provider"], row["profile"])
    if alg == "HS256":
        key = {"type": "secret", "value": SECRET}
        return Healthy(*named, signed(alg, SECRET, claims, **header), secret_ring(), key, row["expected"])
    if alg == "ES256":
        own = ec_pair(alg, "wallet")
        text = signed(alg, own.private, claims, jwk=own.jwk, **header)
        return Healthy(*named, text, KeyRing(), None, row["expected"])
    keys = [
        {**rsa_pair(name).jwk, "kid": kid, "use": "sig", "alg": alg}
        for name, kid in (("one", _KID), ("next", "next"))
    ]
    text = signed(alg, rsa_pair().private, claims, kid=_KID, **header)
    return Healthy(*named, text, ring(*keys), {"type": "jwks", "value": {"keys": keys}}, row["expected"])


HEALTHY: Final = tuple(
    _minted(row) for row in json.loads(Path(__file__).with_name("healthy-tokens.json").read_bytes())
)
