"""A connection as a value: an authorization server, a client of it, and how a token is asked for. Never a secret."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

FIXED_REDIRECT_URI = "http://127.0.0.1:8765/callback"
"""What a person registers as the callback: Auth0 and others compare it letter by letter (RFC 8252 section 7.3)."""


class Grant(StrEnum):
    """How a token is asked for; the value is what stands in a connection's file."""

    CLIENT_CREDENTIALS = "client-credentials"  # RFC 6749 section 4.4
    AUTHORIZATION_CODE = "authorization-code"  # RFC 6749 section 4.1, always with PKCE (RFC 7636)
    DEVICE_CODE = "device-code"  # RFC 8628
    REFRESH_TOKEN = "refresh-token"  # RFC 6749 section 6
    TOKEN_EXCHANGE = "token-exchange"  # RFC 8693
    JWT_BEARER = "jwt-bearer"  # RFC 7523 section 2.1
    PASSWORD = "password"  # RFC 6749 section 4.3; legacy
    IMPLICIT = "implicit"  # RFC 6749 section 4.2; legacy
    HYBRID = "hybrid"  # OpenID Connect Core section 3.3; legacy

    @property
    def is_legacy(self) -> bool:
        """Whether RFC 9700 advises against it: tokens or passwords pass through places where they do not belong."""
        return self in {Grant.PASSWORD, Grant.IMPLICIT, Grant.HYBRID}

    @property
    def opens_browser(self) -> bool:
        """Whether the person logs in with the browser of this computer, which comes back to a loopback address."""
        return self in {Grant.AUTHORIZATION_CODE, Grant.IMPLICIT, Grant.HYBRID}


class ClientAuthentication(StrEnum):
    """How the client shows the token endpoint who it is (OpenID Connect Core section 9, RFC 8705 section 2)."""

    NONE = "none"
    CLIENT_SECRET_BASIC = "client_secret_basic"
    CLIENT_SECRET_POST = "client_secret_post"
    CLIENT_SECRET_JWT = "client_secret_jwt"
    PRIVATE_KEY_JWT = "private_key_jwt"
    TLS_CLIENT_AUTH = "tls_client_auth"
    SELF_SIGNED_TLS_CLIENT_AUTH = "self_signed_tls_client_auth"

    @property
    def needs_secret(self) -> bool:
        """Whether a client secret is needed."""
        return self.value.startswith("client_secret")

    @property
    def needs_certificate(self) -> bool:
        """Whether a certificate with its private key is shown when the connection is made."""
        return "tls" in self.value


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The addresses of an authorization server, as RFC 8414 section 2 names them; empty: as the server describes itself."""

    authorization_endpoint: str = ""
    token_endpoint: str = ""
    device_authorization_endpoint: str = ""
    pushed_authorization_request_endpoint: str = ""
    userinfo_endpoint: str = ""
    introspection_endpoint: str = ""
    revocation_endpoint: str = ""
    jwks_uri: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """What tokens of this connection are held against; empty: nothing was said.

    Without an `audience` the audience that is asked for is expected, without an `issuer` the connection's own.
    `permissions` and `scopes` are what the API needs, not what is asked for.
    """

    audience: str = ""
    issuer: str = ""
    scopes: tuple[str, ...] = ()
    permissions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Connection:
    """Where and how to fetch. Holds no secret: those are in the keyring under `id`.

    `id` is 32 hexadecimal digits made once, which say nothing of the server or the client. `issuer` is the issuer
    identifier (RFC 8414 section 2), such as `https://acme.eu.auth0.com/`. `audience` is Auth0's parameter, `resources`
    are RFC 8707's. `redirect_uri` is the loopback callback; port 0 in it means any free port. `extra` are further
    parameters, in order, for the authorization request and the token request. `key_file` holds the private key of
    private_key_jwt, of mutual TLS, or of a JWT bearer's assertion; `key_id` is the `kid` it is registered under.
    `certificate_file` is the certificate of mutual TLS, `ca_file` one or more certificates that are trusted beside the
    system's. `provider` is the ready-made start (an id of resources/providers.json) that it was made from.
    `remembers_refresh_token`: refresh tokens are kept in the keyring.
    """

    id: str
    name: str
    issuer: str = ""
    client_id: str = ""
    grant: Grant = Grant.AUTHORIZATION_CODE
    authentication: ClientAuthentication = ClientAuthentication.NONE
    scopes: tuple[str, ...] = ()
    audience: str = ""
    resources: tuple[str, ...] = ()
    organization: str = ""
    redirect_uri: str = FIXED_REDIRECT_URI
    extra: tuple[tuple[str, str], ...] = ()
    endpoints: Endpoints = Endpoints()
    uses_par: bool = False
    uses_dpop: bool = False
    remembers_refresh_token: bool = False
    key_file: str = ""
    key_id: str = ""
    key_algorithm: str = ""
    certificate_file: str = ""
    ca_file: str = ""
    provider: str = ""
    expected: Expected = Expected()
