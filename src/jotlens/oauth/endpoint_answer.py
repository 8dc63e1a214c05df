"""What came back from UserInfo, introspection and revocation, as a value with a sentence for people."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Protocol

from jotlens.oauth.http import Answer
from jotlens.oauth.obtained import Refusal
from jotlens.oauth.refusals import said_no
from jotlens.tokens.resources import resource

Form = tuple[tuple[str, str], ...]


class Kind(StrEnum):
    """What the answer means."""

    CLAIMS = "claims"  # UserInfo: members about the user
    SIGNED = "signed"  # a JWT: `token` can be inspected
    ACTIVE = "active"
    INACTIVE = "inactive"
    REVOKED = "revoked"
    NOT_REVOCABLE = "not-revocable"  # nothing was sent, or the server does not do it for such tokens
    REFUSED = "refused"
    UNUSABLE = "unusable"  # an answer came, and must not be used, or cannot be understood


@dataclass(frozen=True, slots=True)
class EndpointAnswer:
    """`sentence` is for people. `message` is the whole HTTP answer as text, empty where nothing was sent.

    `members` is the JSON object of the answer, `token` a signed answer (application/jwt), `refusal` what the server
    said no with.
    """

    kind: Kind
    sentence: str
    status: int | None = None
    message: str = field(default="", repr=False)
    members: dict[str, object] | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    refusal: Refusal | None = None
    retry_after_s: float | None = None


class Authenticated(Protocol):
    """Sends a form with the client's authentication, as to the token endpoint (RFC 6749 section 2.3)."""

    def post(self, label: str, address: str, parameters: Form, /) -> Answer:
        """Return the answer, whatever its status."""


def sentence(name: str, **values: str) -> str:
    """Return a sentence of resources/endpoint-answers.json, filled in."""
    return _sentences()[name].format_map(values)


@cache
def _sentences() -> dict[str, str]:
    loaded: dict[str, str] = json.loads(resource("endpoint-answers.json").read_text("utf-8"))
    return loaded


def answered(
    kind: Kind,
    name: str,
    answer: Answer,
    *,
    token: str | None = None,
    refusal: Refusal | None = None,
    **values: str,
) -> EndpointAnswer:
    """Return the value of an answer, with the sentence of that name."""
    return EndpointAnswer(
        kind,
        sentence(name, host=answer.host, status=str(answer.status), **values),
        answer.status,
        answer.whole_text(),
        answer.json_or_none(),
        token,
        refusal,
        answer.retry_after_s,
    )


def refused(label: str, name: str, answer: Answer) -> EndpointAnswer:
    """Return a refusal; for 429 and 5xx with what the status says about the server itself."""
    refusal = said_no(label, answer)
    trouble = answer.trouble
    if trouble is None:
        return answered(Kind.REFUSED, name, answer, refusal=refusal)
    return EndpointAnswer(
        Kind.REFUSED,
        trouble.sentence,
        answer.status,
        answer.whole_text(),
        answer.json_or_none(),
        refusal=refusal,
        retry_after_s=trouble.retry_after_s,
    )
