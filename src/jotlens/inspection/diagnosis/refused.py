"""Why an authorization server said no: the causes that its answer points to, without any token to look at."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import ApiAnswer, Policy
from jotlens.tokens.read import read_all

if TYPE_CHECKING:
    from datetime import datetime

    from jotlens.inspection.model import Diagnosis

_CODE_USED, _REFRESH_TOKEN_USED = "D29", "D19"
_UNFIT = {"refresh-token": _CODE_USED, "authorization-code": _REFRESH_TOKEN_USED}


def causes_of(answer: str, at: datetime, grant: str = "") -> tuple[Diagnosis, ...]:
    """Return the causes D1 to D40 that a refusal points to, most likely first; empty when it names none that is known.

    `answer` is the whole HTTP message as text, or its body alone (RFC 6749 sections 4.1.2.1 and 5.2). `grant` is what
    was asked by, as a connection names it: a refused refresh token was no login's code, and the other way round.
    """
    finds, tokens = read_all(answer)  # of a text without a token it says that it is an answer
    policy = Policy(api=ApiAnswer(body=answer))
    causes = inspect(tokens[0], policy, KeyRing(), at.astimezone(UTC), finds=finds).diagnoses
    unfit = _UNFIT.get(grant)
    return tuple(cause for cause in causes if cause.id != unfit) or causes
