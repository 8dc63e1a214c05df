"""The parameters of the authorization request and of the token request, in order, nothing of a connection lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from jotlens.oauth.connection import Connection, Grant
from jotlens.oauth.pkce import METHOD

Parameters = tuple[tuple[str, str], ...]

RESERVED = frozenset(
    {
        "client_id",
        "client_secret",
        "client_assertion",
        "client_assertion_type",
        "code",
        "code_challenge",
        "code_challenge_method",
        "code_verifier",
        "device_code",
        "nonce",
        "redirect_uri",
        "refresh_token",
        "request",
        "request_uri",
        "state",
    }
)
"""What JotLens makes itself, and a connection's further parameters may not hold."""

_ONLY_AUTHORIZATION = frozenset(
    """acr_values claims claims_locales connection connection_scope display dpop_jkt id_token_hint invitation
    login_hint max_age prompt response_mode response_type screen_hint ui_locales""".split()
)

OF_THE_ASSERTION = frozenset({"iss", "sub", "aud"})
"""Further parameters of a JWT bearer that say what its assertion says."""


@dataclass(frozen=True, slots=True)
class Login:
    """What one login in the browser is made of; secrets of this login, not of the person."""

    response_type: str
    redirect_uri: str
    state: str = field(repr=False)
    nonce: str | None = field(default=None, repr=False)
    challenge: str | None = None
    proof_thumbprint: str | None = None
    clean: bool = False


def of_scopes(connection: Connection) -> Parameters:
    """`scope`, its values with a blank between (RFC 6749 section 3.3)."""
    return (("scope", " ".join(connection.scopes)),) if connection.scopes else ()


def of_target(connection: Connection) -> Parameters:
    """What the token is for: Auth0's `audience` and `organization`, each `resource` of RFC 8707."""
    single = (("audience", connection.audience), ("organization", connection.organization))
    return (*((name, text) for name, text in single if text), *of_resources(connection))


def of_resources(connection: Connection) -> Parameters:
    """Each `resource`, as often as there are some (RFC 8707 section 2)."""
    return tuple(("resource", resource) for resource in connection.resources)


def authorization_request(connection: Connection, login: Login) -> Parameters:
    """The authorization request (RFC 6749 section 4.1.1). A person's own `extra` stands for what it names.

    An `extra` such as `response_type` or `scope` replaces the connection's; a clean login adds `prompt=login`.
    """
    made: list[tuple[str, str]] = [
        ("response_type", login.response_type),
        ("client_id", connection.client_id),
        ("redirect_uri", login.redirect_uri),
        *of_scopes(connection),
        *of_target(connection),
        ("state", login.state),
    ]
    if login.nonce is not None:
        made.append(("nonce", login.nonce))
    if login.challenge is not None:
        made += [("code_challenge", login.challenge), ("code_challenge_method", METHOD)]
    if login.proof_thumbprint is not None:
        made.append(("dpop_jkt", login.proof_thumbprint))
    extra = connection.extra
    if login.clean:
        extra = (*(pair for pair in extra if pair[0] != "prompt"), ("prompt", _clean_prompt(extra)))
    return with_extra(made, extra)


def _clean_prompt(extra: Parameters) -> str:
    """`login`, and what else a person's prompt asks for, such as `consent`; `none` would contradict it."""
    asked = [word for name, text in extra if name == "prompt" for word in text.split()]
    return " ".join(dict.fromkeys(["login", *(word for word in asked if word not in {"none", "login"})]))


def with_extra(made: Iterable[tuple[str, str]], extra: Parameters) -> Parameters:
    """Put a person's own parameters in the place of ours of the same name, and the rest at the end."""
    named = {name for name, _ in extra}
    return (*(pair for pair in made if pair[0] not in named), *extra)


def extra_of_token_request(connection: Connection) -> Parameters:
    """A connection's further parameters as the token request has them.

    After a login in the browser, and when its tokens are refreshed, those that only the authorization request knows have been sent already; what
    stands in a JWT bearer's assertion is not said beside it.
    """
    left_out: frozenset[str] = frozenset()
    if connection.grant.opens_browser or connection.grant is Grant.REFRESH_TOKEN:
        left_out = _ONLY_AUTHORIZATION
    elif connection.grant is Grant.JWT_BEARER:
        left_out = OF_THE_ASSERTION
    return tuple(pair for pair in connection.extra if pair[0] not in left_out)


def response_type_of(connection: Connection, usual: str) -> str:
    """The `response_type`: a person's own, or the usual one of the grant."""
    return dict(connection.extra).get("response_type", usual)


def wants_nonce(connection: Connection, response_type: str) -> bool:
    """Whether an ID token may come, which then must hold the nonce (OpenID Connect Core section 3.1.2.1)."""
    scopes = dict(connection.extra).get("scope", " ".join(connection.scopes)).split()
    return "openid" in scopes or "id_token" in response_type.split()
