"""Asks the server to take a token back (RFC 7009), and says where that is no use."""

from __future__ import annotations

from jotlens.oauth.addresses import parts_of
from jotlens.oauth.connection import Endpoints
from jotlens.oauth.endpoint_answer import (
    Authenticated,
    EndpointAnswer,
    Kind,
    answered,
    refused,
    sentence,
)
from jotlens.oauth.failures import ConnectionGapError
from jotlens.oauth.refusals import said_no

LABEL = "revocation request"


def why_not_revocable(issuer: str, endpoints: Endpoints, hint: str) -> str | None:
    """A sentence if it is known that this server does not revoke tokens of this kind; None otherwise.

    Auth0 revokes refresh tokens only. It is known by its domain, or, behind a custom domain, by its paths.
    """
    if hint != "access_token":
        return None
    host = parts_of(issuer).hostname or ""
    paths = parts_of(endpoints.token_endpoint).path, parts_of(endpoints.revocation_endpoint).path
    if host.endswith(".auth0.com") or paths == ("/oauth/token", "/oauth/revoke"):
        return sentence("revocation-auth0-access")
    return None


def revoke(
    issuer: str, endpoints: Endpoints, token: str, client: Authenticated, *, hint: str = ""
) -> EndpointAnswer:
    """Take a token back; `hint` is `access_token` or `refresh_token` (RFC 7009 section 2.1).

    Where it is known to be no use, nothing is sent and the answer is of kind NOT_REVOCABLE. Raises ConnectionGapError
    (no endpoint), NetworkError, RefusedAddressError, CancelledError.
    """
    known = why_not_revocable(issuer, endpoints, hint)
    if known is not None:
        return EndpointAnswer(Kind.NOT_REVOCABLE, known)
    if not endpoints.revocation_endpoint:
        raise ConnectionGapError("revocation-missing", sentence("revocation-missing"), "revocation_endpoint")
    form = (("token", token),) + ((("token_type_hint", hint),) if hint else ())
    answer = client.post(LABEL, endpoints.revocation_endpoint, form)
    if answer.ok:
        return answered(Kind.REVOKED, "revocation-done", answer)
    refusal = said_no(LABEL, answer)
    if refusal.error == "unsupported_token_type":
        return answered(Kind.NOT_REVOCABLE, "revocation-unsupported", answer, refusal=refusal)
    return refused(LABEL, "revocation-refused", answer)
