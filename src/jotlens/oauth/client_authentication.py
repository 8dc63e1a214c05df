"""How the client shows who it is: a way for Authlib's session each (RFC 6749 section 2.3, RFC 7523 section 2.2).

Authlib's own ways are replaced where they would not do: its Basic header is not form-encoded (RFC 6749 section
2.3.1) and takes Latin-1 only; its assertions read the clock themselves, take RSA keys only unless they get a joserfc
key, and live for an hour.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote_plus, urlencode, urlsplit

from jotlens.oauth.connection import ClientAuthentication, Connection
from jotlens.oauth.failures import ConnectionGapError
from jotlens.oauth.key_file import load_private_key
from jotlens.oauth.obtained import Around, Given
from jotlens.oauth.pkce import random_text
from jotlens.oauth.signing import (
    choose_algorithm,
    sign_jwt,
    sign_jwt_with_secret,
    thumbprints_of_certificate,
)
from jotlens.oauth.trace import Note, Value

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTION_LIVES_S = 60

_WANT_TOKEN_ENDPOINT = ("login.microsoftonline.com", "okta.com", "oktapreview.com")
"""Servers whose manuals ask for the token endpoint as `aud`; the issuer is what others want, and OAuth's newer drafts."""

Headers = MutableMapping[str, str]
Prepared = tuple[str, Headers, str]
Way = Callable[[object, str, str, Headers, str], Prepared]
"""Authlib's shape: (client, method, address, headers, body) to (address, headers, body)."""


@dataclass(frozen=True, slots=True)
class Authenticator:
    """The client's authentication of one fetch. `issuer` is whom an assertion is for."""

    connection: Connection
    given: Given
    around: Around
    issuer: str
    token_endpoint: str

    def way(self) -> Way:
        """Return what puts the authentication into a request."""
        match self.connection.authentication:
            case ClientAuthentication.CLIENT_SECRET_BASIC:
                return self._basic
            case ClientAuthentication.CLIENT_SECRET_POST:
                return self._post
            case ClientAuthentication.CLIENT_SECRET_JWT | ClientAuthentication.PRIVATE_KEY_JWT:
                return self._assertion
            case _:  # none, and mutual TLS, which shows the certificate below HTTP
                return self._client_id

    def _client_id(self, _: object, _method: str, address: str, headers: Headers, body: str) -> Prepared:
        if not self.connection.client_id:
            return address, headers, body
        return address, headers, _with(body, ("client_id", self.connection.client_id))

    def _basic(self, _: object, _method: str, address: str, headers: Headers, body: str) -> Prepared:
        """RFC 6749 section 2.3.1: each half is form-encoded first, so a colon or a percent sign survives."""
        halves = f"{quote_plus(self.connection.client_id)}:{quote_plus(self._secret())}"
        headers["Authorization"] = "Basic " + base64.b64encode(halves.encode("ascii")).decode("ascii")
        return address, headers, body

    def _post(self, _: object, _method: str, address: str, headers: Headers, body: str) -> Prepared:
        pair = ("client_id", self.connection.client_id), ("client_secret", self._secret())
        return address, headers, _with(body, *pair)

    def _assertion(self, _: object, _method: str, address: str, headers: Headers, body: str) -> Prepared:
        claims = assertion_claims(
            self.around, self.connection.client_id, self.connection.client_id, self._audience()
        )
        assertion = self._signed(claims)
        note_assertion(self.around, "client assertion", claims)
        return (
            address,
            headers,
            _with(
                body,
                ("client_id", self.connection.client_id),
                ("client_assertion_type", ASSERTION_TYPE),
                ("client_assertion", assertion),
            ),
        )

    def _audience(self) -> str:
        host = urlsplit(self.token_endpoint).hostname or ""
        wants_endpoint = any(host == each or host.endswith(f".{each}") for each in _WANT_TOKEN_ENDPOINT)
        return self.token_endpoint if wants_endpoint or not self.issuer else self.issuer

    def _signed(self, claims: dict[str, object]) -> str:
        connection = self.connection
        if connection.authentication is ClientAuthentication.PRIVATE_KEY_JWT:
            return signed_with_key_file(connection, self.given, claims)
        algorithm = connection.key_algorithm or "HS256"
        if algorithm not in {"HS256", "HS384", "HS512"}:
            raise ConnectionGapError(
                "key-algorithm", "A client secret signs with HS256, HS384 or HS512.", "key_algorithm"
            )
        return sign_jwt_with_secret({"typ": "JWT", "alg": algorithm}, claims, self._secret())

    def _secret(self) -> str:
        if not self.given.client_secret:
            raise ConnectionGapError(
                "client-secret-missing", "This way to authenticate needs the client secret.", "client_secret"
            )
        return self.given.client_secret


def _with(body: str, *pairs: tuple[str, str]) -> str:
    """Add parameters to a form; a pushed authorization request has its client_id already."""
    there = {name for name, _ in parse_qsl(body, keep_blank_values=True)}
    added = urlencode([pair for pair in pairs if pair[0] not in there])
    return "&".join(part for part in (body, added) if part)


def assertion_claims(around: Around, issuer: str, subject: str, audience: str) -> dict[str, object]:
    """Return the claims of an assertion that lives a minute (RFC 7523 section 3)."""
    issued_at = int(around.now().timestamp())
    return {
        "iss": issuer,
        "sub": subject,
        "aud": audience,
        "iat": issued_at,
        "exp": issued_at + ASSERTION_LIVES_S,
        "jti": random_text(around.random, 16),
    }


def signed_with_key_file(connection: Connection, given: Given, claims: dict[str, object]) -> str:
    """Sign claims with the connection's key; raises ConnectionGapError.

    `kid` is the connection's, else the one of the key file. Where a certificate is named too, its thumbprints stand
    in the header: Microsoft finds the key by them.
    """
    key, kid = load_private_key(connection.key_file, given.key_passphrase)
    header: dict[str, object] = {"typ": "JWT", "alg": choose_algorithm(key, connection.key_algorithm)}
    if connection.key_id or kid:
        header["kid"] = connection.key_id or kid
    if connection.certificate_file:
        header.update(thumbprints_of_certificate(connection.certificate_file))
    return sign_jwt(header, claims, key)


def note_assertion(around: Around, label: str, claims: dict[str, object]) -> None:
    """Put into the trace what an assertion says; the assertion itself stands in the request."""
    sentence = "A signed statement of the client, which lives for a minute and counts once."
    values = tuple(Value(name, str(text)) for name, text in claims.items())
    around.trace.add(Note(label, sentence, values, at=around.now()))
