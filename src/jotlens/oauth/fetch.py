"""Fetches tokens over a connection: what is missing is said first, then the server is asked, step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from jotlens.oauth.connection import Connection, Grant
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
from jotlens.oauth.journey import Journey
from jotlens.oauth.obtained import Around, Given, Obtained, Refusal
from jotlens.oauth.reach import reach


def fetch(connection: Connection, given: Given, around: Around) -> Obtained | Refusal:
    """Fetch tokens, in the thread that calls; may take as long as a person takes.

    A refusal of the authorization server is returned. Raises FetchError: ConnectionGapError before anything is sent,
    NetworkError, LoginError, CancelledError, RefusedAddressError.
    """
    _raise_first(gaps(connection, given))
    reached = reach(connection, given, around, *needed_endpoints(connection))
    metadata = reached.metadata
    if metadata is not None and metadata.require_pushed_authorization_requests:  # RFC 9126 section 5
        connection = replace(connection, uses_par=True)
    _raise_first(gaps(connection, given, reached.endpoints))
    if around.cancellation.is_cancelled:
        raise CancelledError
    journey = Journey(
        connection,
        given,
        around,
        reached.client,
        reached.endpoints,
        reached.issuer,
        promises_iss=metadata is not None and metadata.authorization_response_iss,
        issuer_document=metadata.text if metadata is not None else None,
    )
    return _obtain_of(connection.grant)(journey)


def refresh(connection: Connection, given: Given, around: Around) -> Obtained | Refusal:
    """Fetch with the given refresh token, whatever the connection's own grant is."""
    return fetch(replace(connection, grant=Grant.REFRESH_TOKEN), given, around)


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
