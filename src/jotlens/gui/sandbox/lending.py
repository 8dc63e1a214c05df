"""The ready-made connections of a running sandbox, one for each of its clients; in memory only, and gone with it."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from jotlens.gui.fetching.stores import Stores
from jotlens.oauth.connection import ClientAuthentication, Connection, Expected, Grant
from jotlens.sandbox.model import Client, ClientKind
from jotlens.sandbox.running import Sandbox
from jotlens.storage.secrets import Where

_HEALTH, _TODO, _GEO = (
    "https://example.com/health-api",
    "https://todo.example.com/",
    "https://api.example.com/geocoding/v1/",
)
_CALENDAR = "api.calendar"

# What each client asks for, until a person asks for something else: its grant, API and scopes.
_ASKS: dict[str, tuple[Grant, str, tuple[str, ...]]] = {
    "native-demo": (Grant.AUTHORIZATION_CODE, _HEALTH, ("openid", "profile", "read:patients")),
    "spa-demo": (Grant.AUTHORIZATION_CODE, _CALENDAR, ("openid", "read", "write", "offline_access")),
    "web-demo": (Grant.AUTHORIZATION_CODE, _TODO, ("openid", "profile", "read:todo", "offline_access")),
    "geo-backend": (Grant.CLIENT_CREDENTIALS, _GEO, ()),
    "no-grant-backend": (Grant.CLIENT_CREDENTIALS, _GEO, ()),
    "code-only": (Grant.AUTHORIZATION_CODE, _CALENDAR, ("read",)),
    "tpc_partner": (Grant.AUTHORIZATION_CODE, _TODO, ("read:todo",)),
    "company-app": (Grant.AUTHORIZATION_CODE, _CALENDAR, ("read",)),
}

CALLBACK = "http://127.0.0.1:0/callback"
"""Any free port: the sandbox that the window starts compares loopback callbacks without it (RFC 8252 section 7.3)."""


def connections_of(sandbox: Sandbox) -> tuple[Connection, ...]:
    """Return a connection for each client, the one that suits JotLens itself first."""
    clients = {client.client_id: client for client in sandbox.clients}
    ordered = [clients.pop(client_id) for client_id in _ASKS if client_id in clients]
    return tuple(connection_of(sandbox, client) for client in (*ordered, *clients.values()))


def connection_of(sandbox: Sandbox, client: Client) -> Connection:
    """Return the connection of one client. Its id is the same at each start, so that a choice of it stays."""
    machine = client.kind is ClientKind.MACHINE
    usual = (Grant.CLIENT_CREDENTIALS if machine else Grant.AUTHORIZATION_CODE, "", ())
    grant, audience, scopes = _ASKS.get(client.client_id, usual)
    post = ClientAuthentication.CLIENT_SECRET_POST
    return Connection(
        id=uuid5(NAMESPACE_URL, f"urn:jotlens:sandbox:{client.client_id}").hex,
        name=f"Sandbox: {client.name} ({client.client_id})",
        issuer=sandbox.address,
        client_id=client.client_id,
        grant=grant,
        authentication=ClientAuthentication.NONE if client.secret is None else post,
        scopes=scopes,
        audience=audience,
        redirect_uri=CALLBACK,
        expected=Expected(
            scopes=tuple(scope for scope in scopes if ":" in scope or scope in {"read", "write"})
        ),
    )


def lend(sandbox: Sandbox, stores: Stores) -> None:
    """Put the connections among the saved ones, and their secrets into the memory of this session."""
    connections = connections_of(sandbox)
    for connection in connections:
        secret = sandbox.client(connection.client_id).secret
        if secret is not None:
            stores.secrets.keep(connection.id, "client-secret", secret, Where.SESSION)
    stores.connections.lend(connections)


def take_back(stores: Stores) -> None:
    """Have neither of them any more."""
    stores.secrets.forget_session(connection.id for connection in stores.connections.lent)
    stores.connections.lend(())
