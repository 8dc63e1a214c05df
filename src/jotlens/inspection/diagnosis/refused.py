"""Why an authorization server said no: the causes that its answer points to, without any token to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import ApiAnswer, Policy
from jotlens.tokens.read import read_all

if TYPE_CHECKING:
    from datetime import datetime

    from jotlens.inspection.model import Diagnosis


def causes_of(answer: str, at: datetime) -> tuple[Diagnosis, ...]:
    """Return the causes D1 to D40 that a refusal points to, most likely first; empty when it names none that is known.

    `answer` is the whole HTTP message as text, or its body alone (RFC 6749 sections 4.1.2.1 and 5.2).
    """
    finds, tokens = read_all(answer)  # of a text without a token it says that it is an answer
    return inspect(tokens[0], Policy(api=ApiAnswer(body=answer)), KeyRing(), at, finds=finds).diagnoses
