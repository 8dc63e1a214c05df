"""The grants that follow a user's consent: authorization code, refresh token and device code."""

from __future__ import annotations

import dataclasses
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from jotlens.sandbox.errors import OAuthRefusal, missing
from jotlens.sandbox.issue import new_refresh_token, token_answer, wants_refresh_token
from jotlens.sandbox.model import Client, GrantType
from jotlens.sandbox.permit import CodeRecord, DeviceRecord, DeviceState, Permit
from jotlens.sandbox.tenant import Tenant

SLOWER_BY_S = 5  # RFC 8628 section 3.5


def authorization_code(
    tenant: Tenant, client: Client, parameters: Mapping[str, str]
) -> tuple[Permit, dict[str, Any]]:
    """Exchange a code (RFC 6749 section 4.1.3). A code that comes twice takes back what was given for it."""
    for name in ("code", "redirect_uri"):
        if not parameters.get(name):
            raise missing(name)
    invalid = OAuthRefusal("invalid_grant", "Invalid authorization code")
    with tenant.lock:
        record = tenant.codes.get(parameters["code"], tenant.clock())
        if record is None or record.permit.client.client_id != client.client_id:
            raise invalid
        if record.spent:
            revoke_family(tenant, record.family)
            raise invalid
        if tenant.clock() >= record.ends_at:
            raise invalid
        _check_proof(record, parameters)
        record.spent = True
        permit, family = record.permit, record.family
        refresh = new_refresh_token(tenant, permit, family) if wants_refresh_token(tenant, permit) else None
        return permit, token_answer(tenant, permit, GrantType.AUTHORIZATION_CODE, family, refresh)


def refresh_token(
    tenant: Tenant, client: Client, parameters: Mapping[str, str]
) -> tuple[Permit, dict[str, Any]]:
    """Give a fresh access token with the same permissions, or fewer (statement S70).

    For public clients each use gives a new refresh token; an old one that comes again ends the whole family.
    """
    token = parameters.get("refresh_token")
    if not token:
        raise missing("refresh_token")
    unknown = "Unknown or invalid refresh token."
    with tenant.lock:
        record = tenant.refresh_tokens.get(token, tenant.clock())
        if record is None or record.permit.client.client_id != client.client_id:
            raise OAuthRefusal("invalid_grant", unknown)
        if record.spent:
            revoke_family(tenant, record.family)
            raise OAuthRefusal("invalid_grant", unknown, log_code="ferrt")
        permit = _narrowed(record.permit, parameters)
        rotated = client.rotates_refresh_tokens
        record.spent = rotated
        fresh = new_refresh_token(tenant, record.permit, record.family) if rotated else None
        return permit, token_answer(tenant, permit, GrantType.REFRESH_TOKEN, record.family, fresh)


def device_code(
    tenant: Tenant, client: Client, parameters: Mapping[str, str]
) -> tuple[Permit, dict[str, Any]]:
    """Tell a device how far its person is (RFC 8628 section 3.5), and in the end give it its tokens."""
    code = parameters.get("device_code")
    if not code:
        raise missing("device_code")
    with tenant.lock:
        record = tenant.devices.get(code, tenant.clock())
        if record is None or record.client.client_id != client.client_id:
            raise OAuthRefusal("invalid_grant", "Invalid or expired device code.")
        permit = _approved(tenant, record)
    family = tenant.chance.text(16)
    refresh = new_refresh_token(tenant, permit, family) if wants_refresh_token(tenant, permit) else None
    return permit, token_answer(tenant, permit, GrantType.DEVICE_CODE, family, refresh)


def revoke_family(tenant: Tenant, family: str) -> None:
    """Withdraw the refresh tokens and the opaque tokens of one login. JWTs live on: nobody asks for them (S73)."""
    tenant.refresh_tokens.drop(lambda record: record.family == family)
    tenant.opaque_tokens.drop(lambda record: record.family == family)


def _check_proof(record: CodeRecord, parameters: Mapping[str, str]) -> None:
    if parameters["redirect_uri"] != record.redirect_uri:
        raise OAuthRefusal("invalid_grant", "The redirect_uri is not the one of the authorization request")
    verifier = parameters.get("code_verifier", "")
    if record.challenge is None:
        if verifier:
            raise OAuthRefusal("invalid_grant", "There was no code_challenge for this code_verifier")
        return
    digest = sha256(verifier.encode("utf-8", "replace")).digest()
    challenge = urlsafe_b64encode(digest).rstrip(b"=")
    if not hmac.compare_digest(challenge, record.challenge.encode()):
        raise OAuthRefusal("invalid_grant", "Failed to verify code verifier")


def _narrowed(permit: Permit, parameters: Mapping[str, str]) -> Permit:
    asked = tuple(dict.fromkeys(parameters.get("scope", "").split()))
    if not asked:
        return dataclasses.replace(permit, nonce=None, asked=permit.scopes)
    if not set(asked) <= set(permit.scopes):
        raise OAuthRefusal("invalid_scope", "More was asked for than had been granted")
    return dataclasses.replace(permit, nonce=None, scopes=asked, asked=asked)


def _approved(tenant: Tenant, record: DeviceRecord) -> Permit:
    now = tenant.clock()
    if record.state is DeviceState.OVER:
        raise OAuthRefusal("invalid_grant", "Invalid or expired device code.")
    if now >= record.expires_at:
        record.state = DeviceState.OVER
        raise OAuthRefusal("expired_token", "The device code is over.")
    too_fast = record.polled_at is not None and (now - record.polled_at).total_seconds() < record.interval_s
    record.polled_at = now
    if record.state is DeviceState.DENIED:
        record.state = DeviceState.OVER
        raise OAuthRefusal("access_denied", "User did not authorize the request")
    if record.state is DeviceState.APPROVED and record.permit is not None:
        record.state = DeviceState.OVER
        return record.permit
    if too_fast:
        record.interval_s += SLOWER_BY_S
        raise OAuthRefusal("slow_down", "You are polling faster than the specified interval.", 429)
    raise OAuthRefusal("authorization_pending", "User has yet to authorize device code.")
