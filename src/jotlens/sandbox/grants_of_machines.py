"""The grants without a browser: client credentials (RFC 6749 section 4.4) and password (section 4.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jotlens.sandbox.entitlement import api_of, asked_audience, check_access, granted_scopes, machine_scopes
from jotlens.sandbox.errors import OAuthRefusal, grant_not_allowed, missing, unknown_audience
from jotlens.sandbox.issue import new_refresh_token, token_answer, wants_refresh_token
from jotlens.sandbox.model import Client, Era, GrantType
from jotlens.sandbox.passwords import password_is_right
from jotlens.sandbox.permit import Permit
from jotlens.sandbox.tenant import Tenant


def client_credentials(
    tenant: Tenant, client: Client, parameters: Mapping[str, str]
) -> tuple[Permit, dict[str, Any]]:
    """Give a machine a token for itself (statements S35 to S38): never an ID token, never a refresh token."""
    audience = asked_audience(tenant, parameters, with_default=False)
    if not audience:
        raise OAuthRefusal(
            "access_denied", "No audience parameter was provided, and no default audience has been configured"
        )
    asked = tuple(dict.fromkeys(parameters.get("scope", "").split()))
    api = api_of(tenant, audience)
    if api is None and tenant.settings.era is not Era.SEED_004:
        raise unknown_audience(audience)  # /userinfo has nothing to tell of a machine
    scopes = () if api is None else machine_scopes(client, api, asked)
    permit = Permit(client, None, api, scopes, asked)
    return permit, token_answer(tenant, permit, GrantType.CLIENT_CREDENTIALS, "", None)


def password(tenant: Tenant, client: Client, parameters: Mapping[str, str]) -> tuple[Permit, dict[str, Any]]:
    """Give an application a token for the password of its user; the tenant can switch this off."""
    if not tenant.settings.password_grant:
        raise grant_not_allowed(GrantType.PASSWORD)
    for name in ("username", "password"):
        if not parameters.get(name):
            raise missing(name)
    api = api_of(tenant, asked_audience(tenant, parameters, with_default=False))
    check_access(client, api)
    user = tenant.registry.user_named(parameters["username"])
    if user is None or not password_is_right(user, parameters["password"]):
        raise OAuthRefusal("invalid_grant", "Wrong email or password.")
    if user.blocked:
        raise OAuthRefusal("unauthorized", "user is blocked")
    if user.mfa:
        seal = "*".join(tenant.chance.text(length) for length in (43, 22, 86, 22))
        more = {"mfa_token": f"Fe26.2*1*{seal}"}
        raise OAuthRefusal("mfa_required", "Multifactor authentication required", more=more)
    asked = tuple(dict.fromkeys(parameters.get("scope", "").split()))
    scopes = granted_scopes(tenant, client, user, api, asked, offline=True)
    permit = Permit(client, user, api, scopes, asked)
    family = tenant.chance.text(16)
    refresh = new_refresh_token(tenant, permit, family) if wants_refresh_token(tenant, permit) else None
    return permit, token_answer(tenant, permit, GrantType.PASSWORD, family, refresh)
