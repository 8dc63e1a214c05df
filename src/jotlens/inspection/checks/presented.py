"""How a token was presented, as far as the pasted text and the person tell: as a bearer token, in an answer, nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from jotlens.inspection.claims import effective_type
from jotlens.inspection.model import Purpose
from jotlens.tokens.surroundings import BEARER

if TYPE_CHECKING:
    from jotlens.inspection.checks.case import Case
    from jotlens.tokens.model import Found

Use = Literal["", "chosen", "rights", "bearer"]
"""What tells that a token is used as an access token: a chosen profile, expected rights, or “Bearer” before it."""

_NOT_SENT_TO_APIS = {"id_token", "refresh_token"}


def own_find(case: Case) -> Found | None:
    """Return where the token stood in the pasted text, None when that is not known."""
    found = case.finds.found if case.finds is not None else ()
    return next((item for item in found if item.text == case.token.text), None)


def sent_as_bearer(case: Case) -> bool:
    """Whether “Bearer” stood before this very token, as in an Authorization header."""
    found = own_find(case)
    return found is not None and BEARER in found.around


def told_type(case: Case) -> str | None:
    """Return the `token_type` of the answer that brought this access token (RFC 6749 section 5.1), None without one."""
    found = own_find(case)
    answer = case.finds.answer if case.finds is not None else None
    if answer is None or found is None or found.field in _NOT_SENT_TO_APIS:
        return None
    return answer.token_type


def used_as_access_token(case: Case) -> Use:
    """Return what tells that the token is used as an access token; empty when nothing does.

    A person who chose another kind of token knows better than the pasted text.
    """
    seen, policy = case.seen, case.policy
    if seen.chosen and seen.profile.purpose is not None:
        return "chosen" if seen.profile.purpose is Purpose.ACCESS_TOKEN else ""
    if policy.scopes or policy.permissions or effective_type(policy.typ or "") == "at+jwt":
        return "rights"
    return "bearer" if sent_as_bearer(case) else ""
