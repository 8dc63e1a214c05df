"""Which fields of a connection its grant, its client authentication and its provider need: the others stay hidden."""

from __future__ import annotations

from jotlens.oauth.connection import ClientAuthentication, Connection, Endpoints, Grant
from jotlens.oauth.providers import ApiNaming, provider_named

_ALWAYS = frozenset(
    {"name", "provider", "grant", "issuer", "client_id", "scopes", "ca_file", "uses_dpop", "extra"}
)
_ENDPOINTS_OF_ALL = ("userinfo_endpoint", "introspection_endpoint", "revocation_endpoint", "jwks_uri")


def shown_fields(connection: Connection) -> frozenset[str]:
    """Return the names of the fields (Connection's, and Endpoints') that the form shows.

    A field that holds something is shown in any case: nothing takes effect unseen.
    """
    grant = connection.grant
    shown = set(_ALWAYS) | _api_fields(connection) | _proof_fields(connection) | _endpoint_fields(connection)
    if grant is not Grant.IMPLICIT:
        shown.add("authentication")
    if grant.opens_browser:
        shown |= {"redirect_uri", "uses_par"}
    if grant is Grant.IMPLICIT:
        shown.discard("uses_dpop")
    if grant not in {Grant.CLIENT_CREDENTIALS, Grant.IMPLICIT, Grant.JWT_BEARER}:
        shown.add("remembers_refresh_token")
    if connection.provider == "auth0" and (grant.opens_browser or grant is Grant.CLIENT_CREDENTIALS):
        shown.add("organization")
    for name in (
        "organization",
        "audience",
        "resources",
        "key_file",
        "key_id",
        "certificate_file",
        "uses_par",
    ):
        if getattr(connection, name):
            shown.add(name)
    return frozenset(shown)


def _api_fields(connection: Connection) -> set[str]:
    match provider_named(connection.provider).api:
        case ApiNaming.AUDIENCE:
            return {"audience"}
        case ApiNaming.RESOURCE:
            return {"resources", "audience"} if connection.grant is Grant.TOKEN_EXCHANGE else {"resources"}
        case ApiNaming.SCOPE:
            return {"audience"} if connection.grant is Grant.TOKEN_EXCHANGE else set()


def _proof_fields(connection: Connection) -> set[str]:
    """The fields with which the client shows who it is."""
    way, shown = connection.authentication, set[str]()
    if connection.grant is Grant.IMPLICIT:
        return shown
    if way.needs_secret:
        shown.add("client_secret")
    if way is ClientAuthentication.PRIVATE_KEY_JWT or connection.grant is Grant.JWT_BEARER:
        shown |= {"key_file", "key_id", "key_algorithm", "key_passphrase"}
    if way.needs_certificate:
        shown |= {"certificate_file", "key_file", "key_passphrase"}
    return shown


def _endpoint_fields(connection: Connection) -> set[str]:
    grant, shown = connection.grant, set(_ENDPOINTS_OF_ALL)
    if grant is not Grant.IMPLICIT:
        shown.add("token_endpoint")
    if grant.opens_browser:
        shown.add("authorization_endpoint")
    if grant.opens_browser and connection.uses_par:
        shown.add("pushed_authorization_request_endpoint")
    if grant is Grant.DEVICE_CODE:
        shown.add("device_authorization_endpoint")
    typed = connection.endpoints
    return shown | {name for name in Endpoints.__slots__ if getattr(typed, name)}
