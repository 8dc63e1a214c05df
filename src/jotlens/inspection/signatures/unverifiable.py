"""Signatures that nobody but their issuer can verify, so that “it does not fit” would say something false."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.addresses import address
from jotlens.inspection.claims import audiences, claim_text

if TYPE_CHECKING:
    from jotlens.tokens.model import Token

_ISSUERS = {"sts.windows.net", "login.microsoftonline.com"}
_GRAPH_ID = "00000003-0000-0000-c000-000000000000"
_GRAPH_HOSTS = {"graph.microsoft.com", "graph.microsoft.us"}


def is_for_microsoft_graph(token: Token) -> bool:
    """Whether this is a token for Microsoft Graph with a nonce in its header.

    What Microsoft signed has another nonce in its place, so the mathematics fails for everybody else (Microsoft: access
    tokens). A token for any other audience gets no such excuse.
    """
    if token.header is None or "nonce" not in token.header:
        return False
    issuer = address(claim_text(token.claims, "iss") or "")
    places = audiences(token.claims)
    return issuer is not None and issuer.host in _ISSUERS and bool(places) and all(map(_is_graph, places))


def _is_graph(audience: str) -> bool:
    place = address(audience)
    return audience == _GRAPH_ID or (place is not None and place.host in _GRAPH_HOSTS)
