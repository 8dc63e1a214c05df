"""What is told of a user, by scope (OpenID Connect Core section 5.4)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from jotlens.sandbox.model import User


def profile_claims(user: User, scopes: Collection[str], issuer: str) -> dict[str, Any]:
    """Return the claims of a user that the scopes open, without `sub`. `updated_at` is a text, as at Auth0."""
    claims: dict[str, Any] = {}
    if "profile" in scopes:
        claims |= {
            "name": user.name,
            "given_name": user.given_name,
            "family_name": user.family_name,
            "nickname": user.nickname,
            "picture": f"{issuer}sandbox/static/person.svg",
            "updated_at": user.updated_at,
        }
    if "email" in scopes:
        claims |= {"email": user.email, "email_verified": True}
    return claims
