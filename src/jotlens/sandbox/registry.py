"""What is registered at the tenant: its APIs, clients and users, read from resources/sandbox."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jotlens.sandbox.chance import Chance
from jotlens.sandbox.model import Api, Client, ClientKind, Dialect, GrantType, Identity, Scope, User
from jotlens.sandbox.resources import folder

APP_CALLBACK = "http://127.0.0.1:8765/callback"
"""Where JotLens itself waits for answers, if a connection says nothing else."""

_CALLBACK = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!\"$-~]{1,2000}")


@dataclass(frozen=True, slots=True)
class Registry:
    """All that is registered, each by its identifier, in the order of the files."""

    apis: Mapping[str, Api]
    clients: Mapping[str, Client]
    users: Mapping[str, User]

    def user_named(self, name: str) -> User | None:
        """Return the user with that user ID or e-mail address."""
        if name in self.users:
            return self.users[name]
        return next((user for user in self.users.values() if user.email == name), None)

    def with_callbacks(self, callbacks: Iterable[str]) -> Registry:
        """Return a registry in which every application that has users may also use these callbacks.

        Raises ValueError for one that is no absolute address in ASCII without a fragment (RFC 6749 section 3.1.2).
        """
        more = tuple(callbacks)
        if not all(_CALLBACK.fullmatch(callback) for callback in more):
            raise ValueError("a callback is an absolute address in ASCII, without a fragment")
        clients = {
            client.client_id: client
            if client.kind is ClientKind.MACHINE
            else dataclasses.replace(client, callbacks=tuple(dict.fromkeys((*client.callbacks, *more))))
            for client in self.clients.values()
        }
        return dataclasses.replace(self, clients=clients)


def read_registry(issuer: str, chance: Chance, callbacks: Iterable[str]) -> Registry:
    """Return what the files register, with new secrets and new tokens of identity providers.

    `callbacks` are registered, beside JotLens's own, for every application that has users.
    """
    apis = [_api(entry, issuer) for entry in _entries("apis")]
    clients = [_client(entry, issuer, chance) for entry in _entries("clients")]
    users = [_user(entry, chance) for entry in _entries("users")]
    registry = Registry(
        {api.identifier: api for api in apis},
        {client.client_id: client for client in clients},
        {user.user_id: user for user in users},
    )
    return registry.with_callbacks((f"{issuer}sandbox/callback", APP_CALLBACK, *callbacks))


def _entries(name: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads((folder() / f"{name}.json").read_text("utf-8"))
    return entries


def _api(entry: Mapping[str, Any], issuer: str) -> Api:
    return Api(
        identifier=entry["identifier"].replace("{issuer}", issuer),
        name=entry["name"],
        signing_alg=entry["signing_alg"],
        signing_secret=entry.get("signing_secret"),
        token_lifetime=entry["token_lifetime"],
        token_lifetime_for_web=entry["token_lifetime_for_web"],
        allow_offline_access=entry.get("allow_offline_access", False),
        skip_consent_for_verifiable_first_party_clients=entry.get("skip_consent", False),
        enforce_policies=entry.get("enforce_policies", False),
        token_dialect=Dialect(entry.get("token_dialect", "access_token")),
        token_encryption=entry.get("token_encryption", False),
        scopes=tuple(Scope(value, description) for value, description in entry["scopes"].items()),
        remark=entry["remark"],
    )


def _client(entry: Mapping[str, Any], issuer: str, chance: Chance) -> Client:
    kind = ClientKind(entry["kind"])
    grants = {
        audience.replace("{issuer}", issuer): tuple(scopes)
        for audience, scopes in entry.get("client_grants", {}).items()
    }
    return Client(
        client_id=entry["client_id"],
        name=entry["name"],
        kind=kind,
        secret=None if kind is ClientKind.PUBLIC else chance.text(64),
        grant_types=frozenset(GrantType(name) for name in entry["grant_types"]),
        callbacks=(),
        logout_urls=(f"{issuer}sandbox/", issuer),
        first_party=entry.get("first_party", True),
        require_pkce=entry.get("require_pkce", False),
        preapproved_domain=entry.get("preapproved_domain"),
        client_grants=grants,
        remark=entry["remark"],
    )


def _user(entry: Mapping[str, Any], chance: Chance) -> User:
    provider = entry.get("provider", "auth0")
    prefix = entry.get("provider_token")
    connection = "Username-Password-Authentication" if provider == "auth0" else provider
    token = None if prefix is None else prefix + chance.letters(120)
    identity = Identity(connection, provider, entry["user_id"].rpartition("|")[2], token)
    return User(
        user_id=entry["user_id"],
        name=f"{entry['given_name']} {entry['family_name']}",
        given_name=entry["given_name"],
        family_name=entry["family_name"],
        nickname=entry["given_name"].lower(),
        email=entry["email"],
        updated_at="2026-01-02T03:04:05.678Z",
        roles=tuple(entry.get("roles", ())),
        permissions={audience: tuple(scopes) for audience, scopes in entry.get("permissions", {}).items()},
        identities=(identity,),
        blocked=entry.get("blocked", False),
        mfa=entry.get("mfa", False),
        remark=entry["remark"],
    )
