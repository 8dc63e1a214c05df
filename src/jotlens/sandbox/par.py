"""/oauth/par (RFC 9126): takes the parameters of a login request before the browser goes there."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, request

from jotlens.sandbox.answers import json_answer, note
from jotlens.sandbox.authorize_request import read_destination, read_request
from jotlens.sandbox.client_auth import authenticate
from jotlens.sandbox.errors import OAuthRefusal, PageRefusal
from jotlens.sandbox.parameters import body
from jotlens.sandbox.sessions import Pushed
from jotlens.sandbox.tenant import Tenant

PUSHED_LIFETIME_S = 90


def par_routes(tenant: Tenant) -> Blueprint:
    """Return the route of the endpoint for pushed authorization requests."""
    routes = Blueprint("par", __name__)

    @routes.post("/oauth/par")
    def push() -> Response:
        try:
            return _push(tenant)
        except OAuthRefusal as refusal:
            refusal.log_code = "fpar"
            refusal.status = 401 if refusal.status == 401 else 400
            raise

    return routes


def _push(tenant: Tenant) -> Response:
    parameters = body(request)
    client = authenticate(tenant, request, parameters)
    if "request_uri" in parameters:
        raise OAuthRefusal("invalid_request", "request_uri cannot be pushed")
    parameters.pop("client_secret", None)
    parameters["client_id"] = client.client_id
    try:
        destination = read_destination(tenant, parameters, frozenset())
    except PageRefusal as refusal:
        raise OAuthRefusal("invalid_request", refusal.description) from None
    read_request(tenant, destination, parameters, frozenset())
    request_uri = f"urn:ietf:params:oauth:request_uri:{tenant.chance.text(43)}"
    end = tenant.clock() + timedelta(seconds=PUSHED_LIFETIME_S)
    tenant.pushed.put(request_uri, Pushed(client.client_id, parameters), end)
    note("", "took a pushed request", client.client_id)
    return json_answer({"request_uri": request_uri, "expires_in": PUSHED_LIFETIME_S}, 201)
