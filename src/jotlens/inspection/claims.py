"""Claims as a judge reads them: each in the type that the standards give it, or as nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, assert_never, cast

from jotlens.inspection.addresses import address
from jotlens.tokens.json_text import Json, JsonObject, Number
from jotlens.tokens.model import Kind

if TYPE_CHECKING:
    from jotlens.tokens.model import Token

Texts: TypeAlias = tuple[str, ...]

_MANAGEMENT = "/api/v2/"
_ONLY_TEXTS = frozenset((str,))

SCOPE_NAMES = ("scope", "scp")
"""Scopes stand in `scope` (RFC 8693 section 4.2); Entra ID and Okta call the claim `scp`."""


def readable_claims(token: Token) -> JsonObject | None:
    """Return the claims set with disclosed claims filled in (RFC 9901 section 7.1); None when it cannot be read."""
    if token.sd is not None and token.sd.resolved is not None:
        return token.sd.resolved
    return token.claims


def sound_claims(token: Token) -> JsonObject | None:
    """Return the claims to be judged: none of a broken token, whose structure is the first thing to mend."""
    return None if token.kind in {Kind.MALFORMED, Kind.NONE} else readable_claims(token)


def claim_text(claims: JsonObject | None, name: str) -> str | None:
    """Return a claim that is a text and not empty, else None."""
    value = claims.get(name) if claims is not None else None
    return value if isinstance(value, str) and value else None


def claim_object(claims: JsonObject | None, name: str) -> JsonObject | None:
    """Return a claim that is a JSON object, else None."""
    value = claims.get(name) if claims is not None else None
    return value if isinstance(value, JsonObject) else None


def texts(value: Json) -> Texts | None:
    """Return a text as a list of one, a list of texts as it is, and None for any other value."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, tuple) and _ONLY_TEXTS.issuperset(map(type, value)):
        return cast("Texts", value)
    return None


def audiences(claims: JsonObject | None) -> Texts:
    """Return the audiences (RFC 7519 section 4.1.3); empty when there is none or it has the wrong type."""
    return tuple(item for item in texts(claims.get("aud")) or () if item) if claims is not None else ()


def for_management(places: Texts) -> bool:
    """Whether a tenant's Management API is among the audiences: `/api/v2/` on the provider's own domain, or the sandbox's.

    Such a token is a JWT in form, and to be treated as opaque all the same: whatever it says is for information only.
    """
    found = (address(place) for place in places if place.endswith(_MANAGEMENT))
    return any(at is not None and at.path == _MANAGEMENT and _is_tenant(at.host) for at in found)


def _is_tenant(host: str) -> bool:
    """Whether this is an Auth0 tenant's own domain, or the loopback address on which the sandbox plays one."""
    return host.endswith(".auth0.com") or host == "127.0.0.1"


def scopes(claims: JsonObject) -> Texts:
    """Return the scopes of `scope` and `scp`, as a text with spaces (RFC 6749 section 3.3) or as a list."""
    return tuple(
        name for claim in SCOPE_NAMES for item in texts(claims.get(claim)) or () for name in item.split()
    )


def has_scope_claim(claims: JsonObject) -> bool:
    """Whether there is a claim for scopes at all, even an empty one."""
    return any(name in claims for name in SCOPE_NAMES)


def spoken_type(value: Json) -> str:
    """Return the type of a JSON value as a person would say it: “a text”, “true or false”."""
    match value:
        case None:
            return "empty (null)"
        case bool():
            return "true or false"
        case str():
            return "a text"
        case Number():
            return "a number"
        case JsonObject():
            return "an object"
        case tuple():
            return "a list"
    assert_never(value)


def listed(names: Texts, most: int = 6) -> str:
    """Return names for a sentence: `a, b and c`, with the rest as a count."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def effective_type(text: str) -> str:
    """Return a `typ` to compare: small letters, without `application/` (RFC 7515 section 4.1.9)."""
    return text.strip().lower().removeprefix("application/")


def header_type(token: Token) -> str:
    """Return the effective `typ` of the header, empty when there is none."""
    value = token.header.get("typ") if token.header is not None else None
    return effective_type(value) if isinstance(value, str) else ""
