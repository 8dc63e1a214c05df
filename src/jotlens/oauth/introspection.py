"""Asks the server whether a token is still active (RFC 7662)."""

from __future__ import annotations

from jotlens.oauth.endpoint_answer import Authenticated, EndpointAnswer, Kind, answered, refused, sentence
from jotlens.oauth.failures import ConnectionGapError

LABEL = "introspection request"


def introspect(
    introspection_endpoint: str, token: str, client: Authenticated, *, hint: str = ""
) -> EndpointAnswer:
    """Ask about a token; `hint` is `access_token` or `refresh_token` (RFC 7662 section 2.1).

    Raises ConnectionGapError (no endpoint), NetworkError, RefusedAddressError, CancelledError.
    """
    if not introspection_endpoint:
        raise ConnectionGapError(
            "introspection-missing", sentence("introspection-missing"), "introspection_endpoint"
        )
    form = (("token", token),) + ((("token_type_hint", hint),) if hint else ())
    answer = client.post(LABEL, introspection_endpoint, form)
    if not answer.ok:
        return refused(LABEL, "introspection-refused", answer)
    if answer.media_type in {"application/jwt", "application/token-introspection+jwt"}:  # RFC 9701
        return answered(Kind.SIGNED, "introspection-signed", answer, token=answer.text.strip())
    match answer.json_object().get("active"):
        case True:
            return answered(Kind.ACTIVE, "introspection-active", answer)
        case False:
            return answered(Kind.INACTIVE, "introspection-inactive", answer)
        case _:
            return answered(Kind.UNUSABLE, "introspection-unclear", answer)
