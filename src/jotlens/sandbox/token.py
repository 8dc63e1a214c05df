"""/oauth/token: who asks and by which grant; each grant has its function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, request

from jotlens.sandbox.answers import json_answer, note
from jotlens.sandbox.client_auth import authenticate
from jotlens.sandbox.errors import OAuthRefusal, grant_not_allowed, missing
from jotlens.sandbox.grants_of_machines import client_credentials, password
from jotlens.sandbox.grants_of_users import authorization_code, device_code, refresh_token
from jotlens.sandbox.model import Client, GrantType
from jotlens.sandbox.parameters import body
from jotlens.sandbox.permit import Permit
from jotlens.sandbox.tenant import Tenant

Grant = Callable[[Tenant, Client, Mapping[str, str]], tuple[Permit, dict[str, Any]]]

_GRANTS: dict[GrantType, tuple[Grant, str, str]] = {
    GrantType.AUTHORIZATION_CODE: (authorization_code, "seacft", "feacft"),
    GrantType.CLIENT_CREDENTIALS: (client_credentials, "seccft", "feccft"),
    GrantType.REFRESH_TOKEN: (refresh_token, "sertft", "fertft"),
    GrantType.PASSWORD: (password, "sepft", "fepft"),
    GrantType.DEVICE_CODE: (device_code, "sede", "fede"),
}


def token_routes(tenant: Tenant) -> Blueprint:
    """Return the route of the token endpoint (RFC 6749 section 3.2). It takes a form or JSON, as Auth0's does."""
    routes = Blueprint("token", __name__)

    @routes.post("/oauth/token")
    def token() -> Response:
        parameters = body(request)
        name = parameters.get("grant_type", "")
        if not name:
            raise missing("grant_type")
        try:
            grant_type = GrantType(name)
            grant, well, badly = _GRANTS[grant_type]
        except (ValueError, KeyError):
            raise OAuthRefusal("unsupported_grant_type", f"Unsupported grant type: {name[:100]}") from None
        try:
            client = authenticate(tenant, request, parameters)
            if grant_type not in client.grant_types:
                raise grant_not_allowed(grant_type)
            permit, answer = grant(tenant, client, parameters)
        except OAuthRefusal as refusal:
            refusal.log_code = refusal.log_code or badly
            raise
        user_id = permit.user.user_id if permit.user is not None else None
        note(well, "gave a token", client.client_id, user_id)
        return json_answer(answer)

    return routes
