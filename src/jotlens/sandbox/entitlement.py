"""What a request may get: the API that its audience means, the scopes, and the lifetime (the table of E5).

audience                                   token
nothing, the tenant, or /userinfo          opaque, for /userinfo only
the identifier of a registered API         as that API wants it
anything else                              Service not found
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from jotlens.sandbox.errors import OAuthRefusal, unknown_audience
from jotlens.sandbox.model import OIDC_SCOPES, Api, Client, Era, GrantType, User
from jotlens.sandbox.tenant import Tenant

USERINFO_LIFETIME_S = 86_400
USERINFO_IMPLICIT_LIFETIME_S = 7_200


class Channel(Enum):
    """The way by which an access token reaches the client."""

    IMPLICIT = auto()  # in the answer of /authorize, without a code
    HYBRID = auto()  # in the answer of /authorize, beside a code
    TOKEN_ENDPOINT = auto()


def asked_audience(tenant: Tenant, parameters: Mapping[str, str], *, with_default: bool) -> str:
    """Return the audience that a request names; at /authorize, the tenant's default where it names none."""
    named = parameters.get("audience", "")
    if not named and tenant.settings.resource_compatibility:
        named = parameters.get("resource", "")
    return named or (tenant.settings.default_audience if with_default else "")


def api_of(tenant: Tenant, audience: str) -> Api | None:
    """Return the API that an audience means, None for `/userinfo` only. Raises OAuthRefusal for an unknown one.

    The page of 2015 knows one kind of token, whatever is asked for.
    """
    domain = tenant.issuer.removeprefix("http://").rstrip("/")
    if tenant.settings.era is Era.SEED_004 or audience in {"", domain, tenant.issuer, tenant.userinfo}:
        return None
    api = tenant.registry.apis.get(audience)
    if api is None:
        raise unknown_audience(audience)
    return api


def check_access(client: Client, api: Api | None) -> None:
    """Refuse a third-party client an API that no administrator has granted it."""
    if api is not None and not client.first_party and api.identifier not in client.client_grants:
        raise OAuthRefusal(
            "access_denied", f'Client is not authorized to access resource server "{api.identifier}".'
        )


def granted_scopes(
    tenant: Tenant, client: Client, user: User, api: Api | None, asked: tuple[str, ...], *, offline: bool
) -> tuple[str, ...]:
    """Return the scopes that a user can grant, in the order of the request.

    What the API does not define vanishes; with role-based access, so does what the user's roles do not give.
    `offline` says whether the flow can give a refresh token at all.
    """
    possible = set() if api is None else set(api.scope_names)
    if api is not None and api.enforce_policies:
        possible &= set(user.permissions.get(api.identifier, ()))
    if client.first_party:  # third-party applications get no OpenID Connect scopes
        possible |= set(OIDC_SCOPES)
    if not (offline and may_be_offline(tenant, client, api)):
        possible.discard("offline_access")
    if client.client_grants and not client.first_party and api is not None:
        possible &= set(client.client_grants.get(api.identifier, ()))
    return tuple(dict.fromkeys(scope for scope in asked if scope in possible))


def may_be_offline(tenant: Tenant, client: Client, api: Api | None) -> bool:
    """Whether API, client and era allow a refresh token (statements S67 and S71)."""
    if tenant.settings.era is Era.SEED_004:
        return False
    allowed = api is None or api.allow_offline_access
    return allowed and GrantType.REFRESH_TOKEN in client.grant_types


def machine_scopes(client: Client, api: Api, asked: tuple[str, ...]) -> tuple[str, ...]:
    """Return the scopes of a machine: all of its client grant, or those of them that it asks for.

    Raises OAuthRefusal when no administrator has granted it the API (statement S38).
    """
    if api.identifier not in client.client_grants:
        raise OAuthRefusal(
            "access_denied",
            f'Client is not authorized to access "{api.identifier}". You need to create a "client-grant" '
            "associated to this API. See: https://auth0.com/docs/api/v2#!/Client_Grants/post_client_grants",
        )
    granted = client.client_grants[api.identifier]
    return tuple(scope for scope in granted if not asked or scope in asked)


def lifetime_s(tenant: Tenant, api: Api | None, channel: Channel) -> int:
    """Return the seconds that an access token lives (statements S57 to S63)."""
    era = tenant.settings.era
    if api is None:
        short = channel is Channel.IMPLICIT and era is not Era.SEED_004
        return USERINFO_IMPLICIT_LIFETIME_S if short else USERINFO_LIFETIME_S
    if tenant.settings.token_lifetime_s is not None:
        return tenant.settings.token_lifetime_s
    if channel is Channel.TOKEN_ENDPOINT or era is Era.SEED_003:  # in 2017 an API had one value
        return api.token_lifetime
    return api.token_lifetime_for_web


def signing(tenant: Tenant, api: Api) -> tuple[str, str | None]:
    """Return the algorithm of an API and its secret; in 2017 the calendar's was HS256 with `keyboardcat`."""
    if tenant.settings.era is Era.SEED_003 and api.identifier == "api.calendar":
        return "HS256", "keyboardcat"
    return api.signing_alg, api.signing_secret
