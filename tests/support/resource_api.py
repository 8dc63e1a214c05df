"""An API that takes tokens as APIs do: verified by PyJWT with the issuer's keys, refused in its words (RFC 6750)."""

import json
import time
from collections.abc import Callable
from typing import Any, Final

import jwt

from tests.support.http_server import Exchange, Way

_CORS: Final = {
    "Access_Control_Allow_Origin": "*",
    "Access_Control_Allow_Headers": "authorization",
    "Access_Control_Expose_Headers": "WWW-Authenticate",
}


def protected(
    keys: Callable[[], dict[str, Any]], issuer: str, audience: str, scope: str, *, ahead_s: float = 0
) -> Way:
    """Return the way that answers a call with orders, if its token is one of this issuer for this API with this scope.

    `keys` gives the issuer's JWK Set. `ahead_s` is how far the API's clock is ahead.
    """

    def way(to: Exchange) -> None:
        if to.command == "OPTIONS":
            to.say(204, b"", **_CORS)
            return
        scheme, _, token = (to.headers.get("Authorization") or "").partition(" ")
        if scheme.lower() != "bearer":
            _refuse(to, 401, "Bearer")
            return
        try:
            claims = _verified(token, keys(), issuer, audience, time.time() + ahead_s)  # noqa: TID251 - an API has a clock
        except jwt.PyJWTError as error:
            _refuse(to, 401, f'Bearer error="invalid_token", error_description="{error}"'.replace('""', '"'))
            return
        if scope not in str(claims.get("scope", "")).split():
            _refuse(to, 403, f'Bearer error="insufficient_scope", scope="{scope}"')
            return
        to.say(200, json.dumps({"orders": [{"id": 1, "for": claims["sub"]}]}).encode(), **_CORS)

    return way


def _verified(token: str, keys: dict[str, Any], issuer: str, audience: str, now: float) -> dict[str, Any]:
    kid = jwt.get_unverified_header(token).get("kid")
    key = next((key for key in jwt.PyJWKSet.from_dict(keys).keys if key.key_id == kid), None)
    if key is None:
        raise jwt.PyJWKClientError(f"Unable to find a signing key that matches: '{kid}'")
    # PyJWT has no clock but the computer's: the times are held against the API's own, in PyJWT's words.
    options: Any = {"verify_exp": False, "verify_iat": False, "verify_nbf": False}
    claims = jwt.decode(token, key, ["RS256"], options, audience=audience, issuer=issuer)
    if claims["iat"] > now:
        raise jwt.ImmatureSignatureError("The token is not yet valid (iat)")
    if claims["exp"] <= now:
        raise jwt.ExpiredSignatureError("Signature has expired")
    return dict(claims)


def _refuse(to: Exchange, status: int, challenge: str) -> None:
    to.say(status, json.dumps({"message": "Unauthorized"}).encode(), WWW_Authenticate=challenge, **_CORS)
