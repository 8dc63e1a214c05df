"""Who a client is, at the endpoints that clients call: by its secret in the body or as Basic, or by its name alone."""

from __future__ import annotations

import hmac
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Mapping
from urllib.parse import unquote_plus

from flask import Request

from jotlens.sandbox.answers import note_client
from jotlens.sandbox.errors import OAuthRefusal, missing
from jotlens.sandbox.model import Client
from jotlens.sandbox.tenant import Tenant


def authenticate(tenant: Tenant, request: Request, parameters: Mapping[str, str]) -> Client:
    """Return the client. Raises OAuthRefusal: 401 for a wrong secret or an unknown client, as Auth0 says it.

    RFC 6749 section 2.3: not more than one way of authentication in one request.
    """
    client_id, secret = parameters.get("client_id", ""), parameters.get("client_secret")
    if "Authorization" in request.headers:
        named, basic = _basic(request.headers["Authorization"])
        if secret is not None or client_id not in {"", named}:
            raise OAuthRefusal("invalid_request", "The client authenticates in more than one way", 400)
        client_id, secret = named, basic
    if not client_id:
        raise missing("client_id")
    client = tenant.registry.clients.get(client_id)
    if client is None:
        raise _unauthorized()
    note_client(client.client_id)
    if client.secret is not None and not hmac.compare_digest(
        client.secret.encode(), (secret or "").encode("utf-8", "replace")
    ):
        raise _unauthorized()
    return client


def _basic(header: str) -> tuple[str, str]:
    scheme, _, value = header.partition(" ")
    try:
        text = b64decode(value.strip(), validate=True).decode("utf-8")
    except (Base64Error, ValueError):
        raise _unauthorized() from None
    client_id, colon, secret = text.partition(":")
    if scheme.lower() != "basic" or not colon:
        raise _unauthorized()
    return unquote_plus(client_id), unquote_plus(secret)


def _unauthorized() -> OAuthRefusal:
    return OAuthRefusal("access_denied", "Unauthorized", 401)
