"""What a tenant is made of: eras, APIs, clients and users, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

OIDC_SCOPES = ("openid", "profile", "email", "address", "phone", "offline_access")


class Era(StrEnum):
    """Whose rules the tenant follows: today's, or those of one of the older pages."""

    TODAY = "today"
    SEED_003 = "seed-003"
    SEED_004 = "seed-004"


class Dialect(StrEnum):
    """How an API wants its access tokens written; `_AUTHZ` adds the user's permissions."""

    ACCESS_TOKEN = "access_token"
    ACCESS_TOKEN_AUTHZ = "access_token_authz"
    RFC9068_PROFILE = "rfc9068_profile"
    RFC9068_PROFILE_AUTHZ = "rfc9068_profile_authz"

    @property
    def is_rfc9068(self) -> bool:
        """Whether tokens follow RFC 9068 (`at+jwt`, `client_id`, `jti`) and not Auth0's own profile."""
        return self in {Dialect.RFC9068_PROFILE, Dialect.RFC9068_PROFILE_AUTHZ}

    @property
    def has_permissions(self) -> bool:
        """Whether tokens carry `permissions`."""
        return self in {Dialect.ACCESS_TOKEN_AUTHZ, Dialect.RFC9068_PROFILE_AUTHZ}


class ClientKind(StrEnum):
    """How a client proves itself: not at all, or with a secret; a machine has no users."""

    PUBLIC = "public"
    CONFIDENTIAL = "confidential"
    MACHINE = "machine"


class GrantType(StrEnum):
    """The grant types that are known here; `IMPLICIT` never reaches the token endpoint."""

    AUTHORIZATION_CODE = "authorization_code"
    IMPLICIT = "implicit"
    CLIENT_CREDENTIALS = "client_credentials"
    REFRESH_TOKEN = "refresh_token"
    PASSWORD = "password"
    DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"


@dataclass(frozen=True, slots=True)
class Scope:
    """One permission of an API: its name, and what the consent dialog says of it."""

    value: str
    description: str


@dataclass(frozen=True, slots=True)
class Api:
    """A registered resource server, with its fields named as Auth0 names them. Lifetimes are seconds."""

    identifier: str
    name: str
    signing_alg: str
    signing_secret: str | None
    token_lifetime: int
    token_lifetime_for_web: int
    allow_offline_access: bool
    skip_consent_for_verifiable_first_party_clients: bool
    enforce_policies: bool
    token_dialect: Dialect
    token_encryption: bool
    scopes: tuple[Scope, ...]
    remark: str

    @property
    def scope_names(self) -> frozenset[str]:
        """The names of all its scopes."""
        return frozenset(scope.value for scope in self.scopes)


@dataclass(frozen=True, slots=True)
class Client:
    """A registered application. `client_grants` maps the identifier of an API to the scopes granted to the client."""

    client_id: str
    name: str
    kind: ClientKind
    secret: str | None
    grant_types: frozenset[GrantType]
    callbacks: tuple[str, ...]
    logout_urls: tuple[str, ...]
    first_party: bool
    require_pkce: bool
    preapproved_domain: str | None
    client_grants: Mapping[str, tuple[str, ...]]
    remark: str

    @property
    def rotates_refresh_tokens(self) -> bool:
        """Whether each use of a refresh token gives a new one: so for clients without a secret."""
        return self.kind is ClientKind.PUBLIC


@dataclass(frozen=True, slots=True)
class Identity:
    """An account at an identity provider; `access_token` is the provider's own, None for the tenant's database."""

    connection: str
    provider: str
    user_id: str
    access_token: str | None


@dataclass(frozen=True, slots=True)
class User:
    """A person who can log in. `permissions` maps the identifier of an API to the scopes that the roles give."""

    user_id: str
    name: str
    given_name: str
    family_name: str
    nickname: str
    email: str
    updated_at: str
    roles: tuple[str, ...]
    permissions: Mapping[str, tuple[str, ...]]
    identities: tuple[Identity, ...]
    blocked: bool
    mfa: bool
    remark: str


@dataclass(frozen=True, slots=True)
class Settings:
    """The tenant's switches. Each is a setting of Auth0, or one that this tenant adds.

    `any_loopback_port` compares callbacks on 127.0.0.1 without their port, as RFC 8252 section 7.3 wants it; Auth0
    compares letter by letter. `token_lifetime_s` is how long the access tokens of every API live, where it is given.
    """

    era: Era = Era.TODAY
    default_audience: str = ""
    resource_compatibility: bool = False
    password_grant: bool = True
    rate_limits: bool = True
    confirm_loopback: bool = False
    issuer_in_answers: bool = False
    any_loopback_port: bool = False
    token_lifetime_s: int | None = None
