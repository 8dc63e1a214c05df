"""Learns where a connection's server is to be called, and makes the client that calls it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from jotlens.oauth.client import Client
from jotlens.oauth.connection import Connection, Endpoints
from jotlens.oauth.dpop import ProofKey, make_proof_key
from jotlens.oauth.http import Door, Way
from jotlens.oauth.metadata import Metadata, discover, endpoints_of
from jotlens.oauth.obtained import Around, Given
from jotlens.oauth.trace import Note, Value
from jotlens.tokens.json_text import JsonObject, read_json
from jotlens.tokens.model import Part


@dataclass(frozen=True, slots=True)
class Reached:
    """A server that is known: its endpoints, typed or by its own description, and the client to call them with.

    `metadata` is None where everything needed was typed, so that nobody had to ask.
    """

    client: Client
    endpoints: Endpoints
    issuer: str
    metadata: Metadata | None = field(default=None, repr=False)

    @property
    def door(self) -> Door:
        """The door that the client uses."""
        return self.client.door


def reach(connection: Connection, given: Given, around: Around, *needed: str) -> Reached:
    """Return the server, asked to describe itself unless the `needed` fields of Endpoints were all typed.

    With DPoP a key is made, unless `given` brings one. Raises what discovery and the door raise.
    """
    door = Door(way_of(connection, given), around)
    endpoints, issuer, metadata = connection.endpoints, connection.issuer, None
    if not all(getattr(endpoints, name) for name in needed):
        metadata = discover(connection.issuer, door)
        endpoints, issuer = endpoints_of(connection, metadata), metadata.issuer
        if connection.authentication.needs_certificate:
            endpoints = _for_mutual_tls(connection, endpoints, metadata.text)
    proof_key = _proof_key(connection, given, around)
    client = Client(connection, given, endpoints, door, around, issuer, proof_key)
    return Reached(client, endpoints, issuer, metadata)


def way_of(connection: Connection, given: Given) -> Way:
    """Return how this connection reaches the network; its certificate is shown for mutual TLS only."""
    if not connection.authentication.needs_certificate:
        return Way(ca_file=connection.ca_file)
    return Way(connection.ca_file, connection.certificate_file, connection.key_file, given.key_passphrase)


def _for_mutual_tls(connection: Connection, endpoints: Endpoints, document: str) -> Endpoints:
    """Put the addresses for mutual TLS in the place of the usual ones (RFC 8705 section 5); typed ones stay."""
    described = read_json(document, Part.PAYLOAD).value
    aliases = described.get("mtls_endpoint_aliases") if isinstance(described, JsonObject) else None
    if not isinstance(aliases, JsonObject):
        return endpoints
    found = {
        name: address
        for name in Endpoints.__slots__
        if isinstance(address := aliases.get(name), str) and not getattr(connection.endpoints, name)
    }
    return replace(endpoints, **found)


def _proof_key(connection: Connection, given: Given, around: Around) -> ProofKey | None:
    if not connection.uses_dpop:
        return None
    key = given.proof_key or make_proof_key(around.random)
    sentence = "The tokens are bound to this key, which stays in JotLens's memory."
    value = Value("thumbprint (jkt)", key.thumbprint)
    around.trace.add(Note("DPoP key", sentence, (value,), at=around.now()))
    return key
