"""Pushes the parameters of an authorization request to the server, so that no browser carries them (RFC 9126)."""

from __future__ import annotations

from jotlens.oauth.journey import Journey
from jotlens.oauth.network_failures import network_error
from jotlens.oauth.obtained import Refusal
from jotlens.oauth.parameters import Parameters
from jotlens.oauth.refusals import members_of, refusal_of, text_of

LABEL = "pushed authorization request"


def push(journey: Journey, parameters: Parameters) -> Parameters | Refusal:
    """Send the parameters with the client's authentication; return those that are left for the browser.

    These are `client_id` and `request_uri` alone (RFC 9126 section 4). Raises NetworkError.
    """
    address = journey.endpoints.pushed_authorization_request_endpoint
    answer = journey.client.post(LABEL, address, parameters)
    refusal = refusal_of(LABEL, answer, journey.asked())
    if refusal is not None:
        return refusal
    request_uri = text_of(members_of(answer), "request_uri")
    if not answer.ok or not request_uri:
        answer.json_object()  # raises what it is instead
        raise answer.trouble or network_error("incomplete", answer.host, missing="request_uri")
    journey.note(
        "parameters pushed", "The browser carries only the client ID and a reference to what was pushed."
    )
    return (("client_id", journey.connection.client_id), ("request_uri", request_uri))
