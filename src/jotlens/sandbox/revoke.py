"""/oauth/revoke (RFC 7009): ends refresh tokens; an access token cannot be revoked (statement S73)."""

from __future__ import annotations

from flask import Blueprint, Response, request

from jotlens.sandbox.answers import note, text_answer
from jotlens.sandbox.client_auth import authenticate
from jotlens.sandbox.errors import missing
from jotlens.sandbox.grants_of_users import revoke_family
from jotlens.sandbox.parameters import body
from jotlens.sandbox.tenant import Tenant


def revoke_routes(tenant: Tenant) -> Blueprint:
    """Return the route of the revocation endpoint. It says 200 also to a token that it does not know."""
    routes = Blueprint("revoke", __name__)

    @routes.post("/oauth/revoke")
    def revoke() -> Response:
        parameters = body(request)
        client = authenticate(tenant, request, parameters)
        token = parameters.get("token")
        if not token:
            raise missing("token")
        with tenant.lock:
            record = tenant.refresh_tokens.get(token, tenant.clock())
            mine = record is not None and record.permit.client.client_id == client.client_id
            if record is not None and mine:
                revoke_family(tenant, record.family)
        if mine:
            note("srrt", "revoked a refresh token", client.client_id)
        else:
            note(
                "",
                "no refresh token: access tokens cannot be revoked, they end by themselves",
                client.client_id,
            )
        return text_answer("", 200)

    return routes
