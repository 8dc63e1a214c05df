"""/userinfo: tells of the user whose token it gets (OpenID Connect Core section 5.3)."""

from __future__ import annotations

from collections.abc import Collection

from flask import Blueprint, Response, request

from jotlens.sandbox.answers import json_answer, note, text_answer
from jotlens.sandbox.bearer import bearer_token
from jotlens.sandbox.compact import MalformedTokenError, is_signed_by, parse
from jotlens.sandbox.model import Era, User
from jotlens.sandbox.profile import profile_claims
from jotlens.sandbox.tenant import Tenant


def userinfo_routes(tenant: Tenant) -> Blueprint:
    """Return the route of the userinfo endpoint. Every refusal is the plain word, as seen in practice."""
    routes = Blueprint("userinfo", __name__)

    @routes.route("/userinfo", methods=["GET", "POST"])
    def userinfo() -> Response:
        token = bearer_token(request, in_form=True)
        known = None if token is None else _whose(tenant, token)
        if known is None:
            note("fapi", "the token is not one for userinfo, or it is over")
            refusal = text_answer("Unauthorized", 401)
            refusal.headers["WWW-Authenticate"] = 'Bearer realm="userinfo"'
            return refusal
        user, scopes, client_id = known
        if not tenant.settings.rate_limits:
            note("sapi", "told of the user", client_id, user.user_id)
            return json_answer(_members(tenant, user, scopes))
        allowance = tenant.rates.use(user.user_id, tenant.clock())
        if allowance.allowed:
            note("sapi", "told of the user", client_id, user.user_id)
            answer = json_answer(_members(tenant, user, scopes))
        else:
            note("api_limit", "too many requests for this user", client_id, user.user_id)
            answer = json_answer(
                {"error": "too_many_requests", "error_description": "Too many requests"}, 429
            )
        answer.headers.update(allowance.headers())
        return answer

    return routes


def _members(tenant: Tenant, user: User, scopes: Collection[str]) -> dict[str, object]:
    return {"sub": user.user_id, **profile_claims(user, scopes, tenant.issuer)}


def _whose(tenant: Tenant, token: str) -> tuple[User, Collection[str], str] | None:
    """Return the user, the scopes and the client of a token that serves here, or None (statements S5 and S76)."""
    found = _by_reference(tenant, token) or _by_claims(tenant, token)
    return found if found is not None and "openid" in found[1] else None


def _by_reference(tenant: Tenant, token: str) -> tuple[User, Collection[str], str] | None:
    reference: str | None = token
    if tenant.settings.era is Era.TODAY:
        from jotlens.sandbox.sealed import open_opaque

        reference = open_opaque(token, tenant.keys.opaque)
    record = None if reference is None else tenant.opaque_tokens.get(reference, tenant.clock())
    if record is None or tenant.token_time() >= record.expires_at or record.permit.user is None:
        return None
    return record.permit.user, record.permit.scopes, record.permit.client.client_id


def _by_claims(tenant: Tenant, token: str) -> tuple[User, Collection[str], str] | None:
    """Read a JWT of an RS256 API, whose audiences name `/userinfo`. An HS256 one never does."""
    try:
        read = parse(token)
    except MalformedTokenError:
        return None
    key = tenant.keys.find(read.header.get("kid"))
    if key is None or not is_signed_by(read, "RS256", key.public):
        return None
    claims = read.claims
    audiences, expires_at, subject = claims.get("aud"), claims.get("exp"), claims.get("sub")
    if not isinstance(audiences, list) or tenant.userinfo not in audiences or not isinstance(expires_at, int):
        return None
    user = tenant.registry.users.get(subject) if isinstance(subject, str) else None
    if user is None or tenant.token_time().timestamp() >= expires_at or claims.get("iss") != tenant.issuer:
        return None
    return user, str(claims.get("scope", "")).split(), str(claims.get("azp") or claims.get("client_id"))
