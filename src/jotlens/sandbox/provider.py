"""The identity provider's own API, in the likeness of Facebook's: it takes its own tokens and no others (S12 to S14)."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, request

from jotlens.sandbox.answers import json_answer, note
from jotlens.sandbox.bearer import bearer_token
from jotlens.sandbox.model import User
from jotlens.sandbox.tenant import Tenant


def provider_routes(tenant: Tenant) -> Blueprint:
    """Return the route of `GET /graph/me`."""
    routes = Blueprint("provider", __name__)

    @routes.get("/graph/me")
    def me() -> Response:
        token = bearer_token(request) or request.args.get("access_token", "")
        user = _owner(tenant, token)
        if user is None:
            note("fapi", "no token of this provider")
            members = {"message": "Invalid OAuth access token.", "type": "OAuthException", "code": 190}
            return json_answer({"error": members}, 400)
        note("sapi", "told of the user", None, user.user_id)
        return json_answer({"id": user.identities[0].user_id, "name": user.name})

    return routes


def _owner(tenant: Tenant, token: str) -> User | None:
    for user in tenant.registry.users.values():
        own = user.identities[0].access_token
        is_facebook = user.identities[0].provider == "facebook"
        if is_facebook and own and hmac.compare_digest(own.encode(), token.encode("utf-8", "replace")):
            return user
    return None
