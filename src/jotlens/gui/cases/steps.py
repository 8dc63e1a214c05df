"""What a step of the story offers: the tokens it has to do with, and what each is expected to be at that moment."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from jotlens.cases.story_model import Event, Issued, Story
from jotlens.gui.cases.case import Given
from jotlens.gui.cases.glances import name_words
from jotlens.gui.expectation import Expectation
from jotlens.inspection.model import ApiAnswer, Policy
from jotlens.tokens.jose_header import jose_header

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Expected:
    """What to fill in for a token, and what the API answered to it."""

    expectation: Expectation
    answer: str = ""


def tokens_of(event: Event, issued: dict[str, Issued]) -> tuple[tuple[str, str], ...]:
    """Return the tokens that a step sent or brought, each with what to call it; codes are none."""
    found: dict[str, str] = {}
    for text in event.sent:
        name = issued[text].name if text in issued else ""
        if name != "code":
            words = name_words(name) or translate("Cases", "Token")
            found.setdefault(text, translate("Cases", "{token} (sent)").format(token=words))
    for item in event.got:
        if item.name != "code":
            found.setdefault(item.text, name_words(item.name) or translate("Cases", "Token"))
    return tuple((words, text) for text, words in found.items())


def expected_at(event: Event, text: str, story: Story, known: Expectation) -> Expected:
    """Return what is expected of a token at a step: what its login asked for, where something stands out there."""
    mark = next((one for one in story.marks_of(event.index) if one.token == text and one.policy), None)
    policy = mark.policy if mark is not None and mark.policy is not None else Policy()
    answer = _message(policy.api) if policy.api is not None else ""
    filled = expectation_as_of(event.exchange.at, known.leeway_s)
    return Expected(
        Expectation(
            audience=policy.audience or "",
            issuer=policy.issuer or "",
            scopes=" ".join(policy.scopes),
            client_id=policy.client_id or "",
            nonce=policy.nonce or "",
            leeway_s=filled.leeway_s,
            as_of=filled.as_of,
        ),
        answer,
    )


def expectation_as_of(at: datetime | None, leeway_s: int) -> Expectation:
    """Return what is expected where nothing is known but the moment."""
    return Expectation(leeway_s=leeway_s, as_of=at)


def text_with_name(text: str, given: Given) -> str:
    """Return the text to look at: an opaque token goes in with the name and the life that it was given with.

    Without them nobody could tell an opaque refresh token, which has to be masked, from any other text.
    """
    readable = jose_header(text.partition(".")[0]) is not None
    if readable and given.name != "refresh_token":
        return text
    if given.name not in {"access_token", "refresh_token", "id_token"}:
        return text
    answer: dict[str, object] = {given.name: text}
    if given.name == "access_token" and given.expires_in_s is not None:
        answer["expires_in"] = given.expires_in_s
    return json.dumps(answer)


def _message(answer: ApiAnswer) -> str:
    """Return an answer as the message that it was, for the field that takes such messages."""
    lines = [f"HTTP/1.1 {answer.status}"] if answer.status else []
    if answer.www_authenticate:
        lines.append(f"WWW-Authenticate: {answer.www_authenticate}")
    return "\n".join((*lines, "", answer.body or "")).strip()
