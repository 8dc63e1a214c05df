"""Asks UserInfo who a token's user is (OpenID Connect Core section 5.3)."""

from __future__ import annotations

from collections.abc import Callable

from jotlens.oauth.endpoint_answer import (
    EndpointAnswer,
    Kind,
    answered,
    refused,
    sentence,
)
from jotlens.oauth.failures import ConnectionGapError
from jotlens.oauth.http import Answer, Door
from jotlens.oauth.refusals import error_of_challenge
from jotlens.oauth.trace import Note

LABEL = "UserInfo request"

Proof = Callable[[str | None], str]
"""From the nonce that the server asks for (None at first) to the DPoP proof of this very request (RFC 9449)."""


def userinfo(
    userinfo_endpoint: str,
    access_token: str,
    door: Door,
    *,
    proof: Proof | None = None,
    expected_subject: str | None = None,
) -> EndpointAnswer:
    """Ask with the access token. With a `proof` the token is sent as DPoP, without one as Bearer.

    `expected_subject` is the `sub` of the ID token, if there is one: an answer about somebody else must not be used.
    Raises ConnectionGapError (no endpoint), NetworkError, RefusedAddressError, CancelledError.
    """
    if not userinfo_endpoint:
        raise ConnectionGapError("userinfo-missing", sentence("userinfo-missing"), "userinfo_endpoint")
    answer = _ask(userinfo_endpoint, access_token, door, proof, None)
    nonce = answer.header("dpop-nonce")
    if (
        proof is not None
        and answer.status == 401
        and nonce
        and error_of_challenge(answer) == "use_dpop_nonce"
    ):
        around = door.around
        said = "The server wants its nonce in the DPoP proof: the request is sent once more with it."
        around.trace.add(Note("DPoP nonce", said, at=around.now()))
        answer = _ask(userinfo_endpoint, access_token, door, proof, nonce)
    return _understood(answer, expected_subject)


def _ask(address: str, access_token: str, door: Door, proof: Proof | None, nonce: str | None) -> Answer:
    headers = [("Accept", "application/json, application/jwt")]
    if proof is None:
        headers.append(("Authorization", f"Bearer {access_token}"))
    else:
        headers += [("Authorization", f"DPoP {access_token}"), ("DPoP", proof(nonce))]
    return door.send(LABEL, "GET", address, tuple(headers))


def _understood(answer: Answer, expected: str | None) -> EndpointAnswer:
    if not answer.ok:
        known = answer.status in {401, 403}
        return refused(LABEL, f"userinfo-{answer.status}" if known else "userinfo-refused", answer)
    if answer.media_type == "application/jwt":
        return answered(Kind.SIGNED, "userinfo-signed", answer, token=answer.text.strip())
    members = answer.json_object()
    subject = members.get("sub")
    if not isinstance(subject, str) or not subject:
        return answered(Kind.UNUSABLE, "userinfo-no-subject", answer)
    if expected is not None and subject != expected:
        return answered(Kind.UNUSABLE, "userinfo-other-subject", answer, said=subject, expected=expected)
    return answered(Kind.CLAIMS, "userinfo-claims", answer)
