"""Cases for the checks of claims: a token made of a claims set, what is expected of it, and one fixed moment."""

import json
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any, Final

from jotlens.inspection.checks.case import Case, Check, Outcome
from jotlens.inspection.checks.catalogue import entry_of, run_check
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.lifetime import lifetime
from jotlens.inspection.model import (
    Finding,
    Policy,
    PurposeGuess,
    SignatureStatus,
    SignatureVerdict,
)
from jotlens.inspection.profiles import seen_as
from jotlens.inspection.signatures.report import SignatureReport
from jotlens.tokens.base64url import encode
from jotlens.tokens.formats.compact import read_compact
from jotlens.tokens.formats.format_table import entries
from jotlens.tokens.json_text import JsonObject, read_json
from jotlens.tokens.model import Finds, Kind, Part, Token
from jotlens.tokens.read import read_all
from jotlens.tokens.resources import resource

NOW: Final = datetime(2025, 6, 15, 15, 6, 40, tzinfo=UTC)
AT: Final = 1_750_000_000
"""The same moment in seconds since 1970."""

NOT_CHECKED: Final = SignatureReport(SignatureVerdict(SignatureStatus.NOT_CHECKED, None, None, ""))

ACCESS: Final = {
    "iss": "https://acme.eu.auth0.com/",
    "sub": "auth0|123456",
    "aud": "https://api.example.com/orders",
    "iat": AT - 60,
    "exp": AT + 3_540,
    "scope": "openid read:orders",
}
"""An ordinary access token, a minute old and good for another hour."""

ID: Final = {
    "iss": "https://acme.eu.auth0.com/",
    "sub": "auth0|123456",
    "aud": "my_client_id",
    "iat": AT - 60,
    "exp": AT + 35_940,
    "nonce": "n-1",
    "name": "Ada",
}
"""An ordinary ID token."""

PROOF: Final = {"jti": "p-1", "htm": "GET", "htu": "https://api.example.com/orders", "iat": AT - 2}
PROOF_KEY: Final = {
    "kty": "EC",
    "crv": "P-256",
    "x": "VStNmEKc66qPJ7vM_UExMQVeXbkycEapjV0uu-UpmuM",
    "y": "wgc00r9PipPKe0_VJKiKCtQyraciie0dKQoKQyTSLnE",
}
PROOF_HEADER: Final = {"alg": "ES256", "typ": "dpop+jwt", "jwk": PROOF_KEY}

LOGOUT: Final = {
    "iss": "https://acme.eu.auth0.com/",
    "aud": "my_client_id",
    "iat": AT - 1,
    "exp": AT + 119,
    "jti": "l-1",
    "sid": "s-1",
    "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
}


def compact(claims: dict[str, Any] | str, **header: Any) -> str:
    """Return a compact JWS with a made-up signature; `claims` may be a JSON text, to be odd in its own way."""
    payload = claims if isinstance(claims, str) else json.dumps(claims)
    head = {"alg": "RS256", "typ": "JWT", **header}
    return f"{encode(json.dumps(head).encode())}.{encode(payload.encode())}.c2ln"


def token(claims: dict[str, Any] | str, **header: Any) -> Token:
    return read_compact(compact(claims, **header))


def encrypted(**header: Any) -> Token:
    """Return an encrypted token that nobody here can read."""
    head = {"alg": "dir", "enc": "A256GCM", **header}
    return read_compact(
        f"{encode(json.dumps(head).encode())}..aXZpdml2aXZpdml2.Y2lwaGVy.dGFndGFndGFndGFndGFndA"
    )


def opaque(text: str = "Yx3kQ8s0Zt1mB7", format_id: str = "opaque") -> Token:
    known = (entry.format for section in ("opaque", "encrypted") for entry in entries(section))
    return Token(text, Kind.OPAQUE, format=next(form for form in known if form.id == format_id))


def case_of(
    what: Token,
    policy: Policy | None = None,
    at: datetime = NOW,
    *,
    finds: Finds | None = None,
    purpose: PurposeGuess | None = None,
) -> Case:
    policy = policy or Policy()
    seen = seen_as(what, policy)
    return Case(
        token=what,
        policy=policy,
        keys=KeyRing(),
        at=at,
        seen=seen,
        purpose=purpose or seen.purpose,
        lifetime=lifetime(what, policy, at),
        signature=NOT_CHECKED,
        finds=finds,
    )


def case(
    claims: dict[str, Any] | str,
    header: dict[str, Any] | None = None,
    *,
    at: datetime = NOW,
    finds: Finds | None = None,
    **policy: Any,
) -> Case:
    """Return the case of a signed token with these claims; what is expected of it is given by name."""
    return case_of(token(claims, **(header or {})), Policy(**policy), at, finds=finds)


def pasted(text: str, at: datetime = NOW, **policy: Any) -> Case:
    """Return the case of the first token of a pasted text, with what stood around it."""
    finds, tokens = read_all(text)
    return case_of(tokens[0], Policy(**policy), at, finds=finds)


def document(**members: Any) -> JsonObject:
    """Return a JSON object as it is had from elsewhere."""
    value = read_json(json.dumps(members), Part.PAYLOAD).value
    assert isinstance(value, JsonObject)
    return value


def seconds(count: float) -> datetime:
    """Return the moment `count` seconds after NOW."""
    return NOW + timedelta(seconds=count)


def without(claims: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in claims.items() if name not in names}


TESTED_WITH = {
    "structure": ("disclosures",),
    "header": ("algorithm", "key_hints"),
    "key": ("signatures", "secret"),
    "validity": ("lifespan",),
    "parties": ("claim_content",),
    "login": ("proof",),
    "issuer": ("key_set",),
    "usage": ("provider",),
}
"""Families that are tested in the module of another, because they need the same cases."""


def checks_of(family: str) -> dict[str, Check]:
    modules = [
        import_module(f"jotlens.inspection.checks.{name}") for name in (family, *TESTED_WITH.get(family, ()))
    ]
    return {check.__name__.replace("_", "-"): check for module in modules for check in module.CHECKS}


def words_of(family: str) -> dict[str, dict[str, Any]]:
    words: dict[str, dict[str, Any]] = {}
    for name in (family, *TESTED_WITH.get(family, ())):
        words |= json.loads(resource(f"checks/{name}.json").read_bytes())
    return words


def key_of(outcome: Outcome) -> str:
    """Return the key of the words for an outcome: `fail`, or `fail.slash`."""
    return f"{outcome.status}.{outcome.variant}" if outcome.variant else str(outcome.status)


def said(family: str, check_id: str, of: Case) -> Finding:
    """Return the finding of one check in words; its status is all that there is when it does not apply."""
    entry = entry_of(check_id, words_of(family)[check_id])
    return run_check(entry, checks_of(family)[check_id], of)


def assert_reached(family: str, cases: tuple[tuple[str, str, Case], ...]) -> None:
    """Assert that every case has the outcome it names, that its words fill, and that no words are left over."""
    checks = checks_of(family)
    for check_id, key, of in cases:
        assert key_of(checks[check_id](of)) == key, (check_id, key)
        finding = said(family, check_id, of)
        assert finding.title, (check_id, key)
        assert finding.message, (check_id, key)
        assert not any(mark in finding.title + finding.message + finding.next_step for mark in "{}"), check_id
    written = {
        (check_id, key)
        for check_id, raw in words_of(family).items()
        for key, value in raw.items()
        if isinstance(value, dict)
    }
    assert {(check_id, key) for check_id, key, _ in cases} == written
