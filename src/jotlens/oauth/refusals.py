"""Reads why a server said no, at whichever endpoint: RFC 6749 section 5.2, RFC 6750 section 3, or a plain word."""

from __future__ import annotations

import re

from jotlens.oauth.http import Answer
from jotlens.oauth.obtained import Asked, Refusal
from jotlens.tokens.json_text import JsonObject, JsonReading, read_json
from jotlens.tokens.model import Part

_AUTH_PARAMETER = re.compile(
    r"""\b(error|error_description|error_uri)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))"""
)
_LONGEST_PLAIN_TEXT = 300


def reading_of(answer: Answer) -> JsonReading:
    """Read the body of an answer as JSON, leniently and whatever its media type says."""
    return read_json(answer.text.lstrip("\ufeff"), Part.PAYLOAD)


def members_of(answer: Answer) -> JsonObject | None:
    """Return the JSON object of an answer; None for anything else."""
    reading = reading_of(answer)
    return reading.value if reading.found and isinstance(reading.value, JsonObject) else None


def text_of(members: JsonObject | None, name: str) -> str:
    """Return a member that is a text, or else an empty one."""
    value = members.get(name) if members is not None else None
    return value if isinstance(value, str) else ""


def error_of(answer: Answer) -> str:
    """Return the `error` of an answer's body, or nothing."""
    return text_of(members_of(answer), "error")


def error_of_challenge(answer: Answer) -> str:
    """Return the `error` of WWW-Authenticate, or nothing."""
    return _challenge(answer).get("error", "")


def refusal_of(label: str, answer: Answer, asked: Asked | None = None) -> Refusal | None:
    """Return what the server refused with; None where it did not.

    Any 4xx is a refusal (Auth0 answers 403 where RFC 6749 wants 400), and so is an `error` under any status.
    """
    if not 400 <= answer.status < 500 and not error_of(answer):
        return None
    return said_no(label, answer, asked)


def said_no(label: str, answer: Answer, asked: Asked | None = None) -> Refusal:
    """Read an answer that is known to be no success: the body first, then WWW-Authenticate.

    One that is no OAuth answer keeps `error` empty, with a short plain text as the description: Auth0's UserInfo
    answers with the plain word "Unauthorized".
    """
    members, challenge = members_of(answer), _challenge(answer)
    said = {
        name: text_of(members, name) or challenge.get(name, "")
        for name in ("error", "error_description", "error_uri")
    }
    description = said["error_description"] or text_of(members, "message")
    is_plain = members is None and "html" not in answer.media_type
    if not description and is_plain and len(answer.text) <= _LONGEST_PLAIN_TEXT:
        description = answer.text.strip()
    return Refusal(
        label,
        said["error"],
        description,
        said["error_uri"],
        answer.status,
        answer.whole_text(),
        answer.retry_after_s,
        asked,
        answer.trouble.sentence if answer.trouble is not None else "",
    )


def _challenge(answer: Answer) -> dict[str, str]:
    found = _AUTH_PARAMETER.findall(answer.header("www-authenticate") or "")
    return {name: re.sub(r"\\(.)", r"\1", quoted) or plain for name, quoted, plain in found}
