"""Legacy: some tokens come through the browser beside a code, the rest for the code (OpenID Connect Core section 3.3)."""

from __future__ import annotations

from dataclasses import replace

from jotlens.oauth.grants.authorization_code import redeem
from jotlens.oauth.grants.implicit import check_front_channel
from jotlens.oauth.journey import Journey
from jotlens.oauth.login import Brought, log_in
from jotlens.oauth.obtained import Obtained, Refusal


def obtain(journey: Journey) -> Obtained | Refusal:
    """Log in, then redeem the code. The text is the token endpoint's answer, and after it the callback's address."""
    return log_in(journey, "code id_token", lambda brought: _both(journey, brought))


def _both(journey: Journey, brought: Brought) -> Obtained | Refusal:
    check_front_channel(journey, brought)
    outcome = redeem(journey, brought)
    if isinstance(outcome, Refusal):
        return outcome
    return replace(outcome, text=f"{outcome.text}\n\n{brought.callback.address}\n")
