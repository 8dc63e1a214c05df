"""Makes tokens of permits: opaque, signed or encrypted access tokens, ID tokens, and the answer that brings them."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from jotlens.sandbox.compact import json_bytes, sign
from jotlens.sandbox.entitlement import Channel, lifetime_s, signing
from jotlens.sandbox.model import Dialect, Era, GrantType
from jotlens.sandbox.permit import OpaqueRecord, Permit, RefreshRecord
from jotlens.sandbox.profile import profile_claims
from jotlens.sandbox.tenant import Tenant

ID_TOKEN_LIFETIME_S = 36_000
_GTY = {
    GrantType.CLIENT_CREDENTIALS: "client-credentials",
    GrantType.PASSWORD: "password",
    GrantType.REFRESH_TOKEN: "refresh_token",
}


@dataclass(frozen=True, slots=True)
class Issued:
    """An access token and the seconds that it lives."""

    token: str
    expires_in: int


def access_token(
    tenant: Tenant, permit: Permit, channel: Channel, *, grant: GrantType | None = None, family: str = ""
) -> Issued:
    """Return an access token of the kind that its audience asks for. `family` lets an opaque one be withdrawn."""
    expires_in = lifetime_s(tenant, permit.api, channel)
    if permit.api is None:
        return Issued(_opaque(tenant, permit, expires_in, family), expires_in)
    claims = access_claims(tenant, permit, expires_in, grant)
    algorithm, secret = signing(tenant, permit.api)
    typ = "at+jwt" if permit.api.token_dialect.is_rfc9068 else "JWT"
    token = signed(tenant, claims, typ, None if algorithm == "RS256" else (secret or ""))
    if permit.api.token_encryption:
        from jotlens.sandbox.sealed import seal_nested

        token = seal_nested(token, tenant.keys.sealing)
    return Issued(token, expires_in)


def access_claims(tenant: Tenant, permit: Permit, expires_in: int, grant: GrantType | None) -> dict[str, Any]:
    """Return the claims of a JWT access token in the API's dialect (Auth0's own, or RFC 9068 section 2.2)."""
    api = permit.api
    dialect = Dialect.ACCESS_TOKEN if api is None else api.token_dialect
    issued_at = int(tenant.token_time().timestamp())
    claims: dict[str, Any] = {
        "iss": tenant.issuer,
        "sub": permit.subject,
        "aud": _audience(tenant, permit),
        "iat": issued_at,
        "exp": issued_at + expires_in,
    }
    if permit.scopes:
        claims["scope"] = " ".join(permit.scopes)
    if dialect.is_rfc9068:
        claims |= {"client_id": permit.client.client_id, "jti": tenant.chance.text(22)}
    else:
        claims["azp"] = permit.client.client_id
        if grant in _GTY:
            claims["gty"] = _GTY[grant]
    if dialect.has_permissions and api is not None:
        granted = permit.user.permissions if permit.user is not None else permit.client.client_grants
        claims["permissions"] = list(granted.get(api.identifier, ()))
    return claims


def id_token(
    tenant: Tenant, permit: Permit, *, access: str | None = None, code: str | None = None
) -> str | None:
    """Return an ID token (OpenID Connect Core section 2), or None without `openid` or without a user.

    `access` and `code` are what comes along in the front channel, for `at_hash` and `c_hash` (section 3.3.2.11).
    """
    if "openid" not in permit.scopes or permit.user is None:
        return None
    issued_at = int(tenant.token_time().timestamp())
    claims = profile_claims(permit.user, permit.scopes, tenant.issuer)
    claims |= {
        "iss": tenant.issuer,
        "sub": permit.subject,
        "aud": permit.client.client_id,
        "iat": issued_at,
        "exp": issued_at + ID_TOKEN_LIFETIME_S,
    }
    if permit.session_id:
        claims["sid"] = permit.session_id
    if permit.nonce is not None:
        claims["nonce"] = permit.nonce
    if permit.auth_at is not None:
        offset = timedelta(seconds=tenant.faults.clock_offset_s)
        claims["auth_time"] = int((permit.auth_at + offset).timestamp())
    if access is not None:
        claims["at_hash"] = half_hash(access)
    if code is not None:
        claims["c_hash"] = half_hash(code)
    return signed(tenant, claims, "JWT", None)


def signed(tenant: Tenant, claims: dict[str, Any], typ: str, secret: str | None) -> str:
    """Return the claims as a signed token: RS256 with the current key, HS256 with a secret; wrong, if a fault says so."""
    faults = tenant.faults
    if faults.wrong_issuer:
        claims = claims | {"iss": "https://impostor.example.com/"}
    if faults.wrong_audience:
        claims = claims | {"aud": "https://wrong.example.com/"}
    payload = _doubled(claims) if faults.duplicate_claims else json_bytes(claims)
    if faults.alg_none:
        return sign({"alg": "none", "typ": typ}, payload, None)
    current = tenant.keys.current
    if faults.hs_rs_confusion:
        return sign({"alg": "HS256", "typ": typ, "kid": current.kid}, payload, current.public_pem())
    if secret is not None:
        return sign({"alg": "HS256", "typ": typ}, payload, secret.encode())
    return sign({"alg": "RS256", "typ": typ, "kid": current.kid}, payload, current.private)


def token_answer(
    tenant: Tenant, permit: Permit, grant: GrantType, family: str, refresh_token: str | None
) -> dict[str, Any]:
    """Return the members of a successful answer of the token endpoint (RFC 6749 section 5.1)."""
    issued = access_token(tenant, permit, Channel.TOKEN_ENDPOINT, grant=grant, family=family)
    answer: dict[str, Any] = {"access_token": issued.token}
    if refresh_token is not None:
        answer["refresh_token"] = refresh_token
    identity = id_token(tenant, permit)
    if identity is not None:
        answer["id_token"] = identity
    if scope_is_told(tenant, permit):
        answer["scope"] = " ".join(permit.scopes)
    return answer | {"expires_in": issued.expires_in, "token_type": "Bearer"}


def scope_is_told(tenant: Tenant, permit: Permit) -> bool:
    """Whether an answer says which scopes were granted: where they are not those that were asked for.

    The page of 2017 shows a machine's answer without it (statement S37).
    """
    if permit.user is None and tenant.settings.era is Era.SEED_003:
        return False
    return set(permit.scopes) != set(permit.asked) and bool(permit.scopes or permit.asked)


def new_refresh_token(tenant: Tenant, permit: Permit, family: str) -> str:
    """Return a fresh refresh token of a family."""
    token = f"v1.{tenant.chance.text(43)}"
    tenant.refresh_tokens.put(token, RefreshRecord(permit, family))
    return token


def wants_refresh_token(tenant: Tenant, permit: Permit) -> bool:
    """Whether a refresh token comes along: by scope, which 2017 did not ask for (statements S69 and S71)."""
    if tenant.settings.era is Era.SEED_003:
        api = permit.api
        allowed = GrantType.REFRESH_TOKEN in permit.client.grant_types
        return allowed and api is not None and api.allow_offline_access
    return "offline_access" in permit.scopes


def half_hash(text: str) -> str:
    """Return the left half of the SHA-256 digest in base64url (OpenID Connect Core section 3.1.3.6)."""
    return urlsafe_b64encode(sha256(text.encode("ascii")).digest()[:16]).rstrip(b"=").decode("ascii")


def _audience(tenant: Tenant, permit: Permit) -> str | list[str]:
    """Return `aud`: a list with `/userinfo` where the token serves there as well (statements S20 and S76)."""
    if permit.api is None:
        return tenant.userinfo
    serves_userinfo = (
        "openid" in permit.scopes
        and permit.user is not None
        and permit.api.signing_alg == "RS256"
        and permit.audience != tenant.management
        and tenant.settings.era is Era.TODAY
    )
    return [permit.audience, tenant.userinfo] if serves_userinfo else permit.audience


def _opaque(tenant: Tenant, permit: Permit, expires_in: int, family: str) -> str:
    reference = tenant.chance.text(32)
    expires_at = tenant.token_time() + timedelta(seconds=expires_in)
    tenant.opaque_tokens.put(reference, OpaqueRecord(permit, expires_at, family))
    if tenant.settings.era is not Era.TODAY:
        return reference
    from jotlens.sandbox.sealed import seal_opaque

    return seal_opaque(reference, tenant.issuer, tenant.keys.opaque)


def _doubled(claims: dict[str, Any]) -> bytes:
    """Return the claims with a second `sub` before them: some readers take the first, some the last."""
    return b'{"sub":' + json.dumps("auth0|somebody-else").encode() + b"," + json_bytes(claims)[1:]
