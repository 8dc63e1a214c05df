"""The issuer that a token names, asked for its keys on request: a stranger wrote that name, so it is called with care."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jotlens.cli.errand import around_of, told_failures
from jotlens.cli.failures import WrongUsageError
from jotlens.cli.issuer_keys import (
    ask_keys,
    described,
    door_of,
    jwks_uri_of,
    ring_of,
    tell_retired,
    trouble_of,
)
from jotlens.cli.output import tell
from jotlens.cli.progress import progress_of
from jotlens.inspection.claims import claim_text
from jotlens.inspection.fetched import KeySetFetch
from jotlens.oauth.addresses import check_address
from jotlens.oauth.failures import NetworkError
from jotlens.tokens.json_text import JsonObject, read_json
from jotlens.tokens.model import Part
from jotlens.tokens.read import read_all

if TYPE_CHECKING:
    from jotlens.cli.asked import Asked
    from jotlens.tokens.model import Token


def with_issuers_keys(request: Asked, text: str, *, allow_private: bool) -> Asked:
    """Return what is asked with the keys of the issuer that the first token names, or with why they did not come.

    Raises WrongUsageError where no issuer is named, or one inside the network that was not allowed.
    """
    tokens = read_all(text)[1]
    issuer = issuer_in(tokens)
    if issuer is None:
        raise WrongUsageError(
            "The token names no issuer that could be asked. Give the keys with --jwks or --key."
        )
    around = around_of(progress_of(quiet=True))
    door = door_of(None, around, forbids_inside=not allow_private)
    known, address = request.policy.fetched, issuer
    with told_failures():
        check_address(issuer, confirmed_private=allow_private, from_token=True)
        try:
            metadata = described(issuer, door, around.now())
            document = read_json(metadata.text, Part.PAYLOAD).value
            known = replace(known, issuer_document=document if isinstance(document, JsonObject) else None)
            address = jwks_uri_of(metadata)
            check_address(address, confirmed_private=allow_private, from_token=True)
            answer = ask_keys(address, door, issuer, around.now())
        except NetworkError as error:
            tell(error.sentence)
            known = replace(known, key_set=KeySetFetch(address, trouble_of(error)))
            return replace(request, policy=replace(request.policy, fetched=known))
    known = replace(known, key_set=KeySetFetch(answer.address))
    keys = ring_of(answer)
    tell_retired(issuer, tokens[0], keys)
    return replace(request, policy=replace(request.policy, fetched=known), keys=keys)


def issuer_in(tokens: tuple[Token, ...]) -> str | None:
    """Return the issuer that the first token with one names, in its claims or its header."""
    named = (claim_text(token.claims, "iss") or claim_text(token.header, "iss") for token in tokens)
    return next((issuer for issuer in named if issuer is not None and "://" in issuer), None)
