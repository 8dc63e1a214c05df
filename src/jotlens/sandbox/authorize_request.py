"""Reads a request to /authorize, in the order in which its faults are told."""

from __future__ import annotations

import re
from collections.abc import Mapping

from jotlens.sandbox.asking import AuthorizeRequest, Destination
from jotlens.sandbox.entitlement import api_of, asked_audience, check_access
from jotlens.sandbox.errors import OAuthRefusal, PageRefusal, grant_not_allowed, missing
from jotlens.sandbox.model import Client, GrantType
from jotlens.sandbox.tenant import Tenant

RESPONSE_TYPES = (
    "code",
    "token",
    "id_token",
    "id_token token",
    "code id_token",
    "code token",
    "code id_token token",
)
RESPONSE_MODES = ("query", "fragment", "form_post")
_RESPONSE_TYPES = frozenset(
    frozenset(words.split()) for words in RESPONSE_TYPES
)  # the order of words is free
_LOOPBACK_PORT = re.compile(r"http://127\.0\.0\.1:[0-9]{1,5}(?=/)")
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")  # RFC 7636 section 4.2: a SHA-256 digest in base64url


def read_destination(tenant: Tenant, parameters: Mapping[str, str], doubled: frozenset[str]) -> Destination:
    """Return where an answer may go.

    Raises PageRefusal for what must never be redirected: an unknown client, or an address that is not registered,
    letter by letter (RFC 6749 section 4.1.2.1).
    """
    for name in ("client_id", "redirect_uri"):
        if name in doubled:
            raise PageRefusal("Invalid request", f"The parameter {name} was sent more than once.")
        if not parameters.get(name):
            raise PageRefusal("Invalid request", f"Missing required parameter: {name}")
    client = tenant.registry.clients.get(parameters["client_id"])
    if client is None:
        raise PageRefusal("Invalid request", f"Unknown client: {parameters['client_id'][:200]}")
    redirect_uri = parameters["redirect_uri"]
    if not _is_registered(tenant, client, redirect_uri):
        raise PageRefusal(
            "Callback URL mismatch.",
            f"{redirect_uri[:2_000]} is not in the list of allowed callback URLs of {client.client_id}.",
            403,
        )
    front = bool({"token", "id_token"} & set(parameters.get("response_type", "").split()))
    usual = "fragment" if front else "query"
    asked = parameters.get("response_mode", "")
    mode = asked if asked in RESPONSE_MODES and not (front and asked == "query") else usual
    return Destination(client, redirect_uri, mode, parameters.get("state"))


def _is_registered(tenant: Tenant, client: Client, redirect_uri: str) -> bool:
    if redirect_uri in client.callbacks:
        return True
    if not tenant.settings.any_loopback_port:
        return False
    port = _LOOPBACK_PORT.match(redirect_uri)
    without = None if port is None else redirect_uri[port.end() :]
    return without is not None and any(
        _LOOPBACK_PORT.sub("", callback, count=1) == without
        for callback in client.callbacks
        if _LOOPBACK_PORT.match(callback)
    )


def read_request(
    tenant: Tenant, destination: Destination, parameters: Mapping[str, str], doubled: frozenset[str]
) -> AuthorizeRequest:
    """Return the request. Raises OAuthRefusal, which is redirected to the destination."""
    if doubled:
        raise OAuthRefusal("invalid_request", f"Parameter sent more than once: {min(doubled)[:100]}")
    response_type = _response_type(destination, parameters)
    challenge = _challenge(destination.client, response_type, parameters)
    if "id_token" in response_type and not parameters.get("nonce"):
        raise OAuthRefusal("invalid_request", "Nonce is required")
    asked = tuple(dict.fromkeys(parameters.get("scope", "").split()))
    if "id_token" in response_type and "openid" not in asked:
        raise OAuthRefusal("invalid_request", "An ID token needs the scope openid")
    prompt = frozenset(parameters.get("prompt", "").split())
    if "none" in prompt and len(prompt) > 1:
        raise OAuthRefusal("invalid_request", "prompt=none cannot be combined with other prompts")
    max_age_s = _max_age(parameters)
    api = api_of(tenant, asked_audience(tenant, parameters, with_default=True))
    check_access(destination.client, api)
    return AuthorizeRequest(
        destination=destination,
        response_type=response_type,
        api=api,
        asked=asked,
        nonce=parameters.get("nonce"),
        prompt=prompt,
        max_age_s=max_age_s,
        challenge=challenge,
        login_hint=parameters.get("login_hint", "")[:200],
    )


def _response_type(destination: Destination, parameters: Mapping[str, str]) -> frozenset[str]:
    text = parameters.get("response_type", "")
    if not text:
        raise missing("response_type")
    response_type = frozenset(text.split())
    if response_type not in _RESPONSE_TYPES:
        raise OAuthRefusal("unsupported_response_type", f"Unsupported response type: {text[:100]}")
    mode = parameters.get("response_mode", "")
    if mode and mode not in RESPONSE_MODES:
        raise OAuthRefusal("invalid_request", f"Unsupported response mode: {mode[:100]}")
    if mode == "query" and response_type != {"code"}:
        raise OAuthRefusal("invalid_request", "Tokens are never put into the query of an address")
    wanted = {
        "code": GrantType.AUTHORIZATION_CODE,
        "token": GrantType.IMPLICIT,
        "id_token": GrantType.IMPLICIT,
    }
    for word in sorted(response_type):
        if wanted[word] not in destination.client.grant_types:
            raise grant_not_allowed(wanted[word])
    return response_type


def _challenge(client: Client, response_type: frozenset[str], parameters: Mapping[str, str]) -> str | None:
    challenge, method = parameters.get("code_challenge"), parameters.get("code_challenge_method")
    if not challenge:
        if method:
            raise missing("code_challenge")
        if client.require_pkce and "code" in response_type:
            raise missing("code_challenge")
        return None
    if method != "S256":
        raise OAuthRefusal("invalid_request", "code_challenge_method must be S256")
    if not _CHALLENGE.fullmatch(challenge):
        raise OAuthRefusal("invalid_request", "code_challenge is no SHA-256 digest in base64url")
    return challenge


def _max_age(parameters: Mapping[str, str]) -> int | None:
    text = parameters.get("max_age")
    if text is None or text == "":
        return None
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise OAuthRefusal("invalid_request", "max_age is a number of seconds")
    return int(text)
