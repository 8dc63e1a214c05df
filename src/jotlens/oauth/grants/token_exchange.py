"""A token is exchanged for another one (RFC 8693)."""

from __future__ import annotations

from jotlens.oauth.journey import Journey
from jotlens.oauth.obtained import Obtained, Refusal
from jotlens.oauth.parameters import of_scopes, of_target

_ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"


def obtain(journey: Journey) -> Obtained | Refusal:
    """Send the subject token, and the actor token if there is one. The types can be set by further parameters."""
    connection, given = journey.connection, journey.given
    parameters = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
        ("subject_token", given.subject_token or ""),
        ("subject_token_type", given.subject_token_type),
    ]
    if given.actor_token:
        parameters += [("actor_token", given.actor_token), ("actor_token_type", _ACCESS_TOKEN)]
    return journey.request_token((*parameters, *of_scopes(connection), *of_target(connection)))
