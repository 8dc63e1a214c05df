"""Ready-made starts for connections, from resources/providers.json: what a vendor needs, and where its console shows it."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from functools import cache
from typing import Any

from jotlens.oauth.connection import ClientAuthentication, Connection, Endpoints, Grant
from jotlens.tokens.resources import resource

ANY_OPENID = "openid"
"""The id of the start for a server that is none of the vendors'."""

PLACED_FIELDS = frozenset(
    "issuer client_id client_secret authentication audience resources scopes organization redirect_uri key_file key_id"
    " certificate_file".split()
)
"""The fields of which a provider may say where its console shows them."""


class ApiNaming(StrEnum):
    """What in a request names the API that a token is for."""

    AUDIENCE = "audience"  # Auth0's parameter
    RESOURCE = "resource"  # RFC 8707
    SCOPE = "scope"


@dataclass(frozen=True, slots=True)
class Start:
    """How a grant begins at a provider. `steps` are what must be set there, with `{callback}` for the redirection URI."""

    grant: Grant
    authentication: ClientAuthentication
    scopes: tuple[str, ...]
    extra: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Provider:
    """A vendor, or any OpenID provider. `issuer` is empty where everybody has another one.

    `callback_is_literal`: the redirection URI is compared with its port (RFC 8252 section 7.3 wants it ignored).
    `where` says by field (a name of PLACED_FIELDS) where the console shows its value. The first of `starts` is the
    usual one.
    """

    id: str
    name: str
    issuer: str
    issuer_example: str
    issuer_hint: str
    issuer_ends_in_slash: bool
    api: ApiNaming
    callback: str
    callback_is_literal: bool
    callback_hint: str
    endpoints: Endpoints
    where: tuple[tuple[str, str], ...]
    starts: tuple[Start, ...]

    def place_of(self, field: str) -> str:
        """Return where the console shows the value of a field; empty where it is not known."""
        return dict(self.where).get(field, "")

    def start_of(self, grant: Grant) -> Start | None:
        """Return how a grant begins here; None where the provider does not offer it."""
        return next((start for start in self.starts if start.grant is grant), None)


@cache
def providers() -> tuple[Provider, ...]:
    """Return every provider, in the order of the file. Raises KeyError or ValueError for a file that is not sound."""
    raw = json.loads(resource("providers.json").read_bytes())
    return tuple(read_provider(provider_id, entry) for provider_id, entry in raw.items())


def provider_named(provider_id: str) -> Provider:
    """Return the provider of that id, and "any OpenID provider" for an id that is not known."""
    known = {provider.id: provider for provider in providers()}
    return known.get(provider_id) or known[ANY_OPENID]


def start_connection(provider: Provider, connection_id: str, name: str) -> Connection:
    """Return a new connection as the provider's usual grant begins."""
    start = provider.starts[0]
    return Connection(
        id=connection_id,
        name=name,
        issuer=provider.issuer,
        grant=start.grant,
        authentication=start.authentication,
        scopes=start.scopes,
        redirect_uri=provider.callback,
        extra=start.extra,
        endpoints=provider.endpoints,
        provider=provider.id,
    )


def with_grant(connection: Connection, grant: Grant) -> Connection:
    """Return the connection with another grant; what still is as the old grant began becomes as the new one begins."""
    provider = provider_named(connection.provider)
    return _restarted(connection, provider.start_of(connection.grant), provider.start_of(grant), grant)


def with_provider(connection: Connection, provider: Provider) -> Connection:
    """Return the connection with another provider; what still is as the old one began becomes as the new one begins.

    A grant that the new provider does not offer gives way to its usual one.
    """
    before = provider_named(connection.provider)
    start = provider.start_of(connection.grant) or provider.starts[0]
    changed = _restarted(connection, before.start_of(connection.grant), start, start.grant)
    return replace(
        changed,
        provider=provider.id,
        issuer=provider.issuer if connection.issuer == before.issuer else connection.issuer,
        endpoints=provider.endpoints if connection.endpoints == before.endpoints else connection.endpoints,
        redirect_uri=provider.callback
        if connection.redirect_uri == before.callback
        else connection.redirect_uri,
    )


def _restarted(connection: Connection, old: Start | None, new: Start | None, grant: Grant) -> Connection:
    changed = replace(connection, grant=grant)
    if new is None:
        return changed
    if old is None or connection.authentication is old.authentication:
        changed = replace(changed, authentication=new.authentication)
    if old is None or connection.scopes == old.scopes:
        changed = replace(changed, scopes=new.scopes)
    if old is None or connection.extra == old.extra:
        changed = replace(changed, extra=new.extra)
    return changed


def read_provider(provider_id: str, raw: dict[str, Any]) -> Provider:
    """Return a provider from its entry. Raises KeyError for what is missing, ValueError for what does not fit."""
    where: dict[str, str] = raw["where"]
    strange = set(where) - PLACED_FIELDS
    starts = tuple(_start(Grant(grant), entry) for grant, entry in raw["starts"].items())
    if strange or not starts:
        raise ValueError(provider_id, *sorted(strange))
    known = {field.name for field in fields(Endpoints)}
    endpoints: dict[str, str] = raw.get("endpoints", {})
    if set(endpoints) - known:
        raise ValueError(provider_id, *sorted(set(endpoints) - known))
    return Provider(
        id=provider_id,
        name=raw["name"],
        issuer=raw["issuer"],
        issuer_example=raw["issuer_example"],
        issuer_hint=raw["issuer_hint"],
        issuer_ends_in_slash=raw["issuer_ends_in_slash"],
        api=ApiNaming(raw["api"]),
        callback=raw["callback"],
        callback_is_literal=raw["callback_is_literal"],
        callback_hint=raw["callback_hint"],
        endpoints=Endpoints(**endpoints),
        where=tuple(where.items()),
        starts=starts,
    )


def _start(grant: Grant, raw: dict[str, Any]) -> Start:
    extra = tuple((str(name), str(value)) for name, value in raw.get("extra", ()))
    return Start(
        grant=grant,
        authentication=ClientAuthentication(raw["authentication"]),
        scopes=tuple(raw["scopes"]),
        extra=extra,
        steps=tuple(raw["steps"]),
    )
