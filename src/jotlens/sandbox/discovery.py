"""What the tenant tells of itself: metadata (RFC 8414, OpenID Connect Discovery) and its key set (RFC 7517)."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import Any

from flask import Blueprint, Response

from jotlens.sandbox.answers import json_answer
from jotlens.sandbox.authorize_request import RESPONSE_MODES, RESPONSE_TYPES
from jotlens.sandbox.keys import SigningKey
from jotlens.sandbox.model import OIDC_SCOPES, GrantType
from jotlens.sandbox.tenant import Tenant


def discovery_routes(tenant: Tenant) -> Blueprint:
    """Return the routes of the two metadata documents."""
    routes = Blueprint("discovery", __name__)

    def document() -> Response:
        return json_answer(metadata(tenant))

    routes.add_url_rule("/.well-known/openid-configuration", "openid", document)
    routes.add_url_rule("/.well-known/oauth-authorization-server", "oauth", document)
    return routes


def jwks_routes(tenant: Tenant) -> Blueprint:
    """Return the route of the key set."""
    routes = Blueprint("jwks", __name__)

    @routes.get("/.well-known/jwks.json")
    def jwks() -> Response:
        return json_answer({"keys": key_set(tenant)})

    return routes


def metadata(tenant: Tenant) -> dict[str, Any]:
    """Return the members of the metadata. PKCE is said to be S256 alone, which is the truth."""
    issuer = tenant.issuer
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}authorize",
        "token_endpoint": f"{issuer}oauth/token",
        "device_authorization_endpoint": f"{issuer}oauth/device/code",
        "pushed_authorization_request_endpoint": f"{issuer}oauth/par",
        "userinfo_endpoint": tenant.userinfo,
        "revocation_endpoint": f"{issuer}oauth/revoke",
        "jwks_uri": f"{issuer}.well-known/jwks.json",
        "scopes_supported": list(OIDC_SCOPES),
        "response_types_supported": list(RESPONSE_TYPES),
        "response_modes_supported": list(RESPONSE_MODES),
        "grant_types_supported": [grant.value for grant in GrantType],
        "code_challenge_methods_supported": ["S256"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "claims_supported": [
            *(
                "aud",
                "auth_time",
                "email",
                "email_verified",
                "exp",
                "family_name",
                "given_name",
                "iat",
                "iss",
            ),
            *("name", "nickname", "picture", "sub", "updated_at"),
        ],
        "request_uri_parameter_supported": False,
        "request_parameter_supported": False,
        "authorization_response_iss_parameter_supported": tenant.settings.issuer_in_answers,
    }


def key_set(tenant: Tenant) -> list[dict[str, str]]:
    """Return the published keys, or what the faults make of them."""
    keys = [_jwk(key) for key in tenant.keys.published()]
    if tenant.faults.duplicate_kid:
        keys = [{**key, "kid": keys[0]["kid"]} for key in reversed(keys)]
    if tenant.faults.omit_alg:
        for key in keys:
            del key["alg"]
    return keys


def _jwk(key: SigningKey) -> dict[str, str]:
    numbers = key.public.public_numbers()
    members = {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": key.kid}
    return members | {"n": _base64url(numbers.n), "e": _base64url(numbers.e)}


def _base64url(number: int) -> str:
    data = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
