"""A question to an issuer, in its thread: its keys, who a user is, whether a token is good, or to take one back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from jotlens.gui.fetching.issuer_page import Action
from jotlens.gui.fetching.running import World, around_of, object_of
from jotlens.gui.fetching.secret_fields import Typed
from jotlens.gui.fetching.stores import Stores, given_of, keep_typed
from jotlens.gui.jobs import Ticket
from jotlens.inspection.diagnosis.refused import causes_of
from jotlens.inspection.fetched import FetchTrouble
from jotlens.inspection.model import Diagnosis
from jotlens.oauth.cancellation import Cancellation
from jotlens.oauth.connection import Connection, Endpoints
from jotlens.oauth.failures import FetchError, NetworkError
from jotlens.oauth.obtained import Around, Given
from jotlens.tokens.json_values import JsonObject

if TYPE_CHECKING:
    from jotlens.oauth.client import Client
    from jotlens.oauth.dpop import ProofKey
    from jotlens.oauth.endpoint_answer import EndpointAnswer
    from jotlens.oauth.http import Door
    from jotlens.oauth.metadata import Metadata
    from jotlens.oauth.userinfo import Proof

_TROUBLES = {
    "dns": FetchTrouble.OFFLINE,
    "refused": FetchTrouble.OFFLINE,
    "unreachable": FetchTrouble.OFFLINE,
    "timeout": FetchTrouble.OFFLINE,
    "too-many": FetchTrouble.TOO_MANY,
    "no-keys": FetchTrouble.NOT_FOUND,
    "no-description": FetchTrouble.NOT_FOUND,
    "not-json": FetchTrouble.NOT_JSON,
    "html": FetchTrouble.NOT_JSON,
}


@dataclass(frozen=True, slots=True)
class Target:
    """Who is asked about what. `from_token`: only the token itself names this issuer, and `confirmed` that a person
    wants it called although it is inside the network.

    `hint` is `access_token` or `refresh_token`; `subject` the `sub` that an answer has to be about; `kid` the key that
    the token names. `connection` is None where nothing but the token is known.
    """

    issuer: str
    from_token: bool = False
    confirmed: bool = False
    connection: Connection | None = None
    token: str = field(default="", repr=False)
    hint: str = "access_token"
    subject: str | None = field(default=None, repr=False)
    kid: str | None = None
    typed: tuple[Typed, ...] = ()
    proof_key: ProofKey | None = field(default=None, repr=False)
    metadata: Metadata | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class KeysCame:
    """The issuer's key set; `kids` are the IDs in it. `seen` is when the key that the token names was first and last published, as far as known."""

    text: str = field(repr=False)
    address: str
    fetched_at: datetime
    kids: frozenset[str]
    metadata: Metadata = field(repr=False)
    document: JsonObject | None = field(repr=False)
    seen: tuple[datetime, datetime] | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What UserInfo, introspection or revocation answered; `members` are those of the answer, in its order."""

    action: Action
    answer: EndpointAnswer
    members: JsonObject | None = field(repr=False)
    causes: tuple[Diagnosis, ...] = ()


@dataclass(frozen=True, slots=True)
class NotAnswered:
    """No answer that can be used; `address` is the one that was called last."""

    action: Action
    error: FetchError
    address: str

    @property
    def trouble(self) -> FetchTrouble:
        """The reason as the checks name it."""
        if isinstance(self.error, NetworkError):
            code = self.error.code
            return FetchTrouble.TLS if code.startswith("tls") else _TROUBLES.get(code, FetchTrouble.OTHER)
        return FetchTrouble.OTHER


Told = KeysCame | Answered | NotAnswered


def ask(
    action: Action,
    target: Target,
    stores: Stores,
    world: World,
    ticket: Ticket,
    cancellation: Cancellation,
) -> Told:
    """Ask, and return what came back as a value."""
    from jotlens.oauth.http import Door, Way

    connection = target.connection or Connection(id="", name="")
    needs_client = action in {Action.INTROSPECT, Action.REVOKE}
    given = given_of(connection, target.typed, stores, cancellation) if needs_client else Given()
    around = around_of(world, ticket, cancellation, (*given.secrets().values(), target.token))
    way = Way(ca_file=connection.ca_file)
    if needs_client:
        from jotlens.oauth.reach import way_of

        way = way_of(connection, given)
    door = Door(way, around, forbids_inside=target.from_token and not target.confirmed)
    asking = _Question(target, connection, given, around, door, stores)
    try:
        told = asking.keys() if action is Action.KEYS else asking.put(action, world)
    except FetchError as error:
        return NotAnswered(action, error, asking.address or target.issuer)
    if needs_client and isinstance(told, Answered) and told.answer.refusal is None:
        keep_typed(connection, target.typed, stores)
    return told


def describe(
    connection: Connection, world: World, ticket: Ticket, cancellation: Cancellation
) -> Metadata | FetchError:
    """Ask the server of a connection to describe itself (RFC 8414)."""
    from jotlens.oauth.http import Door, Way
    from jotlens.oauth.metadata import discover

    door = Door(Way(ca_file=connection.ca_file), around_of(world, ticket, cancellation))
    try:
        return discover(connection.issuer, door)
    except FetchError as error:
        return error


@dataclass(slots=True)
class _Question:
    """One question on its way."""

    target: Target
    connection: Connection
    given: Given
    around: Around
    door: Door
    stores: Stores
    address: str = ""

    def keys(self) -> KeysCame:
        """Fetch the key set that the issuer names, and remember it with its date."""
        from jotlens.oauth.jwks import fetch_key_set
        from jotlens.storage.failures import StorageError
        from jotlens.storage.snapshots import Document, key_ids

        metadata = self._metadata()
        endpoints = self._endpoints(metadata)
        self._may_call(endpoints.jwks_uri)
        came = fetch_key_set(endpoints.jwks_uri, self.door)
        snapshots, issuer = self.stores.snapshots, metadata.issuer
        seen = snapshots.keys_seen(issuer).get(self.target.kid) if self.target.kid is not None else None
        try:
            snapshots.keep(issuer, Document.JWKS, came.text, came.fetched_at)
            if metadata.text:
                snapshots.keep(issuer, Document.METADATA, metadata.text, came.fetched_at)
        except StorageError:
            pass  # the keys are there all the same; they are only not remembered
        return KeysCame(
            came.text,
            came.address,
            came.fetched_at,
            key_ids(came.text),
            metadata,
            object_of(metadata.text),
            seen,
        )

    def put(self, action: Action, world: World) -> Answered:
        """Put a question about the token."""
        from jotlens.oauth.introspection import introspect
        from jotlens.oauth.revocation import revoke
        from jotlens.oauth.userinfo import userinfo

        target = self.target
        metadata = self._metadata_unless_typed(action)
        endpoints = self._endpoints(metadata)
        if action is Action.USERINFO:
            self._may_call(endpoints.userinfo_endpoint)
            answer = userinfo(
                endpoints.userinfo_endpoint,
                target.token,
                self.door,
                proof=self._proof(endpoints.userinfo_endpoint),
                expected_subject=target.subject,
            )
        elif action is Action.INTROSPECT:
            self._may_call(endpoints.introspection_endpoint)
            client = self._client(endpoints)
            answer = introspect(endpoints.introspection_endpoint, target.token, client, hint=target.hint)
        else:
            self._may_call(endpoints.revocation_endpoint)
            client = self._client(endpoints)
            answer = revoke(target.issuer, endpoints, target.token, client, hint=target.hint)
        refusal = answer.refusal
        causes = causes_of(answer.message, world.now()) if refusal is not None else ()
        body = answer.message.partition("\n\n")[2]
        return Answered(action, answer, object_of(body) if answer.token is None else None, causes)

    def _metadata(self) -> Metadata:
        """Return how the issuer describes itself, from before or by asking it."""
        from jotlens.oauth.addresses import check_address
        from jotlens.oauth.metadata import discover

        target = self.target
        if target.metadata is not None:
            return target.metadata
        self.address = target.issuer
        check_address(target.issuer, confirmed_private=target.confirmed, from_token=target.from_token)
        return discover(target.issuer, self.door)

    def _metadata_unless_typed(self, action: Action) -> Metadata | None:
        typed = self.connection.endpoints
        known = {
            Action.USERINFO: typed.userinfo_endpoint,
            Action.INTROSPECT: typed.introspection_endpoint,
            Action.REVOKE: typed.revocation_endpoint,
        }
        return None if known.get(action) else self._metadata()

    def _endpoints(self, metadata: Metadata | None) -> Endpoints:
        from jotlens.oauth.metadata import endpoints_of

        return endpoints_of(self.connection, metadata)

    def _may_call(self, address: str) -> None:
        """What a description names is a stranger's word as well, where only a token named the issuer."""
        from jotlens.oauth.addresses import check_address

        if address:
            self.address = address
            target = self.target
            check_address(address, confirmed_private=target.confirmed, from_token=target.from_token)

    def _client(self, endpoints: Endpoints) -> Client:
        from jotlens.oauth.client import Client

        return Client(
            self.connection, self.given, endpoints, self.door, self.around, self.target.issuer, None
        )

    def _proof(self, address: str) -> Proof | None:
        """Return what makes the proofs for a token that is bound to a key (RFC 9449 section 7)."""
        key = self.target.proof_key
        if key is None:
            return None
        from jotlens.oauth.dpop import proof

        around, token = self.around, self.target.token

        def made(nonce: str | None) -> str:
            now = around.now()
            return proof(key, "GET", address, now=now, random=around.random, nonce=nonce, access_token=token)

        return made
