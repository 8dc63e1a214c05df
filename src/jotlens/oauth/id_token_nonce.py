"""Holds the nonce of an ID token against that of this login, before anybody inspects the token."""

from __future__ import annotations

from jotlens.oauth.id_token_claims import claims_of
from jotlens.oauth.journey import Journey


def check_nonce(journey: Journey, id_token: str, nonce: str | None) -> bool | None:
    """Say in the trace whether the nonce is right (OpenID Connect Core section 3.1.3.7); None where none can be read.

    The signature is not looked at: that is the inspection's part.
    """
    if not id_token or nonce is None:
        return None
    claims = claims_of(id_token)
    if claims is None:
        journey.note("nonce", "The ID token is encrypted or cannot be read, so its nonce was not compared.")
        return None
    if claims.get("nonce") == nonce:
        journey.note("nonce", "The ID token carries the nonce of this login.", passed=True)
        return True
    sentence = "The ID token does not carry the nonce of this login: it may belong to another one."
    journey.note("nonce", sentence, passed=False)
    return False
