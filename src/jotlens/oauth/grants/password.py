"""Legacy: the person's own password passes through the client (RFC 6749 section 4.3)."""

from __future__ import annotations

from jotlens.oauth.journey import Journey
from jotlens.oauth.obtained import Obtained, Refusal
from jotlens.oauth.parameters import of_scopes, of_target

_WITH_REALM = "http://auth0.com/oauth/grant-type/password-realm"


def obtain(journey: Journey) -> Obtained | Refusal:
    """Send user name and password. A further parameter `realm` makes it Auth0's grant for one of its databases."""
    connection, given = journey.connection, journey.given
    has_realm = any(name == "realm" for name, _ in connection.extra)
    return journey.request_token(
        (
            ("grant_type", _WITH_REALM if has_realm else "password"),
            ("username", given.username or ""),
            ("password", given.password or ""),
            *of_scopes(connection),
            *of_target(connection),
        )
    )
