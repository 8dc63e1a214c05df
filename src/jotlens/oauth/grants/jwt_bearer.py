"""An assertion, given or made with the connection's key, gets a token (RFC 7523 section 2.1)."""

from __future__ import annotations

from jotlens.oauth.client_authentication import assertion_claims, note_assertion, signed_with_key_file
from jotlens.oauth.failures import ConnectionGapError
from jotlens.oauth.journey import Journey
from jotlens.oauth.obtained import Obtained, Refusal
from jotlens.oauth.parameters import of_scopes, of_target


def obtain(journey: Journey) -> Obtained | Refusal:
    """Send the assertion.

    One that is made here is from the client, for the user name that was given (or the client itself), and for the
    issuer. The further parameters `iss`, `sub` and `aud` say otherwise, and are not sent beside it.
    """
    connection = journey.connection
    parameters = (
        ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
        ("assertion", journey.given.assertion or _made(journey)),
        *of_scopes(connection),
        *of_target(connection),
    )
    return journey.request_token(parameters)


def _made(journey: Journey) -> str:
    connection, given = journey.connection, journey.given
    if not connection.key_file:
        raise ConnectionGapError(
            "assertion-missing", "An assertion is needed, or the key file to make it with.", "assertion"
        )
    said = dict(connection.extra)
    issuer = said.get("iss") or connection.client_id
    claims = assertion_claims(
        journey.around,
        issuer,
        said.get("sub") or given.username or issuer,
        said.get("aud") or journey.issuer or journey.endpoints.token_endpoint,
    )
    note_assertion(journey.around, "assertion", claims)
    return signed_with_key_file(connection, given, claims)
