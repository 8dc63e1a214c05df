"""Which access token came along with an ID token: a hybrid login brings two of each, one by the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jotlens.tokens.model import Finds, Found

_ACCESS_TOKEN = "access_token"
_BETWEEN_CHANNELS = "\n\n"


def access_token_beside(finds: Finds, beside: Found) -> str | None:
    """Return the access token of the same answer, to which an ID token's `at_hash` belongs; None where none came.

    OpenID Connect Core section 3.3.2.11: the token endpoint's ID token belongs to the token endpoint's access token,
    the callback's to that of the callback. An empty line stands between the two answers.
    """
    edge = finds.text.rstrip().rfind(_BETWEEN_CHANNELS)
    access = [found for found in finds.found if found.field == _ACCESS_TOKEN]
    same = [found for found in access if (found.start > edge) == (beside.start > edge)]
    first = next(iter(same or access), None)
    return first.text if first is not None else None
