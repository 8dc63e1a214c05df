"""A stub of the Management API: one user, with identities, for a token that was made for it (statements S46, S55)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import Blueprint, Response, request

from jotlens.sandbox.answers import json_answer, note
from jotlens.sandbox.bearer import bearer_token
from jotlens.sandbox.compact import MalformedTokenError, is_signed_by, parse
from jotlens.sandbox.errors import ManagementRefusal
from jotlens.sandbox.model import User
from jotlens.sandbox.tenant import Tenant


def management_routes(tenant: Tenant) -> Blueprint:
    """Return the route of `GET /api/v2/users/{id}`. Its errors have a shape of their own, not OAuth's."""
    routes = Blueprint("management", __name__)

    @routes.get("/api/v2/users/<path:user_id>")
    def user(user_id: str) -> Response:
        subject, scopes = _caller(tenant)
        needed = "read:current_user" if subject == user_id else "read:users"
        if not {needed, "read:users"} & set(scopes):
            raise ManagementRefusal(
                "Forbidden",
                "Insufficient scope, expected any of: read:users,read:current_user",
                403,
                "insufficient_scope",
            )
        found = tenant.registry.users.get(user_id)
        if found is None:
            raise ManagementRefusal("Not Found", "The user does not exist.", 404, "inexistent_user")
        note("sapi", "told of a user", None, user_id)
        return json_answer(_members(found, tenant, shows_tokens="read:user_idp_tokens" in scopes))

    return routes


def _caller(tenant: Tenant) -> tuple[str, Collection[str]]:
    """Return the subject and the scopes of the token. Raises ManagementRefusal as the API words it."""
    token = bearer_token(request)
    if token is None:
        raise ManagementRefusal("Bad Request", "Bad HTTP authentication header format", 400, "Bearer")
    try:
        read = parse(token)
    except MalformedTokenError:
        raise _unauthorized("Invalid token") from None
    key = tenant.keys.find(read.header.get("kid"))
    if key is None or not is_signed_by(read, "RS256", key.public) or read.claims.get("iss") != tenant.issuer:
        raise _unauthorized("Invalid token")
    if read.claims.get("aud") != tenant.management:
        raise _unauthorized(f"Bad audience: {read.claims.get('aud')}")
    expires_at = read.claims.get("exp")
    if not isinstance(expires_at, int) or tenant.token_time().timestamp() >= expires_at:
        raise _unauthorized("Expired token")
    return str(read.claims.get("sub")), str(read.claims.get("scope", "")).split()


def _unauthorized(message: str) -> ManagementRefusal:
    return ManagementRefusal("Unauthorized", message, 401)


def _members(user: User, tenant: Tenant, *, shows_tokens: bool) -> dict[str, Any]:
    identities = []
    for identity in user.identities:
        members: dict[str, Any] = {
            "connection": identity.connection,
            "provider": identity.provider,
            "user_id": identity.user_id,
            "isSocial": identity.access_token is not None,
        }
        if shows_tokens and identity.access_token is not None:
            members["access_token"] = identity.access_token
        identities.append(members)
    return {
        "user_id": user.user_id,
        "name": user.name,
        "nickname": user.nickname,
        "email": user.email,
        "email_verified": True,
        "picture": f"{tenant.issuer}sandbox/static/person.svg",
        "updated_at": user.updated_at,
        "blocked": user.blocked,
        "identities": identities,
    }
