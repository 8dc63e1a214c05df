"""Reads a token endpoint's answer: tokens, a refusal, or a failure (RFC 6749 sections 5.1 and 5.2)."""

from __future__ import annotations

from collections.abc import Iterator

from jotlens.oauth.http import Answer
from jotlens.oauth.network_failures import network_error
from jotlens.oauth.obtained import Around, Asked, Refusal
from jotlens.oauth.refusals import members_of, reading_of, refusal_of, text_of
from jotlens.oauth.trace import Note
from jotlens.tokens.json_text import JsonObject, Number


def seconds_of(members: JsonObject, name: str) -> float | None:
    """Return a member that counts seconds, also one that was written as a text."""
    value = members.get(name)
    number = Number(value.strip()).value if isinstance(value, str) else None
    if isinstance(value, Number):
        number = value.value
    return float(number) if number is not None and 0 <= number < 1e9 else None


def judged(label: str, answer: Answer, around: Around, asked: Asked) -> JsonObject | Refusal:
    """Return the members of an answer with tokens, or the refusal; oddities go into the trace.

    Raises NetworkError for what is neither: a failure of the server, a web page, no JSON.
    """
    refusal = refusal_of(label, answer, asked)
    if refusal is not None:
        return refusal
    members = members_of(answer)
    if members is None or not answer.ok:
        answer.json_object()  # raises what it is instead
        raise answer.trouble or network_error("not-json", answer.host, status=answer.status)
    for note in _oddities(members, answer):
        around.trace.add(note)
    if any(text_of(members, name) for name in ("access_token", "id_token", "refresh_token")):
        return members
    return Refusal(
        label,
        "",
        "The answer holds no token: its access_token is missing or empty, although the server reports success.",
        status=answer.status,
        answer=answer.whole_text(),
        asked=asked,
    )


def _oddities(members: JsonObject, answer: Answer) -> Iterator[Note]:
    """Yield what RFC 6749 section 5.1 wants otherwise; nothing of it hinders."""
    names = [name for name, _ in members.members]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        sentence = f"The answer names {name} more than once. Readers take one or the other."
        yield Note("answer", sentence, passed=False, at=answer.received_at)
    if not reading_of(answer).complete:
        sentence = "The answer is not valid JSON. Other programs may refuse it."
        yield Note("answer", sentence, passed=False, at=answer.received_at)
    if not text_of(members, "access_token"):
        sentence = "The answer has no access_token, which every answer with tokens must have."
        yield Note("answer", sentence, passed=False, at=answer.received_at)
    if "no-store" not in (answer.header("cache-control") or "").lower():
        sentence = "The answer lacks Cache-Control: no-store, so something on the way might keep the tokens."
        yield Note("answer", sentence, passed=False, at=answer.received_at)
