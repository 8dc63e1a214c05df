"""Fetches tokens over a connection: what is missing is said first, then the server is asked, step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from jotlens.oauth.client import Client
from jotlens.oauth.connection import Connection, Endpoints, Grant
from jotlens.oauth.dpop import ProofKey, make_proof_key
from jotlens.oauth.failures import CancelledError
from jotlens.oauth.gaps import gaps, needed_endpoints
from jotlens.oauth.grants import (
    authorization_code,
    client_credentials,
    device_code,
    hybrid,
    implicit,
    jwt_bearer,
    password,
    refresh_token,
    token_exchange,
)
from jotlens.oauth.http import Door, Way
from jotlens.oauth.journey import Journey
from jotlens.oauth.obtained import Around, Given, Obtained, Refusal
from jotlens.oauth.trace import Note, Value
from jotlens.tokens.json_text import JsonObject, read_json
from jotlens.tokens.model import Part

if TYPE_CHECKING:
    from jotlens.oauth.metadata import Metadata


def fetch(connection: Connection, given: Given, around: Around) -> Obtained | Refusal:
    """Fetch tokens, in the thread that calls; may take as long as a person takes.

    A refusal of the authorization server is returned. Raises FetchError: ConnectionGapError before anything is sent,
    NetworkError, LoginError, CancelledError, RefusedAddressError.
    """
    _raise_first(gaps(connection, given))
    door = Door(way_of(connection, given), around)
    known = _known(connection, door)
    connection = replace(connection, uses_par=connection.uses_par or known.requires_par)
    _raise_first(gaps(connection, given, known.endpoints))
    if around.cancellation.is_cancelled:
        raise CancelledError
    proof_key = _proof_key(connection, given, around)
    client = Client(connection, given, known.endpoints, door, around, known.issuer, proof_key)
    journey = Journey(
        connection, given, around, client, known.endpoints, known.issuer, known.promises_iss, known.document
    )
    return _obtain_of(connection.grant)(journey)


def refresh(connection: Connection, given: Given, around: Around) -> Obtained | Refusal:
    """Fetch with the given refresh token, whatever the connection's own grant is."""
    return fetch(replace(connection, grant=Grant.REFRESH_TOKEN), given, around)


def way_of(connection: Connection, given: Given) -> Way:
    """Return how this connection reaches the network; its certificate is shown for mutual TLS only."""
    if not connection.authentication.needs_certificate:
        return Way(ca_file=connection.ca_file)
    return Way(connection.ca_file, connection.certificate_file, connection.key_file, given.key_passphrase)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the server, typed or by its own description."""

    endpoints: Endpoints
    issuer: str
    promises_iss: bool = False
    requires_par: bool = False
    document: str | None = None


def _known(connection: Connection, door: Door) -> _Known:
    if all(getattr(connection.endpoints, name) for name in needed_endpoints(connection)):
        return _Known(connection.endpoints, connection.issuer)
    from jotlens.oauth.metadata import discover, endpoints_of

    metadata = discover(connection.issuer, door)
    endpoints = endpoints_of(connection, metadata)
    described = read_json(metadata.text, Part.PAYLOAD).value
    document = described if isinstance(described, JsonObject) else JsonObject(())
    if connection.authentication.needs_certificate:
        endpoints = _for_mutual_tls(connection, endpoints, document)
    return _Known(
        endpoints,
        metadata.issuer,
        metadata.authorization_response_iss,
        _requires_par(document, metadata),
        metadata.text,
    )


def _requires_par(document: JsonObject, metadata: Metadata) -> bool:
    wanted = document.get("require_pushed_authorization_requests") is True  # RFC 9126 section 5
    return wanted and bool(metadata.endpoints.pushed_authorization_request_endpoint)


def _for_mutual_tls(connection: Connection, endpoints: Endpoints, document: JsonObject) -> Endpoints:
    """Put the addresses for mutual TLS in the place of the usual ones (RFC 8705 section 5); typed ones stay."""
    aliases = document.get("mtls_endpoint_aliases")
    if not isinstance(aliases, JsonObject):
        return endpoints
    found = {
        name: address
        for name in Endpoints.__slots__
        if isinstance(address := aliases.get(name), str) and not getattr(connection.endpoints, name)
    }
    return replace(endpoints, **found)


def _proof_key(connection: Connection, given: Given, around: Around) -> ProofKey | None:
    if not connection.uses_dpop:
        return None
    key = given.proof_key or make_proof_key(around.random)
    sentence = "The tokens are bound to this key, which stays in JotLens's memory."
    around.trace.add(
        Note("DPoP key", sentence, (Value("thumbprint (jkt)", key.thumbprint),), at=around.now())
    )
    return key


def _obtain_of(grant: Grant) -> Callable[[Journey], Obtained | Refusal]:
    match grant:
        case Grant.CLIENT_CREDENTIALS:
            return client_credentials.obtain
        case Grant.AUTHORIZATION_CODE:
            return authorization_code.obtain
        case Grant.DEVICE_CODE:
            return device_code.obtain
        case Grant.REFRESH_TOKEN:
            return refresh_token.obtain
        case Grant.TOKEN_EXCHANGE:
            return token_exchange.obtain
        case Grant.JWT_BEARER:
            return jwt_bearer.obtain
        case Grant.PASSWORD:
            return password.obtain
        case Grant.IMPLICIT:
            return implicit.obtain
        case Grant.HYBRID:
            return hybrid.obtain
        case _:
            assert_never(grant)


def _raise_first(found: tuple[Exception, ...]) -> None:
    if found:
        raise found[0]
