"""Legacy: the tokens come back in the callback's fragment, through the browser (RFC 6749 section 4.2)."""

from __future__ import annotations

from jotlens.oauth.failures import LoginError
from jotlens.oauth.id_token_nonce import check_nonce
from jotlens.oauth.journey import Journey
from jotlens.oauth.login import Brought, log_in
from jotlens.oauth.obtained import Obtained, Refusal


def obtain(journey: Journey) -> Obtained | Refusal:
    """Log in; what came back is the answer, as the callback's address."""
    response_type = "id_token token" if "openid" in journey.connection.scopes else "token"
    return log_in(journey, response_type, lambda brought: _taken(journey, brought))


def _taken(journey: Journey, brought: Brought) -> Obtained:
    check_front_channel(journey, brought)
    callback = brought.callback
    return journey.obtained(Obtained(callback.address, callback.received_at, brought.asked))


def check_front_channel(journey: Journey, brought: Brought) -> None:
    """Refuse an ID token of another login (OpenID Connect Core section 3.2.2.11): LoginError."""
    if check_nonce(journey, brought.callback.get("id_token") or "", brought.asked.nonce) is False:
        raise LoginError(
            "nonce-mismatch",
            "The ID token that the browser brought does not carry the nonce of this login. It may be an older one, "
            "or somebody slipped it in. Nothing of it was used; start again.",
        )
