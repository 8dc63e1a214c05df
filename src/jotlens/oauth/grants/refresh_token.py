"""A refresh token gets fresh tokens, without the person (RFC 6749 section 6)."""

from __future__ import annotations

from jotlens.oauth.journey import Journey
from jotlens.oauth.obtained import Obtained, Refusal
from jotlens.oauth.parameters import of_resources


def obtain(journey: Journey) -> Obtained | Refusal:
    """Send the refresh token. Without a `scope` all that was granted comes again: narrow it by a further parameter.

    Whether the server gave a new refresh token is said in the trace: the old one is then spent.
    """
    given = journey.given.refresh_token or ""
    outcome = journey.request_token(
        (("grant_type", "refresh_token"), ("refresh_token", given), *of_resources(journey.connection))
    )
    if isinstance(outcome, Obtained):
        _say_whether_rotated(journey, outcome, given)
    return outcome


def _say_whether_rotated(journey: Journey, outcome: Obtained, given: str) -> None:
    from jotlens.oauth.refusals import text_of
    from jotlens.tokens.json_text import JsonObject, read_json
    from jotlens.tokens.model import Part

    answer = read_json(outcome.text, Part.PAYLOAD).value
    new = text_of(answer, "refresh_token") if isinstance(answer, JsonObject) else ""
    if new and new != given:
        sentence = (
            "A new refresh token came. Where the server rotates them, the old one is spent: keep the new one."
        )
    else:
        sentence = "No new refresh token came: the one that was used stays."
    journey.note("rotation", sentence)
