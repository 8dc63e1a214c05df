"""A client asks for itself; no person is there (RFC 6749 section 4.4)."""

from __future__ import annotations

from jotlens.oauth.journey import Journey
from jotlens.oauth.obtained import Obtained, Refusal
from jotlens.oauth.parameters import of_scopes, of_target


def obtain(journey: Journey) -> Obtained | Refusal:
    """Ask the token endpoint with the client's authentication alone."""
    connection = journey.connection
    return journey.request_token(
        (("grant_type", "client_credentials"), *of_scopes(connection), *of_target(connection))
    )
