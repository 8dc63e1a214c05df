"""What the tokens of a login are held against: what it asked for, what its answer says, and what a person expects."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from jotlens.cli.asked import LEEWAY_FOR_PEOPLE_S
from jotlens.cli.failures import WrongUsageError
from jotlens.cli.times import read_sure_time
from jotlens.inspection.clocks import skew_s
from jotlens.inspection.fetched import Fetched
from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import Policy
from jotlens.tokens.beside import access_token_beside
from jotlens.tokens.json_text import JsonObject, read_json
from jotlens.tokens.model import Kind, Part
from jotlens.tokens.read import read_all

if TYPE_CHECKING:
    from jotlens.inspection.fetched import KeySetFetch
    from jotlens.inspection.model import Inspection
    from jotlens.oauth.connection import Connection
    from jotlens.oauth.obtained import Obtained
    from jotlens.tokens.model import Finds, Token

ACCESS, ID, REFRESH = "access_token", "id_token", "refresh_token"
NAMES = {ACCESS: "Access token", ID: "ID token", REFRESH: "Refresh token"}
"""The tokens of an answer in the words of a page, by the member that brings them (RFC 6749 section 5.1)."""


@dataclass(frozen=True, slots=True)
class KeySet:
    """The issuer's signing keys as they came, or why they did not come; nobody asked by default."""

    keys: KeyRing
    fetch: KeySetFetch | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """A token of the answer: the member that brought it (empty where none is named), and what can be said of it."""

    field: str
    inspection: Inspection

    @property
    def name(self) -> str:
        """What it is, for a heading."""
        return NAMES.get(self.field, self.field or "Token")


@dataclass(frozen=True, slots=True)
class Login:
    """An answer with its tokens, read and inspected."""

    obtained: Obtained
    finds: Finds
    received: tuple[Received, ...]

    def token(self, field: str) -> Token | None:
        """Return the token that this member brought."""
        return next((each.inspection.token for each in self.received if each.field == field), None)


def login_of(obtained: Obtained, connection: Connection, key_set: KeySet, at: datetime) -> Login:
    """Inspect every token that came, each for what it is: an access token for the API, an ID token for this login."""
    finds, tokens = read_all(obtained.text)
    finds = replace(finds, stripped=())  # that the answer was JSON is no fault of anybody's pasting
    fields = [found.field or "" for found in finds.found]
    received = []
    for field, token, found in zip(fields, tokens, finds.found, strict=False):
        if token.kind is not Kind.NONE:
            access = access_token_beside(finds, found)
            policy = policy_of(field, obtained, connection, key_set, finds, access)
            policy = _named_hashes(policy, token)
            keys = key_set.keys if field != REFRESH else KeyRing(guesses=key_set.keys.guesses)
            received.append(Received(field, inspect(token, policy, keys, at, finds=finds)))
    return Login(obtained, finds, tuple(received))


def policy_of(
    field: str,
    obtained: Obtained,
    connection: Connection,
    key_set: KeySet,
    finds: Finds,
    access_token: str | None,
) -> Policy:
    """Return what one token of the answer is held against; of a refresh token only its issuer knows anything."""
    asked, expected = obtained.asked, connection.expected
    common = Policy(
        leeway_s=LEEWAY_FOR_PEOPLE_S,
        received_at=obtained.received_at,
        clock_skew_s=issuer_skew_s(obtained.issuer_date, obtained.received_at),
        fetched=Fetched(issuer_document=_document(obtained.issuer_document), key_set=key_set.fetch),
    )
    issuer, client_id = expected.issuer or asked.issuer or None, asked.client_id or None
    match field:
        case "id_token":
            return replace(
                common,
                issuer=issuer,
                client_id=client_id,
                nonce=asked.nonce,
                access_token=access_token,
                code=asked.code,
                state=asked.state,
                organization=_organization(connection),
            )
        case "access_token":
            return replace(
                common,
                audience=expected.audience or asked.audience or next(iter(connection.resources), None),
                issuer=issuer,
                client_id=client_id,
                scopes=expected.scopes,
                permissions=expected.permissions,
                requested_scopes=asked.scopes,
                expires_in_s=finds.answer.expires_in_s if finds.answer is not None else None,
                organization=_organization(connection),
            )
        case _:
            return common


def _named_hashes(policy: Policy, token: Token) -> Policy:
    """Hold code and state against the token only where it names their hashes, as only the hybrid flow must."""
    claims = token.claims if token.claims is not None else JsonObject(())
    return replace(
        policy,
        code=policy.code if "c_hash" in claims else None,
        state=policy.state if "s_hash" in claims else None,
    )


def person_expects(connection: Connection) -> Policy:
    """Return only what a person expects: an opaque access token answers nothing else, and need not."""
    expected = connection.expected
    return Policy(
        audience=expected.audience or None,
        issuer=expected.issuer or None,
        scopes=expected.scopes,
        permissions=expected.permissions,
    )


def issuer_skew_s(issuer_date: str | None, received_at: datetime) -> int | None:
    """Return how far this computer's clock was ahead of the issuer's when the answer came; None where it named no time."""
    if issuer_date is None:
        return None
    try:
        issuer_at = read_sure_time(issuer_date, received_at)
    except WrongUsageError:
        return None
    return skew_s(received_at, issuer_at) if issuer_at is not None else None


def _organization(connection: Connection) -> str | None:
    """Return the organization where it is an ID: a name is checked by the server, and another claim holds it."""
    return connection.organization if connection.organization.startswith("org_") else None


def _document(text: str | None) -> JsonObject | None:
    if text is None:
        return None
    read = read_json(text, Part.PAYLOAD).value
    return read if isinstance(read, JsonObject) else None
