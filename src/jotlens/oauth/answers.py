"""Reads a token endpoint's answer: tokens, a refusal, or a failure (RFC 6749 sections 5.1 and 5.2)."""

from __future__ import annotations

from collections.abc import Iterator

from jotlens.oauth.http import Answer
from jotlens.oauth.network_failures import network_error
from jotlens.oauth.obtained import Around, Asked, Refusal
from jotlens.oauth.trace import Note
from jotlens.tokens.json_text import JsonObject, JsonReading, Number, read_json
from jotlens.tokens.model import Part

_LONGEST_PLAIN_TEXT = 300


def members_of(answer: Answer) -> JsonObject | None:
    """Return the JSON object of an answer, leniently read whatever its media type says; None for anything else."""
    reading = _reading(answer)
    return reading.value if reading.found and isinstance(reading.value, JsonObject) else None


def _reading(answer: Answer) -> JsonReading:
    return read_json(answer.text.lstrip("\ufeff"), Part.PAYLOAD)


def text_of(members: JsonObject | None, name: str) -> str:
    """Return a member that is a text, or else an empty one."""
    value = members.get(name) if members is not None else None
    return value if isinstance(value, str) else ""


def seconds_of(members: JsonObject, name: str) -> float | None:
    """Return a member that counts seconds, also one that was written as a text."""
    value = members.get(name)
    number = Number(value.strip()).value if isinstance(value, str) else None
    if isinstance(value, Number):
        number = value.value
    return float(number) if number is not None and 0 <= number < 1e9 else None


def error_of(answer: Answer) -> str:
    """Return the `error` of an answer, or nothing."""
    return text_of(members_of(answer), "error")


def refusal_of(label: str, answer: Answer, asked: Asked | None = None) -> Refusal | None:
    """Return what the server refused with; None where it did not.

    Any 4xx is a refusal (Auth0 answers 403 where RFC 6749 wants 400), and so is an `error` under any status. One that
    is no OAuth answer keeps `error` empty, with a short plain text as the description.
    """
    members = members_of(answer)
    error = text_of(members, "error")
    if not error and not 400 <= answer.status < 500:
        return None
    description = text_of(members, "error_description") or text_of(members, "message")
    if members is None and "html" not in answer.media_type and len(answer.text) <= _LONGEST_PLAIN_TEXT:
        description = answer.text.strip()
    return Refusal(
        label,
        error,
        description,
        text_of(members, "error_uri"),
        answer.status,
        answer.whole_text(),
        answer.retry_after_s,
        asked,
    )


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
    if not _reading(answer).complete:
        sentence = "The answer is not valid JSON. Other programs may refuse it."
        yield Note("answer", sentence, passed=False, at=answer.received_at)
    if not text_of(members, "access_token"):
        sentence = "The answer has no access_token, which every answer with tokens must have."
        yield Note("answer", sentence, passed=False, at=answer.received_at)
    if "no-store" not in (answer.header("cache-control") or "").lower():
        sentence = "The answer lacks Cache-Control: no-store, so something on the way might keep the tokens."
        yield Note("answer", sentence, passed=False, at=answer.received_at)
