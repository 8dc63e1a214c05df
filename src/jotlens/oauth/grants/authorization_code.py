"""A person logs in with the browser, and the code that comes back is redeemed (RFC 6749 section 4.1, RFC 7636)."""

from __future__ import annotations

from jotlens.oauth.id_token_nonce import check_nonce
from jotlens.oauth.journey import Journey
from jotlens.oauth.login import Brought, log_in
from jotlens.oauth.obtained import Obtained, Refusal
from jotlens.oauth.parameters import of_resources
from jotlens.oauth.refusals import text_of
from jotlens.tokens.json_text import JsonObject, read_json
from jotlens.tokens.model import Part


def obtain(journey: Journey) -> Obtained | Refusal:
    """Log in and redeem the code, once."""
    return log_in(journey, "code", lambda brought: redeem(journey, brought))


def redeem(journey: Journey, brought: Brought) -> Obtained | Refusal:
    """Send the code to the token endpoint (RFC 6749 section 4.1.3). A code is never sent twice.

    Only the nonce that a DPoP server asks for lets the request be repeated: that server has not used the code.
    """
    verifier = (("code_verifier", brought.verifier),) if brought.verifier is not None else ()
    outcome = journey.request_token(
        (
            ("grant_type", "authorization_code"),
            ("code", brought.callback.get("code") or ""),
            ("redirect_uri", brought.redirect_uri),
            *verifier,
            *of_resources(journey.connection),
        ),
        brought.asked,
    )
    if isinstance(outcome, Obtained):
        answer = read_json(outcome.text, Part.PAYLOAD).value
        id_token = text_of(answer, "id_token") if isinstance(answer, JsonObject) else ""
        check_nonce(journey, id_token, brought.asked.nonce)
    return outcome
